// Drawing an area, a polygon or a circle, that incidents are filtered by.

import { areaKm2, crossesItself, distanceKm, km2Words, kmWords } from './geodesy.js';

export const LEAST_RADIUS_KM = 0.1;
export const MOST_RADIUS_KM = 5000;
const DECIMALS = 5; // about a metre
const round = (value) => Number(value.toFixed(DECIMALS));
const toPair = ({ lat, lng }) => [round(lng), round(lat)];
const toLatLng = ([lng, lat]) => ({ lat, lng });

const isPoint = (pair) =>
  Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite) && Math.abs(pair[0]) <= 180 && Math.abs(pair[1]) <= 90;

const CIRCLE_CORNERS = 32;
const ROUNDNESS = 0.005;
const ROUNDED_KM = 0.02; // what rounding a corner's degrees may move it

/** The circle that a ring of many corners stands for, or null. */
function circleOf(corners) {
  if (corners.length < CIRCLE_CORNERS) return null;
  const mean = (index) => corners.reduce((sum, pair) => sum + pair[index], 0) / corners.length;
  const center = [mean(0), mean(1)].map(round);
  const distances = corners.map((corner) => distanceKm(toLatLng(center), toLatLng(corner)));
  const radius = distances.reduce((sum, km) => sum + km, 0) / distances.length;
  const isRound = distances.every((km) => Math.abs(km - radius) <= ROUNDNESS * radius + ROUNDED_KM);
  return isRound ? { type: 'circle', center, radius_km: Number(radius.toFixed(2)) } : null;
}

/**
 * The area as given from outside, checked; a RangeError says what is wrong with it. Also the rings of a GeoJSON
 * polygon alone are taken, and a ring that is round becomes a circle again.
 */
export function checkArea(area) {
  if (Array.isArray(area)) return checkArea({ type: 'polygon', coordinates: area[0] });
  if (area?.type === 'circle') {
    if (!isPoint(area.center)) throw new RangeError('the circle has no centre: expected [longitude, latitude] in degrees');
    if (!(area.radius_km > 0 && area.radius_km <= MOST_RADIUS_KM)) {
      throw new RangeError(`the circle's radius is ${area.radius_km}: expected kilometres above 0 and up to ${MOST_RADIUS_KM}`);
    }
    return area;
  }
  if (area?.type !== 'polygon') throw new RangeError(`the area is of type "${area?.type}": expected "polygon" or "circle"`);
  const ring = area.coordinates;
  if (!Array.isArray(ring) || !ring.every(isPoint)) {
    throw new RangeError('the polygon has a corner that is no place: expected [longitude, latitude] in degrees');
  }
  const closed = ring.length > 1 && ring[0].join() === ring.at(-1).join();
  const corners = closed ? ring.slice(0, -1) : ring;
  if (corners.length < 3) throw new RangeError(`the polygon has ${corners.length} corners: expected at least 3`);
  return circleOf(corners) ?? { type: 'polygon', coordinates: corners };
}

/** Draw a finished area with its size and the button that removes it. */
export function drawArea(sketch, area, onRemove) {
  sketch.clear();
  if (area === null) return;
  if (area.type === 'circle') {
    const center = toLatLng(area.center);
    const circle = sketch.circle(center, area.radius_km);
    sketch.corner(center);
    const { lat } = circle.getBounds().getNorthEast();
    sketch.tag({ lat, lng: center.lng }, `within ${kmWords(area.radius_km)}`, 'Clear the area', onRemove);
    return;
  }
  const ring = area.coordinates.map(toLatLng);
  sketch.shape(ring);
  const top = ring.reduce((best, point) => (point.lat > best.lat ? point : best));
  sketch.tag(top, km2Words(areaKm2(ring)), 'Clear the area', onRemove);
}

/** The polygon tool: corners one by one, closed by its first corner, a double click or Enter. */
export function createPolygon(sketch, { onArea }) {
  let ring = [];
  let pointer = null;
  let complaint = '';

  function draw() {
    sketch.clear();
    if (ring.length === 0) return;
    const shown = pointer ? [...ring, pointer] : ring;
    if (shown.length > 2) sketch.shape(shown);
    else if (shown.length === 2) sketch.line(shown, 'im-sketch-ahead');
    ring.forEach((point) => sketch.corner(point));
  }

  return {
    name: 'polygon',
    get count() {
      return ring.length;
    },
    first: () => ring[0] ?? null,
    last: () => ring.at(-1) ?? null,
    canEnd: () => ring.length > 2,
    hint() {
      if (complaint) return complaint;
      if (ring.length === 0) return 'Click the first corner of the area';
      if (ring.length < 3) return 'Click the next corner; Backspace takes the last one back';
      return 'Click the next corner; the first one, a double-click or Enter closes the area';
    },
    start() {
      ring = [];
      pointer = null;
      complaint = '';
      draw();
    },
    add(latlng) {
      ring.push(latlng);
      pointer = null;
      complaint = '';
      draw();
    },
    move(latlng) {
      pointer = latlng;
      draw();
    },
    back() {
      ring.pop();
      complaint = '';
      draw();
    },
    end() {
      if (ring.length < 3) return false;
      if (crossesItself(ring)) {
        complaint = 'The outline crosses itself: take corners back with Backspace';
        return false;
      }
      onArea({ type: 'polygon', coordinates: ring.map(toPair) });
      return true;
    },
    cancel() {
      ring = [];
      draw();
    },
  };
}

/** The circle tool: centre and rim by two clicks or one drag, or a typed radius. */
export function createCircle(sketch, { onArea, centreOfMap }) {
  let center = null;
  let rim = null;

  function draw() {
    sketch.clear();
    if (!center) return;
    sketch.corner(center);
    if (!rim) return;
    const radius = distanceKm(center, rim);
    sketch.circle(center, radius);
    sketch.line([center, rim], 'im-sketch-ahead');
    sketch.label(rim, kmWords(radius), 'im-sketch-total');
  }

  function finish(radius) {
    onArea({ type: 'circle', center: toPair(center), radius_km: Number(radius.toFixed(3)) });
    return true;
  }

  return {
    name: 'circle',
    get count() {
      return center ? 1 : 0;
    },
    last: () => center,
    canEnd: () => center !== null && rim !== null && distanceKm(center, rim) >= LEAST_RADIUS_KM,
    hint: () => (center ? 'Click the rim, or type the radius' : 'Drag from the centre to the rim, or click the centre'),
    start() {
      center = null;
      rim = null;
      draw();
    },
    /** The centre first, then the rim, which ends it. */
    add(latlng) {
      if (!center) {
        center = latlng;
        draw();
        return;
      }
      rim = latlng;
      draw();
    },
    move(latlng) {
      if (!center) return;
      rim = latlng;
      draw();
    },
    back() {
      center = null;
      rim = null;
      draw();
    },
    end() {
      if (!this.canEnd()) return false;
      return finish(distanceKm(center, rim));
    },
    /** A circle of a typed radius around the centre, or around the map's middle while none is set. */
    endWith(radiusKm) {
      if (!(radiusKm >= LEAST_RADIUS_KM && radiusKm <= MOST_RADIUS_KM)) return false;
      center ??= centreOfMap();
      return finish(radiusKm);
    },
    cancel() {
      center = null;
      rim = null;
      draw();
    },
  };
}
