// Arithmetic of time windows: calendar lengths, snapping to units, and staying inside the data's extent.

import { addUnits, floorTo } from './dates.js';

const MEAN_MONTH = 365.2425 / 12;

/** The length of [start, end]: whole months where it is that, otherwise days. */
export function spanOf(start, end) {
  const guess = Math.round((end - start + 1) / MEAN_MONTH);
  for (const count of [guess, guess - 1, guess + 1]) {
    if (count > 0 && addUnits(start, 'month', count) - 1 === end) return { unit: 'month', count };
  }
  return { unit: 'day', count: end - start + 1 };
}

/** The window of length `span` whose first day is `start`. */
export function windowFrom(start, span) {
  return [start, addUnits(start, span.unit, span.count) - 1];
}

/** The window of length `span` whose last day is `end`. */
export function windowTo(end, span) {
  return [addUnits(end + 1, span.unit, -span.count), end];
}

/** The window moved, and only where it is too long also cut, so that it lies inside the extent. */
export function fitInto(extent, start, end) {
  let window = [start, end];
  const span = spanOf(start, end);
  if (start < extent.start) window = windowFrom(extent.start, span);
  else if (end > extent.end) window = windowTo(extent.end, span);
  return [Math.max(window[0], extent.start), Math.min(window[1], extent.end)];
}

/** The first day of a unit that is nearest to `day` (a fraction is allowed). */
export function snap(day, unit) {
  const below = floorTo(Math.floor(day), unit);
  const above = addUnits(below, unit, 1);
  return day - below < above - day ? below : above;
}

/** The next first day of a unit after `day` (direction 1) or the last one before it (-1). */
export function nextBoundary(day, unit, direction) {
  if (direction < 0) return floorTo(day - 1, unit);
  return addUnits(floorTo(day, unit), unit, 1);
}

/**
 * The window with one edge put on `boundary`: the new first day ('start'), or the day after the new last
 * one ('end'). It keeps at least one unit, or what the extent leaves of one, and stays inside the extent.
 */
export function withEdge(window, edge, boundary, unit, extent) {
  const { start, end } = window;
  if (edge === 'start') {
    const latest = Math.max(extent.start, addUnits(end + 1, unit, -1));
    const wanted = boundary > latest ? Math.min(latest, Math.max(floorTo(latest, unit), extent.start)) : boundary;
    return [Math.min(end, Math.max(extent.start, wanted)), end];
  }
  const earliest = Math.min(extent.end, addUnits(start, unit, 1) - 1);
  let wanted = boundary - 1;
  if (wanted < earliest) {
    const whole = floorTo(earliest + 1, unit) - 1;
    wanted = whole >= earliest ? whole : Math.min(extent.end, nextBoundary(earliest + 1, unit, 1) - 1);
  }
  return [start, Math.max(start, Math.min(extent.end, wanted))];
}
