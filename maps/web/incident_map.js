// The interactive map: Leaflet as folium built it, the layers, the incidents, the player and the panels.

import { copyPicture, savePicture } from './as_seen.js';
import { createCard } from './card.js';
import { copyText } from './clipboard.js';
import { Chips } from './chips.js';
import { dayOf, formatDay, isoOf } from './dates.js';
import { el, isTyping } from './dom.js';
import { EventLoader } from './event_loader.js';
import { fetchEarly, fetchJson } from './fetching.js';
import { createFurniture } from './furniture.js';
import { ringOf } from './geodesy.js';
import { Going } from './going.js';
import { Incidents } from './incidents.js';
import { Labels } from './labels.js';
import { LayerStack, applyView, firstResources } from './layer_stack.js';
import { readLink } from './link.js';
import { Model } from './model.js';
import { CanvasOverlay } from './overlay.js';
import { createPanel } from './panel.js';
import { createPlayer } from './player.js';
import { Pointing } from './pointing.js';
import { createSearch } from './search.js';
import { createStates } from './states.js';
import { createStatus } from './status.js';
import { applyTheme } from './theme.js';
import { ViewLink } from './view_link.js';
import { createTools } from './tools.js';
import { createTooltip } from './tooltip.js';

const MOST_OBSTACLES = 350;
const LABELS_MS = 300;

export class IncidentMap {
  #parts = [];
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

    this.going = new Going(this.map, model, config.home);
    this.#parts.push(this.going);
    this.#createPanels(narrow);
    this.#createLayers();
    this.#home();
    if (view.center) this.map.setView(view.center, view.zoom, { animate: false });
    this.#listen();
    this.#setPalette();
    this.said = linked.notices; // lines of the map's own; the app's are told after each rerun
    this.#tell();
    if (view.tiles) this.#addLinkedTiles(view.tiles);

    this.states.setLoading(true);
    const layersShown = Promise.all(model.layers.map((layer) => this.stack.show(layer)));
    await this.loader.load(data);
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
    this.link.soon();
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
      onSave: () => savePicture(this),
      onCopy: () => copyPicture(this),
      onPresent: () => this.present(!this.root.classList.contains('is-presenting')),
    });
    const panelSlot = slot('panel');
    this.panel = createPanel(panelSlot, model, {
      narrow, onReset: () => this.stack.reset(), onAddTiles: (url) => this.stack.addTiles(url, true),
    });
    this.tooltip = createTooltip(slot('tooltip'), model);
    const cardSlot = slot('card');
    this.card = createCard(cardSlot, model, {
      fetchEvents: (rows) => fetchJson(this.url(`map/events/${this.data.digest}?rows=${rows.join(',')}`)),
      copyText,
      onZoom: ({ place, longitude, latitude }) => this.going.toPlace(place, longitude, latitude),
      // Only the store knows of an event's past; a file, or a page on its own, has none.
      pageOf: (id) => (this.data.revision == null ? null : this.url(`event?sel=${encodeURIComponent(id)}`)),
    });
    const searchSlot = slot('search');
    this.search = createSearch(searchSlot, model, { search, onPick: (found) => this.going.toFound(found) });
    const toolSlot = slot('tools');
    this.tools = createTools(toolSlot, model, { map, onHome: () => this.#home(true), onArea: (area) => this.#sendArea(area) });
    const footSlot = slot('furniture');
    this.furniture = createFurniture(footSlot, model, { map });
    this.states = createStates(slot('states'), model, {
      onAllDates: () => model.setWindow(model.extent.start, model.extent.end, { settled: true }),
      onNext: (day) => this.going.toDay(day),
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
    this.loader = new EventLoader(model, this.incidents, (path) => this.url(path));
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
    this.link = new ViewLink(this, (view) => this.host.keep(view));
    this.#parts.push(this.link, this.incidents, this.labelOverlay, this.chips, this.stack, this.pointing);
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

  /** Take what the app sends after a rerun; only what differs is done. */
  async update(data) {
    this.data = data;
    await this.ready;
    const { model } = this;
    // Events that came since may reach further than the time axis did.
    model.extent = { start: dayOf(data.extent[0]), end: dayOf(data.extent[1]) };
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
      await this.loader.load(data);
    } catch (error) {
      if (error.status === 404) this.host.send('lost', Date.now());
      else this.states.setFailed(`The incidents could not be loaded: ${error.message}`, () => this.update(this.data));
    }
    this.#takeArea(data.area ?? null);
    this.#tell();
    this.link.soon();
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
      this.link.soon();
    });
    on('select', () => {
      this.link.soon();
      this.labelOverlay.request();
    });
    on('shown', () => this.link.soon());
    on('panel', () => this.labelOverlay.request());
    on('cumulative', () => this.link.soon());
    on('precision', () => this.#noteBorders());
    on('theme', () => this.#setPalette());
    map.on('moveend', () => this.link.soon());
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
    this.labelTimer = setTimeout(() => this.labelOverlay.request(), LABELS_MS);
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

  #home(animate = false) {
    this.going.home(this.root.clientWidth > 900, animate);
  }

  present(on) {
    this.root.classList.toggle('is-presenting', on);
    document.body.classList.toggle('im-presenting', on);
  }

  #share() {
    this.link.write();
    return copyText(location.href);
  }

  /** Streamlit keeps the reader's theme in the browser; the link brings the view back after the reload. */
  #switchTheme() {
    const next = this.model.theme === 'dark' ? 'Light' : 'Dark';
    localStorage.setItem(`stActiveTheme-${location.pathname}-v2`, JSON.stringify(next));
    this.link.write();
    location.reload();
  }

  destroy() {
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
