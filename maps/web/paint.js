// Paints elements of the page onto a canvas as the browser has laid them out: boxes, text, icons.

const SKIPPED = '.im-iconbtn, .im-hush, .im-panel-more, .im-slot-tooltip, [hidden]';

/**
 * @param {CanvasRenderingContext2D} context whose unit is one CSS pixel
 * @param {DOMRect} origin what lies at the canvas's upper left corner
 * @param {Element} root painted with all that is in it
 */
export async function paintElement(context, origin, root) {
  const icons = [];
  paint(context, origin, root, icons);
  // Icons need a moment to be read; they lie on nothing that is painted later.
  for (const { image, box, alpha, clip } of icons) {
    await image.decode();
    context.save();
    clipTo(context, clip);
    context.globalAlpha = alpha;
    context.drawImage(image, box.x, box.y, box.width, box.height);
    context.restore();
  }
}

function paint(context, origin, node, icons, clip = null, alpha = 1) {
  if (node.matches(SKIPPED)) return;
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) === 0) return;
  alpha *= Number(style.opacity);
  const box = boxOf(node.getBoundingClientRect(), origin);
  context.save();
  clipTo(context, clip);
  context.globalAlpha = alpha;
  if (node instanceof SVGSVGElement) {
    icons.push({ image: imageOf(node, box), box, alpha, clip });
    for (const text of node.querySelectorAll('text')) paintText(context, origin, text, getComputedStyle(text), true);
    context.restore();
    return;
  }
  if (node instanceof HTMLCanvasElement && node.width) context.drawImage(node, box.x, box.y, box.width, box.height);
  if (box.width > 0 && box.height > 0) paintBox(context, box, style);
  context.restore();
  if (style.overflow !== 'visible' && box.width > 0) clip = crossed(clip, box);
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE) paint(context, origin, child, icons, clip, alpha);
    else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
      context.save();
      clipTo(context, clip);
      context.globalAlpha = alpha;
      paintText(context, origin, child, style, false);
      context.restore();
    }
  }
}

function boxOf({ left, top, width, height }, origin) {
  return { x: left - origin.left, y: top - origin.top, width, height };
}

function crossed(a, b) {
  if (!a) return b;
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return { x, y, width: Math.max(0, Math.min(a.x + a.width, b.x + b.width) - x), height: Math.max(0, Math.min(a.y + a.height, b.y + b.height) - y) };
}

function clipTo(context, clip) {
  if (!clip) return;
  context.beginPath();
  context.rect(clip.x, clip.y, clip.width, clip.height);
  context.clip();
}

const isClear = (color) => color === 'transparent' || /,\s*0\)$|\/\s*0\)$/.test(color);

function paintBox(context, box, style) {
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2);
  const round = style.borderTopLeftRadius.endsWith('%') ? Math.min(box.width, box.height) / 2 : radius;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, round);
  if (!isClear(style.backgroundColor)) {
    context.save();
    if (style.boxShadow !== 'none' && !style.boxShadow.includes('inset')) {
      Object.assign(context, { shadowColor: 'rgb(0 0 0 / 0.16)', shadowBlur: 10 * context.getTransform().a, shadowOffsetY: 2 });
    }
    context.fillStyle = style.backgroundColor;
    context.fill();
    context.restore();
  }
  const sides = ['Top', 'Right', 'Bottom', 'Left'].map((side) => ({
    width: style[`border${side}Style`] === 'none' ? 0 : parseFloat(style[`border${side}Width`]) || 0,
    color: style[`border${side}Color`],
    dashed: ['dashed', 'dotted'].includes(style[`border${side}Style`]),
  }));
  const [top, right, bottom, left] = sides;
  if (top.width > 0 && sides.every(({ width }) => width === top.width)) {
    context.beginPath();
    context.roundRect(box.x + top.width / 2, box.y + top.width / 2, box.width - top.width, box.height - top.width, Math.max(0, round - top.width / 2));
    stroke(context, top);
    return;
  }
  line(context, top, box.x, box.y + top.width / 2, box.x + box.width, box.y + top.width / 2);
  line(context, bottom, box.x, box.y + box.height - bottom.width / 2, box.x + box.width, box.y + box.height - bottom.width / 2);
  line(context, left, box.x + left.width / 2, box.y, box.x + left.width / 2, box.y + box.height);
  line(context, right, box.x + box.width - right.width / 2, box.y, box.x + box.width - right.width / 2, box.y + box.height);
}

function line(context, side, x0, y0, x1, y1) {
  if (!side.width) return;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  stroke(context, side);
}

function stroke(context, { width, color, dashed }) {
  if (isClear(color)) return;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.setLineDash(dashed ? [3, 2.5] : []);
  context.stroke();
}

/** Text of a node where the browser has put it, line by line; what is cut with an ellipsis is cut here too. */
function paintText(context, origin, node, style, isSvg) {
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = isSvg ? style.fill : style.color;
  context.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  const upper = style.textTransform === 'uppercase';
  if (isSvg) {
    const box = node.getBoundingClientRect();
    const { fontBoundingBoxAscent: ascent } = context.measureText(node.textContent);
    context.fillText(node.textContent, box.left - origin.left, box.top - origin.top + ascent);
    return;
  }
  const room = style.textOverflow === 'ellipsis' ? node.parentElement.getBoundingClientRect() : null;
  for (const { text, left, top, height } of linesOf(node)) {
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = context.measureText(text);
    const shown = room ? fitting(context, text, room.right - left) : text;
    const baseline = top + (height - ascent - descent) / 2 + ascent;
    context.fillText(upper ? shown.toUpperCase() : shown, left - origin.left, baseline - origin.top);
  }
}

function fitting(context, text, room) {
  if (context.measureText(text).width <= room + 1) return text;
  let end = text.length;
  while (end > 0 && context.measureText(`${text.slice(0, end)}…`).width > room) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The lines of a text node with their places: words whose boxes stand at one height belong together. */
function linesOf(node) {
  const range = document.createRange();
  const lines = [];
  for (const match of node.data.matchAll(/\S+\s*/g)) {
    range.setStart(node, match.index);
    range.setEnd(node, match.index + match[0].trimEnd().length);
    const [first, ...more] = range.getClientRects();
    if (!first) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.top - first.top) < 2) last.text += match[0].replace(/\s+/g, ' ');
    else lines.push({ text: match[0].replace(/\s+/g, ' '), left: first.left, top: first.top, height: first.height });
    // A word that is broken over lines is shown whole on its first; its box is cut there.
    if (more.length && more.at(-1).top > first.top + 2) lines.push({ text: '', left: more.at(-1).left, top: more.at(-1).top, height: first.height });
  }
  return lines.map((found) => ({ ...found, text: found.text.trimEnd() }));
}

const COPIED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-dashoffset', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'fill-opacity', 'stroke-opacity', 'color'];

/** An icon as a picture of its own: colours of the page written into it, its text left out. */
function imageOf(node, box) {
  const copy = node.cloneNode(true);
  const [from, to] = [[node, ...node.querySelectorAll('*')], [copy, ...copy.querySelectorAll('*')]];
  from.forEach((source, index) => {
    const style = getComputedStyle(source);
    for (const name of COPIED) to[index].style.setProperty(name, style.getPropertyValue(name));
  });
  for (const text of copy.querySelectorAll('text')) text.remove();
  copy.setAttribute('width', box.width);
  copy.setAttribute('height', box.height);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  return image;
}
