// What the map shows now: the window, the filter's mask, the layers, the selection; and who is told.

import { SLOTS_PER_PLACE } from './columns.js';
import { formatDay, isoOf } from './dates.js';

export class Model {
  #listeners = new Map();

  /**
   * @param {{types: string[], typeTokens: string[], statuses: string[], extent: {start: number, end: number},
   *   window: {start: number, end: number}, theme: 'light'|'dark'}} initial days since 1970-01-01
   */
  constructor({ types, typeTokens, statuses, extent, window, theme }) {
    this.types = types;
    this.typeTokens = typeTokens; // the colour token of each type: 'battles', 'explosions', …
    this.statuses = statuses;
    this.extent = extent;
    this.window = { ...window };
    this.theme = theme;
    this.columns = null; // Columns
    this.places = null; // see places.js
    this.mask = null; // Uint8Array, one byte an event; null lets all through
    this.cumulative = false;
    this.layers = []; // {id, title, group, visible, opacity, exclusive, legend}
    this.selection = null; // {place, rows, index}
    this.tally = { definite: 0, possible: 0, byType: new Uint32Array(12) };
    this.slots = new Uint32Array(0);
  }

  /** Call `listen(detail)` at each `name` event; returns a function that ends it. */
  on(name, listen) {
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
    this.#listeners.get(name).add(listen);
    return () => this.#listeners.get(name).delete(listen);
  }

  emit(name, detail) {
    for (const listen of this.#listeners.get(name) ?? []) listen(detail);
  }

  setData(columns, places) {
    this.columns = columns;
    this.places = places;
    this.mask = null;
    this.slots = new Uint32Array(places.n * SLOTS_PER_PLACE);
    this.selection = null;
    this.#count();
    this.emit('data');
  }

  setMask(mask) {
    this.mask = mask;
    this.#count();
    this.emit('mask');
  }

  /**
   * Move the window. `settled` says that the move is over: the app is told once, not at each step.
   * A window that ends before it starts is refused with a RangeError that says so.
   */
  setWindow(start, end, { settled = false } = {}) {
    if (!Number.isFinite(start) || !Number.isFinite(end)) {
      throw new RangeError('the window needs two dates, each as YYYY-MM-DD');
    }
    if (end < start) {
      throw new RangeError(
        `the window ends (${isoOf(end)}) before it starts (${isoOf(start)}): give the earlier date first`,
      );
    }
    const moved = start !== this.window.start || end !== this.window.end;
    if (moved) {
      this.window = { start, end };
      this.#count();
      this.emit('window', this.window);
    }
    if (settled) this.emit('settled', this.window);
  }

  setCumulative(on) {
    this.cumulative = on;
    this.emit('cumulative', on);
    if (on) this.setWindow(this.extent.start, this.window.end, { settled: true });
  }

  setTheme(theme) {
    if (theme === this.theme) return;
    this.theme = theme;
    this.emit('theme', theme);
  }

  layer(id) {
    return this.layers.find((layer) => layer.id === id);
  }

  /** Show, hide or fade a layer; of an exclusive group (bases, drawings of incidents) one is shown. */
  setLayer(id, { visible, opacity }) {
    const layer = this.layer(id);
    if (!layer) throw new RangeError(`no layer "${id}": there are ${this.layers.map((l) => l.id).join(', ')}`);
    if (visible === true && layer.exclusive) {
      for (const other of this.layers) {
        if (other !== layer && other.exclusive === layer.exclusive && other.visible) {
          other.visible = false;
          this.emit('layer', other);
        }
      }
    }
    if (visible !== undefined) layer.visible = visible;
    if (opacity !== undefined) layer.opacity = opacity;
    this.emit('layer', layer);
  }

  /** Which of the exclusive drawings of incidents is on: 'places', 'points', 'heat' or 'districts'. */
  get drawing() {
    return this.layers.find((layer) => layer.exclusive === 'incidents' && layer.visible)?.id ?? null;
  }

  /** Open the incidents `rows` (of one place or chip) at `index`; null closes the card. */
  select(selection) {
    this.selection = selection;
    this.emit('select', selection);
  }

  selectPlace(place, row = null) {
    const { start, end } = this.window;
    const rows = this.columns.rowsAt(place, start, end, this.mask);
    if (rows.length === 0) return this.select(null);
    return this.select({ place, rows, index: Math.max(0, row === null ? 0 : rows.indexOf(row)) });
  }

  get words() {
    return `${formatDay(this.window.start)} – ${formatDay(this.window.end)}`;
  }

  #count() {
    if (!this.columns) return;
    const { start, end } = this.window;
    this.tally = this.columns.tally(start, end, this.mask, this.slots);
  }
}
