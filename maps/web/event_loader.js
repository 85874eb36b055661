// Brings the packed events, their places and the mask of the filter to the model; each is fetched once.

import { Columns, unpackMask } from './columns.js';
import { fetchJson, fetchOk } from './fetching.js';
import { Places } from './places.js';

export class EventLoader {
  #events = null;
  #mask = null;

  /**
   * @param {Model} model takes the columns, the places and the mask
   * @param {Incidents} incidents takes the addresses of the areas that belong to the places
   * @param {(path: string) => string} url the whole address of a path of the app
   */
  constructor(model, incidents, url) {
    Object.assign(this, { model, incidents, url });
  }

  /** Load what differs from the last time; an error is thrown on, and the next call tries again. */
  async load(data) {
    if (this.#events !== data.events) {
      this.#events = data.events;
      const coming = Promise.all([
        fetchOk(this.url(data.events)).then((response) => response.arrayBuffer()),
        fetchJson(this.url(data.places)),
      ]);
      coming.catch(() => (this.#events = null));
      const [buffer, packed] = await coming;
      if (this.#events !== data.events) return;
      const columns = new Columns(buffer);
      const places = new Places(packed.table);
      this.incidents.precision.setResource(packed.areas);
      this.incidents.districts.setResource(packed.districts);
      this.model.pointless = [...Array(places.n).keys()].filter((place) => !places.isDrawn(place));
      this.#mask = null;
      this.model.setData(columns, places);
    }
    await this.#loadMask(data.mask ?? null);
  }

  async #loadMask(asked) {
    if (this.#mask === asked) return;
    this.#mask = asked;
    let mask = null;
    try {
      if (asked) mask = unpackMask(await (await fetchOk(this.url(asked))).arrayBuffer(), this.model.columns.n);
    } catch (error) {
      this.#mask = undefined; // asked for again when the app has packed it anew
      throw error;
    }
    if (this.#mask === asked) this.model.setMask(mask);
  }
}
