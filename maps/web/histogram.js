// The stacked histogram of incidents by event type, drawn on the canvas that lies under the time slider.

import { addUnits, dateOf, floorTo, dayFrom, formatDay, formatMonth } from './dates.js';

const MARGIN = { left: 34, right: 16, top: 9, bottom: 19 };
const DIMMED = 0.38; // opacity of the bars outside the window
const NARROWEST_BIN_PX = 4;
const SCALES = [
  ['day', 1], ['week', 1], ['month', 1], ['quarter', 1],
  ...[1, 2, 5, 10, 20, 50, 100].map((years) => ['year', years]),
];
const MEAN_DAYS = { day: 1, week: 7, month: 30.44, quarter: 91.3, year: 365.25 };
const TOKENS = ['panel2', 'line', 'line2', 'muted', 'accent', 'accent-tint'];

function floorToScale(day, [unit, count]) {
  const first = floorTo(day, unit);
  if (count === 1) return first;
  const year = dateOf(first).getUTCFullYear();
  return dayFrom(year - (year % count), 0, 1);
}

/** The first days of the scale's units inside (from, to). */
function* unitStarts(scale, from, to) {
  let day = floorToScale(from, scale);
  for (;;) {
    day = addUnits(day, ...scale);
    if (day >= to) return;
    yield day;
  }
}

function finestScale(pxPerDay, leastPx) {
  const fits = ([unit, count]) => MEAN_DAYS[unit] * count * pxPerDay >= leastPx;
  return SCALES.find(fits) ?? SCALES[SCALES.length - 1];
}

/** The axis for a highest bar of `max`: two or three ticks of the 1-2-5 series (one for a single incident). */
export function axisFor(max) {
  if (max <= 1) return { top: 1, ticks: [1] };
  let best = null;
  const power = 10 ** Math.floor(Math.log10(max));
  for (const step of [0.1, 0.2, 0.5, 1, 2, 5].map((nice) => nice * power).filter((step) => step >= 1)) {
    for (const count of [2, 3]) {
      if (step * count >= max && (best === null || step * count < best.top)) {
        best = { top: step * count, ticks: Array.from({ length: count }, (_, index) => Math.round(step * (index + 1))) };
      }
    }
  }
  return best;
}

export function shortNumber(value) {
  if (value >= 1e6) return `${+(value / 1e6).toFixed(1)}M`;
  return value >= 1e3 ? `${+(value / 1e3).toFixed(1)}k` : String(value);
}

export class Histogram {
  #canvas;
  #model;
  #bright = document.createElement('canvas'); // inside the window
  #dim = document.createElement('canvas'); // outside it, with the axes
  #colours = null;
  #font = '';
  #edges = null;
  #scale = SCALES[0];
  #counts = null;
  #drawn = false;

  constructor(canvas, model) {
    this.#canvas = canvas;
    this.#model = model;
    this.width = 0;
    this.height = 0;
    this.ratio = 1;
  }

  get left() {
    return MARGIN.left;
  }

  get right() {
    return this.width - MARGIN.right;
  }

  get top() {
    return MARGIN.top;
  }

  get bottom() {
    return this.height - MARGIN.bottom;
  }

  get #days() {
    return this.#model.extent.end + 1 - this.#model.extent.start;
  }

  /** Where the first moment of `day` is, in px from the canvas's left edge, held inside the plot. */
  xOf(day) {
    const { start } = this.#model.extent;
    const share = Math.min(1, Math.max(0, (day - start) / this.#days));
    return this.left + share * (this.right - this.left);
  }

  /** The moment at `x` as days with a fraction; may lie outside the extent. */
  dayAt(x) {
    return this.#model.extent.start + this.daysOf(x - this.left);
  }

  /** How many days `px` of the plot are. */
  daysOf(px) {
    return (px / (this.right - this.left)) * this.#days;
  }

  /** The bin under `x`: its index, first and last day, words and counts by type; null outside the plot. */
  binAt(x) {
    if (!this.#counts || x < this.left || x >= this.right) return null;
    const day = Math.floor(this.dayAt(x));
    let [low, high] = [0, this.#edges.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#edges[middle] <= day) low = middle;
      else high = middle;
    }
    return {
      index: low,
      middle: (this.xOf(this.#edges[low]) + this.xOf(this.#edges[low + 1])) / 2,
      words: this.#binWords(low),
      counts: this.#counts.subarray(low * 6, low * 6 + 6),
    };
  }

  #binWords(index) {
    const [unit, count] = this.#scale;
    const first = floorToScale(this.#edges[index], this.#scale);
    const year = dateOf(first).getUTCFullYear();
    if (unit === 'day') return formatDay(first);
    if (unit === 'week') return `Week of ${formatDay(first)}`;
    if (unit === 'month') return formatMonth(first);
    if (unit === 'quarter') return `${formatMonth(first).slice(0, 3)} – ${formatMonth(addUnits(first, 'month', 2))}`;
    return count === 1 ? `${year}` : `${year} – ${year + count - 1}`;
  }

  /** Take new sizes; what depends on them is redone at the next paint. */
  resize(width, height) {
    const ratio = window.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) return;
    Object.assign(this, { width, height, ratio });
    for (const canvas of [this.#canvas, this.#bright, this.#dim]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#drawn = false;
  }

  /** The events, their mask or the extent changed: count again at the next paint. */
  recount() {
    this.#counts = null;
    this.#drawn = false;
  }

  /** The theme or the font changed: read the colours and draw again at the next paint. */
  restyle() {
    this.#colours = null;
    this.#drawn = false;
  }

  #readStyle() {
    const style = getComputedStyle(this.#canvas);
    const value = (token) => style.getPropertyValue(`--${token}`).trim() || '#808080';
    this.#colours = Object.fromEntries(TOKENS.map((token) => [token, value(token)]));
    this.#colours.types = this.#model.typeTokens.map(value);
    this.#font = `11.5px ${style.fontFamily}`;
  }

  #count() {
    const { extent, columns, mask } = this.#model;
    const scale = finestScale((this.right - this.left) / this.#days, NARROWEST_BIN_PX);
    if (this.#counts && scale === this.#scale) return;
    this.#scale = scale;
    this.#edges = [extent.start, ...unitStarts(scale, extent.start, extent.end + 1), extent.end + 1];
    this.#counts = columns.histogram(this.#edges, mask);
    this.#drawn = false;
  }

  /** Draw the window [start, end] and, at `markDay`, the triangle of the selected incident (null: none). */
  paint(start, end, markDay) {
    if (this.right - this.left < 20 || this.bottom - this.top < 10) return;
    this.#count();
    if (!this.#drawn) {
      if (!this.#colours) this.#readStyle();
      this.#drawPictures();
      this.#drawn = true;
    }
    const context = this.#canvas.getContext('2d');
    const { ratio, top, bottom } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.drawImage(this.#dim, 0, 0);
    const [x0, x1] = this.frame(start, end);
    const from = Math.round(x0 * ratio);
    const wide = Math.max(1, Math.round(x1 * ratio) - from);
    const [y, high] = [Math.round(top * ratio), Math.round((bottom - top) * ratio)];
    context.drawImage(this.#bright, from, y, wide, high, from, y, wide, high);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.strokeStyle = context.fillStyle = this.#colours.accent;
    context.lineWidth = 1.6;
    context.strokeRect(x0, top, x1 - x0, bottom - top);
    if (markDay !== null) {
      const x = this.xOf(markDay);
      context.beginPath();
      context.moveTo(x, top + 1);
      context.lineTo(x - 5, top - 7);
      context.lineTo(x + 5, top - 7);
      context.fill();
    }
  }

  /** The left and right edge of the window's frame, in px; never narrower than it can be seen. */
  frame(start, end) {
    const x0 = Math.min(this.xOf(start), this.right - 2);
    return [x0, Math.max(this.xOf(end + 1), x0 + 2)];
  }

  #drawPictures() {
    const counts = this.#counts;
    let max = 0;
    for (let bin = 0; bin < counts.length; bin += 6) {
      let sum = 0;
      for (let type = 0; type < 6; type++) sum += counts[bin + type];
      max = Math.max(max, sum);
    }
    const axis = axisFor(max);
    this.#drawPicture(this.#bright, this.#colours['accent-tint'], axis, 1);
    const context = this.#drawPicture(this.#dim, this.#colours.panel2, axis, DIMMED);
    this.#drawDates(context);
    context.fillStyle = this.#colours.muted;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const tick of max === 0 ? [] : axis.ticks) {
      context.fillText(shortNumber(tick), this.left - 6, this.#yOf(tick, axis) + (tick === axis.top ? 3 : 0));
    }
  }

  #yOf(value, axis) {
    return this.bottom - ((this.bottom - this.top) * value) / axis.top;
  }

  #drawPicture(canvas, background, axis, opacity) {
    const context = canvas.getContext('2d');
    const { ratio, left, right, top, bottom } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.font = this.#font;
    context.fillStyle = background;
    context.fillRect(left, top, right - left, bottom - top);
    context.fillStyle = this.#colours.line;
    for (const tick of [0, ...axis.ticks]) context.fillRect(left, Math.round(this.#yOf(tick, axis)), right - left, 1);
    context.globalAlpha = opacity;
    this.#drawBars(context, axis);
    context.globalAlpha = 1;
    return context;
  }

  #drawBars(context, axis) {
    const { ratio } = this;
    const grain = (px) => Math.round(px * ratio) / ratio; // whole device pixels keep the gaps even
    const scale = (this.bottom - this.top) / axis.top;
    for (let bin = 0; bin < this.#edges.length - 1; bin++) {
      const x0 = this.xOf(this.#edges[bin]);
      const x1 = this.xOf(this.#edges[bin + 1]);
      const gap = x1 - x0 >= 8 ? 1.6 : 1;
      const x = grain(x0 + gap / 2);
      const wide = Math.max(1 / ratio, grain(x1 - gap / 2) - x);
      let y = this.bottom;
      for (let type = 0; type < 6; type++) {
        const count = this.#counts[bin * 6 + type];
        if (count === 0) continue;
        const high = Math.max(count * scale, y === this.bottom ? 1 : 0); // the rarest bar still shows
        context.fillStyle = this.#colours.types[type];
        context.fillRect(x, y - high, wide, high > 2 ? high - 0.7 : high);
        y -= high;
      }
    }
  }

  #drawDates(context) {
    const { start, end } = this.#model.extent;
    const pxPerDay = (this.right - this.left) / this.#days;
    const labelled = finestScale(pxPerDay, 88);
    const minor = finestScale(pxPerDay, 12);
    context.fillStyle = this.#colours.line2;
    const tickAt = (day, high) => context.fillRect(Math.round(this.xOf(day)), this.bottom, 1, high);
    for (const day of unitStarts(minor, start - 1, end + 1)) tickAt(day, 3);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    let told = false; // the first label names its year
    for (const day of unitStarts(labelled, start - 1, end + 1)) {
      context.fillStyle = this.#colours.line2;
      tickAt(day, 6);
      context.fillStyle = this.#colours.muted;
      const words = this.#tickWords(day, labelled[0], told);
      const half = context.measureText(words).width / 2;
      const x = Math.max(half + 2, Math.min(this.width - half - 2, this.xOf(day)));
      context.fillText(words, x, this.bottom + 12);
      told = true;
    }
  }

  #tickWords(day, unit, told) {
    const date = dateOf(day);
    if (unit === 'year') return `${date.getUTCFullYear()}`;
    if (unit === 'month' || unit === 'quarter') {
      if (date.getUTCMonth() === 0) return `${date.getUTCFullYear()}`;
      return told ? formatMonth(day).slice(0, 3) : formatMonth(day);
    }
    return told ? formatDay(day).replace(/ \d+$/, '') : formatDay(day);
  }
}
