// The parts of the detail card's body: date with its bar, place, actors, sources. Text is never markup.

import {
  actorLink,
  coordinates,
  countryName,
  datePrecision,
  fatalityWords,
  placeWithin,
  safeUrl,
  sourceLine,
  surroundings,
  wherePrecision,
} from './card_words.js';
import { chromeIcon, plural } from './chrome.js';
import { formatInterval } from './dates.js';
import { el } from './dom.js';

const small = (text, className = '') => (text ? el('small', { class: className }, text) : null);

/** The interval as a bar among the months or years around it; the part in the window is tinted. */
export function intervalBar(start, end, token, window) {
  const ticks = surroundings(start, end);
  const from = ticks[0].day;
  const length = ticks.at(-1).day - from;
  const at = (day) => `${((100 * (day - from)) / length).toFixed(3)}%`;
  const part = (a, b) => ({ left: at(Math.max(a, from)), width: `${((100 * (Math.min(b, from + length) - Math.max(a, from))) / length).toFixed(3)}%` });
  const inWindow = window.end >= from && window.start < from + length;
  return el(
    'div',
    { class: 'im-bar', 'aria-hidden': 'true', style: { '--bar': `var(--${token})` } },
    inWindow && el('span', { class: 'im-bar-window', style: part(window.start, window.end + 1) }),
    el('span', { class: 'im-bar-axis' }),
    ticks.map(({ day, label }, index) => {
      const edge = index === 0 ? ' im-bar-first' : index === ticks.length - 1 ? ' im-bar-last' : '';
      return el('span', { class: `im-bar-tick${edge}`, style: { left: at(day) } }, el('span', {}, label));
    }),
    el('span', { class: 'im-bar-interval', style: part(start, end + 1) }),
  );
}

function field(name, ...children) {
  return [el('dt', {}, name), el('dd', {}, ...children)];
}

function actors(event, onFilterActor) {
  const name = (actor) =>
    onFilterActor
      ? el('button', { type: 'button', class: 'im-card-actor', title: `Show only incidents with ${actor}`, onclick: () => onFilterActor(actor) }, actor)
      : el('span', {}, actor);
  const named = [event.actor1, event.actor2].filter(Boolean);
  if (named.length === 0) return field('Actors', el('span', { class: 'im-card-none' }, 'Not named'));
  return field(
    'Actors',
    name(named[0]),
    named[1] && el('div', { class: 'im-card-second' }, `${actorLink(event.event_type)} `, name(named[1])),
    event.other_actors?.length > 0 && small(`also ${event.other_actors.join(', ')}`),
  );
}

/** The facts: date, place, actors, fatalities and type, as a list of terms. */
export function facts(event, { start, end, token, window, onFilterActor, note }) {
  const where = [wherePrecision(event), coordinates(event)].filter(Boolean).join(' · ');
  const asWritten = event.place_text && event.place_text !== event.place ? `written “${event.place_text}”` : '';
  return el(
    'dl',
    { class: 'im-card-facts' },
    field(
      'Date',
      formatInterval(start, end),
      start !== end && intervalBar(start, end, token, window),
      small(datePrecision(start, end)),
      note,
    ),
    field('Place', event.place || countryName(event.country) || 'Not named', small(asWritten), small(where), small(placeWithin(event))),
    actors(event, onFilterActor),
    field('Fatalities', el('span', { class: 'im-card-plain' }, fatalityWords(event))),
    field('Type', el('span', { class: 'im-card-plain' }, [event.event_type, event.sub_event_type].filter(Boolean).join(' · '))),
  );
}

function source(item) {
  const url = safeUrl(item.url);
  const title = item.title || (url ? new URL(url).hostname : '');
  const titleNode =
    title &&
    (url
      ? el('a', { href: url, target: '_blank', rel: 'noopener noreferrer', class: 'im-card-source-link' }, title, chromeIcon('external', 11))
      : el('span', { class: 'im-card-source-title' }, title));
  const line = sourceLine(item);
  return el(
    'li',
    {},
    item.quote && el('blockquote', { class: 'im-card-quote' }, `“${item.quote.replace(/^[“"]|[”"]$/g, '')}”`),
    el('div', { class: 'im-card-cite' }, titleNode, titleNode && line && ' · ', line),
  );
}

export function sources(event) {
  const items = event.sources ?? [];
  return el(
    'section',
    {},
    el('h3', { class: 'im-card-heading' }, 'Sources', el('span', {}, items.length === 0 ? 'none given' : plural(items.length, 'article'))),
    items.length > 0 && el('ul', { class: 'im-card-sources' }, items.map(source)),
  );
}

/** Badges: status, number of sources, confidence and whether it is reviewed. */
export function badges(event) {
  const badge = (text, kind = '') => el('span', { class: `im-badge ${kind}` }, text);
  const occurred = event.status === 'occurred';
  const count = event.sources?.length ?? 0;
  const known = event.confidence !== null && event.confidence !== undefined;
  return [
    badge(event.status.charAt(0).toUpperCase() + event.status.slice(1), occurred ? 'im-badge-occurred' : 'im-badge-open'),
    count > 1 ? badge(`${count} sources`) : badge(count === 1 ? 'Single source' : 'No source', 'im-badge-caution'),
    event.review && event.review !== 'accepted' && badge(event.review === 'draft' ? 'Draft' : 'Rejected', 'im-badge-caution'),
    known && badge(`Confidence ${Math.round(event.confidence * 100)}%`),
  ].filter(Boolean);
}

/** Grey lines in the place of words that are on their way. */
export function skeleton() {
  const widths = ['96%', '88%', '62%', '', '40%', '74%', '', '52%', '80%', '46%'];
  return el(
    'div',
    { class: 'im-card-skeleton', role: 'status' },
    el('span', { class: 'im-hush' }, 'Loading the incident'),
    widths.map((width) => el('span', { class: width ? 'im-card-line' : 'im-card-gap', style: { width } })),
  );
}
