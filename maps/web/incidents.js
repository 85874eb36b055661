// The canvases of the incidents: which drawing is on, what lies under the pointer, what is selected.

import { DistrictCounts, PrecisionAreas } from './areas.js';
import { Heat } from './heat.js';
import { CanvasOverlay } from './overlay.js';
import { PointSymbols } from './points.js';
import { Raster } from './raster.js';
import { SLOTS_PER_PLACE } from './columns.js';
import { PlaceSymbols, SizeScale, countsAt } from './symbols.js';

export class Incidents {
  /** @param {Record<string, object>} settings of the live drawings: places, points, heat, districts */
  constructor(map, model, settings) {
    Object.assign(this, { map, model, settings });
    for (const [name, z] of [['im-districts', 260], ['im-heat', 262], ['im-precision', 264], ['im-symbols', 620], ['im-selected', 630]]) {
      const pane = map.createPane(name);
      pane.style.zIndex = z;
      pane.style.pointerEvents = 'none';
    }
    this.raster = new Raster();
    this.symbols = new PlaceSymbols(model);
    this.points = new PointSymbols(model, settings.points ?? {});
    this.heat = new Heat(model, settings.heat ?? {});
    this.districts = new DistrictCounts(model, settings.districts ?? { breaks: [], ramp: [] });
    this.precision = new PrecisionAreas(model);
    this.overlays = {
      symbols: new CanvasOverlay(map, 'im-symbols', (overlay) => this.#drawSymbols(overlay)),
      heat: new CanvasOverlay(map, 'im-heat', (overlay) => this.#drawHeat(overlay)),
      districts: new CanvasOverlay(map, 'im-districts', (overlay) => this.#drawDistricts(overlay)),
      precision: new CanvasOverlay(map, 'im-precision', (overlay) => this.#drawPrecision(overlay)),
      selected: new CanvasOverlay(map, 'im-selected', (overlay) => this.#drawSelected(overlay)),
    };
    this.moved = false; // whether only the window has changed since the areas were drawn
    const all = () => this.request();
    this.ends = [
      model.on('window', () => {
        this.moved = true;
        all();
      }),
      model.on('layer', (layer) => layer.group === 'Incidents' && this.#applyLayer()),
      model.on('select', () => {
        this.moved = false;
        this.overlays.selected.request();
        this.overlays.precision.request();
      }),
      model.on('mask', () => {
        this.#rescale();
        all();
      }),
      model.on('data', () => {
        this.symbols.setPlaces(model.places);
        this.points.setData(model.columns, model.places);
        this.#rescale();
        all();
      }),
    ];
  }

  setPalette(palette) {
    this.palette = palette;
    for (const part of [this.symbols, this.points, this.heat, this.districts, this.precision]) part.setPalette(palette);
    this.request();
  }

  request() {
    const { drawing } = this.model;
    if (drawing === 'by_place' || drawing === 'points') this.overlays.symbols.request();
    if (drawing === 'heat') this.overlays.heat.request();
    if (drawing === 'by_district') this.overlays.districts.request();
    if (this.model.layer('precision')?.visible) this.overlays.precision.request();
    if (this.model.selection) this.overlays.selected.request();
  }

  #applyLayer() {
    for (const [overlay, id] of [['heat', 'heat'], ['districts', 'by_district'], ['precision', 'precision']]) {
      const layer = this.model.layer(id);
      this.overlays[overlay].canvas.style.opacity = layer?.opacity ?? 1;
    }
    const symbols = this.model.layer(this.model.drawing === 'points' ? 'points' : 'by_place');
    this.overlays.symbols.canvas.style.opacity = symbols?.opacity ?? 1;
    this.precision.key = '';
    for (const overlay of Object.values(this.overlays)) overlay.request();
  }

  /** The size of circles follows the most incidents that any place has, whatever the window. */
  #rescale() {
    const { model } = this;
    const slots = new Uint32Array(model.places.n * SLOTS_PER_PLACE);
    const { start, end } = model.extent;
    model.columns.tally(start, end, model.mask, slots);
    let largest = 1;
    for (let place = 0; place < model.places.n; place++) {
      if (model.places.wherePrec[place] >= 6) continue;
      const { definite, possible } = countsAt(slots, place);
      largest = Math.max(largest, definite + possible);
    }
    model.sizeScale = new SizeScale(this.settings.places, largest);
    model.emit('scale');
  }

  /** Whether a drawing is on and can be drawn; if not, its canvas is hidden. */
  #ready(overlay, ...ids) {
    const ready = Boolean(this.palette && this.model.places && ids.includes(this.model.drawing));
    overlay.show(ready);
    return ready;
  }

  #drawSymbols(overlay) {
    if (!this.#ready(overlay, 'by_place', 'points')) return;
    if (this.model.drawing === 'by_place') this.symbols.draw(overlay, this.raster, this.model.sizeScale);
    else this.points.draw(overlay, this.raster);
  }

  #drawHeat(overlay) {
    if (this.#ready(overlay, 'heat')) this.heat.draw(overlay);
  }

  #drawDistricts(overlay) {
    if (this.#ready(overlay, 'by_district')) this.districts.draw(overlay);
  }

  #drawPrecision(overlay) {
    const ready = Boolean(this.palette && this.model.places && this.model.layer('precision')?.visible);
    overlay.show(ready);
    if (!ready) return;
    this.precision.draw(overlay, this.model.selection?.place ?? -1, this.moved);
    this.moved = false;
  }

  #drawSelected(overlay) {
    const { model, palette } = this;
    const place = model.selection?.place ?? null;
    const isOpen = place !== null && Boolean(palette) && model.places.isDrawn(place);
    overlay.show(isOpen);
    if (!isOpen) return;
    const context = overlay.begin();
    const { definite, possible } = countsAt(model.slots, place);
    let x = model.places.x[place] * overlay.scale + overlay.left;
    let y = model.places.y[place] * overlay.scale + overlay.top;
    let r = model.drawing === 'by_place' ? model.sizeScale.radiusOf(Math.max(1, definite + possible)) : 7;
    if (model.drawing === 'points' && this.points.dx) {
      const row = model.selection.rows[model.selection.index];
      x += this.points.dx[row];
      y += this.points.dy[row];
      r = this.points.radius + 1;
    }
    context.beginPath();
    context.arc(x, y, r + 4.6, 0, 2 * Math.PI);
    context.strokeStyle = palette.panel;
    context.lineWidth = 6;
    context.globalAlpha = 0.9;
    context.stroke();
    context.globalAlpha = 1;
    context.strokeStyle = palette.accent;
    context.lineWidth = 2.6;
    context.stroke();
  }

  /** What lies under a point of the map: {place, row?} or a district, or null. */
  pick({ x, y }) {
    const { drawing } = this.model;
    if (drawing === 'by_place' || drawing === 'heat') {
      const place = drawing === 'by_place' ? this.symbols.pick(x, y) : -1;
      return place < 0 ? null : { place };
    }
    if (drawing === 'points') {
      const row = this.points.pick(x, y, this.overlays.symbols.ratio);
      return row < 0 ? null : { place: this.model.columns.place[row], row };
    }
    if (drawing === 'by_district') {
      const found = this.districts.pick(this.overlays.districts.context, x, y);
      return found && { district: found.district, count: found.count };
    }
    return null;
  }

  destroy() {
    for (const end of this.ends) end();
    for (const overlay of Object.values(this.overlays)) overlay.destroy();
  }
}
