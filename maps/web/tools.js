// The buttons at the map's left: zoom, home, measuring and drawing an area; and what they take from the map.

import { checkArea, createCircle, createPolygon, drawArea, LEAST_RADIUS_KM, MOST_RADIUS_KM } from './area.js';
import { iconButton, keepKeys, PRESS_KEYS, setText, stageOf, surface, textButton, watchStage } from './chrome.js';
import { el, isTyping, svg } from './dom.js';
import { createMeasure } from './measure.js';
import { createSketch } from './sketch.js';

const DRAG_PX = 5; // a press that moves farther is a drag
const CLOSE_PX = 11; // how near the first corner a click closes the polygon
const SAME_PX = 2;
const PAN_PX = 90;
const LOW_BELOW = 760; // px of the stage's height: the buttons stand in two columns
const ARROWS = { ArrowLeft: [-PAN_PX, 0], ArrowRight: [PAN_PX, 0], ArrowUp: [0, -PAN_PX], ArrowDown: [0, PAN_PX] };
const BY_KEYS = 'Arrows move the map, Enter sets a point at the cross';

/**
 * @param {{map: object, onArea: (area: object|null) => void, onHome: () => void}} options
 *   an area is {type: 'polygon', coordinates: [[lon, lat], …]} (its first corner not repeated) or
 *   {type: 'circle', center: [lon, lat], radius_km}
 */
export function createTools(root, model, { map, onArea, onHome }) {
  const stage = stageOf(root);
  const container = map.getContainer();
  const measured = createSketch(map);
  const drafts = createSketch(map);
  const areas = createSketch(map);
  let area = null;
  let asGiven = 'null'; // the area last given from outside, as JSON
  let tool = null;
  let byKeys = false; // points are set at the cross in the map's middle
  let pressedAt = null; // where the pointer went down, in px of the client
  let dragsCircle = false;
  let swallows = false; // the click that ended a tool goes no further

  const shapeDone = (drawn) => {
    stop();
    change(drawn);
  };
  const tools = {
    measure: createMeasure(measured, { onEnd: () => stop() }),
    polygon: createPolygon(drafts, { onArea: shapeDone }),
    circle: createCircle(drafts, { onArea: shapeDone, centreOfMap: () => map.getCenter() }),
  };

  const toggles = Object.fromEntries(
    [
      ['measure', 'Measure a distance'],
      ['polygon', 'Draw an area'],
      ['circle', 'Draw a circle'],
    ].map(([name, label]) => [
      name,
      iconButton(name, label, (event) => (tool?.name === name ? cancel() : start(name, event.detail === 0)), { 'aria-pressed': 'false', size: 16 }),
    ]),
  );
  const clear = iconButton('clear', 'Clear the area', () => change(null), { size: 16, hidden: true });
  const column = (...buttons) => el('div', { class: 'im-surface im-tools-group' }, buttons);
  const bar = surface(
    root,
    'div',
    'im-tools',
    { role: 'toolbar', 'aria-label': 'Map tools', 'aria-orientation': 'vertical' },
    column(...Object.values(toggles), clear),
    column(
      iconButton('plus', 'Zoom in', () => map.zoomIn(), { size: 16 }),
      iconButton('minus', 'Zoom out', () => map.zoomOut(), { size: 16 }),
      iconButton('home', 'Show the whole valley', () => onHome(), { size: 16 }),
    ),
  );
  const hintText = el('span', { role: 'status' });
  const radius = el('input', {
    type: 'number',
    min: LEAST_RADIUS_KM,
    max: MOST_RADIUS_KM,
    step: 'any',
    class: 'im-hint-radius',
    'aria-label': 'Radius in kilometres',
    placeholder: '25',
  });
  const set = el('button', { type: 'submit', class: 'im-btn' }, 'Set');
  const radiusForm = el('form', { class: 'im-hint-form', hidden: true, onsubmit: takeRadius }, 'Radius', radius, 'km', set);
  const done = textButton('Done', () => endTool());
  const quit = iconButton('close', 'Cancel (Esc)', () => cancel(), { size: 12 });
  const hint = surface(root, 'div', 'im-surface im-hint', { hidden: true }, hintText, radiusForm, done, quit);
  const arms = (className) => svg('path', { d: 'M17 2v11M17 21v11M2 17h11M21 17h11', class: className });
  const crossShape = svg('svg', { width: 34, height: 34, viewBox: '0 0 34 34' }, arms('im-cross-halo'), arms('im-cross-arms'));
  const cross = surface(root, 'div', 'im-cross', { hidden: true, 'aria-hidden': 'true' }, crossShape);
  keepKeys(bar, PRESS_KEYS);
  keepKeys(hint);

  function takeRadius(event) {
    event.preventDefault();
    const km = Number(radius.value || radius.placeholder);
    if (!tools.circle.endWith(km)) setText(hintText, `A radius lies between ${LEAST_RADIUS_KM} and ${MOST_RADIUS_KM} km`);
  }

  function start(name, keys) {
    cancel();
    tool = tools[name];
    byKeys = keys;
    tool.start();
    model.tool = name;
    map.doubleClickZoom.disable();
    if (name === 'circle') map.dragging.disable();
    stage.classList.add('im-drawing');
    toggles[name].setAttribute('aria-pressed', 'true');
    radiusForm.hidden = name !== 'circle';
    if (!container.hasAttribute('tabindex')) container.tabIndex = -1;
    container.focus({ preventScroll: true });
    describe();
    model.emit('tool', name);
  }

  function describe() {
    hint.hidden = tool === null;
    cross.hidden = tool === null || !byKeys;
    stage.style.setProperty('--im-hint-height', tool ? '46px' : '0px');
    if (!tool) return;
    done.hidden = !tool.canEnd() || tool.name === 'circle';
    setText(hintText, byKeys && tool.count === 0 ? BY_KEYS : tool.hint());
    if (byKeys) {
      const middle = map.getSize().divideBy(2);
      cross.style.transform = `translate(${Math.round(middle.x) - 17}px, ${Math.round(middle.y) - 17}px)`;
    }
  }

  function stop() {
    if (!tool) return;
    const { name } = tool;
    tool = null;
    pressedAt = null;
    dragsCircle = false;
    swallows = true;
    model.tool = null;
    map.doubleClickZoom.enable();
    map.dragging.enable();
    drafts.clear();
    stage.classList.remove('im-drawing');
    toggles[name].setAttribute('aria-pressed', 'false');
    if (byKeys) toggles[name].focus({ preventScroll: true });
    describe();
    model.emit('tool', null);
  }

  function cancel() {
    tool?.cancel();
    stop();
  }

  function endTool() {
    if (!tool?.end()) describe();
  }

  function change(newArea) {
    area = newArea;
    asGiven = '';
    showArea();
    onArea(area);
  }

  function showArea() {
    clear.hidden = area === null;
    drawArea(areas, area, () => change(null));
    placeAbove();
  }

  const pixels = (latlng) => map.latLngToContainerPoint(latlng);
  const isMap = (event) => event.target instanceof Element && !event.target.closest('.im-part, button, input, select, a');

  function addAt(latlng) {
    const at = pixels(latlng);
    if (tool.name === 'polygon' && tool.canEnd() && pixels(tool.first()).distanceTo(at) <= CLOSE_PX) {
      endTool();
      return;
    }
    if (tool.name === 'circle' && tool.count === 1) {
      tool.move(latlng);
      endTool();
      return;
    }
    tool.add(latlng);
    describe();
  }

  function onDown(event) {
    swallows = false;
    if (!tool || !event.isPrimary || !isMap(event)) return;
    pressedAt = { x: event.clientX, y: event.clientY };
    if (tool.name === 'circle' && tool.count === 0 && event.button === 0) {
      dragsCircle = true;
      tool.add(map.mouseEventToLatLng(event));
      describe();
    }
  }

  function onMove(event) {
    if (!tool || !event.isPrimary) return;
    if (byKeys) {
      byKeys = false;
      describe();
    }
    if (isMap(event) && (tool.name !== 'circle' || !pressedAt || isDrag(event))) tool.move(map.mouseEventToLatLng(event));
  }

  const isDrag = (event) => pressedAt && Math.hypot(event.clientX - pressedAt.x, event.clientY - pressedAt.y) > DRAG_PX;

  function onUp(event) {
    if (!tool || !dragsCircle) return;
    if (isDrag(event)) {
      tool.move(map.mouseEventToLatLng(event));
      endTool();
    }
  }

  // Taken before the map sees it: a click of a tool selects no place.
  function onClick(event) {
    if (!isMap(event)) return;
    if (tool || swallows) event.stopPropagation();
    if (!tool) return;
    const setCentre = dragsCircle;
    dragsCircle = false;
    const dragged = isDrag(event);
    pressedAt = null;
    if (dragged || setCentre) return;
    if (event.detail >= 2 && tool.name !== 'circle') endTool();
    else addAt(map.mouseEventToLatLng(event));
  }

  function onDoubleClick(event) {
    if ((tool || swallows) && isMap(event)) event.stopPropagation();
  }

  function enter() {
    if (!byKeys && tool.count > 0) {
      endTool();
      return;
    }
    byKeys = true;
    const middle = map.getCenter();
    const last = tool.last();
    if (last && pixels(last).distanceTo(pixels(middle)) <= SAME_PX) endTool();
    else addAt(middle);
  }

  function onKey(event) {
    if (!tool || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const part = event.target instanceof Element ? event.target.closest('.im-part') : null;
    if (part && part !== bar && part !== hint) return;
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Backspace') {
      tool.back();
      describe();
    } else if (part) return;
    else if (event.key === 'Enter') enter();
    else if (event.key in ARROWS) {
      byKeys = true;
      map.panBy(ARROWS[event.key], { animate: false });
      tool.move(map.getCenter());
      describe();
    } else if (event.key === '+' || event.key === '=') map.zoomIn();
    else if (event.key === '-') map.zoomOut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function placeAbove() {
    stage.style.setProperty('--im-tools-top', `${bar.offsetHeight + 40}px`);
  }

  radius.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') cancel();
  });
  const captured = [
    [stage, 'pointerdown', onDown],
    [stage, 'pointermove', onMove],
    [window, 'pointerup', onUp],
    [stage, 'click', onClick],
    [stage, 'dblclick', onDoubleClick],
    [document, 'keydown', onKey],
  ];
  for (const [target, name, listen] of captured) target.addEventListener(name, listen, true);
  model.tool = null;
  const stopWatching = watchStage(root, (width, height) => {
    bar.classList.toggle('im-tools-low', height < LOW_BELOW);
    placeAbove();
    describe();
  });

  return {
    /** Draw an area from outside, such as a link's; null clears it. A RangeError says what is wrong with one. */
    setArea(newArea) {
      const given = JSON.stringify(newArea);
      if (given === asGiven) return;
      area = newArea === null ? null : checkArea(newArea);
      asGiven = given;
      showArea();
    },
    cancel,
    destroy() {
      cancel();
      for (const [target, name, listen] of captured) target.removeEventListener(name, listen, true);
      stopWatching();
      stage.style.removeProperty('--im-tools-top');
      stage.style.removeProperty('--im-hint-height');
      for (const sketch of [measured, drafts, areas]) sketch.destroy();
      for (const part of [bar, hint, cross]) part.remove();
    },
  };
}
