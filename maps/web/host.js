// The map inside a Streamlit page: mounted once, told of changes, telling back what has settled.

import { fetchEarly } from './fetching.js';
import { IncidentMap } from './incident_map.js';
import { load } from './loading.js';
import { publicApi } from './public_api.js';
import { watchRevision } from './revision.js';

let kept = {}; // the view of the last mount: coming back from another page finds it again

/** The view that the map of this page had last: what a briefing starts from. */
export const keptView = () => kept;

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
    root.stopWatching = watchRevision(new URL(`${data.base}map/revision`, document.baseURI).href, {
      known: () => (root.isConnected ? (map.data.revision ?? null) : null),
      onChange: (revision) => setTriggerValue('changed', revision),
    });
  } catch (error) {
    fail(root, error);
  }
  return () => {
    if (root.isConnected) return;
    root.stopWatching?.();
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
