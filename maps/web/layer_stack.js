// The layers of the map below the incidents: tiles, lines, areas and labels, shown as the model says.

import { fetchJson } from './fetching.js';
import { Underlay } from './underlay.js';
import { VectorLayer } from './vectors.js';

const SETS = ['base', 'incidents']; // of each such set one layer is shown
const OWN_ORDER = 14;
const MOST_FAILURES = 3;

export class LayerStack {
  /**
   * @param {L.Map} map
   * @param {object[]} specs the layers as maps/interactive.py describes them
   * @param {import('./model.js').Model} model
   * @param {{base: string, url: (path: string) => string, labels: import('./labels.js').Labels,
   *   onChange: () => void, say: (line: string) => void}} host `onChange`: labels have to be drawn anew
   */
  constructor(map, specs, model, { base, url, labels, onChange, say }) {
    Object.assign(this, { map, specs, model, base, url, labels, onChange, say });
    this.defaults = specs.map(({ id, shown }) => [id, shown]);
    this.vectors = new Map();
    this.tiles = new Map();
    for (const spec of specs) {
      if (spec.resources.features || spec.resources.coarse) {
        this.vectors.set(spec.id, new VectorLayer(map, spec, model, (path) => fetchJson(url(path))));
      }
      if (spec.tiles) this.tiles.set(spec.id, this.#tileLayer(spec));
    }
    const bases = specs.filter(({ tiles }) => tiles).map(({ id }) => `im-tiles-${id}`);
    this.underlay = new Underlay(map, ['im-land', ...bases, 'im-lines']);
    this.drawOrder = [...this.vectors.values()].sort((a, b) => a.spec.order - b.spec.order);
    for (const vector of this.drawOrder) vector.onBuilt = () => this.#order();
  }

  spec(id) {
    return this.specs.find((spec) => spec.id === id);
  }

  /** The specs of the layers that are shown. */
  get shown() {
    return this.specs.filter(({ id }) => this.model.layer(id)?.visible);
  }

  get isDefault() {
    return this.defaults.every(([id, shown]) => this.model.layer(id).visible === shown);
  }

  setPalette(palette) {
    for (const vector of this.vectors.values()) vector.setPalette(palette);
    for (const [id, tiles] of this.tiles) if (tiles.themed) tiles.layer.setUrl(this.#tileUrl(this.spec(id)));
    this.underlay.release();
  }

  /** Layers on one canvas are drawn in the order of coming: put them back into theirs, once a frame. */
  #order() {
    if (this.ordering) return;
    this.ordering = requestAnimationFrame(() => {
      this.ordering = 0;
      for (const vector of this.drawOrder) vector.toFront();
      this.underlay.refresh();
    });
  }

  #tileUrl(spec) {
    const local = !/^https?:/.test(spec.tiles);
    const url = spec.tiles.replace('{theme}', this.model.theme);
    return local ? this.base + url : url;
  }

  #tileLayer(spec) {
    const pane = `im-tiles-${spec.id}`;
    this.map.createPane(pane).style.zIndex = 205 + spec.order;
    const [lowest, highest] = spec.tile_zooms;
    const layer = L.tileLayer(this.#tileUrl(spec), {
      pane, minNativeZoom: lowest, maxNativeZoom: highest, minZoom: 3, maxZoom: 16, keepBuffer: 4, updateWhenZooming: false,
    });
    let failures = 0;
    layer.on('tileerror', () => {
      if (/^https?:/.test(spec.tiles) && ++failures === MOST_FAILURES) {
        this.say(`${spec.title}: the tiles cannot be reached. The offline bases need no network.`);
      }
    });
    layer.on('load tileload', () => this.underlay.release());
    return { layer, pane, themed: spec.tiles.includes('{theme}') };
  }

  /** Bring a layer to what the model says of it. */
  async show(layer) {
    const { id, visible, opacity } = layer;
    const vector = this.vectors.get(id);
    const tiles = this.tiles.get(id);
    this.labels.show(id, visible);
    if (vector) vector.setOpacity(opacity);
    if (tiles) {
      this.map.getPane(tiles.pane).style.opacity = opacity;
      if (visible) tiles.layer.addTo(this.map);
      else tiles.layer.remove();
    }
    const { labels, label_areas: areas } = this.spec(id)?.resources ?? {};
    try {
      const needed = visible || (id === 'national' && !this.labels.layers.has(id));
      const loadLabels = async () => {
        const [table, polygons] = await Promise.all([
          fetchJson(this.url(labels)), areas ? fetchJson(this.url(areas)) : null,
        ]);
        this.labels.setLayer(id, table, polygons);
        this.labels.show(id, layer.visible);
      };
      await Promise.all([vector?.show(visible), labels && needed && !this.labels.layers.has(id) ? loadLabels() : null]);
    } catch (error) {
      this.say(`${layer.title} could not be loaded: ${error.message}`);
    }
    this.underlay.release();
    this.onChange();
  }

  /** Show what a new map shows. */
  reset() {
    for (const [id, shown] of this.defaults) {
      const layer = this.model.layer(id);
      layer.visible = shown;
      layer.opacity = 1;
      this.model.emit('layer', layer);
    }
  }

  /** The reader's own tiles as one more base; RangeError in one line where the address is none. */
  addTiles(url, show) {
    const trimmed = String(url).trim();
    let parsed;
    try {
      parsed = new URL(trimmed.replaceAll('{', '%7B').replaceAll('}', '%7D'), document.baseURI);
    } catch {
      throw new RangeError(`"${trimmed.slice(0, 60)}" is no address: expected one like https://host/{z}/{x}/{y}.png`);
    }
    if (!/^https?:$/.test(parsed.protocol) || !['{z}', '{x}', '{y}'].every((part) => trimmed.includes(part))) {
      throw new RangeError(`"${trimmed.slice(0, 60)}" is no tile address: expected one like https://host/{z}/{x}/{y}.png`);
    }
    this.ownTiles = trimmed;
    const known = this.spec('own');
    if (known) {
      known.tiles = trimmed;
      this.tiles.get('own').layer.setUrl(trimmed);
    } else {
      const spec = {
        id: 'own', title: 'Own', group: 'Base', order: OWN_ORDER, exclusive: 'base', settings: {}, resources: {}, tiles: trimmed,
        tile_zooms: [0, 19], attribution: [`Map tiles: ${parsed.host}`], legend: [], live: null,
      };
      this.specs.push(spec);
      this.tiles.set('own', this.#tileLayer(spec));
      this.underlay.panes.splice(-1, 0, 'im-tiles-own');
      this.model.layers.push({ id: 'own', title: 'Own', group: 'Base', exclusive: 'base', visible: false, opacity: 1, legend: [], hint: trimmed });
      this.defaults.push(['own', false]);
    }
    if (show) this.model.setLayer('own', { visible: true });
    else this.model.emit('layer', this.model.layer('own'));
  }

  destroy() {
    cancelAnimationFrame(this.ordering);
    this.underlay.destroy();
  }
}

/** The addresses that a new map asks for first: worth fetching before anything is built. */
export function firstResources(specs) {
  return specs
    .filter(({ shown }) => shown)
    .flatMap(({ resources }) => [resources.coarse ?? resources.features, resources.labels, resources.label_areas])
    .filter(Boolean);
}

/** Set which layers a view shows, and how faded, before anything is drawn. */
export function applyView(model, view) {
  const { layers } = model;
  if (view.layers) {
    for (const layer of layers) layer.visible = view.layers.includes(layer.id);
    for (const set of SETS) {
      const members = layers.filter(({ exclusive }) => exclusive === set);
      const shown = members.filter(({ visible }) => visible);
      for (const extra of shown.slice(1)) extra.visible = false;
    }
  }
  for (const set of SETS) {
    // A layer that could not be drawn leaves its place to the next of its kind.
    const members = layers.filter(({ exclusive }) => exclusive === set);
    if (!view.layers && members.length && !members.some(({ visible }) => visible)) members[0].visible = true;
  }
  for (const [id, opacity] of Object.entries(view.fade ?? {})) model.layer(id).opacity = opacity;
}
