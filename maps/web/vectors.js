// Lines, areas and site symbols of the reference layers, as they hold in the window.

import { unpackParts } from './geometry.js';
import { el, svg } from './dom.js';
import { mercator } from './places.js';

const FINE_FROM_ZOOM = 8.6;
const FOLLOW_MS = 160;
const PANE_Z = { 'im-land': 203, 'im-lines': 240, 'im-sites': 250 };

const SITE_PATHS = {
  air: 'M8 3.6l.9 3 3 1.6v.9l-3-.6-.3 2 1.1.9v.6L8 11.6l-1.7.4v-.6l1.1-.9-.3-2-3 .6v-.9l3-1.6z',
  ground: 'M8 4.1l1.1 2.5 2.7.3-2 1.8.6 2.7L8 10l-2.4 1.4.6-2.7-2-1.8 2.7-.3z',
};

/** A site's symbol: a diamond with a plane for air bases, a star for ground bases. */
export function siteSymbol(kind, size = 16) {
  return svg(
    'svg',
    { viewBox: '0 0 16 16', width: size, height: size, class: 'im-site', 'aria-hidden': 'true' },
    svg('path', { d: 'M8 .9L15.1 8 8 15.1.9 8z', class: 'im-site-body' }),
    svg('path', { d: SITE_PATHS[kind] ?? SITE_PATHS.ground, class: 'im-site-mark' }),
  );
}

/** Whether something with validity [from, to) holds on the window's last day, or anywhere in it. */
export function holds({ from, to }, { start, end }, overlap) {
  return (from === null || from <= end) && (to === null || (overlap ? start < to : end < to));
}

const renderers = new WeakMap(); // map -> pane name -> the canvas renderer its layers share

function rendererOf(map, pane) {
  if (!renderers.has(map)) renderers.set(map, {});
  const known = renderers.get(map);
  if (!known[pane]) {
    const node = map.getPane(pane) ?? map.createPane(pane);
    node.style.zIndex = PANE_Z[pane];
    node.style.pointerEvents = 'none';
    known[pane] = L.canvas({ pane, padding: 0.15 });
  }
  return known[pane];
}

export class VectorLayer {
  #active = '';
  #detail = 'coarse';

  /**
   * @param {L.Map} map
   * @param {object} spec one layer as maps/interactive.py describes it
   * @param {import('./model.js').Model} model
   * @param {(url: string) => Promise<object>} fetchJson
   */
  constructor(map, spec, model, fetchJson) {
    Object.assign(this, { map, spec, model, fetchJson });
    // Land lies below the tiles; all other lines and areas share one canvas, which a browser without a
    // graphics card lays over the map much faster than one canvas a layer.
    this.pane = spec.exclusive === 'base' ? 'im-land' : spec.style.icon_field ? 'im-sites' : 'im-lines';
    this.renderer = rendererOf(map, this.pane);
    this.group = L.layerGroup();
    this.features = { coarse: null, fine: null };
    this.visible = false;
    this.opacity = 1;
    this.onBuilt = () => {};
    this.sites = [];
    map.on('zoomend', () => {
      this.#pickDetail();
      this.#refresh();
    });
    // While the window moves, borders and sites follow a few times a second.
    model.on('window', () => {
      this.waiting ||= setTimeout(() => {
        this.waiting = 0;
        this.#refresh();
      }, FOLLOW_MS);
    });
  }

  setPalette(palette) {
    this.palette = palette;
    this.#active = '';
    this.#refresh();
  }

  setOpacity(opacity) {
    if (opacity === this.opacity) return;
    this.opacity = opacity;
    this.#active = '';
    this.#refresh();
  }

  /** Draw this layer above those whose turn came before. */
  toFront() {
    if (!this.visible || this.spec.style.icon_field) return;
    this.group.eachLayer((layer) => layer.bringToFront());
  }

  async show(visible) {
    this.visible = visible;
    if (!visible) {
      this.group.remove();
      return;
    }
    await this.#pickDetail();
    if (this.visible) this.group.addTo(this.map);
  }

  async #pickDetail() {
    if (!this.visible) return;
    const { coarse, features } = this.spec.resources;
    const detail = coarse && this.map.getZoom() < FINE_FROM_ZOOM ? 'coarse' : 'fine';
    const url = detail === 'coarse' ? coarse : features;
    if (!url) return;
    if (!this.features[detail]) {
      const resource = await this.fetchJson(url);
      this.features[detail] = resource.features.map((feature) => ({
        ...feature,
        latlngs: unpackParts(feature.parts, resource.scale).map((part) => {
          const points = new Array(part.length / 2);
          for (let i = 0; i < points.length; i++) points[i] = [part[2 * i + 1], part[2 * i]];
          return points;
        }),
      }));
    }
    if (detail !== this.#detail || this.#active === '') {
      this.#detail = detail;
      this.#active = '';
      this.#refresh();
    }
  }

  /** Draw those features that hold now; does nothing while the same ones hold. */
  #refresh() {
    const features = this.features[this.#detail];
    if (!features || !this.palette || !this.visible) return;
    const overlap = this.spec.settings.validity === 'overlap';
    const zoom = this.map.getZoom();
    const held = features.map(
      (feature) => holds(feature, this.model.window, overlap) && (feature.props.from_zoom ?? 0) <= zoom,
    );
    const key = `${this.#detail}${held.map(Number).join('')}`;
    if (key === this.#active) return;
    this.#active = key;
    this.group.clearLayers();
    this.#build(features.filter((_, index) => held[index]));
    this.onBuilt();
  }

  #build(features) {
    const { style } = this.spec;
    this.sites = [];
    if (style.icon_field) {
      for (const feature of features) this.#addSite(feature);
      return;
    }
    const base = { renderer: this.renderer, interactive: false, pane: this.pane, smoothFactor: 0.6 };
    const areas = features.filter(({ type }) => type === 'polygon').map(({ latlngs }) => latlngs);
    const lines = features.filter(({ type }) => type === 'line').flatMap(({ latlngs }) => latlngs);
    if (areas.length && style.fill_token) {
      this.group.addLayer(
        L.polygon(areas, {
          ...base, stroke: false, fillColor: this.palette[style.fill_token], fillOpacity: style.fill_opacity * this.opacity, fillRule: 'evenodd',
        }),
      );
    }
    for (const stroke of style.strokes) {
      const look = {
        ...base, color: this.palette[stroke.token], weight: stroke.width_px, opacity: stroke.opacity * this.opacity,
        dashArray: stroke.dash.length ? stroke.dash.join(' ') : null, lineJoin: 'round', fill: false,
      };
      if (lines.length) this.group.addLayer(L.polyline(lines, look));
      if (areas.length) this.group.addLayer(L.polygon(areas, { ...look, weight: areas.length && lines.length ? 0.6 : stroke.width_px }));
    }
  }

  #addSite({ props, latlngs }) {
    const title = [props.name, props.operator, props.years].filter(Boolean).join(', ');
    const body = el('span', { class: 'im-site-box', title }, siteSymbol(props[this.spec.style.icon_field]));
    const [lat, lng] = latlngs[0][0];
    const [x, y] = mercator(lng, lat);
    this.sites.push({ body, x, y });
    this.group.addLayer(
      L.marker([lat, lng], {
        pane: this.pane,
        keyboard: false,
        interactive: false,
        opacity: this.opacity,
        icon: L.divIcon({ className: 'im-site-icon', iconSize: [16, 16], html: body }),
      }),
    );
  }

  /** Move the symbols of sites beside those of incidents; returns the circles [x, y, r] they cover. */
  standAside(circles, overlay) {
    if (!this.visible) return [];
    return this.sites.map(({ body, x, y }) => {
      const px = x * overlay.scale + overlay.left;
      const py = y * overlay.scale + overlay.top;
      const under = circles.find(([cx, cy, r]) => Math.hypot(cx - px, cy - py) < r + 5);
      const aside = under ? under[0] + under[2] + 9 - px : 0;
      body.style.transform = aside ? `translateX(${aside}px)` : '';
      return [px + aside, py, 8];
    });
  }
}
