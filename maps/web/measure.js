// Measuring: a line of points with the length of each part and of the whole.

import { distanceKm, kmWords } from './geodesy.js';

const middle = (a, b) => ({ lat: (a.lat + b.lat) / 2, lng: (a.lng + b.lng) / 2 });

/** The tool: takes points from the tools' host and draws on its sketch. */
export function createMeasure(sketch, { onEnd }) {
  let points = [];
  let pointer = null;

  const lengthOf = (line) => line.slice(1).reduce((sum, point, index) => sum + distanceKm(line[index], point), 0);

  function draw(done = false) {
    sketch.clear();
    if (points.length === 0) return;
    if (points.length > 1) sketch.line(points);
    const ahead = !done && pointer;
    if (ahead) sketch.line([points.at(-1), pointer], 'im-sketch-ahead');
    points.forEach((point) => sketch.corner(point));
    if (points.length > 2) {
      points.slice(1).forEach((point, index) => sketch.label(middle(points[index], point), kmWords(distanceKm(points[index], point)), 'im-sketch-part'));
    }
    const total = kmWords(lengthOf(ahead ? [...points, pointer] : points));
    if (done) sketch.tag(points.at(-1), total, 'Remove the measurement', () => sketch.clear());
    else if (ahead || points.length > 1) sketch.label(ahead ? pointer : points.at(-1), total, 'im-sketch-total');
  }

  return {
    name: 'measure',
    get count() {
      return points.length;
    },
    last: () => points.at(-1) ?? null,
    canEnd: () => points.length > 1,
    hint: () =>
      points.length === 0
        ? 'Click where the measurement starts'
        : `${points.length > 1 ? `${kmWords(lengthOf(points))}. ` : ''}Click to go on; double-click or Enter ends; Backspace takes back`,
    start() {
      points = [];
      pointer = null;
      draw();
    },
    add(latlng) {
      points.push(latlng);
      pointer = null;
      draw();
    },
    move(latlng) {
      pointer = latlng;
      if (points.length > 0) draw();
    },
    back() {
      points.pop();
      draw();
    },
    end() {
      if (points.length < 2) return false;
      draw(true);
      onEnd();
      return true;
    },
    cancel() {
      points = [];
      draw();
    },
  };
}
