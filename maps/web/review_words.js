// The words of the review page, and its field for a day: dates, decisions, precision, roles.

import { capital, countryName, datePrecision } from './card_words.js';
import { dayOf, formatDay, formatInterval } from './dates.js';
import { el } from './dom.js';

export const ROLE_WORDS = {
  event: 'where something happened',
  literal: 'a place, but not the scene',
  metonym: 'stands for a government',
  attribute: 'describes somebody or something',
  dateline: 'where the report was filed',
  boilerplate: 'part of the page, not of the report',
  name: 'part of a name',
};

const DECISIONS = {
  report: 'Report', accept: 'Accepted', reject: 'Rejected', reopen: 'Reopened', edit: 'Edited', split: 'Split', merge: 'Merged',
  alias: 'Remembered', undo: 'Undone', apart: 'Kept apart', import: 'Imported',
};

export function decisionWords(kind) {
  return DECISIONS[kind] ?? capital(kind);
}

export function intervalWords(start, end) {
  return capital(formatInterval(dayOf(start), dayOf(end)));
}

/** A field for a day, the same in every country: 1999-10-27. */
export function dayInput(value, props = {}) {
  return el('input', {
    type: 'text', class: 'rv-input rv-day', value: value ?? '', placeholder: 'YYYY-MM-DD', inputmode: 'numeric', maxlength: 10, autocomplete: 'off', spellcheck: 'false', ...props,
  });
}

/** "Between 1 and 10 Sep 1999 (10 days, within the month)": what two days say, or what is wrong with them. */
export function precisionOfDays(start, end, { date_prec: words, max_days: most }) {
  try {
    const days = dayOf(end) - dayOf(start) + 1;
    if (days < 1) return 'The last day is before the first.';
    const code = Object.keys(words).find((key) => most[key] === null || days <= most[key]);
    return `${intervalWords(start, end)} (${days === 1 ? '1 day' : `${days} days`}: ${words[code]})`;
  } catch (error) {
    return error.message;
  }
}

export function dateNote(card) {
  const start = dayOf(card.date_start);
  const end = dayOf(card.date_end);
  return [start === end ? '' : datePrecision(start, end), card.date_inherited ? 'not in this sentence' : ''].filter(Boolean).join(' · ');
}

/** "21 Nov, 14:05", in the reader's own time. */
export function momentWords(iso) {
  const moment = new Date(iso);
  const clock = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const today = new Date().toDateString() === moment.toDateString();
  return today ? clock : `${formatDay(Math.floor((moment.getTime() - moment.getTimezoneOffset() * 60000) / 86400000))}, ${clock}`;
}

export function withinWords({ admin1, country, place }) {
  return [admin1, countryName(country)].filter((part) => part && part !== place).join(', ');
}

/** The days of publication: "27 Oct 1999 (issue number)" or what is missing. */
export function publishedWords({ published_start: start, published_end: end }) {
  return start ? formatInterval(dayOf(start), dayOf(end)) : 'date not known';
}

export function titleOf(report) {
  return report.title || report.source || report.opening || 'Untitled report';
}

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
