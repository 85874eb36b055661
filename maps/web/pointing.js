// What lies under the pointer: named on hover, opened on click.

import { formatCount } from './dates.js';
import { SLOTS_PER_PLACE } from './columns.js';
import { countsAt } from './symbols.js';

export class Pointing {
  /** @param {{map: L.Map, model: object, incidents: object, tooltip: object, canvas: HTMLElement}} parts */
  constructor({ map, model, incidents, tooltip, canvas }) {
    Object.assign(this, { map, model, incidents, tooltip, canvas });
    this.handlers = {
      click: (event) => this.#click(event),
      mousemove: (event) => this.#hover(event),
      'mouseout movestart zoomstart': () => tooltip.hide(),
    };
    map.on(this.handlers);
  }

  #hover({ containerPoint }) {
    if (this.model.tool || !this.model.places) return;
    const found = this.incidents.pick(containerPoint);
    this.canvas.classList.toggle('is-over', Boolean(found));
    if (!found) {
      this.tooltip.hide();
      return;
    }
    const { model } = this;
    if (found.district) {
      this.tooltip.show(containerPoint, {
        title: found.district.admin2, subtitle: found.district.admin1, byType: [], hint: `${found.count} in the district; click to list`,
      });
      return;
    }
    const byType = model.types.map((_, type) => {
      const at = found.place * SLOTS_PER_PLACE + type * 4;
      const { slots } = model;
      return { type, definite: slots[at] + slots[at + 2], possible: slots[at + 1] + slots[at + 3] };
    });
    const { definite, possible } = countsAt(model.slots, found.place);
    const total = definite + possible;
    this.tooltip.show(containerPoint, {
      title: model.places.name[found.place],
      subtitle: model.places.precisionWords(found.place),
      byType: byType.filter((entry) => entry.definite + entry.possible > 0),
      hint: total === 1 ? 'Click to open it' : `Click to list ${formatCount(total)} incidents`,
    });
  }

  #click({ containerPoint }) {
    if (this.model.tool || !this.model.places) return;
    const found = this.incidents.pick(containerPoint);
    this.tooltip.hide();
    if (!found) this.model.select(null);
    else if (found.district) this.#selectDistrict(found.district);
    else this.model.selectPlace(found.place, found.row ?? null);
  }

  #selectDistrict(district) {
    const { model } = this;
    const index = this.incidents.districts.districts.indexOf(district);
    const rows = [];
    model.columns.forEach(model.window.start, model.window.end, model.mask, (row) => {
      if (model.places.districts.some((vintage) => vintage.index[model.columns.place[row]] === index)) rows.push(row);
    });
    rows.sort((a, b) => model.columns.day[a] - model.columns.day[b] || a - b);
    model.select({ place: null, rows, index: 0, title: `${district.admin2}, ${district.admin1}` });
  }

  destroy() {
    this.map.off(this.handlers);
  }
}
