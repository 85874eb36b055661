// The bar above the review: which report, what is known of it, how far it is decided, undo and the last decisions.

import { textButton, iconButton } from './chrome.js';
import { el } from './dom.js';
import { dayInput, decisionWords, momentWords, publishedWords, titleOf } from './review_words.js';

function undoneWords(changes, number) {
  const undone = changes.find(({ change_id: id }) => id === number);
  return undone ? `${decisionWords(undone.kind).toLowerCase()} ${undone.why}` : `change ${number}`;
}

/**
 * @param {{onHome: () => void, onDuplicates: () => void, onUndo: (changeId?: number) => void,
 *   onCorrect: (fields: object) => void, onHelp: () => void}} options
 */
export function createBar(root, { onHome, onDuplicates, onUndo, onCorrect, onHelp }) {
  const tab = (words, onclick) => el('button', { type: 'button', class: 'im-btn rv-tab', onclick }, words);
  const back = tab('All reports', onHome);
  const twins = tab('Duplicates', onDuplicates);
  const title = el('span', { class: 'rv-bar-title' });
  const meta = el('button', { type: 'button', class: 'rv-bar-meta', 'aria-expanded': 'false', 'aria-controls': 'rv-about', onclick: () => open(about, meta) });
  const progress = el('span', { class: 'rv-progress', role: 'status' });
  const line = el('span', { class: 'rv-bar-line', role: 'alert', hidden: true });
  const undo = el('button', { type: 'button', class: 'im-btn', 'aria-keyshortcuts': 'u', onclick: () => onUndo() }, 'Undo', el('kbd', { 'aria-hidden': 'true' }, 'U'));
  const log = iconButton('down', 'Last decisions', () => open(decisions, log), { class: 'rv-log', 'aria-expanded': 'false', 'aria-controls': 'rv-decisions' });
  const about = el('div', { class: 'im-surface rv-pop rv-about', id: 'rv-about', hidden: true, role: 'dialog', 'aria-label': 'About this report' });
  const decisions = el('div', { class: 'im-surface rv-pop rv-decisions', id: 'rv-decisions', hidden: true, role: 'dialog', 'aria-label': 'Last decisions' });
  const help = el('button', { type: 'button', class: 'im-iconbtn rv-help-button', 'aria-label': 'Keys ( ? )', title: 'Keys ( ? )', onclick: onHelp }, '?');
  const box = el(
    'header',
    { class: 'im-part rv-bar' },
    el('nav', { class: 'rv-tabs', 'aria-label': 'Review' }, back, twins),
    el('div', { class: 'rv-bar-report' }, title, meta),
    line,
    progress,
    el('div', { class: 'rv-undo' }, undo, log),
    help,
    about,
    decisions,
  );
  root.append(box);
  let shownReport = '';

  function open(pop, opener) {
    const on = pop.hidden;
    close();
    pop.hidden = !on;
    opener.setAttribute('aria-expanded', String(on));
    if (on) {
      const at = opener.getBoundingClientRect().left - box.getBoundingClientRect().left;
      pop.style.left = pop === about ? `${Math.max(8, at)}px` : '';
      pop.querySelector('input, button')?.focus();
    }
  }

  function close() {
    for (const [pop, opener] of [[about, meta], [decisions, log]]) {
      pop.hidden = true;
      opener.setAttribute('aria-expanded', 'false');
    }
  }

  const onPress = (event) => {
    if (![about, decisions].some((pop) => pop.contains(event.target)) && ![meta, log].some((opener) => opener.contains(event.target))) close();
  };
  document.addEventListener('pointerdown', onPress, true);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || (about.hidden && decisions.hidden)) return;
    const opener = about.hidden ? log : meta;
    close();
    opener.focus();
    event.stopPropagation();
  });

  function drawAbout(report) {
    const input = (value, props = {}) => el('input', { class: 'rv-input', type: 'text', value: value ?? '', autocomplete: 'off', ...props });
    const heading = input(report.title);
    const publisher = input(report.publisher);
    const first = dayInput(report.published_start);
    const last = dayInput(report.published_end);
    const field = (words, control) => el('label', { class: 'rv-field' }, el('span', {}, words), control);
    about.replaceChildren(
      el(
        'form',
        {
          onsubmit: (event) => {
            event.preventDefault();
            const fields = { title: heading.value.trim(), publisher: publisher.value.trim() };
            if (first.value && (first.value !== report.published_start || last.value !== report.published_end)) Object.assign(fields, { start: first.value, end: last.value || first.value });
            close();
            onCorrect(fields);
          },
        },
        field('Title', heading),
        field('Publisher', publisher),
        el('div', { class: 'rv-pair' }, field('Published from', first), field('to', last)),
        el('p', { class: 'rv-hint-line' }, report.published_rule ? `Told by: ${report.published_rule}.` : 'No date of publication was found.', ' Other days have the report read again; what was decided stays.'),
        el('div', { class: 'rv-card-buttons' }, el('button', { type: 'submit', class: 'im-btn im-btn-primary' }, 'Save')),
      ),
      report.notes.length > 0 ? el('ul', { class: 'rv-notes' }, report.notes.map((note) => el('li', {}, note))) : '',
      el('p', { class: 'rv-hint-line' }, [report.source, `read by ${report.added_by}, ${momentWords(report.added)}`].filter(Boolean).join(' · ')),
    );
  }

  function drawDecisions(changes) {
    const last = changes.find(({ last: isLast }) => isLast);
    undo.disabled = !last;
    undo.title = last ? `Undo: ${decisionWords(last.kind)} ${last.why} (${last.who}, ${momentWords(last.when)})` : 'Nothing to undo';
    decisions.replaceChildren(
      el('h2', {}, 'Last decisions'),
      el(
        'ol',
        {},
        changes.length === 0 && el('li', { class: 'rv-none' }, 'None yet.'),
        changes.map((change) =>
          el(
            'li',
            { class: change.undone ? 'is-undone' : null },
            el('span', { class: 'rv-decision' }, el('b', {}, decisionWords(change.kind)), ' ', change.undoes ? undoneWords(changes, change.undoes) : change.why, el('small', {}, `${change.who}, ${momentWords(change.when)}`)),
            change.undoable ? textButton('Undo', () => onUndo(change.change_id), { 'aria-label': `Undo ${decisionWords(change.kind)} ${change.why}` }) : el('small', {}, change.undone ? 'undone' : ''),
          ),
        ),
      ),
    );
  }

  return {
    update({ screen, report, counts, changes }) {
      back.setAttribute('aria-current', screen === 'home' ? 'page' : 'false');
      twins.setAttribute('aria-current', screen === 'duplicates' ? 'page' : 'false');
      const isDesk = screen === 'desk' && report;
      for (const part of [title, meta, progress]) part.hidden = !isDesk;
      if (isDesk) {
        title.textContent = titleOf(report);
        title.title = titleOf(report);
        meta.textContent = [report.publisher, publishedWords(report)].filter(Boolean).join(' · ');
        meta.classList.toggle('is-missing', !report.published_start);
        const decided = counts.accepted + counts.rejected;
        const total = decided + counts.draft;
        progress.replaceChildren(el('b', {}, `${decided} of ${total}`), ' decided', el('span', { class: 'rv-meter', 'aria-hidden': 'true' }, el('span', { style: { width: `${total ? (100 * decided) / total : 0}%` } })));
        const key = JSON.stringify(report);
        if (key !== shownReport && !about.contains(document.activeElement)) {
          shownReport = key;
          drawAbout(report);
        }
      }
      drawDecisions(changes);
    },
    /** One line: what was done, or with `fault` why it was not. */
    say(words, { fault = false } = {}) {
      line.textContent = words ?? '';
      line.title = words ?? '';
      line.hidden = !words;
      line.classList.toggle('is-fault', fault);
    },
    destroy() {
      document.removeEventListener('pointerdown', onPress, true);
      box.remove();
    },
  };
}
