// The map beside the text: the app's own base layers and borders on the report's day, and the drafts' places.

import { wherePrecision } from './card_words.js';
import { iconButton, surface } from './chrome.js';
import { dayOf, formatDay, isoOf } from './dates.js';
import { el } from './dom.js';
import { fetchEarly, fetchJson } from './fetching.js';
import { createFurniture } from './furniture.js';
import { unpackParts } from './geometry.js';
import { Labels } from './labels.js';
import { LayerStack, applyView, firstResources } from './layer_stack.js';
import { themeOfPage } from './loading.js';
import { Model } from './model.js';
import { CanvasOverlay } from './overlay.js';

const MAP_ID = 'incident_leaflet_map'; // the name that the built script looks for
const STEP_PX = 14; // how fast the spiral grows that symbols of one place stand in
const MOST_STEPS = 40;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
const PIN_RADIUS_PX = 11;
const MOST_ZOOM = 9.5;
const FAR_M = 1_200_000;

/** The middle of drafts by the median of their latitudes and longitudes: a few far ones do not move it. */
function middleOf(cards) {
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
  const points = cards.map(({ symbol }) => L.latLng(symbol));
  return L.latLng(median(points.map(({ lat }) => lat)), median(points.map(({ lng }) => lng)));
}

export class ReviewMap {
  #marks = new Map(); // event id -> {marker, node, point}
  #areas = null;
  #leaders = null;
  #picked = null;
  #pickDone = null;
  #fitted = '';

  /**
   * @param {HTMLElement} root an empty element that fills its column
   * @param {{base: string, script: string, config: object}} data
   * @param {{onSelect: (eventId: string) => void, onHover: (eventId: string|null) => void, say: (line: string) => void}} host
   */
  constructor(root, data, host) {
    this.root = root;
    this.data = data;
    this.host = host;
    this.polygons = new Map();
    this.cards = [];
    this.selected = null;
    this.ready = this.#mount();
  }

  url(path) {
    return new URL(this.data.base + path, document.baseURI).href;
  }

  async #mount() {
    const { root, data } = this;
    const { config } = data;
    root.classList.add('im-stage');
    this.mapDiv = el('div', { class: 'im-map', role: 'application', tabindex: 0, 'aria-label': 'Map of the drafts' });
    root.append(this.mapDiv);
    const today = dayOf(isoOf(Math.floor(Date.now() / 86400000)));
    this.model = new Model({
      types: config.types, typeTokens: config.tokens, statuses: config.statuses,
      extent: { start: today, end: today }, window: { start: today, end: today }, theme: themeOfPage(),
    });
    const specs = [];
    const build = (await import(this.url(data.script))).default;
    // A page that is just being left may still hold a map of that name.
    for (const other of document.querySelectorAll(`#${MAP_ID}`)) other.removeAttribute('id');
    this.mapDiv.id = MAP_ID;
    this.map = build(L, { add: (map, spec) => specs.push(spec) });
    this.mapDiv.removeAttribute('id');
    this.specs = specs;
    for (const path of firstResources(specs)) fetchEarly(this.url(path));
    for (const spec of specs) {
      this.model.layers.push({
        id: spec.id, title: spec.title, group: spec.group, exclusive: spec.exclusive, visible: spec.shown, opacity: 1, legend: spec.legend,
      });
    }
    applyView(this.model, {});
    this.#createLayers();
    this.#createTools();
    this.setTheme(this.model.theme);
    this.map.fitBounds(config.home, { animate: false });
    this.#listen();
    await Promise.all(this.model.layers.map((layer) => this.stack.show(layer)));
    this.overlay.request();
    return this;
  }

  #createLayers() {
    const { map, model, specs, root } = this;
    this.labels = new Labels(model);
    for (const [name, z] of [['im-labels', 560], ['rv-areas', 420], ['rv-marks', 620]]) {
      const pane = map.createPane(name);
      pane.style.zIndex = z;
      if (name !== 'rv-marks') pane.style.pointerEvents = 'none';
    }
    this.overlay = new CanvasOverlay(map, 'im-labels', () => this.#drawLabels(), { padding: 0.12, follow: false });
    this.stack = new LayerStack(map, specs, model, {
      base: this.data.base,
      url: (path) => this.url(path),
      labels: this.labels,
      onChange: () => this.overlay.request(),
      say: (line) => this.host.say(line),
    });
    this.areaRenderer = L.svg({ pane: 'rv-areas' });
    this.#areas = L.layerGroup().addTo(map);
    this.#leaders = L.layerGroup().addTo(map);
    this.chips = surface(root, 'div', 'rv-unplaced im-surface', { hidden: true, role: 'group', 'aria-label': 'Drafts without a point' });
    this.hint = surface(root, 'div', 'rv-hint im-surface', { hidden: true, role: 'status' });
  }

  #createTools() {
    const { map, root, model } = this;
    const bases = ['relief', 'plain'].filter((id) => model.layer(id));
    const base = iconButton('layers', 'Relief or plain land', () => {
      const next = bases.find((id) => !model.layer(id).visible);
      if (next) model.setLayer(next, { visible: true });
    });
    surface(
      root,
      'div',
      'rv-tools',
      {},
      el('div', { class: 'im-surface rv-tools-group' }, iconButton('plus', 'Zoom in', () => map.zoomIn(1)), iconButton('minus', 'Zoom out', () => map.zoomOut(1))),
      el('div', { class: 'im-surface rv-tools-group' }, iconButton('home', 'Show all drafts', () => this.fit({ animate: true, all: true })), bases.length > 1 && base),
    );
    const foot = el('div', { class: 'im-slot im-slot-furniture' });
    root.append(foot);
    this.furniture = createFurniture(foot, model, { map });
  }

  #listen() {
    const { model, map, root } = this;
    model.on('layer', (layer) => {
      this.stack.show(layer);
      if (layer.exclusive === 'base' && layer.visible) this.setTheme(model.theme);
    });
    map.on('zoomend', () => this.#place());
    map.on('click', (event) => {
      if (this.#pickDone) this.#pick(event.latlng);
    });
    this.resize = new ResizeObserver(() => {
      if (!root.clientWidth) return;
      map.invalidateSize({ animate: false });
      if (this.#fitted === 'wanted') this.fit();
    });
    this.resize.observe(root);
  }

  setTheme(theme) {
    const { model, data } = this;
    model.theme = theme;
    const base = this.specs.find(({ id, exclusive }) => exclusive === 'base' && model.layer(id)?.visible);
    const palette = data.config.palettes[base?.settings.theme ?? theme];
    this.palette = palette;
    this.mapDiv.style.background = palette.sea;
    for (const [token, color] of Object.entries(palette)) this.mapDiv.style.setProperty(`--${token}`, color);
    this.labels.setPalette(palette);
    this.stack.setPalette(palette);
    this.furniture.setAttribution([...new Set(this.stack.shown.flatMap(({ attribution }) => attribution))]);
    this.overlay.request();
  }

  /** Draw borders as they were on a day (ISO), or today's. */
  setDay(iso) {
    const day = iso ? dayOf(iso) : Math.floor(Date.now() / 86400000);
    this.model.extent = { start: day, end: day };
    this.model.setWindow(day, day);
    this.furniture.setNote(`Borders as of ${formatDay(day)}`);
    this.overlay.request();
  }

  #drawLabels() {
    const { overlay } = this;
    if (!this.labels.palette || !overlay.width) return;
    const circles = [...this.#marks.values()].map(({ point }) => {
      const at = this.map.latLngToContainerPoint(point);
      return [at.x + overlay.padX, at.y + overlay.padY, PIN_RADIUS_PX + 3];
    });
    const frame = this.root.getBoundingClientRect();
    const boxes = [...this.root.querySelectorAll('.im-part:not([hidden])')].map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    });
    const shifted = boxes.map(([a, b, c, d]) => [a + overlay.padX, b + overlay.padY, c + overlay.padX, d + overlay.padY]);
    const sites = this.stack.vectors.get('bases')?.standAside(circles, overlay) ?? [];
    this.labels.draw(overlay, { circles: [...circles, ...sites], boxes: shifted }, new Map());
  }

  /** The cards that the map shows; `polygons` are the districts and provinces that vague ones claim. */
  update(cards, polygons) {
    this.cards = cards;
    if (polygons && polygons !== this.packed) {
      this.packed = polygons;
      this.polygons = new Map(
        polygons.features.map((feature) => [
          feature.props.area_id,
          unpackParts(feature.parts, polygons.scale).map((part) => Array.from({ length: part.length / 2 }, (_, i) => [part[2 * i + 1], part[2 * i]])),
        ]),
      );
    }
    this.#drawAreas();
    this.#drawMarks();
    this.#drawUnplaced();
  }

  #drawAreas() {
    this.#areas.clearLayers();
    for (const card of this.cards) {
      if (card.review === 'rejected') continue;
      const on = card.event_id === this.selected;
      const look = {
        renderer: this.areaRenderer, interactive: false, color: on ? this.palette.accent : this.palette[card.token], weight: on ? 2 : 1.1,
        dashArray: on ? '5 4' : '2 3', fillOpacity: on ? 0.17 : 0.08, fillRule: 'evenodd',
      };
      const { kind, area_id: id } = card.area;
      if (id && this.polygons.has(id)) this.#areas.addLayer(L.polygon(this.polygons.get(id), look));
      else if (kind === 'disc' && card.radius_km > 0) this.#areas.addLayer(L.circle(card.symbol, { ...look, radius: card.radius_km * 1000 }));
    }
  }

  #drawMarks() {
    const kept = new Set();
    for (const card of this.cards) {
      if (!card.symbol || card.where_prec >= 6) continue;
      kept.add(card.event_id);
      const known = this.#marks.get(card.event_id);
      if (known) {
        known.point = L.latLng(card.symbol);
        known.marker.setLatLng(known.point);
        this.#dress(known.node, card);
        continue;
      }
      const node = el('button', { type: 'button', class: 'rv-pin', tabindex: -1 });
      this.#dress(node, card);
      const marker = L.marker(card.symbol, {
        pane: 'rv-marks', keyboard: false, icon: L.divIcon({ className: 'rv-pin-box', iconSize: [24, 24], html: node }), bubblingMouseEvents: false,
      }).addTo(this.map);
      const id = card.event_id;
      marker.on('click', (event) => {
        if (this.#pickDone) this.#pick(event.latlng);
        else this.host.onSelect(id);
      });
      marker.on('mouseover', () => this.host.onHover(id));
      marker.on('mouseout', () => this.host.onHover(null));
      this.#marks.set(id, { marker, node, point: L.latLng(card.symbol) });
    }
    for (const [id, { marker }] of this.#marks) {
      if (kept.has(id)) continue;
      marker.remove();
      this.#marks.delete(id);
    }
    this.#place();
    this.overlay.request();
  }

  #dress(node, card) {
    node.textContent = String(card.number);
    node.dataset.review = card.review;
    node.dataset.status = card.status === 'occurred' ? 'occurred' : 'open';
    node.style.setProperty('--type', `var(--${card.token})`);
    node.style.setProperty('--on-type', `var(--on-${card.token})`);
    const label = `${card.number}: ${card.title || card.event_type}, ${card.place}, ${wherePrecision(card)}`;
    node.title = label;
    node.setAttribute('aria-label', label);
    node.classList.toggle('is-on', card.event_id === this.selected);
  }

  /** Symbols that would hide others stand aside in a spiral, each with a line to its place. */
  #place() {
    this.#leaders.clearLayers();
    const taken = [];
    for (const card of this.cards) {
      const mark = this.#marks.get(card.event_id);
      if (!mark) continue;
      const at = this.map.latLngToLayerPoint(mark.point);
      let [dx, dy] = [0, 0];
      for (let step = 1; step <= MOST_STEPS && taken.some(([x, y]) => Math.hypot(x - at.x - dx, y - at.y - dy) < 2 * PIN_RADIUS_PX); step++) {
        const turn = step * GOLDEN - Math.PI / 5;
        const reach = STEP_PX * Math.sqrt(step + 0.2);
        [dx, dy] = [reach * Math.cos(turn), reach * Math.sin(turn)];
      }
      taken.push([at.x + dx, at.y + dy]);
      mark.node.style.transform = dx || dy ? `translate(${dx.toFixed(1)}px, ${dy.toFixed(1)}px)` : '';
      if (!dx && !dy) continue;
      const moved = this.map.layerPointToLatLng([at.x + dx, at.y + dy]);
      this.#leaders.addLayer(L.polyline([mark.point, moved], { renderer: this.areaRenderer, interactive: false, color: this.palette.ink, weight: 1, opacity: 0.55 }));
    }
  }

  #drawUnplaced() {
    const without = this.cards.filter(({ symbol, where_prec: prec }) => !symbol || prec >= 6);
    this.chips.hidden = without.length === 0;
    this.chips.replaceChildren(
      el('span', { class: 'rv-unplaced-words' }, 'No point'),
      ...without.map((card) => {
        const node = el('button', { type: 'button', class: 'rv-pin', onclick: () => this.host.onSelect(card.event_id) });
        this.#dress(node, card);
        return node;
      }),
    );
  }

  select(eventId, { move = true } = {}) {
    this.selected = eventId;
    for (const [id, { marker, node }] of this.#marks) {
      node.classList.toggle('is-on', id === eventId);
      marker.setZIndexOffset(id === eventId ? 1000 : 0);
    }
    this.#drawUnplaced();
    this.#drawAreas();
    const mark = this.#marks.get(eventId);
    if (!mark || !move) return;
    const card = this.cards.find(({ event_id: id }) => id === eventId);
    const inner = this.map.getBounds().pad(-0.18);
    const reach = card?.area.kind === 'disc' && card.radius_km > 0 ? mark.point.toBounds(card.radius_km * 2200) : L.latLngBounds([mark.point]);
    if (inner.contains(reach)) return;
    const fits = this.map.getBoundsZoom(reach, false) >= this.map.getZoom();
    if (fits) this.map.panTo(mark.point, { animate: this.#moves });
    else this.map.fitBounds(reach.pad(0.4), { maxZoom: MOST_ZOOM, animate: this.#moves });
  }

  get #moves() {
    return !matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  hover(eventId) {
    for (const [id, { node }] of this.#marks) node.classList.toggle('is-over', id === eventId);
  }

  /**
   * Bring the drafts into view; a map that is hidden does so when it is shown. Without `all`, single drafts
   * far away (a visit to a distant capital) do not shrink the scene of the report to a dot.
   */
  fit({ animate = false, all = false } = {}) {
    if (!this.root.clientWidth) {
      this.#fitted = 'wanted';
      return;
    }
    this.#fitted = '';
    const placed = this.cards.filter((card) => card.symbol && card.where_prec < 6 && card.review !== 'rejected');
    const near = placed.filter((card) => L.latLng(card.symbol).distanceTo(middleOf(placed)) < FAR_M);
    const box = L.latLngBounds([]);
    for (const card of !all && near.length * 2 >= placed.length ? near : placed) {
      if (card.radius_km > 0 && card.radius_km < 150) box.extend(L.latLng(card.symbol).toBounds(card.radius_km * 2000));
      else box.extend(card.symbol);
    }
    if (box.isValid()) this.map.fitBounds(box.pad(0.18), { maxZoom: MOST_ZOOM, animate, paddingBottomRight: [8, 30] });
    else this.map.fitBounds(this.data.config.home, { animate });
  }

  /** Let the reader click a point; calls `done(latlng)` at each click until `endPicking`. */
  startPicking(done) {
    this.#pickDone = done;
    this.root.classList.add('is-picking');
    this.hint.replaceChildren(el('span', {}, 'Click where it happened'), el('kbd', {}, 'Esc'), el('span', {}, 'to stop'));
    this.hint.hidden = false;
  }

  get isPicking() {
    return this.#pickDone !== null;
  }

  #pick({ lat, lng }) {
    this.#pickDone({ latitude: Number(lat.toFixed(4)), longitude: Number((((lng + 540) % 360) - 180).toFixed(4)) });
  }

  /** Show what is being edited: a point with its radius; null clears it. */
  showPick(point) {
    this.#picked?.remove();
    this.#picked = null;
    if (!point) return;
    const at = [point.latitude, point.longitude];
    const cross = el('span', { class: 'rv-cross' });
    const parts = [L.marker(at, { pane: 'rv-marks', interactive: false, keyboard: false, icon: L.divIcon({ className: 'rv-pin-box', iconSize: [30, 30], html: cross }) })];
    if (point.radius_km > 0) {
      parts.push(
        L.circle(at, { renderer: this.areaRenderer, interactive: false, radius: point.radius_km * 1000, color: this.palette.accent, weight: 2, dashArray: '5 4', fillOpacity: 0.12 }),
      );
    }
    this.#picked = L.layerGroup(parts).addTo(this.map);
    if (!this.map.getBounds().pad(-0.05).contains(at)) this.map.panTo(at, { animate: this.#moves });
  }

  endPicking() {
    this.#pickDone = null;
    this.root.classList.remove('is-picking');
    this.hint.hidden = true;
  }

  /** What tests ask: the numbered symbols with where they stand. */
  pins() {
    return [...this.#marks].map(([id, { node, point }]) => ({ id, number: Number(node.textContent), latitude: point.lat, longitude: point.lng, review: node.dataset.review }));
  }

  destroy() {
    this.resize?.disconnect();
    this.furniture?.destroy();
    this.overlay?.destroy();
    this.stack?.destroy();
    this.map?.remove();
  }
}
