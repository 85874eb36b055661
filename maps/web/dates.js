// Whole days since 1970-01-01, calendar steps and the words in which dates are shown.

export const DAY_MS = 86400000;
// Made once: a formatter of its own for each number would cost more than a frame has.
const COUNT = new Intl.NumberFormat('en');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
export const UNITS = ['day', 'week', 'month', 'quarter', 'year'];

/** A count as people read it: 1,204. */
export function formatCount(count) {
  return COUNT.format(count);
}

export function dayOf(iso) {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(iso).trim());
  if (!match) throw new RangeError(`"${iso}" is not a date: expected YYYY-MM-DD, such as 1999-10-27`);
  const [year, month, day] = match.slice(1).map(Number);
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    throw new RangeError(`"${iso}" is not a day of the calendar: expected YYYY-MM-DD, such as 1999-10-27`);
  }
  return time / DAY_MS;
}

export function dateOf(day) {
  return new Date(day * DAY_MS);
}

export function isoOf(day) {
  return dateOf(day).toISOString().slice(0, 10);
}

export function dayFrom(year, month, date) {
  return Date.UTC(year, month, date) / DAY_MS;
}

/** The first day of the calendar unit that holds `day`. */
export function floorTo(day, unit) {
  const date = dateOf(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'day') return day;
  if (unit === 'week') return day - ((date.getUTCDay() + 6) % 7);
  if (unit === 'month') return dayFrom(year, month, 1);
  if (unit === 'quarter') return dayFrom(year, month - (month % 3), 1);
  return dayFrom(year, 0, 1);
}

/** `day` moved by `count` calendar units; a day past a month's end becomes the month's last day. */
export function addUnits(day, unit, count) {
  if (unit === 'day') return day + count;
  if (unit === 'week') return day + 7 * count;
  const months = count * { month: 1, quarter: 3, year: 12 }[unit];
  const date = dateOf(day);
  const last = dateOf(dayFrom(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return dayFrom(date.getUTCFullYear(), date.getUTCMonth() + months, Math.min(date.getUTCDate(), last));
}

/** The window [start, end] moved by `count` units; whole calendar units stay whole ones. */
export function shiftWindow(start, end, unit, count) {
  return [addUnits(start, unit, count), addUnits(end + 1, unit, count) - 1];
}

export function formatDay(day) {
  const date = dateOf(day);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

export function formatMonth(day) {
  const date = dateOf(day);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** An interval as its precision allows: a day, a month, a year or "between … and …". */
export function formatInterval(start, end) {
  if (start === end) return formatDay(start);
  if (start === floorTo(start, 'month') && end === addUnits(start, 'month', 1) - 1) return formatMonth(start);
  if (start === floorTo(start, 'year') && end === addUnits(start, 'year', 1) - 1) return `in ${dateOf(start).getUTCFullYear()}`;
  const [a, b] = [dateOf(start), dateOf(end)];
  let from = formatDay(start);
  if (a.getUTCFullYear() === b.getUTCFullYear()) {
    from = a.getUTCMonth() === b.getUTCMonth() ? `${a.getUTCDate()}` : from.replace(/ \d+$/, '');
  }
  return `between ${from} and ${formatDay(end)}`;
}

export function formatLength(start, end) {
  const days = end - start + 1;
  const months = Math.round(days / 30.44);
  if (days <= 62 && Math.abs(days - 30.44 * months) > 2) return days === 1 ? '1 day' : `${days} days`;
  if (months < 24 && months % 12 !== 0) return months === 1 ? '1 month' : `${months} months`;
  const years = Math.round(days / 365.25);
  return years === 1 ? '1 year' : `${years} years`;
}
