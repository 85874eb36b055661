// The map as a file of its own: the same map as the app's, with all that it fetches inside the page.

import { dayOf } from './dates.js';
import { setAnswers } from './fetching.js';
import { IncidentMap } from './incident_map.js';
import { publicApi } from './public_api.js';

const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const MOST_FOUND = 8;

/** Whether a point lies inside a ring of [longitude, latitude], by the even-odd rule. */
function isInside(ring, lon, lat) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [x1, y1] = ring[i];
    const [x2, y2] = ring[j];
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}

/** The mask of the events in a drawn area; null lets all through. */
function maskOf({ columns, places }, rings) {
  if (!rings) return null;
  const held = Uint8Array.from({ length: places.n }, (_, place) =>
    Number(isInside(rings[0], places.longitude[place], places.latitude[place])));
  return Uint8Array.from(columns.place.subarray(0, columns.n), (place) => held[place]);
}

/** Places of these incidents whose names hold the text. */
function findPlaces({ places }, text) {
  const wanted = text.toLocaleLowerCase();
  const found = [];
  for (let place = 0; place < places.n && found.length < MOST_FOUND; place++) {
    if (places.name[place].toLocaleLowerCase().includes(wanted) && places.isDrawn(place)) {
      found.push({
        place: places.name[place], kind: '', country: places.country[place], admin1: places.admin1[place],
        latitude: places.latitude[place], longitude: places.longitude[place],
        where_prec: places.wherePrec[place], radius_km: places.radiusKm[place],
      });
    }
  }
  return found;
}

/**
 * @param {HTMLElement} root an empty element
 * @param {{data: object, view: object, files: Record<string, () => Promise<ArrayBuffer>>, tiles: Record<string, string>,
 *   events: () => Promise<object[]>}} page what the file holds: what the app would send, the view, the bodies by
 *   address, the relief's tiles as data addresses, and the incidents in the order of their rows
 */
export async function start(root, { data, view, files, tiles, events }) {
  let map = null;
  const all = events();
  const details = async (query) => {
    const known = await all;
    if (query.has('id')) {
      const row = known.findIndex(({ event_id: id }) => id === query.get('id'));
      if (row < 0) throw new Error('no such incident in this file');
      return { row };
    }
    return query.get('rows').split(',').map((row) => ({ ...known[row], row: Number(row) }));
  };
  setAnswers(async (path, query) => {
    if (files[path]) return files[path]();
    if (path.startsWith('map/events/')) return details(query);
    if (path === 'map/places') return findPlaces(map.model, query.get('q'));
    throw new Error(`${path} is not in this file`);
  });
  L.TileLayer.prototype.getTileUrl = function ({ x, y, z }) {
    return tiles[`${this._url.includes('dark') ? 'dark' : 'light'}/${z}/${x}/${y}`] ?? NOTHING;
  };
  const host = {
    kept: view,
    keep() {},
    send(name, value) {
      if (name === 'area') {
        map.model.setMask(maskOf(map.model, value.rings));
        data.area = value.rings && { type: 'polygon', coordinates: value.rings[0].slice(0, -1) };
      }
      if (name === 'window') data.window = value;
    },
  };
  map = new IncidentMap(root, data, host);
  const api = publicApi(map);
  window.incidentMap = api;
  await map.ready;
  api.map = map.map;
  await map.update(data); // class bounds of the districts come with what follows the first drawing
  map.model.setWindow(dayOf(data.window[0]), dayOf(data.window[1]));
}
