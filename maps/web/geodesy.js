// Distances and areas on the sphere, and whether an outline crosses itself.

const RADIUS_KM = 6371.0088; // mean radius of the Earth (IUGG)
const rad = (degrees) => (degrees * Math.PI) / 180;

/** Great-circle distance in km between two {lat, lng} in degrees (haversine). */
export function distanceKm(a, b) {
  const dLat = rad(b.lat - a.lat);
  const dLng = rad(b.lng - a.lng);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(dLng / 2) ** 2;
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Area in km² of a ring of {lat, lng} in degrees, on the sphere. */
export function areaKm2(ring) {
  let sum = 0;
  ring.forEach((a, index) => {
    const b = ring[(index + 1) % ring.length];
    sum += rad(b.lng - a.lng) * (2 + Math.sin(rad(a.lat)) + Math.sin(rad(b.lat)));
  });
  return Math.abs((sum * RADIUS_KM * RADIUS_KM) / 2);
}

const turn = (a, b, c) => Math.sign((b.lng - a.lng) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lng - a.lng));

/** Whether two sides of the closed ring cross: such an outline has no clear inside. */
export function crossesItself(ring) {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue; // neighbours at the closing corner
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[(j + 1) % n]];
      if (turn(a, b, c) !== turn(a, b, d) && turn(c, d, a) !== turn(c, d, b)) return true;
    }
  }
  return false;
}

export function kmWords(km) {
  if (km < 1) return `${Math.round(km * 1000)} m`;
  const decimals = km < 10 ? 2 : km < 100 ? 1 : 0;
  return `${km.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })} km`;
}

export function km2Words(km2) {
  return `${km2.toLocaleString('en', { maximumFractionDigits: km2 < 10 ? 2 : 0 })} km²`;
}

/** A polygon of 48 corners for a circle on the sphere: longitude, latitude in degrees. */
export function ringOf({ center: [lon, lat], radius_km: radiusKm }) {
  const d = radiusKm / RADIUS_KM;
  const la = rad(lat);
  const degrees = (radians) => (radians * 180) / Math.PI;
  return Array.from({ length: 49 }, (_, i) => {
    const bearing = (i / 48) * 2 * Math.PI;
    const y = Math.asin(Math.sin(la) * Math.cos(d) + Math.cos(la) * Math.sin(d) * Math.cos(bearing));
    const x = Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(la), Math.cos(d) - Math.sin(la) * Math.sin(y));
    return [lon + degrees(x), degrees(y)].map((v) => Number(v.toFixed(4)));
  });
}
