// The symbols of the legend: small drawings of what stands for what on the map.

import { formatCount } from './dates.js';
import { el, svg } from './dom.js';

const WIDTH = 20;
const HEIGHT = 18;
const MIDDLE = { cx: WIDTH / 2, cy: HEIGHT / 2 };
const DIAMOND = 'M10 1.9L17.1 9 10 16.1 2.9 9z';
const MARKS = {
  air: 'M10 4.6l.9 3 3 1.6v.9l-3-.6-.3 2 1.1.9v.6l-1.7-.4-1.7.4v-.6l1.1-.9-.3-2-3 .6v-.9l3-1.6z',
  ground: 'M10 5.1l1.1 2.5 2.7.3-2 1.8.6 2.7L10 11l-2.4 1.4.6-2.7-2-1.8 2.7-.3z',
};

function drawing(...children) {
  return svg('svg', { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' }, ...children);
}

const colour = (token) => `var(--${token}, currentColor)`;
const dashes = (dash) => (dash?.length ? [dash].flat().join(' ') : undefined);
const circle = (r, props) => svg('circle', { ...MIDDLE, r, ...props });

function line({ token, dash, width = 1.6 }) {
  const stroke = { stroke: colour(token), 'stroke-width': width, 'stroke-dasharray': dashes(dash), fill: 'none' };
  return drawing(svg('path', { d: 'M1 9h18', ...stroke }));
}

function area({ token }) {
  const paint = { fill: colour(token), 'fill-opacity': 0.3, stroke: colour(token), 'stroke-width': 1.4 };
  return drawing(svg('rect', { x: 2, y: 3.5, width: 16, height: 11, rx: 2, ...paint }));
}

function dot({ token }) {
  return drawing(circle(5.6, { fill: colour(token), stroke: 'var(--panel)', 'stroke-width': 1.4 }), circle(5, { fill: 'none', stroke: '#14191e', 'stroke-opacity': 0.4, 'stroke-width': 0.9 }));
}

function hollow({ token }) {
  return drawing(circle(5.4, { fill: colour(token), 'fill-opacity': 0.14, stroke: colour(token), 'stroke-width': 2.2, 'stroke-dasharray': '3 2.1' }));
}

/** The paler dot of what only possibly lies in the window. */
function pale({ token }) {
  const fill = `color-mix(in srgb, ${colour(token)} 42%, var(--panel))`;
  return drawing(circle(5, { fill, stroke: 'var(--symbol-line, currentColor)', 'stroke-opacity': 0.35, 'stroke-width': 0.9 }));
}

function ghost({ token }) {
  return drawing(circle(3.6, { fill: 'none', stroke: colour(token), 'stroke-width': 1.3 }));
}

function disc({ token }) {
  return drawing(
    circle(8.2, { fill: colour(token), 'fill-opacity': 0.18, stroke: colour(token), 'stroke-dasharray': '2 2.4' }),
    circle(3.8, { fill: colour(token), stroke: 'var(--panel)' }),
  );
}

function outline({ token }) {
  const stroke = { stroke: colour(token), 'stroke-width': 1.7, 'stroke-dasharray': '1.5 3.2', 'stroke-linecap': 'round' };
  return drawing(svg('path', { d: 'M2 5.5l7-4 8 3 1 7.5-7 4.6-8-2.8z', fill: colour(token), 'fill-opacity': 0.1, ...stroke }));
}

function mark({ token, icon }) {
  const paint = colour(token);
  if (icon in MARKS) {
    return drawing(svg('path', { d: DIAMOND, fill: paint }), svg('path', { d: MARKS[icon], fill: 'var(--panel)' }));
  }
  if (icon?.startsWith('M')) return drawing(svg('path', { d: icon, fill: paint }));
  return drawing(circle(3, { fill: paint }));
}

/** Steps of colour (tokens of the palette) side by side, each with its label below. */
function ramp({ colors = [], labels = [] }) {
  return el(
    'div',
    { class: 'im-legend-ramp' },
    colors.map((token, index) => el('div', {}, el('span', { style: { background: colour(token) } }), labels[index] ?? '')),
  );
}

function chip({ label }) {
  return el('span', { class: 'im-legend-chip', 'aria-hidden': 'true' }, label ?? '3');
}

const KINDS = { line, area, dot, hollow, pale, ghost, disc, outline, icon: mark, ramp, chip };

/** A symbol by its description, see the legend of a layer; an unknown kind is a fault of the layer and says so. */
export function symbolOf(description) {
  const draw = KINDS[description.kind];
  if (!draw) throw new RangeError(`no legend symbol "${description.kind}": expected one of ${Object.keys(KINDS).join(', ')}`);
  return draw(description);
}

/** Circles for the numbers in `samples`, as large as those on the map. */
export function sizeScale({ radiusOf, samples }) {
  return el(
    'div',
    { class: 'im-legend-sizes' },
    samples.map((n) => {
      const r = radiusOf(n);
      const c = r + 1;
      return el(
        'div',
        {},
        svg('svg', { width: 2 * c, height: 2 * c, 'aria-hidden': 'true' }, svg('circle', { cx: c, cy: c, r: r - 0.5, fill: 'none', stroke: 'var(--ink)', 'stroke-width': 1.1 })),
        el('span', {}, formatCount(n)),
      );
    }),
  );
}
