// The page's address follows the view: centre, layers, fades, selection, cumulative, own tiles.

import { writeLink } from './link.js';

const LINK_MS = 300;

export class ViewLink {
  #timer = 0;

  /**
   * @param {object} parts the map's `model`, its Leaflet `map`, its layer `stack` and its `card`
   * @param {(view: object) => void} keep is handed the view at each writing, for a later mount of the page
   */
  constructor({ model, map, stack, card }, keep) {
    Object.assign(this, { model, map, stack, card, keep });
  }

  /** Write the address soon; many changes in a row are written once. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.write(), LINK_MS);
  }

  write() {
    const { model, map, stack } = this;
    const center = map.getCenter();
    this.keep({
      center: [center.lat, center.lng], zoom: map.getZoom(),
      layers: model.layers.filter(({ visible }) => visible).map(({ id }) => id),
      fade: Object.fromEntries(model.layers.filter(({ opacity }) => opacity < 1).map(({ id, opacity }) => [id, opacity])),
      cumulative: model.cumulative,
    });
    const href = writeLink(location.href, {
      center,
      zoom: map.getZoom(),
      layers: model.layers,
      isDefault: stack.isDefault,
      selection: model.selection ? this.card.selectedId() : null,
      cumulative: model.cumulative,
      tiles: model.layer('own')?.visible ? stack.ownTiles : null,
    });
    if (href !== location.href) history.replaceState(history.state, '', href);
  }

  destroy() {
    clearTimeout(this.#timer);
  }
}
