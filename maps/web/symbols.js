// The "by place" drawing: a circle a place, its area by the count in the window, its ring by type.

import { SLOTS_PER_PLACE } from './columns.js';
import { makeStamp } from './raster.js';
import { mix, pixel, rgb } from './theme.js';

const MOST_NUMBERS = 400;
const MOST_GHOSTS = 300;

/** Sizes of circles: area grows with the count; all shrink alike when the largest would be too large. */
export class SizeScale {
  constructor({ factor_px, smallest_px, largest_px }, largestCount) {
    this.factor = Math.min(factor_px, largest_px / Math.sqrt(Math.max(1, largestCount)));
    this.smallest = Math.max(2.6, (smallest_px * this.factor) / factor_px);
    this.largest = largest_px;
    // Bound to this scale: the legend takes the function alone.
    this.radiusOf = (count) => Math.min(this.largest, Math.max(this.smallest, this.factor * Math.sqrt(count)));
    this.samples = niceSamples(largestCount, this);
  }
}

function niceSamples(largestCount, scale) {
  if (largestCount <= 26) return [1, 4, 10, 20].filter((n) => n <= Math.max(4, largestCount));
  const nice = (value) => {
    const power = 10 ** Math.floor(Math.log10(value));
    return power * [1, 2, 5].findLast((step) => step * power <= value);
  };
  const found = [];
  for (const share of [1, 0.25, 0.06]) {
    const count = nice(Math.max(1, largestCount * share));
    if (!found.includes(count) && scale.radiusOf(count) > scale.smallest) found.unshift(count);
  }
  return found.length ? found : [nice(largestCount)];
}

/** Colours of the 24 slots (type x status x certainty) as pixels: inside and rim of a ring share. */
export function slotPixels(model, palette) {
  const inside = new Uint32Array(SLOTS_PER_PLACE);
  const rim = new Uint32Array(SLOTS_PER_PLACE);
  model.typeTokens.forEach((token, type) => {
    const color = palette[token];
    const pale = mix(color, palette.panel, 0.42);
    const slots = [
      [color, color],
      [pale, pale],
      [mix(color, palette.panel, 0.15), color],
      [mix(color, palette.panel, 0.07), mix(color, palette.panel, 0.55)],
    ];
    slots.forEach(([middle, edge], index) => {
      inside[type * 4 + index] = pixel(middle);
      rim[type * 4 + index] = pixel(edge);
    });
  });
  return { inside, rim };
}

/** The type that colours an area: the most frequent, strategic developments weighing less. */
export function dominantType(slots, place) {
  let best = 5;
  let most = 0;
  for (let type = 0; type < 6; type++) {
    const at = place * SLOTS_PER_PLACE + type * 4;
    const count = (slots[at] + slots[at + 1] + slots[at + 2] + slots[at + 3]) * (type === 5 ? 0.45 : 1);
    if (count > most) {
      most = count;
      best = type;
    }
  }
  return best;
}

export function countsAt(slots, place) {
  let definite = 0;
  let possible = 0;
  for (let slot = 0; slot < SLOTS_PER_PLACE; slot += 2) {
    definite += slots[place * SLOTS_PER_PLACE + slot];
    possible += slots[place * SLOTS_PER_PLACE + slot + 1];
  }
  return { definite, possible };
}

export class PlaceSymbols {
  constructor(model) {
    this.model = model;
    this.ring = new Uint32Array(256);
    this.edge = new Uint32Array(256);
    this.drawn = { count: 0, place: new Int32Array(0), x: new Float32Array(0), y: new Float32Array(0), r: new Float32Array(0) };
  }

  setPalette(palette) {
    this.palette = palette;
    this.pixels = slotPixels(this.model, palette);
  }

  /** Room for every place; called when the data change. */
  setPlaces(places) {
    const n = places.n;
    this.drawn = { count: 0, place: new Int32Array(n), x: new Float32Array(n), y: new Float32Array(n), r: new Float32Array(n), n: new Uint32Array(n) };
    this.order = new Int32Array(n);
  }

  #collect(overlay, scale) {
    const { places, slots } = this.model;
    const { drawn } = this;
    const { width, height, left, top } = overlay;
    const margin = scale.largest + 4;
    let count = 0;
    for (let place = 0; place < places.n; place++) {
      if (places.wherePrec[place] >= 6) continue;
      const x = places.x[place] * overlay.scale + left;
      const y = places.y[place] * overlay.scale + top;
      if (x < -margin || y < -margin || x > width + margin || y > height + margin) continue;
      let total = 0;
      const from = place * SLOTS_PER_PLACE;
      for (let slot = from; slot < from + SLOTS_PER_PLACE; slot++) total += slots[slot];
      drawn.place[count] = place;
      drawn.x[count] = x;
      drawn.y[count] = y;
      drawn.n[count] = total;
      drawn.r[count] = total === 0 ? 0 : scale.radiusOf(total);
      count++;
    }
    drawn.count = count;
  }

  /** Positions in `drawn` from large to small, so that small symbols lie on top. */
  #sorted() {
    const { drawn, order } = this;
    const buckets = new Int32Array(258);
    const bucketOf = (i) => 256 - Math.min(256, Math.round(drawn.r[i] * 8));
    for (let i = 0; i < drawn.count; i++) buckets[bucketOf(i) + 1]++;
    for (let b = 1; b < 258; b++) buckets[b] += buckets[b - 1];
    for (let i = 0; i < drawn.count; i++) order[buckets[bucketOf(i)]++] = i;
    return order;
  }

  #shares(place, total) {
    const { slots } = this.model;
    const { ring, edge, pixels } = this;
    let from = 0;
    let before = 0;
    let parts = 0;
    const base = place * SLOTS_PER_PLACE;
    for (let slot = 0; slot < SLOTS_PER_PLACE; slot++) {
      const count = slots[base + slot];
      if (count === 0) continue;
      before += count;
      const to = Math.round((before / total) * 256);
      ring.fill(pixels.inside[slot], from, to);
      edge.fill(pixels.rim[slot], from, to);
      if (to > from) parts++;
      from = to;
    }
    return parts;
  }

  draw(overlay, raster, scale) {
    const { palette, drawn, ring, edge } = this;
    const context = overlay.begin({ clear: false });
    const { ratio } = overlay;
    raster.begin(context, overlay.canvas.width, overlay.canvas.height);
    this.#collect(overlay, scale);
    const order = this.#sorted();
    const panel = pixel(palette.panel);
    const halo = pixel(palette.halo);
    const ink = pixel(palette['symbol-line']);
    const ghost = makeStamp(4 * ratio, 1.3 * ratio, 0, 0.01, 0);
    if (drawn.count <= MOST_GHOSTS) {
      const line = new Uint32Array(256).fill(pixel(palette.ghost));
      for (let i = 0; i < drawn.count; i++) {
        if (drawn.n[i] === 0) raster.stamp(ghost, drawn.x[i] * ratio, drawn.y[i] * ratio, line, line, panel, panel, panel);
      }
    }
    let numbers = 0;
    for (let k = 0; k < drawn.count; k++) {
      const i = order[k];
      if (drawn.n[i] === 0) continue;
      const place = drawn.place[i];
      const r = Math.round(drawn.r[i] * ratio * 2) / 2;
      const parts = this.#shares(place, drawn.n[i]);
      const small = drawn.r[i] < 6;
      const solid = small || (drawn.n[i] === 1 && parts === 1);
      const width = solid ? r : Math.max(3.2 * ratio, 0.36 * r);
      if (drawn.n[i] === 1 && ring[0] !== edge[0] && !small) dashes(ring, edge, r, panel);
      const stamp = makeStamp(r, Math.round(width * 2) / 2, (small ? 0.7 : 1.3) * ratio, 0.8 * ratio);
      raster.stamp(stamp, drawn.x[i] * ratio, drawn.y[i] * ratio, ring, edge, panel, halo, ink);
      if (!solid && drawn.r[i] >= 7) numbers++;
    }
    raster.end(context);
    if (numbers > 0) this.#numbers(context, order, ratio);
    return drawn.count;
  }

  #numbers(context, order, ratio) {
    const { drawn, palette, model } = this;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = palette.ink;
    const [red, green, blue] = rgb(palette.muted);
    let written = 0;
    for (let k = 0; k < drawn.count && written < MOST_NUMBERS; k++) {
      const i = order[k];
      const r = drawn.r[i];
      if (drawn.n[i] < 2 || r < 7) continue;
      const { definite } = countsAt(model.slots, drawn.place[i]);
      const text = definite > 0 ? short(definite) : `${short(drawn.n[i])}?`;
      const size = Math.min(r > 12 ? 13 : r > 9 ? 11 : 9.5, (2.3 * (r - Math.max(3.2, 0.36 * r))) / Math.max(1, text.length * 0.56));
      if (size < 7.5) continue;
      if (this.#isCovered(order, k)) continue;
      context.font = `700 ${size}px "Source Sans", sans-serif`;
      context.fillStyle = definite > 0 ? palette.ink : `rgb(${red},${green},${blue})`;
      context.fillText(text, drawn.x[i], drawn.y[i] + 0.5);
      written++;
    }
  }

  /** Whether a symbol drawn later lies over the middle of this one. */
  #isCovered(order, k) {
    const { drawn } = this;
    const i = order[k];
    for (let later = k + 1; later < drawn.count; later++) {
      const j = order[later];
      if (drawn.r[j] === 0) continue;
      const reach = drawn.r[j] + 4;
      if ((drawn.x[i] - drawn.x[j]) ** 2 + (drawn.y[i] - drawn.y[j]) ** 2 < reach * reach) return true;
    }
    return false;
  }

  /** The drawn place under a point of the canvas, the smallest on top; -1 if there is none. */
  pick(x, y) {
    const { drawn } = this;
    let best = -1;
    let smallest = Infinity;
    for (let i = 0; i < drawn.count; i++) {
      const r = drawn.r[i];
      if (r === 0 || r >= smallest) continue;
      const reach = Math.max(r, 9) + 2;
      if ((drawn.x[i] - x) ** 2 + (drawn.y[i] - y) ** 2 <= reach * reach) {
        best = drawn.place[i];
        smallest = r;
      }
    }
    return best;
  }

  /** Circles that labels keep clear of: [x, y, r] in canvas pixels, the largest first. */
  obstacles(most) {
    const { drawn } = this;
    const found = [];
    const ghost = drawn.count <= MOST_GHOSTS ? 4 : 0;
    for (let i = 0; i < drawn.count; i++) {
      const r = drawn.r[i] || ghost;
      if (r > 0) found.push([drawn.x[i], drawn.y[i], r]);
    }
    found.sort((a, b) => b[2] - a[2]);
    return found.slice(0, most);
  }
}

/** A hollow dot's rim in dashes of about three pixels; the inside stays pale. */
function dashes(ring, edge, radius, gap) {
  const count = Math.max(6, Math.round((2 * Math.PI * radius) / 5.1));
  for (let angle = 0; angle < 256; angle++) {
    if (((angle * count) / 256) % 1 > 0.6) edge[angle] = ring[angle] === edge[angle] ? gap : ring[angle];
  }
}

export function short(count) {
  if (count < 10000) return String(count);
  if (count < 1e6) return `${Math.round(count / 1000)}k`;
  return `${(count / 1e6).toFixed(1)}M`;
}
