// The list of layers: one base and one drawing of incidents at a time, ticks for the others, and how strong each is.

import { iconButton } from './chrome.js';
import { el } from './dom.js';
import { symbolOf } from './legend_symbols.js';

const GROUPS = ['Base', 'Borders', 'Reference', 'Incidents'];
let lists = 0; // radio buttons of two maps in one page must not share a name

/**
 * @param {{onReset?: () => void, onAddTiles?: (url: string) => void}} options `onAddTiles` may throw a RangeError
 * @returns {{node: HTMLElement, redraw: () => void, destroy: () => void}}
 */
export function createLayerList(model, { onReset, onAddTiles }) {
  const node = el('div', { class: 'im-layers' });
  const prefix = `im-layers-${++lists}`;
  const faders = new Set(); // ids of the layers whose slider is open
  let signature = null;
  let controls = new Map(); // layer id -> {input, slider, percent}

  function fader(layer) {
    const percent = el('output', {}, `${Math.round(100 * layer.opacity)}%`);
    const slider = el('input', {
      type: 'range',
      min: 5,
      max: 100,
      step: 5,
      value: Math.round(100 * layer.opacity),
      'aria-label': `Strength of ${layer.title}`,
      'aria-valuetext': `${Math.round(100 * layer.opacity)}%`,
      oninput: () => model.setLayer(layer.id, { opacity: Number(slider.value) / 100 }),
    });
    const box = el('div', { class: 'im-layers-fader', id: `${prefix}-${layer.id}-fader`, hidden: !faders.has(layer.id) }, slider, percent);
    const toggle = iconButton('opacity', `How strong: ${layer.title}`, () => {
      box.hidden = !box.hidden;
      if (box.hidden) faders.delete(layer.id);
      else faders.add(layer.id);
      toggle.setAttribute('aria-expanded', String(!box.hidden));
      if (!box.hidden) slider.focus();
    }, { class: 'im-layers-strength', size: 13, 'aria-expanded': String(faders.has(layer.id)), 'aria-controls': box.id });
    return { box, toggle, slider, percent };
  }

  function choice(group, layers) {
    const chosen = layers.find((layer) => layer.visible);
    const fade = chosen && fader(chosen);
    const options = layers.map((layer) => {
      const input = el('input', {
        type: 'radio',
        name: `${prefix}-${group}`,
        value: layer.id,
        class: 'im-layers-radio',
        onchange: () => model.setLayer(layer.id, { visible: true }),
      });
      input.checked = layer.visible;
      controls.set(layer.id, { input, ...(layer === chosen ? fade : {}) });
      return el('label', { class: 'im-layers-option', title: layer.hint }, input, el('span', {}, layer.title));
    });
    return el(
      'div',
      { class: 'im-layers-choice' },
      el('div', { class: 'im-layers-head' }, el('h4', {}, group), fade?.toggle),
      el('div', { class: 'im-layers-segments', role: 'radiogroup', 'aria-label': group }, options),
      fade?.box,
    );
  }

  function tick(layer) {
    const input = el('input', { type: 'checkbox', class: 'im-layers-check', onchange: () => model.setLayer(layer.id, { visible: input.checked }) });
    input.checked = layer.visible;
    const fade = fader(layer);
    controls.set(layer.id, { input, ...fade });
    const symbol = layer.legend?.[0]?.symbol;
    return el(
      'div',
      { class: 'im-layers-tick' },
      el(
        'div',
        { class: 'im-layers-line' },
        el('label', { title: layer.hint }, input, el('span', {}, layer.title)),
        symbol && symbol.kind !== 'ramp' && symbolOf(symbol),
        fade.toggle,
      ),
      fade.box,
    );
  }

  function group(name) {
    const layers = model.layers.filter((layer) => layer.group === name);
    if (layers.length === 0) return null;
    const exclusive = layers.filter((layer) => layer.exclusive);
    const free = layers.filter((layer) => !layer.exclusive);
    return el('div', { class: 'im-layers-group', role: 'group', 'aria-label': name }, exclusive.length > 0 ? choice(name, exclusive) : el('h4', {}, name), free.map(tick));
  }

  function addTiles() {
    const input = el('input', {
      type: 'text',
      class: 'im-layers-url',
      placeholder: 'https://…/{z}/{x}/{y}.png',
      'aria-label': 'Address of the tiles',
      spellcheck: 'false',
      autocomplete: 'off',
    });
    const fault = el('div', { class: 'im-layers-fault', role: 'alert' });
    const add = (event) => {
      event.preventDefault();
      try {
        onAddTiles(input.value.trim());
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        fault.textContent = error.message;
        input.setAttribute('aria-invalid', 'true');
        return;
      }
      fault.textContent = '';
      input.removeAttribute('aria-invalid');
      input.value = '';
    };
    return el(
      'details',
      { class: 'im-layers-own' },
      el('summary', {}, 'Add your own tiles'),
      el('form', { onsubmit: add }, input, el('button', { type: 'submit', class: 'im-btn' }, 'Add')),
      fault,
    );
  }

  const own = onAddTiles ? addTiles() : null;
  const reset = onReset ? el('button', { type: 'button', class: 'im-link im-layers-reset', onclick: onReset }, 'Reset layers') : null;

  function describe() {
    return JSON.stringify(model.layers.map(({ id, title, group: name, hint, exclusive, visible, legend }) => [id, title, name, hint, exclusive, exclusive && visible, legend]));
  }

  function redraw() {
    const now = describe();
    if (now !== signature) {
      signature = now;
      const focused = node.contains(document.activeElement) ? document.activeElement.value : null;
      controls = new Map();
      node.replaceChildren(...[...GROUPS.map(group), own, reset].filter(Boolean));
      controls.get(focused)?.input.focus({ preventScroll: true });
    }
    for (const layer of model.layers) {
      const { input, slider, percent } = controls.get(layer.id) ?? {};
      if (input && input.checked !== layer.visible) input.checked = layer.visible;
      const strength = Math.round(100 * layer.opacity);
      if (slider && Number(slider.value) !== strength) slider.value = strength;
      if (percent && percent.value !== `${strength}%`) {
        percent.value = `${strength}%`;
        slider.setAttribute('aria-valuetext', percent.value);
      }
    }
  }

  const stop = model.on('layer', redraw);
  redraw();
  return { node, redraw, destroy: stop };
}
