// What tests and measurements use of the page's map: `window.incidentMap`.

import { dayOf, isoOf } from './dates.js';

/** The functions of one map; `window()` is [first day, last day] in ISO form, with `start` and `end` besides. */
export function publicApi(incidentMap) {
  const { model } = incidentMap;
  const windowNow = () => {
    const days = [isoOf(model.window.start), isoOf(model.window.end)];
    return Object.assign(days, { start: days[0], end: days[1] });
  };
  return {
    ready: incidentMap.ready.then(() => true),
    map: null,
    count: () => model.tally.definite,
    possible: () => model.tally.possible,
    total: () => model.columns?.n ?? 0,
    window: windowNow,
    setWindow: (start, end) => {
      model.setWindow(dayOf(start), dayOf(end), { settled: true });
      return windowNow();
    },
    layers: () => model.layers.map(({ id, title, group, visible, opacity }) => ({ id, title, group, visible, opacity })),
    setLayer: (id, state) => model.setLayer(id, state),
    play: () => incidentMap.player.play(),
    pause: () => incidentMap.player.pause(),
  };
}
