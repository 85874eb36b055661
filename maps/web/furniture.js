// The strip at the map's foot: north, a true scale, the coordinates and who made the data.

import { el, svg } from './dom.js';
import { setText, stageOf, surface, watchStage } from './chrome.js';

const EARTH_KM = 40075.016686; // equator of the Web Mercator sphere
const TILE = 256;
const MOST_SCALE_PX = 170;
const NICE = [1, 2, 5];

/** The longest length of 1, 2 or 5 times a power of ten, in km, that is not over `most`. */
export function niceLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  const step = NICE.findLast((factor) => factor * power <= most * (1 + 1e-9));
  return step * power;
}

/** Kilometres on the ground that one pixel is at a latitude and zoom. */
export function kmPerPixel(latitude, zoom) {
  return (EARTH_KM * Math.cos((latitude * Math.PI) / 180)) / (TILE * 2 ** zoom);
}

export function coordinateWords({ lat, lng }) {
  const east = ((((lng + 180) % 360) + 360) % 360) - 180;
  return `${Math.abs(lat).toFixed(5)}° ${lat < 0 ? 'S' : 'N'}, ${Math.abs(east).toFixed(5)}° ${east < 0 ? 'W' : 'E'}`;
}

/** @param {{map: object}} options the Leaflet map */
export function createFurniture(root, model, { map }) {
  const scale = svg('svg', { class: 'im-foot-scale', height: 22, role: 'img' });
  const where = el('span', { class: 'im-foot-where' });
  const note = el('span', { class: 'im-foot-note' });
  const line = el('span', { class: 'im-foot-line' });
  const full = el('div', { class: 'im-surface im-foot-full', id: 'im-foot-full', role: 'note', hidden: true });
  const sources = el(
    'button',
    {
      type: 'button',
      class: 'im-foot-sources',
      'aria-expanded': 'false',
      'aria-controls': 'im-foot-full',
      onclick: () => expand(!pinned),
    },
    line,
  );
  const strip = surface(
    root,
    'div',
    'im-foot',
    {},
    el(
      'span',
      { class: 'im-foot-north', role: 'img', 'aria-label': 'North is up' },
      svg(
        'svg',
        { width: 13, height: 17, viewBox: '0 0 13 17' },
        svg('path', { d: 'M6.5 1L12 15.5 6.5 12z', fill: 'currentColor' }),
        svg('path', { d: 'M6.5 1L1 15.5 6.5 12z', fill: 'none', stroke: 'currentColor', 'stroke-linejoin': 'round' }),
      ),
      'N',
    ),
    scale,
    where,
    note,
    sources,
    full,
  );
  let pointer = null;
  let frame = 0;
  let scaleWords = '';
  let pinned = false; // the list of sources was opened by a press and stays

  function drawScale() {
    const perPixel = kmPerPixel(map.getCenter().lat, map.getZoom());
    const most = Math.min(MOST_SCALE_PX, stageOf(root).clientWidth / 7);
    const half = niceLength((perPixel * most) / 2);
    const width = half / perPixel;
    const inKm = half >= 1;
    const shown = (km) => (inKm ? km : km * 1000).toLocaleString('en', { maximumFractionDigits: 0 });
    const words = `${shown(half)} ${shown(2 * half)} ${inKm ? 'km' : 'm'} ${width.toFixed(1)}`;
    if (words === scaleWords) return;
    scaleWords = words;
    const bar = (x, paint) => svg('rect', { x, y: 12.5, width, height: 4.5, fill: paint, stroke: 'var(--ink)', 'stroke-width': 0.8 });
    const text = (x, anchor, value) => svg('text', { x, y: 9.5, 'text-anchor': anchor }, value);
    scale.setAttribute('width', Math.ceil(2 * width + 34));
    scale.setAttribute('aria-label', `Scale: the bar is ${shown(2 * half)} ${inKm ? 'km' : 'm'} long`);
    scale.replaceChildren(
      bar(4.5, 'var(--ink)'),
      bar(4.5 + width, 'var(--panel)'),
      text(4.5, 'middle', '0'),
      text(4.5 + width, 'middle', shown(half)),
      text(4.5 + 2 * width, 'middle', shown(2 * half)),
      text(4.5 + 2 * width + 4 + 3 * shown(2 * half).length, 'start', inKm ? 'km' : 'm'),
    );
  }

  function drawWhere() {
    frame = 0;
    setText(where, coordinateWords(pointer ?? map.getCenter()));
  }

  function soon() {
    if (frame === 0) frame = requestAnimationFrame(drawWhere);
  }

  const onMove = (event) => {
    pointer = event.latlng;
    soon();
  };
  const onLeave = () => {
    pointer = null;
    soon();
  };
  const onView = () => {
    drawScale();
    soon();
  };
  map.on('mousemove', onMove);
  map.on('mouseout', onLeave);
  map.on('move zoomend', onView);

  function expand(open, { pin = true } = {}) {
    pinned = open && pin;
    full.hidden = !open;
    sources.setAttribute('aria-expanded', String(open));
  }
  sources.addEventListener('pointerenter', (event) => {
    if (event.pointerType === 'mouse' && !pinned && line.scrollWidth > line.clientWidth) expand(true, { pin: false });
  });
  strip.addEventListener('pointerleave', () => {
    if (!pinned) expand(false);
  });
  sources.addEventListener('blur', () => expand(false));
  strip.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !full.hidden) {
      expand(false);
      event.stopPropagation();
    } else if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });

  const stopWatching = watchStage(root, (width) => {
    strip.classList.toggle('im-foot-narrow', width < 900);
    strip.classList.toggle('im-foot-small', width < 700);
    onView();
  });

  return {
    /** The names and licences to show, one a source. */
    setAttribution(texts) {
      const words = texts.join(' · ');
      if (words === line.textContent) return;
      line.textContent = words;
      sources.setAttribute('aria-label', `Sources of the map: ${texts.join('; ')}`);
      full.replaceChildren(...texts.map((text) => el('div', {}, text)));
    },
    /** A note on what is drawn, such as the day whose borders are shown; null for none. */
    setNote(text) {
      setText(note, text ?? '');
    },
    destroy() {
      cancelAnimationFrame(frame);
      map.off('mousemove', onMove);
      map.off('mouseout', onLeave);
      map.off('move zoomend', onView);
      stopWatching();
      strip.remove();
    },
  };
}
