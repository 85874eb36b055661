// The time player: step, play, window lengths, speed and keys, above the histogram that is the slider.

import { addUnits, formatCount, formatLength, shiftWindow, UNITS } from './dates.js';
import { el, icon, isTyping } from './dom.js';
import { createSlider, incidents } from './slider.js';
import { fitInto, spanOf, windowFrom, windowTo } from './windows.js';

const STEP_MS = 450; // at speed 1×
const SETTLE_MS = 250; // repeated keys are told to the app once
const PRESETS = [['1 m', 1, '1 month'], ['6 m', 6, '6 months'], ['1 y', 12, '1 year'], ['5 y', 60, '5 years']];
const SPEEDS = [0.5, 1, 2, 4];
const ICONS = {
  back: 'M10.5 2v10L4 7zM2.5 2h1.6v10H2.5z',
  on: 'M3.5 2v10L10 7zM9.9 2h1.6v10H9.9z',
  play: 'M3.5 1.5v11L12 7z',
  pause: 'M3 2h3v10H3zM8 2h3v10H8z',
};
/** Below these widths of the container, in px, the player gets the class; fingers need more room. */
const WIDTHS = [['is-narrow', 1280, 1280], ['is-tight', 900, 1020], ['is-small', 700, 820], ['is-tiny', 460, 460]];
const OWN_SPACE = 'button, a[href], summary, [role=button], [role=checkbox], [role=switch], [role=option]';
const OWN_ARROWS = '[role=slider], [role=listbox], [role=menu], [role=tablist], [role=radiogroup], [role=tree]';

/**
 * Build the time player inside `root`.
 * @param {{narrow?: boolean, keyRoot?: HTMLElement}} options `narrow`: as in a container under 1280 px;
 *   `keyRoot`: where the keys are heard, by default the map's root
 */
export function createPlayer(root, model, options = {}) {
  const keyRoot = options.keyRoot ?? root.closest('.im') ?? root;
  let unit = 'month';
  let speed = 1;
  let timer = 0;
  let frame = 0;
  let isPlaying = false;
  let settling = 0;
  let writing = 0;
  let anchor = null; // where a run of steps began: steps are counted from it, so month ends don't drift
  let formerStart = null; // the first day to come back to after a cumulative window

  // ---- controls ----
  const button = (kind, label, onclick) => {
    const node = el('button', { type: 'button', class: `im-player-button im-player-${kind}`, 'aria-label': label, title: label, onclick });
    node.append(icon(ICONS[kind]));
    return node;
  };
  const backButton = button('back', 'Step back', () => stepAndSettle(-1));
  const playButton = button('play', 'Play', () => (isPlaying ? pause() : play()));
  const onButton = button('on', 'Step forward', () => stepAndSettle(1));

  const words = el('span', { class: 'im-player-words' });
  const length = el('span', { class: 'im-player-length' });
  const counts = el('span');
  const info = el('div', { class: 'im-player-info' }, words, el('span', { class: 'im-player-counts' }, length, counts));
  const spoken = el('span', { class: 'im-player-spoken', role: 'status' });

  const lengths = new Map(); // months (null: all) -> button
  const addLength = (key, text, label, onclick, kind) => {
    const node = el('button', { type: 'button', class: kind, 'aria-pressed': 'false', 'aria-label': label, title: label, onclick }, text);
    lengths.set(key, node);
    return node;
  };
  const segments = el('div', { class: 'im-player-segments', role: 'group', 'aria-label': 'Length of the window' },
    PRESETS.map(([text, months, label]) => addLength(months, text, label, () => setLength(months), months === 6 ? 'im-player-wide' : null)),
    addLength(null, 'All', 'All dates', () => setLength(null)),
    addLength('custom', 'Custom', 'Another length: drag the ends of the window', () => slider.focus(), 'im-player-custom'));

  const select = (label, choices, chosen, change) => {
    const node = el('select', { 'aria-label': label, onchange: () => change(node.value) },
      choices.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
    return el('span', { class: 'im-player-select' }, node);
  };
  const stepSelect = select('Step', UNITS.map((name) => [name, `1 ${name}`]), unit, (value) => (unit = value));
  const speedSelect = select('Speed', SPEEDS.map((value) => [value, `${value}×`]), speed, (value) => (speed = Number(value)));
  const group = (kind, label, ...children) =>
    el('div', { class: `im-player-group im-player-${kind}` }, label && el('span', { class: 'im-player-label', 'aria-hidden': 'true' }, label), children);
  const cumulative = el('button', {
    type: 'button', class: 'im-player-cumulative', role: 'switch', 'aria-checked': 'false', 'aria-label': 'Cumulative',
    title: 'Cumulative: the window begins with the first day of the data',
    onclick: () => { settleNever(); model.setCumulative(!model.cumulative); },
  }, el('i'), el('span', null, 'Cumulative'));

  root.classList.add('im-player');
  root.append(
    el('div', { class: 'im-player-row' },
      el('div', { class: 'im-player-buttons' }, backButton, playButton, onButton), info,
      el('div', { class: 'im-player-tools' },
        group('lengths', 'Window', segments), group('step', 'Step', stepSelect), group('speed', 'Speed', speedSelect), cumulative)),
    spoken);
  const slider = createSlider(root, model, { unit: () => unit, settleSoon, grabbed: () => { settleNever(); pause(); } });

  // ---- telling the app ----
  function settleNever() {
    clearTimeout(settling);
    settling = 0;
  }

  function settle() {
    settleNever();
    model.setWindow(model.window.start, model.window.end, { settled: true });
  }

  function settleSoon() {
    settleNever();
    settling = setTimeout(settle, SETTLE_MS);
  }

  const usable = () => model.columns !== null && model.columns.n > 0;

  // ---- moving ----
  function moved(base, count) {
    if (!model.cumulative) return fitInto(model.extent, ...shiftWindow(base.start, base.end, unit, count));
    const first = Math.min(model.extent.end, addUnits(model.extent.start, unit, 1) - 1);
    const end = addUnits(base.end + 1, unit, count) - 1;
    return [model.extent.start, Math.max(first, Math.min(model.extent.end, end))];
  }

  /** Move the window by `count` step units; false when it is at the extent's end already. */
  function step(count) {
    if (!usable()) return false;
    const { start, end } = model.window;
    const running = anchor && anchor.unit === unit && anchor.cumulative === model.cumulative && anchor.start === start && anchor.end === end;
    if (!running) anchor = { base: { start, end }, count: 0, unit, cumulative: model.cumulative };
    const next = moved(anchor.base, anchor.count + count);
    if (next[0] === start && next[1] === end) return false;
    anchor.count += count;
    [anchor.start, anchor.end] = next;
    model.setWindow(...next);
    return true;
  }

  function stepAndSettle(count) {
    pause();
    if (step(count)) settleSoon();
  }

  function jump(toStart) {
    if (!usable()) return;
    pause();
    const { extent, window } = model;
    const span = spanOf(window.start, window.end);
    if (model.cumulative) model.setWindow(...moved({ end: toStart ? extent.start - 1 : extent.end }, toStart ? 1 : 0));
    else model.setWindow(...fitInto(extent, ...(toStart ? windowFrom(extent.start, span) : windowTo(extent.end, span))));
    settleSoon();
  }

  /** A window of `months` from the first day shown, or all dates (null). */
  function setLength(months) {
    if (!usable()) return;
    pause();
    settleNever();
    const { extent } = model;
    if (months === null) return model.setWindow(extent.start, extent.end, { settled: true });
    let [start, end] = windowFrom(model.window.start, { unit: 'month', count: months });
    if (model.cumulative) {
      // such a window can't begin with the data: it takes the place of the cumulative one, at its end
      [start, end] = windowTo(model.window.end, { unit: 'month', count: months });
      formerStart = null;
      model.setCumulative(false);
    }
    return model.setWindow(...fitInto(extent, start, end), { settled: true });
  }

  // ---- playing ----
  /** Play from the first dates again; a window over all dates becomes a year, or a step in short data. */
  function rewind() {
    const { extent, window } = model;
    if (model.cumulative) return model.setWindow(...moved({ end: extent.start - 1 }, 1));
    let span = spanOf(window.start, window.end);
    if (window.start <= extent.start) {
      const hasYears = addUnits(extent.start, 'year', 2) <= extent.end + 1;
      const [start, end] = [extent.start, addUnits(extent.start, hasYears ? 'year' : unit, 1) - 1];
      if (end >= extent.end) return undefined;
      span = spanOf(start, end);
    }
    return model.setWindow(...fitInto(extent, ...windowFrom(extent.start, span)));
  }

  function setPlaying(on) {
    isPlaying = on;
    playButton.firstChild.firstChild.setAttribute('d', on ? ICONS.pause : ICONS.play);
    for (const name of ['aria-label', 'title']) playButton.setAttribute(name, on ? 'Pause' : 'Play');
    model.emit('playing', on);
  }

  function play() {
    if (isPlaying || !usable()) return;
    settleNever();
    if (model.window.end >= model.extent.end) rewind();
    setPlaying(true);
    let due = performance.now() + STEP_MS / speed;
    const wait = () => {
      timer = setTimeout(() => (frame = requestAnimationFrame(tick)), Math.max(0, due - performance.now()));
    };
    const tick = () => {
      if (!step(1) || model.window.end >= model.extent.end) return pause();
      // a frame that came late is not made up for: at least half the pause stays free for the page
      const interval = STEP_MS / speed;
      due = Math.max(due + interval, performance.now() + interval / 2);
      return wait();
    };
    wait();
  }

  function pause() {
    if (!isPlaying) return;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    setPlaying(false);
    settle();
  }

  // ---- keys ----
  const KEYS = {
    ' ': () => (isPlaying ? pause() : play()),
    ArrowLeft: () => stepAndSettle(-1),
    ArrowRight: () => stepAndSettle(1),
    Home: () => jump(true),
    End: () => jump(false),
  };
  const BODY_KEYS = {
    ArrowDown: KEYS.ArrowLeft,
    ArrowUp: KEYS.ArrowRight,
    PageDown: () => { pause(); yearStep(-1); },
    PageUp: () => { pause(); yearStep(1); },
  };

  function yearStep(count) {
    const { start, end } = model.window;
    const next = model.cumulative
      ? [start, Math.max(start, Math.min(model.extent.end, addUnits(end + 1, 'year', count) - 1))]
      : fitInto(model.extent, ...shiftWindow(start, end, 'year', count));
    model.setWindow(...next);
    settleSoon();
  }

  function keydown(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || !usable()) return;
    const { target, key } = event;
    const onBody = target instanceof Element && target.classList.contains('im-player-body');
    let act = KEYS[key] ?? (onBody ? BODY_KEYS[key] : undefined);
    if (event.shiftKey) {
      const how = { ArrowLeft: 'back', ArrowRight: 'on' }[key];
      act = how && (() => { pause(); slider.moveEdge('end', how); });
    }
    if (!act || (target instanceof Element && !onBody && target.closest(key === ' ' ? OWN_SPACE : OWN_ARROWS))) return;
    event.preventDefault();
    if (key !== ' ' || !event.repeat) act();
  }
  keyRoot.addEventListener('keydown', keydown);

  // ---- showing ----
  function setText(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  function countWords() {
    if (model.columns === null) return '';
    const { definite, possible } = model.tally;
    return incidents(definite) + (possible > 0 ? `, ${formatCount(possible)} more possible` : '');
  }

  function lengthKey() {
    const { extent, window } = model;
    if (window.start <= extent.start && window.end >= extent.end) return null;
    const span = spanOf(window.start, window.end);
    return !model.cumulative && span.unit === 'month' && lengths.has(span.count) ? span.count : 'custom';
  }

  function write() {
    writing = 0;
    const { start, end } = model.window;
    setText(words, model.words);
    setText(length, formatLength(start, end) + (model.columns ? ', ' : ''));
    setText(counts, countWords());
    const active = lengthKey();
    for (const [key, node] of lengths) {
      const pressed = String(key === active);
      if (node.getAttribute('aria-pressed') !== pressed) node.setAttribute('aria-pressed', pressed);
    }
  }

  function rewrite() {
    if (!writing) writing = requestAnimationFrame(write);
  }

  function refreshUse() {
    const controls = [backButton, playButton, onButton, cumulative, ...lengths.values(), stepSelect.firstChild, speedSelect.firstChild];
    for (const node of controls) node.disabled = !usable();
    rewrite();
  }

  function followCumulative(on) {
    cumulative.setAttribute('aria-checked', String(on));
    rewrite();
    if (on) {
      if (model.window.start > model.extent.start) formerStart = model.window.start;
    } else if (formerStart !== null) {
      const { end } = model.window;
      const start = formerStart <= end ? formerStart : Math.max(model.extent.start, addUnits(end + 1, unit, -1));
      formerStart = null;
      model.setWindow(start, end, { settled: true });
    }
  }

  function fit() {
    const width = options.narrow ? Math.min(root.clientWidth, 1279) : root.clientWidth;
    if (width === 0) return;
    const coarse = matchMedia('(pointer: coarse)').matches;
    for (const [name, fine, fingers] of WIDTHS) root.classList.toggle(name, width < (coarse ? fingers : fine));
  }
  const sizes = new ResizeObserver(fit);
  sizes.observe(root);
  const ends = [
    model.on('window', rewrite),
    model.on('mask', rewrite),
    model.on('data', () => { pause(); anchor = null; refreshUse(); }),
    model.on('cumulative', followCumulative),
    model.on('settled', () => { settleNever(); setText(spoken, `${model.words}: ${countWords()}`); }),
  ];
  fit();
  cumulative.setAttribute('aria-checked', String(model.cumulative));
  refreshUse();

  return {
    play,
    pause,
    playing: () => isPlaying,
    step: stepAndSettle,
    destroy() {
      pause();
      settleNever();
      cancelAnimationFrame(writing);
      sizes.disconnect();
      ends.forEach((end) => end());
      keyRoot.removeEventListener('keydown', keydown);
      slider.destroy();
      root.replaceChildren();
      root.classList.remove('im-player', ...WIDTHS.map(([name]) => name));
    },
  };
}
