// The interactive map: Leaflet as folium built it, the layers, the incidents, the player and the panels.

import { createCard } from './card.js';
import { copyText } from './clipboard.js';
import { Chips } from './chips.js';
import { Columns, unpackMask } from './columns.js';
import { dayOf, floorTo, formatDay, isoOf } from './dates.js';
import { el, isTyping } from './dom.js';
import { fetchEarly, fetchJson, fetchOk } from './fetching.js';
import { createFurniture } from './furniture.js';
import { Incidents } from './incidents.js';
import { Labels } from './labels.js';
import { LayerStack, applyView, firstResources } from './layer_stack.js';
import { readLink, writeLink } from './link.js';
import { Model } from './model.js';
import { CanvasOverlay } from './overlay.js';
import { createPanel } from './panel.js';
import { Places } from './places.js';
import { createPlayer } from './player.js';
import { Pointing } from './pointing.js';
import { createSearch } from './search.js';
import { createStates } from './states.js';
import { createStatus } from './status.js';
import { applyTheme } from './theme.js';
import { spanOf, windowFrom } from './windows.js';
import { createTools } from './tools.js';
import { createTooltip } from './tooltip.js';

const MOST_OBSTACLES = 350;
const LINK_MS = 300;

/** A polygon of 48 corners for a circle on the sphere: longitude, latitude. */
function ringOf({ center: [lon, lat], radius_km: radius }) {
  const d = radius / 6371.0088;
  const la = (lat * Math.PI) / 180;
  return Array.from({ length: 49 }, (_, i) => {
    const turn = (i / 48) * 2 * Math.PI;
    const y = Math.asin(Math.sin(la) * Math.cos(d) + Math.cos(la) * Math.sin(d) * Math.cos(turn));
    const x = Math.atan2(Math.sin(turn) * Math.sin(d) * Math.cos(la), Math.cos(d) - Math.sin(la) * Math.sin(y));
    return [lon + (x * 180) / Math.PI, (y * 180) / Math.PI].map((v) => Number(v.toFixed(4)));
  });
}

export class IncidentMap {
  #parts = [];
  #linkTimer = 0;
  #wanted = { events: null, mask: null };
  #window = { sent: [], applied: '' };
  #reserved = [];
  #area = 'null';

  /**
   * @param {HTMLElement} root an empty element
   * @param {object} data what the app sends, see maps/host.py
   * @param {{send: (name: string, value: unknown) => void, kept?: object}} host `send` tells the app of a
   *   settled change; `kept` is the view of an earlier mount of this page
   */
  constructor(root, data, host) {
    this.root = root;
    this.host = host;
    this.data = data;
    this.classed = false;
    this.isLoaded = false;
    this.ready = this.#mount(data);
  }

  url(path) {
    return new URL(this.data.base + path, document.baseURI).href;
  }

  async #mount(data) {
    const { root } = this;
    root.classList.add('im');
    const config = data.config;
    const theme = this.#themeOfPage();
    this.palettes = config.palettes;
    applyTheme(root, config.palettes[theme], theme);
    this.statusBar = el('div', { class: 'im-status' });
    this.stage = el('div', { class: 'im-stage' });
    this.mapDiv = el('div', { class: 'im-map', id: 'incident_leaflet_map', role: 'application', tabindex: 0, 'aria-label': 'Map of incidents' });
    this.playerDiv = el('div', { class: 'im-player' });
    this.stage.append(this.mapDiv);
    root.append(this.statusBar, this.stage, this.playerDiv);

    const model = new Model({
      types: config.types,
      typeTokens: config.tokens,
      statuses: config.statuses,
      extent: { start: dayOf(data.extent[0]), end: dayOf(data.extent[1]) },
      window: { start: dayOf(data.window[0]), end: dayOf(data.window[1]) },
      theme,
    });
    this.model = model;
    this.#window.applied = data.window.join();

    const specs = [];
    const build = (await import(this.url(data.script))).default;
    this.map = build(L, { add: (map, spec) => specs.push(spec) });
    this.specs = specs;
    for (const path of firstResources(specs)) fetchEarly(this.url(path));
    const narrow = root.clientWidth < 1100;
    for (const spec of specs) {
      model.layers.push({
        id: spec.id, title: spec.title, group: spec.group, hint: spec.hint, exclusive: spec.exclusive,
        visible: spec.shown, opacity: 1, legend: spec.legend,
      });
    }
    const linked = readLink(location.search, specs.map(({ id }) => id));
    const view = { ...this.host.kept, ...linked.view };
    applyView(model, view);

    this.#createPanels(narrow);
    this.#createLayers();
    this.home();
    if (view.center) this.map.setView(view.center, view.zoom, { animate: false });
    this.#listen();
    this.#setPalette();
    this.said = linked.notices; // lines of the map's own; the app's are told after each rerun
    this.#tell();
    if (view.tiles) this.#addLinkedTiles(view.tiles);

    this.states.setLoading(true);
    const layersShown = Promise.all(model.layers.map((layer) => this.stack.show(layer)));
    await this.#loadEvents(data);
    await layersShown;
    this.#askForClasses();
    if (view.cumulative) model.setCumulative(true);
    if (view.selection) await this.#selectById(view.selection);
    this.#takeArea(data.area ?? null);
    this.isLoaded = true;
    this.#drawLabels();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    // Once more, clear of the arrows at the edges, which are there only now.
    this.#labelsSoon();
    this.states.setLoading(false);
    this.#syncLink();
    return this;
  }

  #addLinkedTiles(address) {
    try {
      this.stack.addTiles(address, false);
    } catch (error) {
      this.#say(`The link's tiles are left out: ${error.message}`);
    }
  }

  #say(line) {
    if (!this.said.includes(line)) this.said.push(line);
    this.#tell();
  }

  #tell() {
    this.states.setNotices([...this.data.notices, ...this.said]);
  }

  // ---- what the page looks like ----

  #themeOfPage() {
    const color = getComputedStyle(document.querySelector('.stApp') ?? document.body).backgroundColor;
    const [r, g, b] = (color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
    return 0.3 * r + 0.59 * g + 0.11 * b < 110 ? 'dark' : 'light';
  }

  /** The palette of the map: the theme's, or the one that the base layer fixes. */
  #mapPalette() {
    const base = this.specs.find(({ id, exclusive }) => exclusive === 'base' && this.model.layer(id)?.visible);
    return this.palettes[base?.settings.theme ?? this.model.theme];
  }

  #setPalette() {
    applyTheme(this.root, this.palettes[this.model.theme], this.model.theme);
    const palette = this.#mapPalette();
    this.mapDiv.style.background = palette.sea;
    for (const [token, color] of Object.entries(palette)) this.mapDiv.style.setProperty(`--${token}`, color);
    this.labels.setPalette(palette);
    this.incidents.setPalette(palette);
    this.stack.setPalette(palette);
    this.labelOverlay.request();
  }

  #createPanels(narrow) {
    const { model, stage, map } = this;
    const slot = (name) => {
      const node = el('div', { class: `im-slot im-slot-${name}` });
      stage.append(node);
      return node;
    };
    const search = (text) => fetchJson(this.url(`map/places?q=${encodeURIComponent(text)}`));
    this.status = createStatus(this.statusBar, model, {
      onShare: () => this.#share(),
      onTheme: () => this.#switchTheme(),
      onPresent: () => this.present(!this.root.classList.contains('is-presenting')),
    });
    const panelSlot = slot('panel');
    this.panel = createPanel(panelSlot, model, {
      narrow,
      onReset: () => this.stack.reset(),
      onAddTiles: (url) => this.stack.addTiles(url, true),
    });
    this.tooltip = createTooltip(slot('tooltip'), model);
    const cardSlot = slot('card');
    this.card = createCard(cardSlot, model, {
      fetchEvents: (rows) => fetchJson(this.url(`map/events/${this.data.digest}?rows=${rows.join(',')}`)),
      copyText,
      onZoom: ({ place, longitude, latitude }) => this.#zoomTo(place, longitude, latitude),
    });
    const searchSlot = slot('search');
    this.search = createSearch(searchSlot, model, { search, onPick: (found) => this.#goTo(found) });
    const toolSlot = slot('tools');
    this.tools = createTools(toolSlot, model, {
      map, onHome: () => this.home(true), onArea: (area) => this.#sendArea(area),
    });
    const footSlot = slot('furniture');
    this.furniture = createFurniture(footSlot, model, { map });
    this.states = createStates(slot('states'), model, {
      onAllDates: () => model.setWindow(model.extent.start, model.extent.end, { settled: true }),
      onNext: (day) => this.#goToDay(day),
      onClearFilters: () => this.host.send('clear', true),
    });
    this.player = createPlayer(this.playerDiv, model, { narrow, keyRoot: this.root });
    this.#reserved = [panelSlot, cardSlot, toolSlot, searchSlot, footSlot];
    this.#parts.push(this.status, this.panel, this.tooltip, this.card, this.search, this.tools, this.furniture, this.states, this.player);
  }

  #createLayers() {
    const { map, model, specs } = this;
    this.labels = new Labels(model);
    const pane = map.createPane('im-labels');
    pane.style.zIndex = 560;
    pane.style.pointerEvents = 'none';
    this.labelOverlay = new CanvasOverlay(map, 'im-labels', () => this.#drawLabels(), { padding: 0.12, follow: false });
    const live = Object.fromEntries(specs.filter((spec) => spec.live).map((spec) => [spec.live, spec.settings]));
    this.incidents = new Incidents(map, model, live);
    this.chips = new Chips(this.stage, model, {
      map, labels: { painter: this.labels, overlay: this.labelOverlay }, reserved: () => this.#reservedBoxes(),
    });
    this.stack = new LayerStack(map, specs, model, {
      base: this.data.base,
      url: (path) => this.url(path),
      labels: this.labels,
      onChange: () => this.labelOverlay.request(),
      say: (line) => this.#say(line),
    });
    this.pointing = new Pointing({ map, model, incidents: this.incidents, tooltip: this.tooltip, canvas: this.mapDiv });
    this.#parts.push(this.incidents, this.labelOverlay, this.chips, this.stack, this.pointing);
  }

  #drawLabels() {
    const overlay = this.labelOverlay;
    if (!this.isLoaded) return; // names are placed once, when all that they keep clear of is there
    if (!this.labels.palette || !overlay.width) {
      overlay.request();
      return;
    }
    const circles = this.incidents.symbols
      .obstacles(this.model.drawing === 'by_place' ? MOST_OBSTACLES : 0)
      .map(([x, y, r]) => [x + overlay.padX, y + overlay.padY, r + 2]);
    const boxes = [
      ...this.#reservedBoxes(),
      ...this.chips.edgeBoxes(),
      ...(this.model.drawing === 'by_district' ? this.incidents.districts.boxes() : []),
    ].map(([x0, y0, x1, y1]) => [x0 + overlay.padX, y0 + overlay.padY, x1 + overlay.padX, y1 + overlay.padY]);
    const counts = new Map([...this.chips.countries()].map(([name, { total }]) => [name, total]));
    const sites = this.stack.vectors.get('bases')?.standAside(circles, overlay) ?? [];
    this.labels.draw(overlay, { circles: [...circles, ...sites], boxes }, counts);
    this.chips.request();
  }

  /** The boxes that panels cover, in pixels of the map. */
  #reservedBoxes() {
    const frame = this.stage.getBoundingClientRect();
    return this.#reserved.flatMap((slot) =>
      [...slot.children].map((node) => node.getBoundingClientRect()).filter(({ width, height }) => width > 0 && height > 0)
        .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top]),
    );
  }

  // ---- what the map holds ----

  async #loadEvents(data) {
    if (this.#wanted.events !== data.events) {
      this.#wanted.events = data.events;
      const coming = Promise.all([
        fetchOk(this.url(data.events)).then((response) => response.arrayBuffer()),
        fetchJson(this.url(data.places)),
      ]);
      coming.catch(() => (this.#wanted.events = null)); // asked for again at the next try
      const [buffer, packed] = await coming;
      if (this.#wanted.events !== data.events) return;
      const columns = new Columns(buffer);
      const places = new Places(packed.table);
      this.incidents.precision.setResource(packed.areas);
      this.incidents.districts.setResource(packed.districts);
      this.model.pointless = [...Array(places.n).keys()].filter((place) => !places.isDrawn(place));
      this.#wanted.mask = null;
      this.model.setData(columns, places);
    }
    await this.#loadMask(data);
  }

  async #loadMask(data) {
    if (this.#wanted.mask === (data.mask ?? null)) return;
    this.#wanted.mask = data.mask ?? null;
    const asked = this.#wanted.mask;
    let mask = null;
    try {
      if (asked) mask = unpackMask(await (await fetchOk(this.url(asked))).arrayBuffer(), this.model.columns.n);
    } catch (error) {
      this.#wanted.mask = undefined; // asked for again when the app has packed it anew
      throw error;
    }
    if (this.#wanted.mask === asked) this.model.setMask(mask);
  }

  /** Take what the app sends after a rerun; only what differs is done. */
  async update(data) {
    this.data = data;
    await this.ready;
    const { model } = this;
    const asked = data.window.join();
    if (asked !== this.#window.applied) {
      this.#window.applied = asked;
      const sent = this.#window.sent.indexOf(asked);
      // The echo of a window that this map sent itself; a newer one may already be on its way.
      if (sent >= 0) this.#window.sent.splice(0, sent + 1);
      else model.setWindow(dayOf(data.window[0]), dayOf(data.window[1]));
    }
    if (data.ramp_labels.length) this.incidents.districts.setBreaks(data.breaks);
    this.#setRampLegend(data);
    const theme = this.#themeOfPage();
    if (theme !== model.theme) model.setTheme(theme);
    try {
      await this.#loadEvents(data);
    } catch (error) {
      if (error.status === 404) this.host.send('lost', Date.now());
      else this.states.setFailed(`The incidents could not be loaded: ${error.message}`, () => this.update(this.data));
    }
    this.#takeArea(data.area ?? null);
    this.#tell();
    this.#syncLink();
  }

  /** Districts drawn by count need class bounds: the app reckons them while they are shown. */
  #askForClasses() {
    const classed = this.model.layer('by_district')?.visible ?? false;
    if (classed === this.classed) return;
    this.classed = classed;
    this.host.send('classed', classed);
  }

  #setRampLegend(data) {
    const layer = this.model.layer('by_district');
    if (!layer || !data.ramp_labels.length) return;
    const symbol = layer.legend[0].symbol;
    if (symbol.labels.join() === data.ramp_labels.join()) return;
    symbol.labels = data.ramp_labels;
    symbol.colors = this.stack.spec('by_district').settings.ramp.slice(0, data.ramp_labels.length);
    this.incidents.request();
    this.model.emit('layer', layer);
  }

  // ---- what the reader does ----

  #listen() {
    const { model, map, root } = this;
    const on = (name, listen) => this.#parts.push({ destroy: model.on(name, listen) });
    on('settled', ({ start, end }) => {
      const value = [isoOf(start), isoOf(end)];
      if (value.join() === this.#window.applied && this.#window.sent.length === 0) return;
      this.#window.sent.push(value.join());
      this.host.send('window', value);
      this.labelOverlay.request();
    });
    on('playing', (playing) => !playing && this.labelOverlay.request());
    on('window', () => this.#furnish());
    on('mask', () => this.#labelsSoon());
    on('data', () => this.#furnish());
    on('layer', (layer) => {
      this.stack.show(layer);
      this.#askForClasses();
      if (layer.exclusive === 'base' && layer.visible) this.#setPalette();
      this.#furnish();
      this.#syncLink();
    });
    on('select', () => {
      this.#syncLink();
      this.labelOverlay.request();
    });
    on('shown', () => this.#syncLink());
    on('panel', () => this.labelOverlay.request());
    on('cumulative', () => this.#syncLink());
    on('precision', () => this.#noteBorders());
    on('theme', () => this.#setPalette());
    map.on('moveend', () => this.#syncLink());
    // The player's keys are heard inside the map: a click on it brings the focus there.
    this.mapDiv.addEventListener('pointerdown', () => this.mapDiv.focus({ preventScroll: true }));
    this.resize = new ResizeObserver(() => {
      map.invalidateSize({ animate: false });
      this.chips.request();
    });
    this.resize.observe(this.stage);
    this.themes = new MutationObserver(() => model.setTheme(this.#themeOfPage()));
    this.themes.observe(document.body, { attributes: true, subtree: false });
    this.themes.observe(document.querySelector('.stApp') ?? document.body, { attributes: true, attributeFilter: ['class', 'style'] });
    this.onKey = (event) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'p' || event.key === 'P') this.present(!root.classList.contains('is-presenting'));
      else if (event.key !== 'Escape' || model.tool) return;
      else if (root.classList.contains('is-presenting')) this.present(false);
      else if (model.selection) model.select(null);
    };
    window.addEventListener('keydown', this.onKey);
  }

  /** Names follow a filter when the symbols have been drawn. */
  #labelsSoon() {
    clearTimeout(this.labelTimer);
    this.labelTimer = setTimeout(() => this.labelOverlay.request(), LINK_MS);
  }

  #furnish() {
    const lines = [...new Set(this.stack.shown.flatMap(({ attribution }) => attribution))];
    this.furniture.setAttribution(lines);
    this.#noteBorders();
  }

  #noteBorders() {
    const hidden = this.incidents.precision.hidden;
    const areas = hidden && this.model.layer('precision').visible ? ` · ${hidden} precision areas hidden: zoom in` : '';
    this.furniture.setNote(`Borders as of ${formatDay(this.model.window.end)}${areas}`);
  }

  async #selectById(eventId) {
    try {
      const { row } = await fetchJson(this.url(`map/events/${this.data.digest}?id=${encodeURIComponent(eventId)}`));
      const place = this.model.columns.place[row];
      this.model.selectPlace(place, row);
      if (!this.model.selection) this.model.select({ place, rows: [row], index: 0 });
    } catch (error) {
      this.#say(`The link's incident is not in these data: ${error.message}`);
    }
  }

  #goTo({ place, latitude, longitude, where_prec: prec, radius_km: radius }) {
    const zoom = prec >= 6 ? 6 : prec === 4 ? 8 : radius > 20 ? 9 : 10.5;
    this.map.flyTo([latitude, longitude], zoom, { duration: 0.9 });
    this.found?.remove();
    this.found = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: 'im-found', iconSize: [26, 26], html: el('span', { title: place }) }), interactive: false, keyboard: false,
    }).addTo(this.map);
    setTimeout(() => this.found?.remove(), 6000);
  }

  #zoomTo(place, longitude, latitude) {
    const { places } = this.model;
    if (place !== null && places.isDrawn(place)) [longitude, latitude] = [places.longitude[place], places.latitude[place]];
    this.map.flyTo([latitude, longitude], Math.max(this.map.getZoom(), 9), { duration: 0.8 });
  }

  /** Move the window, of the same length, to where `day` is; whole months stay whole months. */
  #goToDay(day) {
    const { model } = this;
    const { start, end } = model.window;
    const first = end - start >= 27 ? floorTo(day, 'month') : day;
    const [from, to] = windowFrom(first, spanOf(start, end));
    model.setWindow(from, Math.max(to, day), { settled: true });
  }

  #sendArea(area) {
    const ring = area && (area.type === 'circle' ? ringOf(area) : area.coordinates);
    this.host.send('area', { rings: ring ? [ring] : null });
  }

  /** Draw the app's area when it changes; a rerun that does not know of the newest one must not clear it. */
  #takeArea(area) {
    const key = JSON.stringify(area);
    if (key === this.#area) return;
    this.#area = key;
    this.tools.setArea(area);
  }

  home(animate = false) {
    const [southWest, northEast] = this.data.config.home;
    // Half the legend's width: the valley stands a little to the right of the middle.
    const panel = this.root.clientWidth > 900 ? 110 : 0;
    this.map.fitBounds([southWest, northEast], { animate, paddingTopLeft: [panel, 0] });
  }

  present(on) {
    this.root.classList.toggle('is-presenting', on);
    document.body.classList.toggle('im-presenting', on);
  }

  #share() {
    this.#writeLink();
    return copyText(location.href);
  }

  /** Streamlit keeps the reader's theme in the browser; the link brings the view back after the reload. */
  #switchTheme() {
    const next = this.model.theme === 'dark' ? 'Light' : 'Dark';
    localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(next));
    this.#writeLink();
    location.reload();
  }

  #syncLink() {
    clearTimeout(this.#linkTimer);
    this.#linkTimer = setTimeout(() => this.#writeLink(), LINK_MS);
  }

  #writeLink() {
    const { model, map } = this;
    const { selection } = model;
    const state = {
      center: map.getCenter(),
      zoom: map.getZoom(),
      layers: model.layers,
      isDefault: this.stack.isDefault,
      selection: selection ? this.card.selectedId() : null,
      cumulative: model.cumulative,
      tiles: model.layer('own')?.visible ? this.stack.ownTiles : null,
    };
    this.host.keep({
      center: [state.center.lat, state.center.lng], zoom: state.zoom,
      layers: model.layers.filter(({ visible }) => visible).map(({ id }) => id),
      fade: Object.fromEntries(model.layers.filter(({ opacity }) => opacity < 1).map(({ id, opacity }) => [id, opacity])),
      cumulative: model.cumulative,
    });
    const href = writeLink(location.href, state);
    if (href !== location.href) history.replaceState(history.state, '', href);
  }

  /** What tests and measurements use; `window()` is [first day, last day] in ISO form. */
  publicApi() {
    const { model } = this;
    const windowNow = () => {
      const days = [isoOf(model.window.start), isoOf(model.window.end)];
      return Object.assign(days, { start: days[0], end: days[1] });
    };
    return {
      ready: this.ready.then(() => true),
      map: null,
      count: () => model.tally.definite,
      possible: () => model.tally.possible,
      total: () => model.columns?.n ?? 0,
      window: windowNow,
      setWindow: (start, end) => {
        model.setWindow(dayOf(start), dayOf(end), { settled: true });
        return windowNow();
      },
      layers: () => model.layers.map(({ id, title, group, visible, opacity }) => ({ id, title, group, visible, opacity })),
      setLayer: (id, state) => model.setLayer(id, state),
      play: () => this.player.play(),
      pause: () => this.player.pause(),
    };
  }

  destroy() {
    clearTimeout(this.#linkTimer);
    clearTimeout(this.labelTimer);
    window.removeEventListener('keydown', this.onKey);
    this.resize?.disconnect();
    this.themes?.disconnect();
    for (const part of this.#parts) part.destroy?.();
    this.map?.remove();
    document.body.classList.remove('im-presenting');
    this.root.replaceChildren();
  }
}
