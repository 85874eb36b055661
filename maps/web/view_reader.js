// Tells the app the view that the map had last, on a page that has no map itself.

import { keptView } from './host.js';

/** Called by Streamlit at the first mount and after each rerun; what the app knows is not told again. */
export default function (component) {
  const { data, setStateValue } = component;
  const { center, zoom, layers, fade, cumulative } = keptView();
  if (!center) return;
  const view = { at: [...center, zoom], layers, fade, cumulative: cumulative === true };
  if (JSON.stringify(view) !== JSON.stringify(data.known)) setStateValue('view', view);
}
