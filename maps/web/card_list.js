// The list of all incidents at a place: only the rows in view are drawn, and fetched in pages of fifty.

import { swatch } from './chrome.js';
import { shortInterval } from './card_words.js';
import { el } from './dom.js';

const ROW_HEIGHT = 30;
const MOST_ROWS_SHOWN = 8;
const SPARE_ROWS = 6;
const PAGE = 50;
const REST_MS = 90; // a list that scrolls by fast asks for nothing

/**
 * @param {{model: object, details: object, onPick: (index: number) => void}} options
 * @returns {{node: HTMLElement, setRows: (rows: number[], index: number) => void, redraw: () => void}}
 */
export function createRowList({ model, details, onPick }) {
  const filler = el('div', { class: 'im-rows-filler' });
  const node = el('div', { class: 'im-rows', role: 'listbox', tabindex: 0 }, filler);
  const failed = el('div', { class: 'im-rows-failed', hidden: true });
  let rows = [];
  let current = -1; // index of the incident that the card shows
  let active = -1; // index that the keyboard is at
  let timer = 0;

  function range(spare) {
    const from = Math.floor(node.scrollTop / ROW_HEIGHT) - spare;
    const count = Math.ceil((node.clientHeight || MOST_ROWS_SHOWN * ROW_HEIGHT) / ROW_HEIGHT) + 1 + 2 * spare;
    return [Math.max(0, from), Math.min(rows.length, from + count)];
  }

  function option(index) {
    const row = rows[index];
    const { columns } = model;
    const kind = columns.kind[row];
    const event = details.known(row);
    return el(
      'div',
      {
        class: `im-rows-row${index === active ? ' im-rows-active' : ''}`,
        role: 'option',
        id: `im-row-${index}`,
        'aria-selected': String(index === current),
        'aria-setsize': rows.length,
        'aria-posinset': index + 1,
        style: { top: `${index * ROW_HEIGHT}px` },
        onclick: () => onPick(index),
      },
      swatch(model.typeTokens[kind & 7], { occurred: kind >> 3 === 0 }),
      el('span', { class: 'im-also-date' }, shortInterval(columns.startOf(row), columns.endOf(row))),
      el('span', { class: 'im-also-title' }, event ? event.title || event.event_type : '…'),
    );
  }

  function redraw() {
    const [from, to] = range(SPARE_ROWS);
    const options = [];
    for (let index = from; index < to; index++) options.push(option(index));
    filler.replaceChildren(...options);
    if (active >= 0) node.setAttribute('aria-activedescendant', `im-row-${active}`);
  }

  function fetchSoon() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const [from, to] = range(0);
      const wanted = rows.slice(from - (from % PAGE), Math.ceil(to / PAGE) * PAGE);
      const asked = rows;
      try {
        await details.load(wanted);
        failed.hidden = true;
      } catch (error) {
        failed.hidden = false;
        const again = el('button', { type: 'button', class: 'im-link', onclick: fetchSoon }, 'Try again');
        failed.replaceChildren(`Some titles could not be loaded: ${error.message} `, again);
      }
      if (asked === rows) redraw();
    }, REST_MS);
  }

  function reveal(index) {
    const top = index * ROW_HEIGHT;
    if (top < node.scrollTop) node.scrollTop = top;
    else if (top + ROW_HEIGHT > node.scrollTop + node.clientHeight) node.scrollTop = top + ROW_HEIGHT - node.clientHeight;
  }

  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: MOST_ROWS_SHOWN, PageUp: -MOST_ROWS_SHOWN, Home: -Infinity, End: Infinity };
  node.addEventListener('keydown', (event) => {
    if (event.key in STEPS) {
      const start = active < 0 ? current : active;
      active = Math.max(0, Math.min(rows.length - 1, start + STEPS[event.key]));
      reveal(active);
      redraw();
    } else if ((event.key === 'Enter' || event.key === ' ') && active >= 0) onPick(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  node.addEventListener('scroll', () => {
    redraw();
    fetchSoon();
  });

  return {
    node: el('div', { class: 'im-rows-box' }, node, failed),
    setRows(newRows, index) {
      const first = newRows !== rows;
      rows = newRows;
      current = index;
      active = index;
      node.style.height = `${Math.min(rows.length, MOST_ROWS_SHOWN) * ROW_HEIGHT}px`;
      filler.style.height = `${rows.length * ROW_HEIGHT}px`;
      node.setAttribute('aria-label', `All ${rows.length} incidents here`);
      if (first) node.scrollTop = Math.max(0, (index - 2) * ROW_HEIGHT);
      else reveal(index);
      redraw();
      fetchSoon();
    },
    redraw,
    destroy: () => clearTimeout(timer),
  };
}
