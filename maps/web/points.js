// The "points" drawing: one dot an incident, in a spiral where several share a place.

import { makeStamp } from './raster.js';
import { mix, pixel } from './theme.js';

// Up to this many dots are drawn smooth and with a halo; more are drawn plain, and very many smaller.
const SMOOTH = 6000;
const LARGE = 250000;

export class PointSymbols {
  constructor(model, { angle_deg, spacing_px, widest_px, radius_px }) {
    this.model = model;
    this.angle = (angle_deg * Math.PI) / 180;
    this.spacing = spacing_px;
    this.widest = widest_px;
    this.radius = radius_px;
    this.dx = null;
  }

  setPalette(palette) {
    this.palette = palette;
    this.fills = this.model.typeTokens.map((token) => pixel(palette[token]));
    this.lines = this.model.typeTokens.map((token) => pixel(mix(palette[token], palette['symbol-line'], 0.5)));
    this.rings = this.model.typeTokens.map((token) => {
      const hollow = mix(palette[token], palette.panel, 0.15);
      const pale = mix(palette[token], palette.panel, 0.42);
      const fill = (color) => new Uint32Array(256).fill(pixel(color));
      return {
        definite: [fill(palette[token]), fill(palette[token])],
        possible: [fill(pale), fill(pale)],
        unreal: [fill(hollow), fill(palette[token])],
      };
    });
  }

  /** Each event's offset from its place: by its rank there, so that a dot never moves with time. */
  setData(columns, places) {
    this.dx = null;
    this.columns = columns;
    this.places = places;
  }

  #spread() {
    const { columns, places } = this;
    const total = new Uint32Array(places.n);
    for (let row = 0; row < columns.n; row++) total[columns.place[row]]++;
    const rank = new Uint32Array(places.n);
    this.dx = new Int8Array(columns.n);
    this.dy = new Int8Array(columns.n);
    for (let row = 0; row < columns.n; row++) {
      const place = columns.place[row];
      const index = rank[place]++;
      if (total[place] === 1) continue;
      const spacing = Math.min(this.spacing, this.widest / Math.sqrt(total[place]));
      const r = spacing * Math.sqrt(index + 0.35);
      this.dx[row] = Math.round(r * Math.cos(index * this.angle));
      this.dy[row] = Math.round(r * Math.sin(index * this.angle));
    }
  }

  /** The pixel of each place on this canvas, or far outside where it has none. */
  #project(overlay, ratio) {
    const { places } = this;
    if (!this.px || this.px.length !== places.n) {
      this.px = new Int32Array(places.n);
      this.py = new Int32Array(places.n);
    }
    for (let place = 0; place < places.n; place++) {
      const drawn = places.wherePrec[place] < 6;
      const x = drawn ? (places.x[place] * overlay.scale + overlay.left) * ratio : -1e6;
      const y = drawn ? (places.y[place] * overlay.scale + overlay.top) * ratio : -1e6;
      this.px[place] = Math.max(-1e6, Math.min(1e6, Math.round(x)));
      this.py[place] = Math.max(-1e6, Math.min(1e6, Math.round(y)));
    }
  }

  draw(overlay, raster) {
    if (this.dx === null) this.#spread();
    const context = overlay.begin({ clear: false });
    const ratio = overlay.ratio;
    raster.begin(context, overlay.canvas.width, overlay.canvas.height);
    this.#project(overlay, ratio);
    const { definite, possible } = this.model.tally;
    const shown = definite + possible;
    if (shown <= SMOOTH) this.#drawSmooth(raster, ratio);
    else this.#drawPlain(raster, ratio, shown > LARGE ? 2 : this.radius - 1);
    raster.end(context);
  }

  #drawSmooth(raster, ratio) {
    const { model, columns, palette } = this;
    const { start, end } = model.window;
    const stamp = makeStamp(Math.round((this.radius + 1) * ratio), Math.round((this.radius + 1) * ratio), ratio, 0.8 * ratio);
    const panel = pixel(palette.panel);
    const halo = pixel(palette.halo);
    const ink = pixel(palette['symbol-line']);
    columns.forEach(start, end, model.mask, (row, isPossible) => {
      const place = columns.place[row];
      const kind = columns.kind[row];
      const look = this.rings[kind & 7];
      const [inside, rim] = kind >> 3 !== 0 ? look.unreal : isPossible ? look.possible : look.definite;
      raster.stamp(stamp, this.px[place] + this.dx[row] * ratio, this.py[place] + this.dy[row] * ratio, inside, rim, panel, halo, ink);
    });
  }

  #drawPlain(raster, ratio, radius) {
    const { model, columns, fills, lines } = this;
    const { start, end } = model.window;
    const { width, height, pixels } = raster;
    const reach = Math.round(radius * ratio);
    raster.touch(0, 0, width, height);
    const inside = [];
    const rim = [];
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const d = Math.hypot(dx, dy);
        if (d > reach + 0.3) continue;
        (d > reach - 0.7 * ratio ? rim : inside).push(dy * width + dx);
      }
    }
    const fillAt = Int32Array.from(inside);
    const rimAt = Int32Array.from(rim);
    const { place, kind } = columns;
    const { px, py, dx, dy } = this;
    const right = width - reach;
    const bottom = height - reach;
    const paint = (row) => {
      const p = place[row];
      const x = px[p] + dx[row] * ratio;
      const y = py[p] + dy[row] * ratio;
      if (x < reach || y < reach || x >= right || y >= bottom) return;
      const at = Math.round(y) * width + Math.round(x);
      const type = kind[row] & 7;
      const fill = fills[type];
      const line = lines[type];
      for (let i = 0; i < fillAt.length; i++) pixels[at + fillAt[i]] = fill;
      for (let i = 0; i < rimAt.length; i++) pixels[at + rimAt[i]] = line;
    };
    columns.forEach(start, end, model.mask, paint);
  }

  /** The event whose dot lies under a point in CSS pixels, the one drawn last; -1 if there is none. */
  pick(x, y, ratio) {
    if (this.dx === null) return -1;
    const { model, columns } = this;
    const { start, end } = model.window;
    const reach = (Math.max(this.radius, 5) + 2) * ratio;
    let best = -1;
    columns.forEach(start, end, model.mask, (row) => {
      const place = columns.place[row];
      const ex = this.px[place] + this.dx[row] * ratio - x * ratio;
      const ey = this.py[place] + this.dy[row] * ratio - y * ratio;
      if (ex * ex + ey * ey <= reach * reach) best = row;
    });
    return best;
  }
}
