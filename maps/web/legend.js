// The legend: exactly what the map draws now, with the counts of the window.

import { formatCount } from './dates.js';
import { setText, swatch } from './chrome.js';
import { el } from './dom.js';
import { sizeScale, symbolOf } from './legend_symbols.js';

const DEFAULT_SCALE = { radiusOf: (n) => Math.max(7, Math.min(28, 5.5 * Math.sqrt(n))), samples: [1, 4, 10, 20] };
// What each drawing of incidents shows; the others show their own legend entries.
const SHOWS = {
  by_place: { types: 'Ring colour: event type', sizes: true, marks: true, ghosts: true },
  points: { types: 'Dot colour: event type', marks: true },
};
const EXACT = { label: 'Exact place', symbol: { kind: 'dot', token: 'battles' } };
const COUNTRY = { label: 'Country alone: no point', symbol: { kind: 'chip' } };
const UNREAL = { label: 'Planned, threatened, alleged or denied', symbol: { kind: 'hollow', token: 'strategic' } };
const POSSIBLE = { label: 'Possibly in the window', symbol: { kind: 'pale', token: 'strategic' } };
const GHOST = { label: 'Outside the window', symbol: { kind: 'ghost', token: 'ghost' } };
const GROUPS = ['Borders', 'Reference', 'Base'];

/** @returns {{node: HTMLElement, setFolded: (folded: boolean) => void, destroy: () => void}} */
export function createLegend(model) {
  const node = el('div', { class: 'im-legend' });
  let folded = false;
  let signature = null;
  let counts = []; // for each type: {row, definite, possible}

  const headline = (text) => el('h4', { class: 'im-legend-heading' }, text);
  const entry = ({ label, symbol }) =>
    symbol.kind === 'ramp'
      ? el('div', { class: 'im-legend-wide' }, label && el('div', {}, label), symbolOf(symbol))
      : el('div', { class: 'im-legend-row' }, symbolOf(symbol), el('span', {}, label));

  function typeRows() {
    counts = model.types.map((type, index) => {
      const definite = el('b', {});
      const possible = el('span', { class: 'im-legend-possible', title: 'Possibly in the window' });
      const row = el('div', { class: 'im-legend-row im-legend-type' }, swatch(model.typeTokens[index]), el('span', {}, type), possible, definite);
      return { row, definite, possible };
    });
    return counts.map(({ row }) => row);
  }

  const entriesOf = (layers) => layers.filter((layer) => layer.visible).flatMap((layer) => (layer.legend ?? []).map(entry));

  function sections() {
    const shows = SHOWS[model.drawing] ?? {};
    const incidents = model.layers.filter((layer) => layer.group === 'Incidents');
    const areas = entriesOf(incidents.filter((layer) => !layer.exclusive));
    const hasCountries = model.places?.wherePrec.includes(6);
    const parts = [];
    const add = (text, rows) => rows.length > 0 && parts.push(headline(text), ...rows);
    if (shows.types) add(shows.types, typeRows());
    else add(model.layer(model.drawing)?.title ?? 'Incidents', entriesOf(incidents.filter((layer) => layer.exclusive)));
    if (folded) return parts;
    if (shows.sizes) add('Size: incidents at one place', [sizeScale(model.sizeScale ?? DEFAULT_SCALE)]);
    add('Place precision', [...(shows.marks ? [entry(EXACT)] : []), ...areas, ...(hasCountries && shows.marks ? [entry(COUNTRY)] : [])]);
    if (shows.marks) add('Status and time', [UNREAL, POSSIBLE, ...(shows.ghosts ? [GHOST] : [])].map(entry));
    for (const group of GROUPS) add(group, entriesOf(model.layers.filter((layer) => layer.group === group)));
    return parts;
  }

  function describe() {
    const visible = model.layers.filter((layer) => layer.visible).map((layer) => [layer.id, layer.legend]);
    return JSON.stringify([folded, visible, model.sizeScale?.samples, model.places?.n]);
  }

  function redraw() {
    const now = describe();
    if (now === signature) return;
    signature = now;
    counts = [];
    const parts = sections();
    node.replaceChildren(...(parts.length > 0 ? parts : [el('p', { class: 'im-legend-none' }, 'Nothing is drawn: tick a layer.')]));
    recount();
  }

  function recount() {
    const { byType } = model.tally;
    counts.forEach(({ row, definite, possible }, type) => {
      const [sure, maybe] = [byType[2 * type], byType[2 * type + 1]];
      setText(definite, formatCount(sure));
      setText(possible, maybe > 0 ? `+${formatCount(maybe)}` : '');
      const none = sure + maybe === 0;
      if (row.classList.contains('im-legend-zero') !== none) row.classList.toggle('im-legend-zero', none);
    });
  }

  const stops = [
    model.on('window', recount),
    model.on('mask', recount),
    model.on('data', () => {
      redraw();
      recount();
    }),
    model.on('layer', redraw),
  ];
  redraw();

  return {
    node,
    redraw,
    setFolded(fold) {
      folded = fold;
      redraw();
    },
    destroy() {
      for (const stop of stops) stop();
    },
  };
}
