// The histogram as a slider: two handles and a body to drag, their keys, and the counts under the pointer.

import { addUnits, formatCount, formatDay } from './dates.js';
import { el } from './dom.js';
import { Histogram } from './histogram.js';
import { fitInto, nextBoundary, snap, spanOf, windowFrom, windowTo, withEdge } from './windows.js';

const APART_PX = 24; // handles of a narrower window stand outside it, so that its body can be grabbed
const DRAG_PX = 3; // a press that moves less is a click
const TIP_PX = 214;
const DESCRIBE_MS = 120;

/** "1 incident", "1,204 incidents". */
export function incidents(count) {
  return `${formatCount(count)} ${count === 1 ? 'incident' : 'incidents'}`;
}

/**
 * Build the slider inside `root`.
 * @param {{unit: () => string, settleSoon: () => void, grabbed: () => void}} hooks the unit that edges snap
 *   to; tell the app of the window a little later; a drag begins
 */
export function createSlider(root, model, { unit, settleSoon, grabbed }) {
  const canvas = el('canvas', {
    class: 'im-player-canvas',
    role: 'img',
    'aria-label': 'Incidents over time, stacked by event type',
  });
  const part = (edge, label) =>
    el('div', { class: `im-player-${edge}`, role: 'slider', tabindex: 0, 'aria-label': label, dataset: { edge } });
  const parts = {
    body: part('body', 'Move the window'),
    start: part('start', 'First day of the window'),
    end: part('end', 'Last day of the window'),
  };
  const empty = el('div', { class: 'im-player-empty', hidden: true }, 'No incidents in this data set');
  const plot = el('div', { class: 'im-player-plot' }, canvas, parts.body, parts.start, parts.end, empty);
  const tip = el('div', { class: 'im-player-tip', role: 'tooltip', hidden: true });
  root.append(plot, tip);

  const histogram = new Histogram(canvas, model);
  let drag = null;
  let describing = 0;
  let painting = 0;
  let dragging = 0;
  let tipBin = -1;
  let destroyed = false;

  const usable = () => model.columns !== null && model.columns.n > 0;

  // ---- drawing ----
  function repaint() {
    if (!painting && !destroyed) painting = requestAnimationFrame(paint);
  }

  function markedDay() {
    const row = model.selection?.rows?.[model.selection.index];
    if (row === undefined || row === null) return null;
    const middle = (model.columns.startOf(row) + model.columns.endOf(row) + 1) / 2;
    return middle >= model.extent.start && middle <= model.extent.end + 1 ? middle : null;
  }

  function paint() {
    painting = 0;
    const shown = usable();
    empty.hidden = model.columns === null || shown;
    for (const node of [canvas, parts.body, parts.end]) node.hidden = !shown;
    parts.start.hidden = !shown || model.cumulative;
    if (!shown || histogram.width === 0) return;
    const { start, end } = model.window;
    histogram.paint(start, end, markedDay());
    const [x0, x1] = histogram.frame(start, end);
    const push = Math.max(0, (APART_PX - (x1 - x0)) / 2);
    parts.start.style.transform = `translateX(${x0 - push}px)`;
    parts.end.style.transform = `translateX(${x1 + push}px)`;
    parts.body.style.transform = `translateX(${x0 - push}px)`;
    parts.body.style.width = `${x1 - x0 + 2 * push}px`;
    describeSoon();
  }

  /** What a screen reader is told of follows a moving window at its own pace. */
  function describeSoon() {
    describing ||= setTimeout(() => {
      describing = 0;
      const { start, end } = model.window;
      describe('start', start, model.extent.start, Math.max(start, end), formatDay(start));
      describe('end', end, start, model.extent.end, formatDay(end));
      describe('body', start, model.extent.start, Math.max(start, model.extent.end - (end - start)), model.words);
    }, DESCRIBE_MS);
  }

  function describe(name, now, min, max, words) {
    const node = parts[name];
    if (node.getAttribute('aria-valuetext') !== words) node.setAttribute('aria-valuetext', words);
    for (const [key, value] of [['now', now], ['min', min], ['max', max]]) {
      const text = String(value);
      if (node.getAttribute(`aria-value${key}`) !== text) node.setAttribute(`aria-value${key}`, text);
    }
  }

  // ---- dragging ----
  const xOf = (event) => event.clientX - plot.getBoundingClientRect().left;

  function draggedWindow() {
    const { extent } = model;
    const step = drag.alt ? 'day' : unit();
    const shift = histogram.daysOf(drag.x - drag.x0);
    const { start, end } = drag.window;
    if (drag.edge === 'body') {
      const span = spanOf(start, end);
      if (end + shift >= extent.end + 0.5) return fitInto(extent, ...windowTo(extent.end, span));
      return fitInto(extent, ...windowFrom(Math.max(extent.start, snap(start + shift, step)), span));
    }
    const raw = (drag.edge === 'start' ? start : end + 1) + shift;
    // the ends of the data can be reached although no unit begins there
    let boundary = snap(raw, step);
    if (raw <= extent.start + 0.5) boundary = extent.start;
    if (raw >= extent.end + 0.5) boundary = extent.end + 1;
    return withEdge(drag.window, drag.edge, boundary, step, extent);
  }

  function applyDrag() {
    dragging = 0;
    if (drag?.moved) model.setWindow(...draggedWindow());
  }

  plot.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || drag || !usable()) return;
    event.preventDefault(); // neither text selection nor a scroll begins here
    grabbed();
    const x = xOf(event);
    let edge = event.target.dataset.edge ?? null;
    let window = { ...model.window };
    const outside = edge === null;
    if (outside) {
      edge = 'body';
      const day = histogram.dayAt(x);
      const half = (window.end + 1 - window.start) / 2;
      const [start, end] = windowFrom(Math.round(day - half), spanOf(window.start, window.end));
      window = model.cumulative ? { start: model.extent.start, end: Math.round(day) - 1 } : { start, end };
    }
    if (edge === 'body' && model.cumulative) edge = 'end';
    drag = { edge, window, x0: x, x, alt: event.altKey, moved: outside, id: event.pointerId };
    parts[edge].focus({ preventScroll: true });
    plot.setPointerCapture(event.pointerId);
    plot.classList.add('is-dragging');
    hideTip();
    if (outside) applyDrag();
  });

  plot.addEventListener('pointermove', (event) => {
    if (!drag) {
      if (event.pointerType !== 'touch') showTip(xOf(event));
      return;
    }
    if (event.pointerId !== drag.id) return;
    drag.x = xOf(event);
    drag.alt = event.altKey;
    drag.moved ||= Math.abs(drag.x - drag.x0) >= DRAG_PX;
    if (!dragging) dragging = requestAnimationFrame(applyDrag);
  });

  function release(event) {
    if (!drag || event.pointerId !== drag.id) return;
    cancelAnimationFrame(dragging);
    applyDrag();
    const { moved } = drag;
    drag = null;
    plot.classList.remove('is-dragging');
    if (moved) model.setWindow(model.window.start, model.window.end, { settled: true });
  }
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture']) plot.addEventListener(name, release);
  plot.addEventListener('pointerleave', hideTip);

  // ---- keys ----
  /** Move one edge by units (snapping to their first days), by a year or to an end of the extent. */
  function moveEdge(edge, how) {
    const { window, extent } = model;
    const at = edge === 'start' ? window.start : window.end + 1;
    const boundary = {
      back: () => nextBoundary(at, unit(), -1),
      on: () => nextBoundary(at, unit(), 1),
      yearBack: () => addUnits(at, 'year', -1),
      yearOn: () => addUnits(at, 'year', 1),
      first: () => extent.start,
      last: () => extent.end + 1,
    }[how]();
    model.setWindow(...withEdge(window, edge, boundary, unit(), extent));
    settleSoon();
  }

  const EDGE_KEYS = {
    ArrowLeft: 'back', ArrowDown: 'back', ArrowRight: 'on', ArrowUp: 'on',
    PageDown: 'yearBack', PageUp: 'yearOn', Home: 'first', End: 'last',
  };
  for (const edge of ['start', 'end']) {
    parts[edge].addEventListener('keydown', (event) => {
      const how = EDGE_KEYS[event.key];
      if (!how || event.ctrlKey || event.metaKey || event.altKey || !usable()) return;
      event.preventDefault();
      grabbed();
      moveEdge(edge, how);
    });
  }

  // ---- counts under the pointer ----
  function showTip(x) {
    const bin = usable() ? histogram.binAt(x) : null;
    if (!bin) return hideTip();
    if (bin.index === tipBin) return;
    tipBin = bin.index;
    const total = bin.counts.reduce((sum, count) => sum + count, 0);
    const rows = [...bin.counts].map((count, type) =>
      count === 0
        ? null
        : el('div', { class: 'im-player-tip-row' },
            el('i', { style: { background: `var(--${model.typeTokens[type]})` } }),
            el('span', null, model.types[type]),
            el('b', null, formatCount(count))),
    );
    tip.replaceChildren(
      el('div', { class: 'im-player-tip-head' }, el('b', null, bin.words), el('span', null, incidents(total))),
      ...rows.filter(Boolean),
    );
    const half = TIP_PX / 2 + 4;
    const left = Math.max(half, Math.min(histogram.width - half, bin.middle));
    tip.style.left = `${left + plot.offsetLeft - TIP_PX / 2}px`;
    tip.style.bottom = `${histogram.height - histogram.top + 6}px`;
    tip.hidden = false;
  }

  function hideTip() {
    tipBin = -1;
    tip.hidden = true;
  }

  // ---- what to follow ----
  const measure = () => {
    histogram.resize(plot.clientWidth, plot.clientHeight);
    repaint();
  };
  const sizes = new ResizeObserver(measure);
  sizes.observe(plot);
  const recount = () => {
    histogram.recount();
    hideTip();
    repaint();
  };
  const restyle = () => {
    histogram.restyle();
    repaint();
  };
  const ends = [
    ...['window', 'select', 'cumulative'].map((name) => model.on(name, repaint)),
    ...['data', 'mask'].map((name) => model.on(name, recount)),
    // the root's properties may be set after us: read them when the next frame is drawn
    model.on('theme', restyle),
  ];
  document.fonts.addEventListener('loadingdone', restyle);
  measure();

  return {
    moveEdge,
    focus: () => parts[model.cumulative ? 'end' : 'start'].focus(),
    destroy() {
      destroyed = true;
      clearTimeout(describing);
      cancelAnimationFrame(painting);
      cancelAnimationFrame(dragging);
      sizes.disconnect();
      document.fonts.removeEventListener('loadingdone', restyle);
      ends.forEach((end) => end());
      plot.remove();
      tip.remove();
    },
  };
}
