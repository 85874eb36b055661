// The places of the events: where each symbol stands, and what the place's precision is.

const PRECISION = {
  1: 'Exact place',
  2: 'Near this place',
  3: 'District level',
  4: 'Province level',
  5: 'Area, not a point',
  6: 'Country level',
  7: 'International waters or airspace',
};

/** Unit Mercator (0..1 east and south) of a longitude and latitude in degrees. */
export function mercator(longitude, latitude) {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
}

export class Places {
  /** @param {object} table columns of equal length; see maps/packing.py */
  constructor(table) {
    Object.assign(this, table); // name, country, countryName, admin1, longitude, latitude, wherePrec, radiusKm, area, district
    this.n = table.name.length;
    this.x = new Float64Array(this.n);
    this.y = new Float64Array(this.n);
    for (let index = 0; index < this.n; index++) {
      [this.x[index], this.y[index]] = mercator(table.longitude[index], table.latitude[index]);
    }
  }

  /** Whether the place has a point that may be drawn (a country alone has none). */
  isDrawn(index) {
    return this.wherePrec[index] < 6;
  }

  precisionWords(index) {
    const prec = this.wherePrec[index];
    const radius = this.radiusKm[index];
    return radius && (prec === 2 || prec === 5) ? `${PRECISION[prec]}, ±${Math.round(radius)} km` : PRECISION[prec];
  }
}
