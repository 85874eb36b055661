// The small pieces that the map's panels share: surfaces, buttons, swatches, icons and key handling.

import { formatCount } from './dates.js';
import { el, icon } from './dom.js';

/** Paths of 14-unit icons; those in OUTLINED are stroked, the others filled. */
const PATHS = {
  close: 'M3 3l8 8M11 3l-8 8',
  previous: 'M8.8 2.8L4.6 7l4.2 4.2',
  next: 'M5.2 2.8L9.4 7l-4.2 4.2',
  down: 'M2.8 5.2L7 9.4l4.2-4.2',
  up: 'M2.8 8.8L7 4.6l4.2 4.2',
  plus: 'M7 2.4v9.2M2.4 7h9.2',
  minus: 'M2.4 7h9.2',
  home: 'M1.6 7.2L7 2.2l5.4 5M3.2 6v6h2.6V8.6h2.4V12h2.6V6',
  search: 'M9.2 9.2l3.2 3.2M10.2 6a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0z',
  measure: 'M1.2 9.6l8.4-8.4 3.2 3.2-8.4 8.4zM4 6.8l1.6 1.6M6.2 4.6l1.6 1.6M8.2 2.6l1.2 1.2',
  polygon: 'M2.6 5.2L7.4 2l4.4 3.6-1.6 6-6.4.2z',
  circle: 'M12 7A5 5 0 1 1 2 7a5 5 0 0 1 10 0zM7 7h5',
  clear: 'M2.4 4h9.2M5.4 4V2.4h3.2V4M3.6 4l.6 7.8h5.6l.6-7.8M5.9 6.2v3.6M8.1 6.2v3.6',
  layers: 'M7 1.8l5.6 2.9L7 7.6 1.4 4.7zM1.4 7L7 9.9 12.6 7M1.4 9.3L7 12.2l5.6-2.9',
  opacity: 'M7 1.6c2.2 2.6 3.7 4.4 3.7 6.5a3.7 3.7 0 0 1-7.4 0C3.3 6 4.8 4.2 7 1.6z',
  external: 'M5.6 2.6H2.4v9h9V8.4M8 2.2h3.8V6M11.6 2.4L6.4 7.6',
  warning: 'M7 1.9l5.7 10.2H1.3zM7 5.6v3M7 10.1v.6',
};

const KEPT = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown']);
const ON_MAP = ['pointerdown', 'mousedown', 'touchstart', 'click', 'dblclick', 'contextmenu', 'wheel'];

export function chromeIcon(name, size = 14) {
  return icon(PATHS[name], { size, stroke: true });
}

/** The element in which the map's panels are placed. */
export function stageOf(root) {
  return root.closest('.im-stage') ?? root.parentElement;
}

/** A panel over the map: what is clicked, dragged or scrolled on it does not reach the map below. */
export function surface(root, tag, className, props, ...children) {
  const node = el(tag, { ...props, class: `im-part ${className}` }, ...children);
  for (const name of ON_MAP) node.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
  root.append(node);
  return node;
}

/** A button with an icon alone; its label is read out and shown as the tip. */
export function iconButton(name, label, onclick, { size = 14, class: className = '', ...props } = {}) {
  return el(
    'button',
    { type: 'button', 'aria-label': label, title: label, onclick, ...props, class: `im-iconbtn ${className}` },
    chromeIcon(name, size),
  );
}

/** A button with words; `primary` is the one that leads on. */
export function textButton(label, onclick, { primary = false, ...props } = {}) {
  return el('button', { type: 'button', onclick, ...props, class: `im-btn${primary ? ' im-btn-primary' : ''}` }, label);
}

/** The round swatch of an event type; a status other than "occurred" is hollow. */
export function swatch(token, { occurred = true } = {}) {
  return el('span', { class: `im-swatch${occurred ? '' : ' im-swatch-hollow'}`, style: { '--swatch': `var(--${token})` }, 'aria-hidden': 'true' });
}

/** Keys that work a control in `node` do not also move the map's time. */
export function keepKeys(node, keys = KEPT) {
  node.addEventListener('keydown', (event) => {
    if (keys.has(event.key)) event.stopPropagation();
  });
}

export const PRESS_KEYS = new Set([' ', 'Enter']);

/** Set an element's text only when it is another one, so that nothing is laid out for nothing. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Call `listen(width, height)` now and whenever the stage changes its size; returns a function that ends it. */
export function watchStage(root, listen) {
  const stage = stageOf(root);
  const observer = new ResizeObserver(() => listen(stage.clientWidth, stage.clientHeight));
  observer.observe(stage);
  listen(stage.clientWidth, stage.clientHeight);
  return () => observer.disconnect();
}

export function plural(count, one, many = `${one}s`) {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
