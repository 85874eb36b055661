// The "heat" drawing: intensity by place; the place's own radius widens its spread.

import { SLOTS_PER_PLACE } from './columns.js';
import { rgb } from './theme.js';

const CELL = 4; // CSS pixels to a cell of the grid
const EARTH_M = 40075016.686;

/** A Gaussian around `middle` at the whole numbers from `from` to `to`. */
function bell(middle, sigma, from, to) {
  const values = new Float32Array(Math.max(0, to - from + 1));
  for (let i = 0; i < values.length; i++) values[i] = Math.exp(-((from + i - middle) ** 2) / (2 * sigma * sigma));
  return { from, values };
}

export class Heat {
  constructor(model, { width_px, strongest }) {
    this.model = model;
    this.width = width_px;
    this.strongest = strongest;
  }

  setPalette(palette) {
    const stops = ['ramp-1', 'ramp-2', 'ramp-3', 'ramp-4'].map((token) => rgb(palette[token]));
    this.colors = new Uint8ClampedArray(256 * 4);
    for (let level = 0; level < 256; level++) {
      const at = (level / 255) * (stops.length - 1);
      const low = Math.min(stops.length - 2, Math.floor(at));
      for (let c = 0; c < 3; c++) {
        this.colors[level * 4 + c] = stops[low][c] + (stops[low + 1][c] - stops[low][c]) * (at - low);
      }
      const rise = Math.min(1, level / 110);
      this.colors[level * 4 + 3] = 255 * this.strongest * rise * rise * (3 - 2 * rise);
    }
  }

  #grid(overlay, weightOf) {
    const { places } = this.model;
    const columns = Math.ceil(overlay.width / CELL);
    const rows = Math.ceil(overlay.height / CELL);
    const grid = new Float32Array(columns * rows);
    for (let place = 0; place < places.n; place++) {
      if (places.wherePrec[place] >= 6) continue;
      const weight = weightOf(place);
      if (weight === 0) continue;
      const metersPerPixel = (EARTH_M * Math.cos((places.latitude[place] * Math.PI) / 180)) / overlay.scale;
      const radius = places.wherePrec[place] > 1 ? ((places.radiusKm[place] || 0) * 500) / metersPerPixel : 0;
      const sigma = Math.min(160, Math.max(this.width, radius)) / CELL;
      const x = (places.x[place] * overlay.scale + overlay.left) / CELL;
      const y = (places.y[place] * overlay.scale + overlay.top) / CELL;
      const reach = Math.ceil(3.4 * sigma);
      if (x < -reach || y < -reach || x > columns + reach || y > rows + reach) continue;
      const height = weight / (sigma * sigma);
      // A Gaussian of two dimensions is the product of two of one: so few exponentials are needed.
      const across = bell(x, sigma, Math.max(0, Math.floor(x) - reach), Math.min(columns - 1, Math.floor(x) + reach));
      const down = bell(y, sigma, Math.max(0, Math.floor(y) - reach), Math.min(rows - 1, Math.floor(y) + reach));
      for (let i = 0; i < down.values.length; i++) {
        const fall = down.values[i] * height;
        const from = (down.from + i) * columns + across.from;
        for (let j = 0; j < across.values.length; j++) grid[from + j] += fall * across.values[j];
      }
    }
    return { grid, columns, rows };
  }

  draw(overlay) {
    const { slots } = this.model;
    const context = overlay.begin();
    const weightOf = (place) => {
      let weight = 0;
      for (let slot = 0; slot < SLOTS_PER_PLACE; slot++) {
        weight += slots[place * SLOTS_PER_PLACE + slot] * (slot % 2 === 0 ? 1 : 0.5);
      }
      return weight;
    };
    const { grid, columns, rows } = this.#grid(overlay, weightOf);
    let peak = 0;
    for (const value of grid) if (value > peak) peak = value;
    if (peak === 0) return;
    const image = new ImageData(columns, rows);
    const { data } = image;
    for (let i = 0; i < grid.length; i++) {
      if (grid[i] === 0) continue;
      const level = Math.round(255 * Math.sqrt(grid[i] / peak)) * 4;
      data.set(this.colors.subarray(level, level + 4), i * 4);
    }
    const small = new OffscreenCanvas(columns, rows);
    small.getContext('2d').putImageData(image, 0, 0);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = 'high';
    context.drawImage(small, 0, 0, columns * CELL, rows * CELL);
  }
}
