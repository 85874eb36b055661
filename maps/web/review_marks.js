// Cutting a text into pieces by the spans that lie on it: toponyms, dates, triggers, evidence of drafts.

/**
 * Characters as Python counts them. JavaScript counts two for some (emoji, rare letters): only a text that
 * has such is taken apart.
 */
export class CountedText {
  constructor(text) {
    this.text = text;
    this.points = /[\ud800-\udfff]/.test(text) ? Array.from(text) : null;
  }

  slice(start, end) {
    return this.points ? this.points.slice(start, end).join('') : this.text.slice(start, end);
  }
}

/**
 * The pieces of [from, to): each with the marks that cover it.
 *
 * @param {number} from
 * @param {number} to
 * @param {{start: number, end: number}[]} marks in any order; those that do not touch the range are left out
 * @returns {{start: number, end: number, marks: object[]}[]} in order, without gaps
 */
export function cut(from, to, marks) {
  const inside = marks.filter(({ start, end }) => start < to && end > from && end > start);
  const edges = new Set([from, to]);
  for (const { start, end } of inside) {
    edges.add(Math.max(from, start));
    edges.add(Math.min(to, end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [start, end] = [sorted[i], sorted[i + 1]];
    pieces.push({ start, end, marks: inside.filter((mark) => mark.start <= start && mark.end >= end) });
  }
  return pieces;
}

/** A finder of the marks that touch a range, for many ranges of a long text. */
export function within(marks) {
  const sorted = [...marks].sort((a, b) => a.start - b.start);
  const longest = sorted.reduce((most, { start, end }) => Math.max(most, end - start), 0);
  return (from, to) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle].start < from - longest) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (; low < sorted.length && sorted[low].start < to; low++) if (sorted[low].end > from) found.push(sorted[low]);
    return found;
  };
}
