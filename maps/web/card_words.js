// The words in which an incident's details are shown: dates, place, fatalities, sources, citation.

import { addUnits, dateOf, dayFrom, dayOf, floorTo, formatCount, formatDay, formatInterval, formatLength, formatMonth } from './dates.js';

const NEUTRAL_TYPES = new Set(['Protests', 'Strategic developments']);
const WHERE = {
  1: 'Exact place',
  2: 'Near this place',
  3: 'District level',
  4: 'Province level',
  5: 'Area, not a point',
  6: 'Country only: no point is claimed',
  7: 'International waters or airspace',
};
// Ticks a step apart, finest first; an interval's bar takes the first that gives few enough.
const STEPS = [
  ['month', 1],
  ['quarter', 1],
  ['year', 1],
  ['year', 2],
  ['year', 5],
  ['year', 10],
  ['year', 25],
];
const MOST_STEPS = 6;

const monthName = (day) => formatMonth(day).slice(0, 3);
const yearOf = (day) => dateOf(day).getUTCFullYear();

/** "Day", "Month", "Year" or the length of the range in which it happened. */
export function datePrecision(start, end) {
  if (start === end) return 'Day';
  if (start === floorTo(start, 'month') && end === addUnits(start, 'month', 1) - 1) return 'Month';
  if (start === floorTo(start, 'year') && end === addUnits(start, 'year', 1) - 1) return 'Year';
  return `Range of ${formatLength(start, end)}`;
}

/** An interval in few letters, for lists: "25 Oct 1999", "10–20 Oct 1999", "Aug 1999", "Oct–Nov 1999", "1999–2000". */
export function shortInterval(start, end) {
  if (start === end) return formatDay(start);
  if (yearOf(start) !== yearOf(end)) return `${yearOf(start)}–${yearOf(end)}`;
  const precision = datePrecision(start, end);
  if (precision === 'Month') return formatMonth(start);
  if (precision === 'Year') return String(yearOf(start));
  const sameMonth = monthName(start) === monthName(end);
  return sameMonth ? `${dateOf(start).getUTCDate()}–${formatDay(end)}` : `${monthName(start)}–${formatMonth(end)}`;
}

function stepStart(day, unit, count) {
  return unit === 'year' ? dayFrom(yearOf(day) - (yearOf(day) % count), 0, 1) : floorTo(day, unit);
}

/** Ticks {day, label} from one step before the interval to one after it. */
export function surroundings(start, end) {
  for (const [unit, count] of STEPS) {
    const ticks = [];
    let day = addUnits(stepStart(start, unit, count), unit, -count);
    for (let after = 0; after < 2; day = addUnits(day, unit, count)) {
      if (day > end) after++;
      const january = dateOf(day).getUTCMonth() === 0;
      ticks.push({ day, label: unit === 'year' || january ? String(yearOf(day)) : monthName(day) });
    }
    if (ticks.length <= MOST_STEPS + 1 || count === 25) return ticks;
  }
  return [];
}

/** What the window says about an interval: nothing, or that it may lie, or lies, outside. */
export function windowWords(start, end, window) {
  if (end < window.start || start > window.end) return 'Outside the window';
  if (start < window.start || end > window.end) return 'May lie outside the window';
  return '';
}

export function wherePrecision(event) {
  const words = WHERE[event.where_prec] ?? '';
  return event.radius_km && event.where_prec <= 5 && event.where_prec >= 2 ? `${words}, ±${Math.round(event.radius_km)} km` : words;
}

/** Coordinates as exact as the place is known: four decimals for an exact place, two otherwise, none for a country. */
export function coordinates(event) {
  if (event.where_prec === 6 || !Number.isFinite(event.latitude) || !Number.isFinite(event.longitude)) return '';
  const decimals = event.where_prec === 1 ? 4 : 2;
  return `${event.latitude.toFixed(decimals)}, ${event.longitude.toFixed(decimals)}`;
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

export function countryName(code) {
  return /^[A-Z]{2}$/.test(code ?? '') ? regions.of(code) : (code ?? '');
}

/** The admin unit and country of an event, without those that only repeat the place's name. */
export function placeWithin(event) {
  return [event.admin1, countryName(event.country)].filter((part) => part && part !== event.place).join(', ');
}

/** "26", "10–15, best 12", "at least 3" or "Not reported". */
export function fatalityWords({ fatalities_low: low, fatalities_best: best, fatalities_high: high }) {
  const known = (value) => value !== null && value !== undefined;
  const shown = formatCount;
  let range = '';
  if (known(low) && known(high)) range = low === high ? shown(low) : `${shown(low)}–${shown(high)}`;
  else if (known(low) && low !== best) range = `at least ${shown(low)}`;
  else if (known(high) && high !== best) range = `up to ${shown(high)}`;
  if (!known(best)) return range || 'Not reported';
  if (!range || range === shown(best)) return shown(best);
  return `${range}, best ${shown(best)}`;
}

/** How the two actors stand to each other; neutral where the type does not say that one acted against the other. */
export function actorLink(eventType) {
  return NEUTRAL_TYPES.has(eventType) ? 'and' : 'against';
}

function publishedWords(iso) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso)) return formatDay(dayOf(iso));
  if (/^\d{4}-\d{2}$/.test(iso)) return formatMonth(dayOf(`${iso}-01`));
  return iso;
}

/** Publisher, date and paragraph of a source in one line. */
export function sourceLine(source) {
  const paragraph = source.paragraph ? `paragraph ${source.paragraph}` : '';
  return [source.publisher, publishedWords(source.published ?? ''), paragraph].filter(Boolean).join(', ');
}

/** The address when it is an http or https one, else null: nothing else becomes a link. */
export function safeUrl(url) {
  if (!/^https?:\/\//i.test(url ?? '')) return null;
  return URL.canParse(url) ? new URL(url).href : null;
}

/** A plain-text citation: title, date, place and the sources. */
export function citation(event, start, end) {
  const place = [event.place || event.place_text, placeWithin(event)].filter(Boolean).join(', ');
  const sources = (event.sources ?? []).map((source) => {
    const title = source.title ? `“${source.title}”` : '';
    return [title, sourceLine(source), safeUrl(source.url)].filter(Boolean).join(', ');
  });
  const status = event.status && event.status !== 'occurred' ? ` (${event.status})` : '';
  const head = `${event.title || event.event_type}${status}. ${capital(formatInterval(start, end))}. ${place}.`;
  const given = sources.length > 0 ? ` ${sources.length === 1 ? 'Source' : 'Sources'}: ${sources.join('; ')}.` : ' No source given.';
  return `${head}${given}${event.event_id ? ` [${event.event_id}]` : ''}`;
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
