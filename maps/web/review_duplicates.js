// Events of different reports that may be one: each pair side by side with its reasons, merged or kept apart.

import { fatalityWords } from './card_words.js';
import { swatch, textButton } from './chrome.js';
import { el } from './dom.js';
import { intervalWords, plural, withinWords } from './review_words.js';

function side(event) {
  return el(
    'div',
    { class: 'rv-side' },
    el('div', { class: 'rv-card-head' }, swatch(event.token, { occurred: event.status === 'occurred' }), el('span', { class: 'rv-kind' }, event.sub_event_type || event.event_type), el('span', { class: `rv-review rv-review-${event.review}` }, event.review)),
    el('h3', { class: 'rv-card-title' }, event.title || event.event_type),
    el('div', { class: 'rv-card-line' }, el('span', { class: 'rv-when' }, intervalWords(event.date_start, event.date_end)), el('span', { class: 'rv-where' }, [event.place, withinWords(event)].filter(Boolean).join(', ')), fatalityWords(event) !== 'Not reported' && el('span', {}, `${fatalityWords(event)} killed`)),
    event.quote && el('blockquote', { class: 'rv-quote' }, event.quote),
    el('p', { class: 'rv-hint-line' }, [event.report || event.dataset, ...event.publishers].filter(Boolean).join(' · ')),
  );
}

/** @param {{onMerge: Function, onApart: Function, onMergeAll: (threshold: number) => void, onOpen: Function}} options */
export function createDuplicates(root, { onMerge, onApart, onMergeAll }) {
  const threshold = el('input', { type: 'number', class: 'rv-input rv-short', min: 0.5, max: 1, step: 0.05, value: 0.8, 'aria-label': 'Least score', oninput: () => tellAll() });
  const all = textButton('Merge', () => onMergeAll(Number(threshold.value)), {});
  const words = el('p', { class: 'rv-sums', role: 'status' });
  const list = el('ol', { class: 'rv-pairs', 'aria-label': 'Possible duplicates' });
  const bulk = el('div', { class: 'rv-row rv-bulk' }, el('span', {}, 'All pairs from'), threshold, all);
  const fault = el('p', { class: 'rv-fault', role: 'alert', hidden: true });
  const box = el('div', { class: 'im-part rv-duplicates', hidden: true }, el('header', { class: 'rv-duplicates-top' }, el('div', {}, el('h2', {}, 'Duplicates'), words), bulk), fault, list);
  root.append(box);
  let pairs = [];

  function tellAll() {
    const count = pairs.filter(({ score }) => score >= Number(threshold.value) - 1e-9).length;
    all.textContent = `Merge ${plural(count, 'pair')}`;
    all.disabled = count === 0;
  }

  return {
    update(found) {
      if (!found) {
        words.textContent = 'Looking for duplicates …';
        return;
      }
      pairs = found.pairs;
      words.textContent = `${plural(found.reports, 'report')}, ${plural(found.events, 'event')}. ${pairs.length ? `${plural(pairs.length, 'pair')} may be one event told twice.` : 'No two of them look like one event told twice.'}${found.note ? ` ${found.note}` : ''}`;
      bulk.hidden = pairs.length === 0;
      tellAll();
      list.replaceChildren(
        ...pairs.map((pair) =>
          el(
            'li',
            { class: 'rv-pair-box im-surface', 'data-pair': `${pair.first.event_id} ${pair.second.event_id}` },
            el('div', { class: 'rv-sides' }, side(pair.first), side(pair.second)),
            el(
              'footer',
              { class: 'rv-pair-foot' },
              el('b', { class: 'rv-pair-score', title: 'Sum of the points' }, pair.score.toFixed(2)),
              el('ul', { class: 'rv-reasons' }, pair.reasons.map(({ name, points, words: why }) => el('li', { class: points < 0 ? 'rv-against' : null }, `${name}: ${why} `, el('span', {}, `${points >= 0 ? '+' : '−'}${Math.abs(points).toFixed(2)}`)))),
              el('span', { class: 'rv-card-buttons' }, textButton('Merge', () => onMerge(pair), { primary: true }), textButton('Not the same', () => onApart(pair))),
            ),
          ),
        ),
      );
    },
    fail(line) {
      fault.textContent = line ?? '';
      fault.hidden = !line;
    },
    show(on) {
      box.hidden = !on;
    },
    destroy: () => box.remove(),
  };
}
