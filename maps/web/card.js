// The detail card: one incident with its evidence, and the way to the others at its place.

import { formatCount } from './dates.js';
import { Details } from './card_details.js';
import { createRowList } from './card_list.js';
import { badges, facts, skeleton, sources } from './card_parts.js';
import { citation, coordinates, shortInterval, windowWords } from './card_words.js';
import { iconButton, keepKeys, setText, stageOf, surface, swatch, textButton, watchStage } from './chrome.js';
import { el } from './dom.js';

const SHEET_BELOW = 700; // px of the stage's width: the card becomes a sheet at the bottom
const NARROW_BELOW = 1120;
const MOST_ALSO = 5;
const SAID_MS = 2200;

/**
 * The card at the right of the map.
 * @param {HTMLElement} root empty element in the stage
 * @param {object} model see model.js; `select` opens and closes the card
 * @param {{fetchEvents: (rows: number[]) => Promise<Array<object>>, copyText: (text: string) => Promise<unknown>,
 *   onZoom?: (target: {place: number|null, longitude: number, latitude: number, event: object}) => void,
 *   pageOf?: (eventId: string) => string|null, onFilterActor?: (actor: string) => void}} options
 */
export function createCard(root, model, { fetchEvents, copyText, onZoom, pageOf, onFilterActor }) {
  const stage = stageOf(root);
  const details = new Details(fetchEvents);
  let selection = null;
  let expanded = false; // whether all incidents here are listed
  let returnTo = null; // what had the focus before the card
  let lastWasKey = false;
  let isSheet = false;
  let shown = 0; // counts what was opened, so that a late answer is not taken for the present one

  const kindSwatch = el('span', { class: 'im-card-swatch' });
  const kind = el('span', { class: 'im-card-type' });
  const count = el('span', { class: 'im-card-count' });
  const previous = iconButton('previous', 'Previous incident here', () => step(-1));
  const next = iconButton('next', 'Next incident here', () => step(1));
  const pager = el('span', { class: 'im-card-pager' }, previous, count, next);
  const close = iconButton('close', 'Close', () => model.select(null), { class: 'im-card-close' });
  const title = el('h2', { class: 'im-card-title', 'aria-live': 'polite' });
  const badgeRow = el('div', { class: 'im-card-badges' });
  const content = el('div', { class: 'im-card-content' });
  const also = el('section', { class: 'im-card-also' });
  const body = el('div', { class: 'im-card-body' }, content, also);
  const zoom = textButton('Zoom to place', () => zoomTo(details.known(rowNow())));
  const copy = textButton('Copy citation', () => copyCitation());
  copy.classList.add('im-card-copy');
  const page = el('a', { class: 'im-btn im-card-page', target: '_blank', rel: 'noopener', title: 'Its sources and who changed what, on a page of its own' }, 'History');
  const said = el('span', { class: 'im-hush', role: 'status' });
  const fallback = el('textarea', {
    class: 'im-card-fallback',
    readonly: true,
    rows: 4,
    hidden: true,
    'aria-label': 'Citation to copy by hand',
  });
  const foot = el('footer', { class: 'im-card-foot' }, onZoom && zoom, copy, page, said, fallback);
  const card = surface(
    root,
    'section',
    'im-surface im-card',
    { role: 'dialog', tabindex: -1, hidden: true },
    el(
      'header',
      { class: 'im-card-top' },
      el('div', { class: 'im-card-kind' }, kindSwatch, kind, pager, close),
      title,
      badgeRow,
    ),
    body,
    foot,
  );
  const note = el('div', { class: 'im-card-note' });
  const list = createRowList({ model, details, onPick: (index) => go(index) });

  const rowNow = () => selection.rows[selection.index];

  function go(index) {
    model.select({ ...selection, index });
  }

  function step(by) {
    const index = selection.index + by;
    if (index >= 0 && index < selection.rows.length) go(index);
  }

  function describeWindow() {
    if (!selection) return;
    const row = rowNow();
    setText(note, windowWords(model.columns.startOf(row), model.columns.endOf(row), model.window));
  }

  function showHeader() {
    const row = rowNow();
    const code = model.columns.kind[row];
    kindSwatch.replaceChildren(swatch(model.typeTokens[code & 7], { occurred: code >> 3 === 0 }));
    setText(kind, model.types[code & 7]);
    const { rows, index } = selection;
    pager.hidden = rows.length < 2;
    setText(count, `${formatCount(index + 1)} of ${formatCount(rows.length)} here`);
    previous.disabled = index === 0;
    next.disabled = index === rows.length - 1;
  }

  function showEvent(event) {
    const row = rowNow();
    const [start, end] = [model.columns.startOf(row), model.columns.endOf(row)];
    const token = model.typeTokens[model.columns.kind[row] & 7];
    const name = event.title || event.event_type;
    setText(title, name);
    card.setAttribute('aria-label', `Incident: ${name}`);
    badgeRow.replaceChildren(...badges(event));
    content.replaceChildren(
      ...[
        event.summary && el('p', { class: 'im-card-summary' }, event.summary),
        facts(event, { start, end, token, window: model.window, onFilterActor, note }),
        sources(event),
      ].filter(Boolean),
    );
    foot.hidden = false;
    zoom.hidden = coordinates(event) === ''; // a country alone has no point to go to
    const address = pageOf?.(event.event_id) ?? null;
    page.hidden = address === null;
    if (address) page.href = address;
    describeWindow();
    model.emit('shown', event);
  }

  function showFailure(error) {
    setText(title, 'This incident could not be loaded');
    badgeRow.replaceChildren();
    content.replaceChildren(
      el(
        'div',
        { class: 'im-card-failed', role: 'alert' },
        el('p', {}, error.message || 'The details did not arrive.'),
        textButton('Try again', () => load(), { primary: true }),
      ),
    );
    foot.hidden = true;
  }

  async function load() {
    const turn = ++shown;
    const { rows, index } = selection;
    const row = rows[index];
    if (!details.known(row)) {
      setText(title, ' ');
      card.setAttribute('aria-label', 'Incident');
      badgeRow.replaceChildren(el('span', { class: 'im-card-line im-card-badge-line' }));
      content.replaceChildren(skeleton());
      foot.hidden = true;
      try {
        await details.load([row]);
      } catch (error) {
        if (turn === shown) showFailure(error);
        return;
      }
    }
    if (turn !== shown) return;
    showEvent(details.known(row));
    await showNeighbours(turn);
  }

  /** Indices of up to five others here, those nearest in time. */
  function neighbours() {
    const { rows, index } = selection;
    const from = Math.max(0, Math.min(index - 2, rows.length - 1 - MOST_ALSO));
    const near = [];
    for (let other = from; other < rows.length && near.length < MOST_ALSO; other++) if (other !== index) near.push(other);
    return near;
  }

  function alsoRow(index) {
    const row = selection.rows[index];
    const code = model.columns.kind[row];
    const event = details.known(row);
    return el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'im-also-row', onclick: () => go(index) },
        swatch(model.typeTokens[code & 7], { occurred: code >> 3 === 0 }),
        el('span', { class: 'im-also-date' }, shortInterval(model.columns.startOf(row), model.columns.endOf(row))),
        el('span', { class: 'im-also-title' }, event ? event.title || event.event_type : '…'),
      ),
    );
  }

  function showAlso() {
    const { rows, index, place, title: group } = selection;
    also.hidden = rows.length < 2;
    if (also.hidden) return;
    const name = place === null ? (group ?? 'Also here') : 'Also at this place';
    const others = el('span', {}, formatCount(rows.length - 1));
    const heading = el('h3', { class: 'im-card-heading' }, name, others);
    if (expanded) {
      if (!also.contains(list.node)) also.replaceChildren(heading, list.node);
      list.setRows(rows, index);
      return;
    }
    const more =
      rows.length - 1 > MOST_ALSO &&
      el('button', { type: 'button', class: 'im-link', onclick: expand }, `Show all ${formatCount(rows.length)} here`);
    also.replaceChildren(...[heading, el('ul', { class: 'im-also' }, neighbours().map(alsoRow)), more].filter(Boolean));
  }

  function expand() {
    expanded = true;
    showAlso();
    list.node.firstChild.focus({ preventScroll: true });
    list.node.scrollIntoView({ block: 'nearest' });
  }

  async function showNeighbours(turn) {
    const near = neighbours().map((index) => selection.rows[index]);
    // A failure here is no news of its own: the dates are shown, and opening one says what is wrong.
    await details.load(near).catch(() => undefined);
    if (turn === shown && selection && !expanded) showAlso();
  }

  function zoomTo(event) {
    const { place } = selection;
    onZoom({ place, longitude: event.longitude, latitude: event.latitude, event });
  }

  async function copyCitation() {
    const row = rowNow();
    const text = citation(details.known(row), model.columns.startOf(row), model.columns.endOf(row));
    fallback.hidden = true;
    try {
      if ((await copyText(text)) === false) throw new Error('the clipboard is closed');
      setText(copy, 'Copied');
      setText(said, 'The citation is copied');
    } catch {
      // The browser may refuse the clipboard: the words are shown for copying by hand.
      fallback.value = text;
      fallback.hidden = false;
      fallback.focus();
      fallback.select();
    }
    setTimeout(() => {
      setText(copy, 'Copy citation');
      setText(said, '');
    }, SAID_MS);
  }

  /** What stands in the middle of the map keeps clear of an open card; an open sheet takes the place of the tools. */
  function makeRoom() {
    stage.classList.toggle('im-has-sheet', isSheet && !card.hidden);
    const space = isSheet || card.hidden ? 0 : card.offsetWidth + 12;
    stage.style.setProperty('--im-card-space', `${space}px`);
  }

  function shut() {
    const hadFocus = card.contains(document.activeElement);
    card.hidden = true;
    makeRoom();
    selection = null;
    shown++;
    if (hadFocus && returnTo?.isConnected) returnTo.focus({ preventScroll: true });
    returnTo = null;
  }

  function onSelect(newSelection) {
    if (!newSelection || newSelection.rows.length === 0) {
      shut();
      return;
    }
    const opens = selection === null;
    const elsewhere = opens || newSelection.place !== selection.place || newSelection.title !== selection.title;
    const focusInside = card.contains(document.activeElement);
    const focusInList = list.node.contains(document.activeElement);
    selection = newSelection;
    if (elsewhere) {
      expanded = false;
      also.replaceChildren();
    }
    fallback.hidden = true;
    card.hidden = false;
    makeRoom();
    body.scrollTop = focusInList ? body.scrollTop : 0;
    showHeader();
    showAlso();
    load();
    if (opens && lastWasKey && !focusInside) {
      returnTo = document.activeElement;
      card.focus({ preventScroll: true });
    } else if (focusInside && !card.contains(document.activeElement)) card.focus({ preventScroll: true });
  }

  /** The window or the filter is another one: the incident stays, the others at its place are listed anew. */
  function recount() {
    if (!selection || selection.place === null) {
      describeWindow();
      return;
    }
    const row = rowNow();
    const rows = model.columns.rowsAt(selection.place, model.window.start, model.window.end, model.mask);
    if (!rows.includes(row)) {
      const start = model.columns.startOf(row);
      const after = rows.findIndex((other) => model.columns.startOf(other) > start);
      rows.splice(after < 0 ? rows.length : after, 0, row);
    }
    if (rows.length !== selection.rows.length || rows.some((other, at) => other !== selection.rows[at])) {
      selection = { ...selection, rows, index: rows.indexOf(row) };
      model.selection = selection; // told to none: what is selected has not changed
      showHeader();
      showAlso();
      showNeighbours(shown);
    }
    const event = details.known(row);
    if (event) showEvent(event);
  }

  card.addEventListener('keydown', (event) => {
    const by = { PageDown: 1, PageUp: -1, ']': 1, '[': -1 }[event.key];
    if (by && event.target !== fallback) {
      step(by);
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === 'Escape') {
      model.select(null);
      event.stopPropagation();
    }
  });
  keepKeys(card);

  const noteKey = () => {
    lastWasKey = true;
  };
  const notePointer = () => {
    lastWasKey = false;
  };
  document.addEventListener('keydown', noteKey, true);
  document.addEventListener('pointerdown', notePointer, true);
  const stops = [
    model.on('select', onSelect),
    model.on('settled', recount),
    model.on('mask', recount),
    model.on('window', describeWindow),
    model.on('data', () => {
      details.clear();
      shut();
    }),
    watchStage(root, (width) => {
      isSheet = width < SHEET_BELOW;
      card.classList.toggle('im-card-sheet', isSheet);
      card.classList.toggle('im-card-narrow', !isSheet && width < NARROW_BELOW);
      makeRoom();
    }),
    () => document.removeEventListener('keydown', noteKey, true),
    () => document.removeEventListener('pointerdown', notePointer, true),
    list.destroy,
  ];
  if (model.selection) onSelect(model.selection);

  return {
    /** The event_id of the incident that is open, once its details have come. */
    selectedId: () => (selection ? (details.known(rowNow())?.event_id ?? null) : null),
    destroy() {
      for (const stop of stops) stop();
      stage.classList.remove('im-has-sheet');
      stage.style.removeProperty('--im-card-space');
      card.remove();
    },
  };
}
