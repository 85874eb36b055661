// What the map says when there is nothing to show, when it waits, when something failed, and notices.

import { shortInterval } from './card_words.js';
import { chromeIcon, iconButton, plural, surface, textButton } from './chrome.js';
import { formatInterval } from './dates.js';
import { el } from './dom.js';

const REST_MS = 250; // while the player runs through a quiet month the card does not flash up

/** The first row after the window that the mask lets through, or the last one before it; null when there is none. */
export function nearestOutside(columns, window, mask) {
  let after = null;
  let before = null;
  for (let row = 0; row < columns.n; row++) {
    if (mask !== null && mask[row] === 0) continue;
    const start = columns.startOf(row);
    if (start > window.end) {
      if (after === null || start < columns.startOf(after)) after = row;
    } else if (before === null || start > columns.startOf(before)) before = row;
  }
  return after ?? before;
}

/**
 * @param {{onAllDates: () => void, onNext: (day: number, row: number) => void, onClearFilters?: () => void}} options
 *   `day` is the first day of the incident to go to, in days since 1970-01-01
 */
export function createStates(root, model, { onAllDates, onNext, onClearFilters }) {
  let timer = 0;
  let notices = [];
  const dismissed = new Set();

  const empty = surface(root, 'div', 'im-surface im-empty', { role: 'status', hidden: true });
  const busy = surface(root, 'div', 'im-busy', { role: 'progressbar', 'aria-label': 'Loading', hidden: true });
  const busyWords = surface(root, 'div', 'im-surface im-busy-words', { role: 'status', hidden: true });
  const failed = surface(root, 'div', 'im-surface im-fault', { role: 'alert', hidden: true });
  const stack = surface(root, 'div', 'im-notices', { role: 'status' });

  function emptyWords() {
    const { columns, mask, window } = model;
    if (columns.n === 0) return { title: 'No incidents in this data set', reason: 'The data set holds no incidents yet.', actions: [] };
    if (mask !== null && !mask.includes(1)) {
      const clear = onClearFilters && textButton('Clear filters', onClearFilters, { primary: true });
      const reason = `None of the ${plural(columns.n, 'incident')} passes all filters, whatever the dates.`;
      return { title: 'No incidents match the filters', reason, actions: [clear] };
    }
    const row = nearestOutside(columns, window, mask);
    const day = columns.startOf(row);
    const words = `Go to ${day > window.end ? 'next' : 'last'}: ${shortInterval(day, columns.endOf(row))}`;
    const dates = formatInterval(window.start, window.end);
    return {
      title: 'No incidents in this window',
      reason: `Nothing was reported ${dates.startsWith('between') || dates.startsWith('in ') ? dates : `for ${dates}`}${mask === null ? '' : ' for the chosen filters'}.`,
      actions: [textButton(words, () => onNext(day, row), { primary: true }), textButton('All dates', onAllDates)],
    };
  }

  function isEmpty() {
    return model.columns !== null && model.tally.definite + model.tally.possible === 0;
  }

  function showEmpty() {
    if (!isEmpty()) return;
    const { title, reason, actions } = emptyWords();
    empty.replaceChildren(el('h2', {}, title), el('p', {}, reason), el('div', { class: 'im-empty-actions' }, actions.filter(Boolean)));
    empty.hidden = false;
  }

  function look() {
    clearTimeout(timer);
    if (isEmpty()) timer = setTimeout(showEmpty, empty.hidden ? REST_MS : 60);
    else if (!empty.hidden) empty.hidden = true;
  }

  function showNotices() {
    stack.replaceChildren(
      ...notices
        .filter((line) => !dismissed.has(line))
        .map((line) =>
          el(
            'div',
            { class: 'im-surface im-notice' },
            chromeIcon('warning', 14),
            el('span', {}, line),
            iconButton('close', 'Dismiss', () => {
              dismissed.add(line);
              showNotices();
            }, { size: 12 }),
          ),
        ),
    );
  }

  for (const part of [empty, failed, stack]) {
    part.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
    });
  }
  const stops = [model.on('window', look), model.on('mask', look), model.on('data', look)];
  look();

  return {
    /** Show that something is on its way; a text says what. */
    setLoading(on) {
      busy.hidden = !on;
      busyWords.hidden = typeof on !== 'string';
      busyWords.textContent = typeof on === 'string' ? on : '';
    },
    /** Show one line on what failed, with a way to try again; null takes it away. */
    setFailed(message, retry) {
      failed.hidden = message === null;
      if (message === null) return;
      failed.replaceChildren(chromeIcon('warning', 16), el('span', {}, message), ...(retry ? [textButton('Try again', retry, { primary: true })] : []));
    },
    /** Show lines that can be dismissed; one that was dismissed stays away until it is no longer given. */
    setNotices(lines) {
      notices = [...new Set(lines)];
      for (const line of dismissed) if (!notices.includes(line)) dismissed.delete(line);
      showNotices();
    },
    destroy() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      for (const part of [empty, busy, busyWords, failed, stack]) part.remove();
    },
  };
}
