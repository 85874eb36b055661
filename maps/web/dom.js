// Small builders for elements: text is always set as text, never parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.setAttribute('class', value);
    else if (name === 'style' && typeof value === 'object') {
      for (const [key, v] of Object.entries(value)) node.style.setProperty(key, v);
    } else if (name === 'dataset') Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child === undefined || child === null || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

/** An HTML element with attributes, `onclick`-like listeners and children (strings become text). */
export function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** An SVG element, built like `el`. */
export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

/** A 14-unit icon drawn by one path. */
export function icon(path, { size = 14, stroke = false } = {}) {
  return svg(
    'svg',
    { viewBox: '0 0 14 14', width: size, height: size, 'aria-hidden': 'true', class: 'im-icon' },
    svg('path', stroke ? { d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 } : { d: path, fill: 'currentColor' }),
  );
}

/** Whether keys typed now belong to a field and not to the map. */
export function isTyping(event) {
  const target = event.target;
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}
