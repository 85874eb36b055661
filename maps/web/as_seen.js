// The map as it stands on the screen as one picture: ground, incidents, names, chips, legend, scale, sources.

import { formatDay, isoOf } from './dates.js';
import { el } from './dom.js';
import { paintElement } from './paint.js';

const HEAD_PX = 46;
const LINE_PX = 15;
const PAD_PX = 14;
const NOT_PAINTED = '.im-slot-tools, .im-slot-search, .im-slot-tooltip';
const FOREIGN = 'The picture cannot hold tiles of another host: choose an offline base first.';

/** Save the map as a file; a rejected promise says in one line why it could not be made. */
export async function savePicture(map) {
  const picture = await pictureOf(map);
  const url = URL.createObjectURL(picture);
  const { start, end } = map.model.window;
  el('a', { href: url, download: `incidents_${isoOf(start)}_${isoOf(end)}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 30_000);
}

/** Put the picture of the map onto the clipboard. */
export async function copyPicture(map) {
  // The promise goes in unfinished: a browser allows it only while the press of the button is fresh.
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': pictureOf(map) })]);
}

/** The picture as PNG, in the screen's own pixels. */
async function pictureOf(map) {
  const unveil = await withLegend(map);
  try {
    const canvas = await compose(map);
    return await new Promise((done, failed) => {
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('the picture is too large'))), 'image/png');
    });
  } catch (error) {
    throw error.name === 'SecurityError' ? new Error(FOREIGN) : error;
  } finally {
    unveil();
  }
}

/** Show the legend while the picture is made, whatever the panel shows; gives what puts it back. */
async function withLegend({ model }) {
  const before = { ...model.panel };
  if (before.open && before.tab === 'legend') return () => {};
  model.panel = { tab: 'legend', open: true };
  model.emit('panel', model.panel);
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  return () => {
    model.panel = before;
    model.emit('panel', before);
  };
}

async function compose(map) {
  const { root, stage } = map;
  await document.fonts.ready;
  const ratio = window.devicePixelRatio || 1;
  const frame = stage.getBoundingClientRect();
  const style = getComputedStyle(root);
  const canvas = el('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  const font = (size, weight) => `${weight} ${size}px ${style.fontFamily}`;
  context.font = font(11, 400);
  const sources = wrapped(context, map.stack.shown.flatMap(({ attribution }) => attribution), frame.width - 2 * PAD_PX);
  const foot = sources.length * LINE_PX + 10;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round((HEAD_PX + frame.height + foot) * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = style.getPropertyValue('--panel');
  context.fillRect(0, 0, frame.width, HEAD_PX + frame.height + foot);
  drawHead(context, map, style, font, frame.width);
  context.save();
  context.translate(0, HEAD_PX);
  context.beginPath();
  context.rect(0, 0, frame.width, frame.height);
  context.clip();
  await drawMap(context, map, frame);
  for (const part of stage.children) {
    if (part === map.mapDiv || part.matches(NOT_PAINTED)) continue;
    await paintElement(context, frame, part);
  }
  context.restore();
  context.font = font(11, 400);
  context.fillStyle = style.getPropertyValue('--muted');
  sources.forEach((text, line) => context.fillText(text, PAD_PX, HEAD_PX + frame.height + 15 + line * LINE_PX));
  return canvas;
}

function drawHead(context, { model, statusBar }, style, font, width) {
  const { start, end } = model.window;
  const middle = HEAD_PX / 2;
  context.textBaseline = 'middle';
  context.font = font(18, 700);
  context.fillStyle = style.getPropertyValue('--ink');
  const days = `${formatDay(start)} – ${formatDay(end)}`;
  context.fillText(days, PAD_PX, middle);
  const from = PAD_PX + context.measureText(days).width + 16;
  const counts = [...statusBar.querySelector('.im-status-counts').children].map((node) => node.textContent.trim()).filter(Boolean);
  context.font = font(14, 400);
  context.fillStyle = style.getPropertyValue('--muted');
  const made = `As of ${formatDay(Math.floor(Date.now() / 86_400_000))}`;
  const room = width - from - 2 * PAD_PX - context.measureText(made).width;
  context.fillText(counts.join(', '), from, middle, Math.max(60, room));
  context.textAlign = 'right';
  context.fillText(made, width - PAD_PX, middle);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.strokeStyle = style.getPropertyValue('--line');
  context.lineWidth = 1;
  context.strokeRect(-1, HEAD_PX - 0.5, width + 2, 0);
}

/** Tiles, canvases and symbols of the map's panes, from low to high. */
async function drawMap(context, { mapDiv }, frame) {
  context.fillStyle = getComputedStyle(mapDiv).backgroundColor;
  context.fillRect(0, 0, frame.width, frame.height);
  context.imageSmoothingQuality = 'high';
  const panes = [...mapDiv.querySelectorAll('.leaflet-pane')].filter((pane) => !pane.matches('.leaflet-map-pane'));
  const level = (pane) => Number(getComputedStyle(pane).zIndex) || 0;
  for (const pane of panes.toSorted((a, b) => level(a) - level(b))) {
    const style = getComputedStyle(pane);
    if (style.visibility === 'hidden' || style.display === 'none') continue;
    for (const node of pane.querySelectorAll('img, canvas, .leaflet-marker-icon')) {
      if (node.closest('.leaflet-pane') !== pane) continue;
      if (node.matches('.leaflet-marker-icon')) await paintElement(context, frame, node);
      else drawNode(context, node, frame, Number(style.opacity));
    }
  }
}

function drawNode(context, node, frame, opacity) {
  const style = getComputedStyle(node);
  const empty = node.tagName === 'IMG' ? !node.complete || node.naturalWidth === 0 : node.tagName === 'CANVAS' && node.width === 0;
  if (empty || style.visibility === 'hidden' || style.display === 'none') return;
  const box = node.getBoundingClientRect();
  context.save();
  context.globalAlpha = opacity * Number(style.opacity);
  context.drawImage(node, box.left - frame.left, box.top - frame.top, box.width, box.height);
  context.restore();
}

function wrapped(context, parts, width) {
  const lines = [];
  for (const part of new Set(parts)) {
    const longer = lines.length ? `${lines.at(-1)} · ${part}` : part;
    if (lines.length && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
