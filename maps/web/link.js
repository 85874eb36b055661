// The view in the page's address: centre and zoom, layers and their fading, base, selection, cumulative.
//
// The filter's keys (from, to, type …) belong to the app; these belong to the map, which writes them
// without a rerun and reads them once, when it is mounted.

const KEYS = ['at', 'layers', 'fade', 'sel', 'cum', 'tiles'];

/** What an address asks of the map, and one line for each part that cannot be read. */
export function readLink(search, layerIds) {
  const query = new URLSearchParams(search);
  const view = {};
  const notices = [];
  if (query.has('at')) {
    const numbers = query.get('at').split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
    const [lat, lng, zoom] = numbers;
    if (numbers.length === 3 && numbers.every(Number.isFinite) && Math.abs(lat) <= 85 && Math.abs(lng) <= 180 && zoom >= 2 && zoom <= 16) {
      view.center = [lat, lng];
      view.zoom = zoom;
    } else {
      notices.push(`The link's at=${clip(query.get('at'))} is no view: expected latitude,longitude,zoom, such as 40.5,71.5,8.`);
    }
  }
  if (query.has('layers')) {
    const asked = query.get('layers').split(',').filter(Boolean);
    const unknown = asked.filter((id) => !layerIds.includes(id));
    if (unknown.length) notices.push(`The link asks for layers that do not exist: ${clip(unknown.join(', '))}.`);
    view.layers = asked.filter((id) => layerIds.includes(id));
  }
  if (query.has('fade')) {
    view.fade = {};
    for (const pair of query.get('fade').split(',').filter(Boolean)) {
      const [id, percent] = pair.split(':');
      const value = percent?.trim() ? Number(percent) : NaN;
      if (layerIds.includes(id) && value >= 0 && value <= 100) view.fade[id] = value / 100;
      else notices.push(`The link's fade=${clip(pair)} cannot be read: expected layer:percent, such as relief:60.`);
    }
  }
  if (query.has('sel')) view.selection = query.get('sel');
  if (query.get('cum') === '1') view.cumulative = true;
  if (query.has('tiles')) view.tiles = query.get('tiles');
  return { view, notices };
}

function clip(text) {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The address with the map's own keys set to the state of now; other keys stay as they are. */
export function writeLink(href, { center, zoom, layers, isDefault, selection, cumulative, tiles }) {
  const url = new URL(href);
  const query = url.searchParams;
  for (const key of KEYS) query.delete(key);
  query.set('at', `${center.lat.toFixed(4)},${center.lng.toFixed(4)},${Number(zoom.toFixed(2))}`);
  if (!isDefault) query.set('layers', layers.filter(({ visible }) => visible).map(({ id }) => id).join(','));
  const faded = layers.filter(({ opacity }) => opacity < 0.995);
  if (faded.length) query.set('fade', faded.map(({ id, opacity }) => `${id}:${Math.round(opacity * 100)}`).join(','));
  if (selection) query.set('sel', selection);
  if (cumulative) query.set('cum', '1');
  if (tiles) query.set('tiles', tiles);
  // Commas and colons are allowed in a query and read better plain.
  url.search = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return url.href;
}
