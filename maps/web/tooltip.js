// What is under the pointer, in a few lines: name, precision and counts by type.

import { formatCount } from './dates.js';
import { stageOf, surface, swatch } from './chrome.js';
import { el } from './dom.js';

const AWAY = 14; // px from the pointer
const EDGE = 8; // px kept free at the stage's edges

/**
 * @returns {{show: (point: {x: number, y: number}, content: {title: string, subtitle?: string, hint?: string,
 *   byType?: Array<{type: number, definite: number, possible: number}>}) => void, hide: () => void, destroy: () => void}}
 *   the point in px from the stage's top left corner; `type` is the index of the event type
 */
export function createTooltip(root, model) {
  const tip = surface(root, 'div', 'im-surface im-tip', { role: 'tooltip', hidden: true });
  let written = ''; // what the tip says now: it is rebuilt and measured only when that changes
  let size = { width: 0, height: 0 };

  function row({ type, definite, possible }) {
    return el(
      'div',
      { class: 'im-tip-row' },
      swatch(model.typeTokens[type]),
      el('span', { class: 'im-tip-type' }, model.types[type]),
      possible > 0 && el('span', { class: 'im-tip-possible' }, `+${formatCount(possible)} possible`),
      el('b', {}, formatCount(definite)),
    );
  }

  function write({ title, subtitle, byType = [], hint }) {
    tip.replaceChildren(
      ...[
        el('div', { class: 'im-tip-head' }, el('b', {}, title), subtitle && el('span', {}, ` ${subtitle}`)),
        ...byType.filter(({ definite, possible }) => definite + possible > 0).map(row),
        hint && el('div', { class: 'im-tip-hint' }, hint),
      ].filter(Boolean),
    );
  }

  return {
    show(point, content) {
      const words = JSON.stringify(content);
      if (words !== written || tip.hidden) {
        written = words;
        write(content);
        tip.hidden = false;
        size = { width: tip.offsetWidth, height: tip.offsetHeight };
      }
      const stage = stageOf(root);
      const beside = point.x + AWAY + size.width + EDGE <= stage.clientWidth ? point.x + AWAY : point.x - AWAY - size.width;
      const below = point.y + AWAY + size.height + EDGE <= stage.clientHeight ? point.y + AWAY : point.y - AWAY - size.height;
      const x = Math.max(EDGE, Math.min(beside, stage.clientWidth - size.width - EDGE));
      const y = Math.max(EDGE, Math.min(below, stage.clientHeight - size.height - EDGE));
      tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    },
    hide() {
      tip.hidden = true;
    },
    destroy() {
      tip.remove();
    },
  };
}
