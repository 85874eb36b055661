// What has no honest point in view: country-level counts at the country's name, arrows at the edges.

import { SLOTS_PER_PLACE } from './columns.js';
import { el, svg } from './dom.js';
import { short } from './symbols.js';

const EDGE_CHIPS = 9;
const CHIP_W = 182;
const CHIP_H = 27;
const THROTTLE_MS = 120;
const SCRUB_MS = 420; // while the window moves the chips follow at their leisure
const ARROWS = { left: 'M9 2L4 7l5 5', right: 'M5 2l5 5-5 5', top: 'M2 9l5-5 5 5', bottom: 'M2 5l5 5 5-5' };

/** A small ring of type shares, as an SVG. */
export function ringIcon(sums, tokens, size = 17) {
  const total = sums.reduce((a, b) => a + b, 0) || 1;
  const r = size / 2 - 2.6;
  const c = size / 2;
  const length = 2 * Math.PI * r;
  let before = 0;
  const parts = [];
  for (let type = 0; type < 6; type++) {
    if (!sums[type]) continue;
    const share = (sums[type] / total) * length;
    parts.push(
      svg('circle', {
        cx: c, cy: c, r, fill: 'none', 'stroke-width': 4, style: { stroke: `var(--${tokens[type]})` },
        'stroke-dasharray': `${share} ${length - share}`, 'stroke-dashoffset': -before, transform: `rotate(-90 ${c} ${c})`,
      }),
    );
    before += share;
  }
  return svg('svg', { width: size, height: size, viewBox: `0 0 ${size} ${size}`, 'aria-hidden': 'true' }, ...parts);
}

export class Chips {
  #timer = 0;
  #last = 0;

  constructor(root, model, { map, labels, reserved }) {
    Object.assign(this, { model, map, labels, reserved });
    this.layer = el('div', { class: 'im-chips' });
    root.append(this.layer);
    const soon = () => this.request(THROTTLE_MS);
    this.ends = [model.on('window', () => this.request(SCRUB_MS)), model.on('mask', soon), model.on('data', soon)];
    map.on('move', soon);
  }

  request(pause = THROTTLE_MS) {
    if (this.#timer) return;
    const wait = Math.max(0, pause - (performance.now() - this.#last));
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#last = performance.now();
      this.draw();
    }, wait);
  }

  /** Counts by type (definite and possible together) of one place. */
  #sums(place) {
    const { slots } = this.model;
    const sums = [0, 0, 0, 0, 0, 0];
    for (let slot = 0; slot < SLOTS_PER_PLACE; slot++) sums[slot >> 2] += slots[place * SLOTS_PER_PLACE + slot];
    return sums;
  }

  /** Country-level places gathered by country: {name, places, sums, total}. */
  countries() {
    const { places } = this.model;
    const found = new Map();
    if (!places) return found;
    for (let place = 0; place < places.n; place++) {
      if (places.wherePrec[place] < 6) continue;
      const sums = this.#sums(place);
      const total = sums.reduce((a, b) => a + b, 0);
      if (total === 0) continue;
      const name = places.wherePrec[place] === 7 ? places.name[place] : places.countryName[place] || places.name[place];
      const entry = found.get(name) ?? { name, places: [], sums: [0, 0, 0, 0, 0, 0], total: 0, x: places.x[place], y: places.y[place] };
      entry.places.push(place);
      entry.total += total;
      sums.forEach((value, type) => (entry.sums[type] += value));
      found.set(name, entry);
    }
    return found;
  }

  draw() {
    const { model, map } = this;
    if (!model.places) return;
    const size = map.getSize();
    const bounds = map.getPixelBounds();
    const scale = 256 * 2 ** map.getZoom();
    const edge = [];
    const chips = [];
    const overlay = this.labels.overlay;
    for (const entry of this.countries().values()) {
      const at = this.labels.painter.countryPoints.get(entry.name);
      const x = at ? at[0] + (overlay ? this.#shift(overlay)[0] : 0) : entry.x * scale - bounds.min.x;
      const y = at ? at[1] + (overlay ? this.#shift(overlay)[1] : 0) + (at[2] ? 11 : -10) : entry.y * scale - bounds.min.y;
      if (x > 60 && x < size.x - 60 && y > 10 && y < size.y - 45) chips.push(this.#countryChip(entry, x, y, !at?.[2]));
      else edge.push({ ...entry, px: entry.x * scale - bounds.min.x, py: entry.y * scale - bounds.min.y, note: 'country-level', wx: entry.x, wy: entry.y });
    }
    this.groups = this.#edgeGroups([...edge, ...this.#placesOutside()], size);
    chips.push(...this.groups.map((group) => this.#edgeChip(group, size)));
    this.layer.replaceChildren(...chips);
  }

  /** The boxes of the arrows at the edges, which labels keep clear of: [x0, y0, x1, y1]. */
  edgeBoxes() {
    return (this.groups ?? []).map(({ x, y }) => [x - CHIP_W / 2, y, x + CHIP_W / 2, y + CHIP_H]);
  }

  #placesOutside() {
    const { places } = this.model;
    const size = this.map.getSize();
    const bounds = this.map.getPixelBounds();
    const scale = 256 * 2 ** this.map.getZoom();
    const found = [];
    for (let place = 0; place < places.n; place++) {
      if (places.wherePrec[place] >= 6) continue;
      const px = places.x[place] * scale - bounds.min.x;
      const py = places.y[place] * scale - bounds.min.y;
      if (px > 4 && py > 4 && px < size.x - 4 && py < size.y - 32) continue;
      const sums = this.#sums(place);
      const total = sums.reduce((a, b) => a + b, 0);
      if (total > 0) found.push({ name: places.name[place], places: [place], sums, total, px, py, wx: places.x[place], wy: places.y[place] });
    }
    return found;
  }

  /** How far the map has moved since the labels were placed. */
  #shift(overlay) {
    const now = this.map.latLngToContainerPoint(overlay.corner);
    return [now.x, now.y];
  }

  #countryChip(entry, x, y, named) {
    const label = `${entry.name}: ${entry.total} coded to the country only; list them`;
    return el(
      'button',
      {
        type: 'button', class: 'im-chip im-chip-country', 'aria-label': label, title: label,
        style: { left: `${x}px`, top: `${y}px` }, onclick: () => this.#openCountry(entry),
      },
      ringIcon(entry.sums, this.model.typeTokens),
      el('span', {}, named ? `${entry.name} ` : null, el('b', {}, short(entry.total)), ' country-level'),
    );
  }

  #openCountry(entry) {
    const { model } = this;
    const wanted = new Set(entry.places);
    const rows = [];
    const { start, end } = model.window;
    model.columns.forEach(start, end, model.mask, (row) => {
      if (wanted.has(model.columns.place[row])) rows.push(row);
    });
    rows.sort((a, b) => model.columns.day[a] - model.columns.day[b] || a - b);
    model.select({ place: null, rows, index: 0, title: `${entry.name}, country level` });
  }

  /** Which edge a point outside the view leaves by, and where along it. */
  #exit(px, py, size) {
    const cx = size.x / 2;
    const cy = (size.y - 28) / 2;
    const dx = px - cx;
    const dy = py - cy;
    const right = size.x - CHIP_W / 2 - 12;
    const left = CHIP_W / 2 + 12;
    const t = Math.min(dx > 0 ? (size.x - cx) / dx : dx < 0 ? -cx / dx : Infinity, dy > 0 ? (size.y - 28 - cy) / dy : dy < 0 ? -cy / dy : Infinity);
    const x = cx + dx * t;
    const y = cy + dy * t;
    const side = x < 2 ? 'left' : x > size.x - 2 ? 'right' : y < 2 ? 'top' : 'bottom';
    return { side, x: Math.min(right, Math.max(left, x)), y: Math.min(size.y - 62, Math.max(14, y)) };
  }

  #edgeGroups(items, size) {
    const groups = [];
    const boxes = this.reserved();
    items.sort((a, b) => b.total - a.total);
    for (const item of items) {
      const exit = this.#exit(item.px, item.py, size);
      const spot = this.#free(exit, size, boxes);
      const near = groups.find((group) => Math.abs(group.y - spot.y) < CHIP_H + 7 && Math.abs(group.x - spot.x) < CHIP_W + 48);
      const full = groups.length >= EDGE_CHIPS;
      const target = near ?? (full ? groups.toSorted((a, b) => Math.hypot(a.x - spot.x, a.y - spot.y) - Math.hypot(b.x - spot.x, b.y - spot.y))[0] : null);
      if (target) {
        target.items.push(item);
        target.total += item.total;
        item.sums.forEach((value, type) => (target.sums[type] += value));
      } else {
        groups.push({ ...spot, items: [item], total: item.total, sums: [...item.sums] });
      }
    }
    return groups;
  }

  /** Move a chip along its edge until no panel covers it. */
  #free(exit, size, boxes) {
    const spot = { ...exit };
    const covered = (x, y) => boxes.find((b) => x + CHIP_W / 2 > b[0] - 6 && x - CHIP_W / 2 < b[2] + 6 && y + CHIP_H > b[1] - 6 && y < b[3] + 6);
    for (let tries = 0; tries < 4; tries++) {
      const box = covered(spot.x, spot.y);
      if (!box) return spot;
      if (spot.side === 'top' || spot.side === 'bottom') {
        spot.x = spot.x < (box[0] + box[2]) / 2 && box[0] > CHIP_W + 20 ? box[0] - CHIP_W / 2 - 10 : box[2] + CHIP_W / 2 + 10;
        spot.x = Math.min(size.x - CHIP_W / 2 - 12, spot.x);
      } else if (spot.side === 'left' && box[2] < size.x / 2) spot.y = box[3] + 10 < size.y - 62 ? box[3] + 10 : ((spot.x = box[2] + CHIP_W / 2 + 10), spot.y);
      else if (spot.side === 'right' && box[0] > size.x / 2) spot.x = box[0] - CHIP_W / 2 - 10;
      else spot.y = box[3] + 10;
    }
    return spot;
  }

  #edgeChip(group, size) {
    const names = group.items.slice(0, 2).map(({ name }) => name);
    const more = group.items.length - names.length;
    const text = names.join(', ') + (more > 0 ? ` +${more}` : '');
    const label = `${group.items.map(({ name, total }) => `${name} ${total}`).slice(0, 12).join(', ')}: outside the view; go there`;
    const arrow = svg(
      'svg', { width: 11, height: 14, viewBox: '0 0 14 14', 'aria-hidden': 'true' },
      svg('path', { d: ARROWS[group.side], fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8 }),
    );
    const first = group.side === 'right' ? null : arrow;
    const last = group.side === 'right' ? arrow : null;
    const style = { top: `${group.y}px` };
    if (group.side === 'left' && group.x < size.x / 2 && group.x <= CHIP_W / 2 + 13) style.left = '10px';
    else if (group.side === 'right' && group.x >= size.x - CHIP_W / 2 - 13) style.right = '10px';
    else {
      style.left = `${group.x}px`;
      style.transform = 'translateX(-50%)';
    }
    return el(
      'button',
      { type: 'button', class: 'im-chip im-chip-edge', 'aria-label': label, title: label, style, onclick: () => this.#fly(group) },
      first, ringIcon(group.sums, this.model.typeTokens), el('span', { class: 'im-chip-name' }, text), el('b', {}, short(group.total)), last,
    );
  }

  #fly(group) {
    const { map } = this;
    const unproject = (x, y) => map.options.crs.pointToLatLng(L.point(x * 256, y * 256), 0);
    const points = group.items.map(({ wx, wy }) => unproject(wx, wy));
    if (points.length === 1) map.flyTo(points[0], Math.max(6, Math.min(map.getZoom(), 9)), { duration: 0.9 });
    else map.flyToBounds(L.latLngBounds(points).pad(0.25), { maxZoom: 9, duration: 0.9 });
  }

  destroy() {
    clearTimeout(this.#timer);
    for (const end of this.ends) end();
    this.layer.remove();
  }
}
