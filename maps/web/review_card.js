// One draft as a card: what, when, where, who, how many, how sure, the evidence, and the decisions on it.

import { actorLink, coordinates, fatalityWords, wherePrecision } from './card_words.js';
import { swatch, textButton } from './chrome.js';
import { el, icon } from './dom.js';
import { dateNote, decisionWords, intervalWords, momentWords, plural, withinWords } from './review_words.js';

const TICK = 'M2 7.4l3.4 3.4L12 3.6';
const REVIEW_WORDS = { draft: 'Draft', accepted: 'Accepted', rejected: 'Rejected' };
const FIELD_WORDS = {
  date_start: 'first day', date_end: 'last day', event_type: 'type', sub_event_type: 'sub-type', place_text: 'as written', place_id: 'place id',
  where_prec: 'precision', radius_km: 'radius', fatalities_low: 'killed, low', fatalities_best: 'killed', fatalities_high: 'killed, high',
  actor1: 'actor', actor2: 'other side', other_actors: 'others', admin1: 'province', admin2: 'district',
};

function field(name, ...children) {
  return [el('dt', {}, name), el('dd', {}, children)];
}

const small = (text) => (text ? el('small', {}, text) : null);

function placeField(card) {
  const how = card.place_inherited ? `not in this sentence: ${card.place_rule}` : '';
  const written = card.place_text && card.place_text !== card.place ? `written “${card.place_text}”` : '';
  return field(
    'Place',
    card.place || card.country || 'Not known',
    small([card.kind, withinWords(card)].filter(Boolean).join(' · ')),
    small([wherePrecision(card), coordinates(card)].filter(Boolean).join(' · ')),
    small([written, how].filter(Boolean).join(' · ')),
  );
}

function actorField(card) {
  if (!card.actor1 && !card.actor2) return field('Actors', el('span', { class: 'rv-none' }, 'Not named'));
  const link = card.actor1 ? actorLink(card.event_type) : '';
  return field(
    'Actors',
    card.actor1,
    card.actor2 && el('div', {}, el('span', { class: 'rv-link-word' }, link && `${link} `), card.actor2),
    card.other_actors?.length > 0 && small(`also ${card.other_actors.join(', ')}`),
  );
}

function evidence(card) {
  return card.sources
    .filter(({ quote }) => quote)
    .map((source) =>
      el(
        'blockquote',
        { class: 'rv-quote' },
        source.quote.replace(/\s+/g, ' ').trim(),
        !card.spans.some(([start]) => start === source.start) && el('cite', {}, [source.publisher, source.title].filter(Boolean).join(', ') || 'another report'),
      ),
    );
}

function history(card) {
  if (!card.history.length) return null;
  return el(
    'details',
    { class: 'rv-history' },
    el('summary', {}, plural(card.history.length, 'decision'), ' on this draft'),
    el(
      'ol',
      {},
      card.history.map(({ kind, who, when, fields }) =>
        el(
          'li',
          {},
          el('b', {}, decisionWords(kind)),
          ` by ${who}, ${momentWords(when)}`,
          fields.length > 0 &&
            el('ul', {}, fields.map(({ field: name, before, after }) => el('li', {}, `${FIELD_WORDS[name] ?? name}: `, el('del', {}, before), ' → ', el('ins', {}, after)))),
        ),
      ),
    ),
  );
}

function withKey(label, key) {
  return [label, el('kbd', { 'aria-hidden': 'true' }, key)];
}

function buttons(card, actions) {
  const button = (label, key, run, props = {}) =>
    el('button', { type: 'button', class: `im-btn ${props.primary ? 'im-btn-primary' : ''}`, onclick: run, 'aria-keyshortcuts': key, disabled: props.disabled }, withKey(label, key.toUpperCase()));
  const decide =
    card.review === 'draft'
      ? [button('Accept', 'a', actions.accept, { primary: true }), button('Reject', 'r', actions.reject)]
      : [button('Back to draft', card.review === 'accepted' ? 'a' : 'r', actions.reopen)];
  return el(
    'div',
    { class: 'rv-card-buttons' },
    decide,
    button('Edit', 'e', actions.edit),
    button('Split', 's', actions.split),
    button(actions.marked > 1 ? `Merge ${actions.marked}` : 'Merge', 'm', actions.merge, { disabled: !actions.canMerge }),
  );
}

/** Both versions of a draft that somebody else has changed meanwhile; the analyst chooses. */
export function conflict({ theirs, lines }, { onMine, onTheirs }) {
  return el(
    'div',
    { class: 'rv-conflict', role: 'alert' },
    el('b', {}, `${theirs.who || 'Somebody else'} changed this draft first.`),
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, el('th', {}, ''), el('th', {}, 'Theirs'), el('th', {}, 'Yours'))),
      el('tbody', {}, lines.map(({ field: name, theirs: other, mine: own }) => el('tr', {}, el('th', {}, FIELD_WORDS[name] ?? name), el('td', {}, other), el('td', {}, own)))),
    ),
    el('div', { class: 'rv-card-buttons' }, textButton('Keep theirs', onTheirs), textButton('Use mine', onMine, { primary: true })),
  );
}

/** A decision, "…" while it is on its way; of a draft how sure it is. */
function reviewWords(card) {
  if (card.pending) return `${REVIEW_WORDS[card.review]} …`;
  return card.review === 'draft' ? card.confidence_words || REVIEW_WORDS.draft : REVIEW_WORDS[card.review];
}

/**
 * The content of a card.
 * @param {object} card as the app describes it, with `token`, and `pending` while a decision is on its way
 * @param {{selected: boolean, marked: boolean, fault: string, clash: object|null, actions: object}} state
 */
export function cardContent(card, { selected, marked, fault, clash, actions }) {
  const kind = [card.event_type, card.sub_event_type].filter(Boolean).join(' · ');
  const deaths = fatalityWords(card);
  const open = card.status !== 'occurred';
  const note = dateNote(card);
  return [
    el(
      'header',
      { class: 'rv-card-head' },
      el('span', { class: 'rv-number', 'data-review': card.review, 'data-status': open ? 'open' : 'occurred' }, card.number),
      swatch(card.token, { occurred: !open }),
      el('span', { class: 'rv-kind', title: kind }, kind),
      marked && el('span', { class: 'im-badge rv-marked' }, 'Marked'),
      el('span', { class: `rv-review rv-review-${card.review}` }, card.review === 'accepted' && icon(TICK, { size: 11, stroke: true }), reviewWords(card)),
    ),
    el('h3', { class: 'rv-card-title' }, card.title || kind),
    el(
      'div',
      { class: 'rv-card-line' },
      el('span', { class: 'rv-when' }, intervalWords(card.date_start, card.date_end)),
      el('span', { class: 'rv-where' }, card.place || card.country || 'Place not known'),
      deaths !== 'Not reported' && el('span', {}, `${deaths} killed`),
      open && el('span', { class: 'rv-open-status' }, card.status),
      card.merged > 0 && el('span', {}, `${card.merged + 1} merged`),
    ),
    selected && [
      el(
        'dl',
        { class: 'rv-facts' },
        field('Date', intervalWords(card.date_start, card.date_end), small(note), small(card.date_rule && `told by: ${card.date_rule}`)),
        placeField(card),
        actorField(card),
        field('Killed', el('span', { class: deaths === 'Not reported' ? 'rv-none' : '' }, deaths)),
        field('Status', card.status, card.tags?.length > 0 && small(card.tags.join(', '))),
        card.confidence_words && field('Confidence', el('span', { class: 'rv-sure' }, meter(card.confidence), card.confidence_words)),
      ),
      evidence(card),
      history(card),
    ],
    fault && el('p', { class: 'rv-fault', role: 'alert' }, fault),
    clash && conflict(clash, actions),
    selected && !clash && buttons(card, actions),
  ];
}

function meter(share) {
  return el('span', { class: 'rv-meter', 'aria-hidden': 'true' }, el('span', { style: { width: `${Math.round(share * 100)}%` } }));
}
