// The map inside a Streamlit page: mounted once, told of changes, telling back what has settled.

import { fetchEarly } from './fetching.js';
import { IncidentMap } from './incident_map.js';
import { publicApi } from './public_api.js';

let kept = {}; // the view of the last mount: coming back from another page finds it again
let loaded = null;

function load(data) {
  const add = (tag, props) =>
    new Promise((done, failed) => {
      const node = Object.assign(document.createElement(tag), props);
      node.onload = done;
      node.onerror = () => failed(new Error(`${props.href ?? props.src} could not be loaded`));
      document.head.append(node);
    });
  loaded ??= Promise.all([
    window.L ? null : add('script', { src: `${data.base}map/leaflet/leaflet.js` }),
    add('link', { rel: 'stylesheet', href: `${data.base}map/leaflet/leaflet.css` }),
    add('link', { rel: 'stylesheet', href: `${data.base}${data.web}all.css` }),
    document.fonts.load('600 14px "Source Sans"').catch(() => null),
  ]);
  return loaded;
}

/** Called by Streamlit at the first mount and after each rerun. */
export default async function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  const root = parentElement.querySelector('.incident-map-host');
  if (root.incidentMap) {
    root.incidentMap.update(data).catch((error) => fail(root, error));
    return;
  }
  const host = {
    get kept() {
      return kept;
    },
    keep: (view) => (kept = view),
    // Triggers, not states: what is sent again after the app has changed it meanwhile must be heard again.
    send: (name, value) => (name === 'classed' ? setStateValue(name, value) : setTriggerValue(name, value)),
  };
  root.incidentMap = 'loading';
  // Under way while scripts and styles are still being read.
  for (const path of [data.places, data.events, data.mask]) if (path) fetchEarly(data.base + path);
  try {
    await load(data);
    const map = new IncidentMap(root, data, host);
    root.incidentMap = map;
    const api = publicApi(map);
    window.incidentMap = api;
    map.ready.then(() => (api.map = map.map), (error) => fail(root, error));
  } catch (error) {
    fail(root, error);
  }
  return () => {
    if (root.isConnected) return;
    root.incidentMap?.destroy?.();
  };
}

/** One clear line in place of the map; the rest of the page stays. */
function fail(root, error) {
  console.error(error);
  const line = document.createElement('p');
  line.className = 'im-failed';
  line.setAttribute('role', 'alert');
  line.textContent = `The map could not be drawn: ${error.message}. Reload the page to try again.`;
  root.append(line);
}
