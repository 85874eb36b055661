// The panel at the top left: the legend and the layers behind two tabs, folded away to one button.

import { chromeIcon, iconButton, keepKeys, stageOf, surface, watchStage } from './chrome.js';
import { el } from './dom.js';
import { createLayerList } from './layer_list.js';
import { createLegend } from './legend.js';

const TABS = [
  ['legend', 'Legend'],
  ['layers', 'Layers'],
];
const FOLDED_BELOW = 700; // px of the stage's width
const NARROW_BELOW = 1120;
const LOW_BELOW = 620; // px of the stage's height: the legend starts with its types alone
let panels = 0;

/**
 * @param {{narrow?: boolean, onReset?: () => void, onAddTiles?: (url: string) => void}} options
 *   `narrow` starts with the short legend, as a small stage does
 */
export function createPanel(root, model, { narrow = false, onReset, onAddTiles } = {}) {
  const id = `im-panel-${++panels}`;
  const stage = stageOf(root);
  const legend = createLegend(model);
  const layers = createLayerList(model, { onReset, onAddTiles });
  let full = null; // whether the reader asked for the whole legend; null: as the stage's size suggests
  let suggestFold = false;

  model.panel ??= { tab: 'legend', open: stage.clientWidth >= FOLDED_BELOW };

  const tabs = TABS.map(([name, label]) =>
    el(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `${id}-${name}`,
        'aria-controls': `${id}-body`,
        class: 'im-panel-tab',
        onclick: () => set({ tab: name }),
      },
      label,
    ),
  );
  const more = el('button', { type: 'button', class: 'im-link im-panel-more', onclick: () => setFull(!(full ?? !suggestFold)) });
  const body = el('div', { class: 'im-panel-body', id: `${id}-body`, role: 'tabpanel', tabindex: 0 });
  const fold = iconButton('up', 'Fold the panel away', () => set({ open: false }), { 'aria-controls': `${id}-body` });
  const panel = surface(
    root,
    'section',
    'im-surface im-panel',
    { 'aria-label': 'Legend and layers' },
    el('header', { class: 'im-panel-head' }, el('div', { class: 'im-panel-tabs', role: 'tablist' }, tabs), fold),
    body,
  );
  const unfold = () => set({ open: true }, true);
  const opener = surface(
    root,
    'div',
    'im-surface im-panel-closed',
    {},
    el(
      'button',
      { type: 'button', class: 'im-panel-opener', 'aria-expanded': 'false', onclick: unfold },
      chromeIcon('layers', 16),
      el('span', {}, 'Legend, layers'),
    ),
  );

  function set(change, focus = false) {
    const folding = change.open === false;
    model.panel = { ...model.panel, ...change };
    model.emit('panel', model.panel);
    if (folding) opener.firstChild.focus({ preventScroll: true });
    else if (focus) tabs.find((tab) => tab.getAttribute('aria-selected') === 'true').focus({ preventScroll: true });
  }

  function setFull(value) {
    full = value;
    suggest();
  }

  function suggest() {
    const folded = full === null ? suggestFold : !full;
    legend.setFolded(folded);
    more.textContent = folded ? 'More' : 'Less';
    more.setAttribute('aria-expanded', String(!folded));
  }

  function show() {
    const { tab, open } = model.panel;
    panel.hidden = !open;
    opener.hidden = open;
    tabs.forEach((button, index) => {
      const chosen = TABS[index][0] === tab;
      button.setAttribute('aria-selected', String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      if (chosen) body.setAttribute('aria-labelledby', button.id);
    });
    const wanted = tab === 'layers' ? [layers.node] : [legend.node, more];
    if (body.firstChild !== wanted[0]) {
      body.replaceChildren(...wanted);
      body.scrollTop = 0;
    }
    const shown = open ? panel : opener;
    stage.style.setProperty('--im-panel-width', `${shown.offsetWidth}px`);
  }

  panel.querySelector('[role=tablist]').addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const other = TABS.findIndex(([name]) => name !== model.panel.tab);
    set({ tab: TABS[other][0] });
    tabs[other].focus();
  });
  keepKeys(panel);
  keepKeys(opener, new Set([' ', 'Enter']));

  const stops = [
    model.on('panel', show),
    model.on('data', layers.redraw),
    watchStage(root, (width, height) => {
      panel.classList.toggle('im-panel-narrow', width < NARROW_BELOW);
      suggestFold = narrow || width < NARROW_BELOW || height < LOW_BELOW;
      suggest();
      show();
    }),
    legend.destroy,
    layers.destroy,
  ];

  return {
    /** The layers themselves are others (a tile set was added): list them anew. */
    redraw() {
      legend.redraw();
      layers.redraw();
    },
    destroy() {
      for (const stop of stops) stop();
      stage.style.removeProperty('--im-panel-width');
      panel.remove();
      opener.remove();
    },
  };
}
