// The packed columns of events: decoding, the slices of a window, and counting in it.
//
// The file is one JSON header (its length in the first four bytes) and columns behind it, sorted by
// class of length and then by first day, so that any window is one contiguous slice in each class.

const SLOTS = 24; // six event types x (occurred or not) x (definite or possible)
export const SLOTS_PER_PLACE = SLOTS;

const bytesOf = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };

export class Columns {
  constructor(buffer) {
    const view = new DataView(buffer);
    const length = view.getUint32(0, true);
    this.header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    const { n, day0, classes, columns } = this.header;
    Object.assign(this, { n, day0, classes });
    let offset = 4 + length;
    for (const { name, bytes, count } of columns) {
      offset += (bytes - (offset % bytes)) % bytes;
      this[name] = new bytesOf[bytes](buffer, offset, count);
      offset += bytes * count;
    }
    this.slotOfKind = new Uint8Array(256);
    for (let kind = 0; kind < 256; kind++) {
      this.slotOfKind[kind] = (kind & 7) * 4 + ((kind >> 3) === 0 ? 0 : 2);
    }
  }

  /** Days after `start` on which the event at `row` may have ended. */
  lengthOf(row) {
    const first = this.classes[1].from;
    return row < first ? 0 : this.length[row - first];
  }

  startOf(row) {
    return this.day0 + this.day[row];
  }

  endOf(row) {
    return this.startOf(row) + this.lengthOf(row);
  }

  /** The first row in [from, to) whose day is `day` or later. */
  #lowerBound(from, to, day) {
    const days = this.day;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (days[middle] < day) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The slices [from, to) of rows that can touch the window, one for each class of length. */
  slices(start, end) {
    const low = start - this.day0;
    const high = end - this.day0;
    return this.classes.map(({ from, to, longest }) => [
      this.#lowerBound(from, to, low - longest),
      this.#lowerBound(from, to, high + 1),
    ]);
  }

  /** Call `visit(row, possible)` for each event of the window that the mask lets through. */
  forEach(start, end, mask, visit) {
    const low = start - this.day0;
    const high = end - this.day0;
    const { day, length } = this;
    const firstLong = this.classes[1].from;
    this.slices(start, end).forEach(([from, to], index) => {
      for (let row = from; row < to; row++) {
        if (mask !== null && mask[row] === 0) continue;
        if (index === 0) {
          visit(row, false);
          continue;
        }
        const first = day[row];
        const last = first + length[row - firstLong];
        if (last < low) continue;
        visit(row, first < low || last > high);
      }
    });
  }

  /**
   * Count the window into `slots` (24 numbers a place). A definite event lies wholly in the window;
   * a possible one overlaps it but may have happened outside.
   */
  tally(start, end, mask, slots) {
    slots.fill(0);
    const low = start - this.day0;
    const high = end - this.day0;
    const { day, length, place, kind, slotOfKind } = this;
    const firstLong = this.classes[1].from;
    const byType = new Uint32Array(12);
    const slices = this.slices(start, end);
    const [from0, to0] = slices[0];
    if (mask === null) {
      for (let row = from0; row < to0; row++) slots[place[row] * SLOTS + slotOfKind[kind[row]]]++;
    } else {
      for (let row = from0; row < to0; row++) {
        if (mask[row] !== 0) slots[place[row] * SLOTS + slotOfKind[kind[row]]]++;
      }
    }
    for (let index = 1; index < slices.length; index++) {
      const [from, to] = slices[index];
      for (let row = from; row < to; row++) {
        if (mask !== null && mask[row] === 0) continue;
        const first = day[row];
        const last = first + length[row - firstLong];
        if (last < low) continue;
        slots[place[row] * SLOTS + slotOfKind[kind[row]] + (first < low || last > high ? 1 : 0)]++;
      }
    }
    let definite = 0;
    let possible = 0;
    for (let index = 0; index < slots.length; index += 2) {
      const type = (index % SLOTS) >> 2;
      definite += slots[index];
      possible += slots[index + 1];
      byType[2 * type] += slots[index];
      byType[2 * type + 1] += slots[index + 1];
    }
    return { definite, possible, byType };
  }

  /** Events by first day in bins [edges[i], edges[i + 1]), six counts (one a type) for each bin. */
  histogram(edges, mask) {
    const bins = edges.length - 1;
    const counts = new Uint32Array(bins * 6);
    const binOfDay = new Int32Array(edges[bins] - edges[0]).fill(0);
    for (let bin = 0; bin < bins; bin++) {
      binOfDay.fill(bin, edges[bin] - edges[0], edges[bin + 1] - edges[0]);
    }
    const shift = this.day0 - edges[0];
    const { day, kind, n } = this;
    for (let row = 0; row < n; row++) {
      if (mask !== null && mask[row] === 0) continue;
      const at = day[row] + shift;
      if (at >= 0 && at < binOfDay.length) counts[binOfDay[at] * 6 + (kind[row] & 7)]++;
    }
    return counts;
  }

  /** Rows at one place in the window, oldest first. */
  rowsAt(placeIndex, start, end, mask) {
    const rows = [];
    const { place } = this;
    this.forEach(start, end, mask, (row) => {
      if (place[row] === placeIndex) rows.push(row);
    });
    return rows.sort((a, b) => this.day[a] - this.day[b] || a - b);
  }
}

/** One byte an event from a packed bit mask (first event in the lowest bit). */
export function unpackMask(buffer, n) {
  const bits = new Uint8Array(buffer);
  const mask = new Uint8Array(n);
  for (let row = 0; row < n; row++) mask[row] = (bits[row >> 3] >> (row & 7)) & 1;
  return mask;
}
