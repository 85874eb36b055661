// Drawings with areas: how far each vague place may be off, and the counts of districts.

import { SLOTS_PER_PLACE } from './columns.js';
import { boxInView, boxOf, pathOf, projectParts, unpackParts } from './geometry.js';
import { dominantType } from './symbols.js';
import { rgba } from './theme.js';

const EARTH_M = 40075016.686;
// With more of them in view, discs and districts would hide the map: then only the selected one is drawn.
const MOST_DISCS = 60;
const MOST_DISTRICTS = 60;
// A drawing that took longer than this waits until the window rests.
const SLOW_MS = 4;
const REST_MS = 140;
const MOST_VAGUER = 60;
const PILL_HALF_PX = 58;
const FULL_FILL_PX = 55;

function load(resource) {
  return resource.features.map((feature) => {
    const projected = projectParts(unpackParts(feature.parts, resource.scale));
    return { ...feature.props, from: feature.from, to: feature.to, projected, box: boxOf(projected) };
  });
}

/** The precision of the places in the window: discs to scale, districts and provinces as polygons. */
export class PrecisionAreas {
  constructor(model) {
    this.model = model;
    this.polygons = new Map();
    this.key = '';
    this.cost = 0;
    this.drawnAt = 0;
    this.timer = 0;
    this.hidden = 0; // discs and districts left out because there are too many in view
  }

  setResource(resource) {
    this.polygons = new Map(load(resource).map((polygon) => [polygon.area_id, polygon]));
    this.key = '';
  }

  setPalette(palette) {
    this.palette = palette;
    this.key = '';
  }

  /** The drawn areas in view: a polygon with the heaviest type of its places, or a disc. */
  #areas(overlay) {
    const { places, slots, typeTokens } = this.model;
    const polygons = new Map();
    const discs = [];
    const tally = new Map();
    for (let place = 0; place < places.n; place++) {
      const kind = places.areaKind[place];
      if (kind !== 'disc' && kind !== 'district' && kind !== 'province') continue;
      let total = 0;
      const base = place * SLOTS_PER_PLACE;
      for (let slot = base; slot < base + SLOTS_PER_PLACE; slot++) total += slots[slot];
      if (total === 0) continue;
      if (kind === 'disc') {
        if (!(places.radiusKm[place] > 0)) continue;
        const stretch = Math.cos((places.latitude[place] * Math.PI) / 180);
        const r = (places.radiusKm[place] * 1000 * overlay.scale) / (EARTH_M * stretch);
        const x = places.x[place] * overlay.scale + overlay.left;
        const y = places.y[place] * overlay.scale + overlay.top;
        if (x + r < 0 || y + r < 0 || x - r > overlay.width || y - r > overlay.height) continue;
        discs.push({ place, x, y, r, token: typeTokens[dominantType(slots, place)] });
        continue;
      }
      const id = places.areaId[place];
      const sums = tally.get(id) ?? new Uint32Array(SLOTS_PER_PLACE);
      for (let slot = 0; slot < SLOTS_PER_PLACE; slot++) sums[slot] += slots[base + slot];
      tally.set(id, sums);
    }
    for (const [id, sums] of tally) {
      const polygon = this.polygons.get(id);
      if (polygon && boxInView(polygon.box, overlay)) {
        polygons.set(id, { polygon, token: typeTokens[dominantType(sums, 0)] });
      }
    }
    return { polygons, discs };
  }

  /** Draw now, or when the window rests if drawing is slow; `moved` says that only the window has changed. */
  draw(overlay, selectedPlace, moved) {
    clearTimeout(this.timer);
    if (moved && this.cost > SLOW_MS) {
      this.timer = setTimeout(() => this.#draw(overlay, selectedPlace), REST_MS);
      return;
    }
    this.#draw(overlay, selectedPlace);
  }

  #draw(overlay, selectedPlace) {
    const began = performance.now();
    const { palette, model } = this;
    const { polygons, discs } = this.#areas(overlay);
    const selectedArea = selectedPlace >= 0 ? model.places.areaId[selectedPlace] : null;
    const districts = [...polygons.keys()].filter((id) => id.startsWith('admin2:'));
    const tooMany = { discs: discs.length > MOST_DISCS, districts: districts.length > MOST_DISTRICTS };
    this.hidden = (tooMany.discs ? discs.length : 0) + (tooMany.districts ? districts.length : 0);
    const shownPolygons = [...polygons].filter(([id]) => !(tooMany.districts && id.startsWith('admin2:')) || id === selectedArea);
    const shownDiscs = discs.filter(({ place }) => !tooMany.discs || place === selectedPlace);
    const key = [
      overlay.scale, overlay.left, overlay.top, overlay.width, overlay.height, overlay.ratio, selectedPlace, palette.page,
      shownPolygons.map(([id, { token }]) => id + token), shownDiscs.map(({ place, token }) => place + token),
    ].join();
    if (key === this.key) return;
    this.key = key;
    const context = overlay.begin();
    context.lineJoin = 'round';
    for (const [id, { polygon, token }] of shownPolygons) this.#drawPolygon(context, overlay, polygon, token, id.startsWith('admin1:'));
    context.lineCap = 'butt';
    for (const disc of shownDiscs) this.#drawDisc(context, disc, disc.place === selectedPlace);
    context.setLineDash([]);
    this.cost = performance.now() - began;
    model.emit('precision', this.hidden);
  }

  #drawPolygon(context, overlay, polygon, token, isProvince) {
    const { palette } = this;
    const dark = palette.page !== '#FFFFFF';
    const path = pathOf(polygon.projected, overlay);
    context.fillStyle = rgba(palette[token], isProvince ? (dark ? 0.09 : 0.07) : dark ? 0.16 : 0.13);
    context.fill(path, 'evenodd');
    context.strokeStyle = rgba(palette[token], 0.9);
    context.lineWidth = isProvince ? 1.7 : 1.4;
    context.lineCap = 'round';
    context.setLineDash([1.5, 4.5]);
    context.stroke(path);
  }

  #drawDisc(context, { x, y, r, token }, selected) {
    const { palette } = this;
    const dark = palette.page !== '#FFFFFF';
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    // A wide disc says little about each of its points: the wider, the fainter.
    context.fillStyle = rgba(palette[token], (dark ? 0.17 : 0.15) * Math.min(1, Math.max(0.22, FULL_FILL_PX / r)));
    context.fill();
    context.strokeStyle = selected ? palette.accent : rgba(palette[token], 0.65);
    context.lineWidth = selected ? 2 : 1;
    context.setLineDash(selected ? [5, 4] : [2, 3]);
    context.stroke();
  }
}

/** Counts by district in classes; places coded to a province or vaguer lie in no district. */
export class DistrictCounts {
  constructor(model, { breaks, ramp }) {
    this.model = model;
    this.ramp = ramp;
    this.breaks = breaks;
    this.districts = [];
    this.vaguer = [];
  }

  setResource(resource) {
    this.districts = load(resource);
  }

  setPalette(palette) {
    this.palette = palette;
  }

  setBreaks(breaks) {
    this.breaks = breaks;
  }

  /** Incidents by district on the window's last day, by position in `districts`. */
  counts() {
    const { places, slots, window } = this.model;
    const counts = new Uint32Array(this.districts.length);
    const vintage = places.districts.find(({ from, to }) => (from === null || from <= window.end) && (to === null || window.end < to));
    if (!vintage) return counts;
    for (let place = 0; place < places.n; place++) {
      const district = vintage.index[place];
      if (district < 0) continue;
      const base = place * SLOTS_PER_PLACE;
      for (let slot = base; slot < base + SLOTS_PER_PLACE; slot++) counts[district] += slots[slot];
    }
    return counts;
  }

  classOf(count) {
    let index = 0;
    while (index < this.breaks.length && count > this.breaks[index]) index++;
    return Math.min(index, this.ramp.length - 1);
  }

  draw(overlay) {
    const { palette } = this;
    const context = overlay.begin();
    const counts = this.counts();
    const labels = [];
    this.paths = [];
    this.districts.forEach((district, index) => {
      if (counts[index] === 0 || !boxInView(district.box, overlay)) return;
      const path = pathOf(district.projected, overlay);
      const level = this.classOf(counts[index]);
      context.fillStyle = rgba(palette[this.ramp[level]], 0.82);
      context.fill(path, 'evenodd');
      context.strokeStyle = palette.panel;
      context.lineWidth = 1.2;
      context.stroke(path);
      this.paths.push({ path, district, count: counts[index] });
      labels.push([district.label_lon, district.label_lat, counts[index], level]);
    });
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = '700 13px "Source Sans", sans-serif';
    context.lineJoin = 'round';
    for (const [x, y, count, level] of labels.map(([lon, lat, count, level]) => {
      const sine = Math.sin((lat * Math.PI) / 180);
      const my = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
      return [((lon + 180) / 360) * overlay.scale + overlay.left, my * overlay.scale + overlay.top, count, level];
    })) {
      context.strokeStyle = rgba(palette[this.ramp[level]], 0.9);
      context.lineWidth = 3;
      context.fillStyle = level === this.ramp.length - 1 ? palette['on-accent'] : palette.ink;
      context.strokeText(String(count), x, y);
      context.fillText(String(count), x, y);
    }
    this.#drawVaguer(context, overlay);
  }

  /** What is coded to a province or vaguer lies in no known district: counted apart, where it stands. */
  #drawVaguer(context, overlay) {
    const { places, slots } = this.model;
    const { palette } = this;
    this.vaguer = [];
    for (let place = 0; place < places.n; place++) {
      if (places.wherePrec[place] !== 4 && places.wherePrec[place] !== 5) continue;
      let total = 0;
      const base = place * SLOTS_PER_PLACE;
      for (let slot = base; slot < base + SLOTS_PER_PLACE; slot++) total += slots[slot];
      if (total === 0) continue;
      const x = Math.round(places.x[place] * overlay.scale + overlay.left);
      const y = Math.round(places.y[place] * overlay.scale + overlay.top);
      if (x < 0 || y < 0 || x > overlay.width || y > overlay.height) continue;
      const words = places.wherePrec[place] === 4 ? 'province-level' : 'in an area';
      const near = this.vaguer.find((pill) => Math.abs(pill.x - x) < 2 * PILL_HALF_PX && Math.abs(pill.y - y) < 26);
      if (!near) this.vaguer.push({ x, y, words, total });
      else {
        near.total += total;
        if (near.words !== words) near.words = 'less precise';
      }
    }
    context.font = '500 11.5px "Source Sans", sans-serif';
    for (const { x, y, words, total } of this.vaguer.slice(0, MOST_VAGUER)) {
      const text = `+${total} ${words}`;
      const half = context.measureText(text).width / 2 + 9;
      context.beginPath();
      context.roundRect(x - half, y - 11, 2 * half, 22, 11);
      context.fillStyle = palette.panel;
      context.fill();
      context.setLineDash([1.5, 3]);
      context.strokeStyle = palette.accent;
      context.lineWidth = 1.2;
      context.stroke();
      context.setLineDash([]);
      context.fillStyle = palette.ink;
      context.fillText(text, x, y + 0.5);
    }
  }

  /** The boxes of these counts, which labels keep clear of: [x0, y0, x1, y1]. */
  boxes() {
    return this.vaguer.map(({ x, y }) => [x - PILL_HALF_PX, y - 12, x + PILL_HALF_PX, y + 12]);
  }

  pick(context, x, y) {
    const ratio = window.devicePixelRatio || 1;
    return (this.paths ?? []).find(({ path }) => context.isPointInPath(path, x * ratio, y * ratio, 'evenodd')) ?? null;
  }
}
