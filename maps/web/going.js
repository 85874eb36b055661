// Where the map goes: home, to a place that was searched, to an incident's place, to the next incident's days.

import { floorTo } from './dates.js';
import { el } from './dom.js';
import { spanOf, windowFrom } from './windows.js';

const FOUND_MS = 6000;
const LEGEND_PX = 220;

export class Going {
  /** @param {[[number, number], [number, number]]} frame south-west and north-east corner of the home view */
  constructor(map, model, frame) {
    Object.assign(this, { map, model, frame });
  }

  /** The valley; where the legend is open it stands half the legend's width to the right of the middle. */
  home(isWide, animate = false) {
    this.map.fitBounds(this.frame, { animate, paddingTopLeft: [isWide ? LEGEND_PX / 2 : 0, 0] });
  }

  toFound({ place, latitude, longitude, where_prec: prec, radius_km: radius }) {
    const zoom = prec >= 6 ? 6 : prec === 4 ? 8 : radius > 20 ? 9 : 10.5;
    this.map.flyTo([latitude, longitude], zoom, { duration: 0.9 });
    this.destroy();
    this.found = L.marker([latitude, longitude], {
      icon: L.divIcon({ className: 'im-found', iconSize: [26, 26], html: el('span', { title: place }) }), interactive: false, keyboard: false,
    }).addTo(this.map);
    this.timer = setTimeout(() => this.found?.remove(), FOUND_MS);
  }

  toPlace(place, longitude, latitude) {
    const { places } = this.model;
    if (place !== null && places.isDrawn(place)) [longitude, latitude] = [places.longitude[place], places.latitude[place]];
    this.map.flyTo([latitude, longitude], Math.max(this.map.getZoom(), 9), { duration: 0.8 });
  }

  /** Move the window, of the same length, to where `day` is; whole months stay whole months. */
  toDay(day) {
    const { model } = this;
    const { start, end } = model.window;
    const first = end - start >= 27 ? floorTo(day, 'month') : day;
    const [from, to] = windowFrom(first, spanOf(start, end));
    model.setWindow(from, Math.max(to, day), { settled: true });
  }

  destroy() {
    clearTimeout(this.timer);
    this.found?.remove();
  }
}
