// Decoding of packed features and their paths on a canvas.
//
// A resource holds {scale, features: [{type, parts, from, to, props}]}: `parts` are lists of whole
// numbers, longitude and latitude in turn, each but the first pair as the step from the one before.

import { mercator } from './places.js';

/** Longitudes and latitudes in degrees, one Float64Array (lon, lat, lon, lat …) a part. */
export function unpackParts(parts, scale) {
  return parts.map((steps) => {
    const out = new Float64Array(steps.length);
    let lon = 0;
    let lat = 0;
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      out[i] = lon * scale;
      out[i + 1] = lat * scale;
    }
    return out;
  });
}

/** The same parts in unit Mercator. */
export function projectParts(parts) {
  return parts.map((part) => {
    const out = new Float64Array(part.length);
    for (let i = 0; i < part.length; i += 2) [out[i], out[i + 1]] = mercator(part[i], part[i + 1]);
    return out;
  });
}

/** A canvas path of projected parts in the pixels of an overlay. */
export function pathOf(projected, overlay) {
  const path = new Path2D();
  const { scale, left, top } = overlay;
  for (const part of projected) {
    let lastX = NaN;
    let lastY = NaN;
    for (let i = 0; i < part.length; i += 2) {
      const x = part[i] * scale + left;
      const y = part[i + 1] * scale + top;
      if (i === 0) path.moveTo(x, y);
      else if (Math.abs(x - lastX) + Math.abs(y - lastY) >= 0.7 || i === part.length - 2) path.lineTo(x, y);
      else continue;
      lastX = x;
      lastY = y;
    }
  }
  return path;
}

/** The box of projected parts: [west, north, east, south] in unit Mercator. */
export function boxOf(projected) {
  let [w, n, e, s] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of projected) {
    for (let i = 0; i < part.length; i += 2) {
      w = Math.min(w, part[i]);
      e = Math.max(e, part[i]);
      n = Math.min(n, part[i + 1]);
      s = Math.max(s, part[i + 1]);
    }
  }
  return [w, n, e, s];
}

export function boxInView([w, n, e, s], overlay) {
  const { scale, left, top, width, height } = overlay;
  return e * scale + left >= 0 && w * scale + left <= width && s * scale + top >= 0 && n * scale + top <= height;
}
