// Names on the map: placed greedily by rank, clear of symbols and of each other, thinning out by zoom.

import { mercator } from './places.js';
import { holds } from './vectors.js';
import { boxOf, pathOf, projectParts, unpackParts } from './geometry.js';
import { rgba } from './theme.js';

const LOOKS = {
  country: { font: '600 14px', spacing: 4, token: 'country-label', upper: true, centred: true },
  province: { font: '500 11px', spacing: 1.1, token: 'province-label', upper: true, centred: true },
  capital: { font: '700 14px', token: 'town', dot: 'ring' },
  city: { font: '600 12.5px', token: 'town', dot: 3 },
  town: { font: '500 11.5px', token: 'town', dot: 2.4 },
  village: { font: '500 11px', token: 'town', dot: 1.9 },
  enclave: { font: 'italic 600 11.5px', token: 'enclave', besides: 7 },
  water: { font: 'italic 500 11px', token: 'water-label', centred: true },
  base: { font: '500 11.5px', token: 'base', besides: 10 },
};

// From this zoom on a label of that kind and rank may stand; between, only as many as fit.
const FROM_ZOOM = {
  country: () => 0,
  capital: () => 0,
  city: (rank) => (rank <= 2 ? 6.2 : 7),
  town: (rank) => (rank <= 3 ? 7.9 : 8.7),
  village: () => 9.2,
  province: () => 6.4,
  enclave: (rank) => (rank <= 2 ? 7.1 : 8.4),
  water: () => 6.6,
  base: (rank) => (rank <= 3 ? 6.6 : 8.4),
};
// Placed in this order; within a kind by rank.
const PRIORITY = ['country', 'capital', 'city', 'enclave', 'base', 'town', 'province', 'water', 'village'];
const MOST = 260;
const CELL_PX = 38; // the grid on which a country's name looks for its place
const EDGE_PX = 48; // country names keep clear of the arrows at the edges

class Grid {
  constructor(cell = 64) {
    this.cell = cell;
    this.boxes = new Map();
  }

  #cells([x0, y0, x1, y1], visit) {
    for (let cx = Math.floor(x0 / this.cell); cx <= Math.floor(x1 / this.cell); cx++) {
      for (let cy = Math.floor(y0 / this.cell); cy <= Math.floor(y1 / this.cell); cy++) {
        if (visit(`${cx},${cy}`)) return true;
      }
    }
    return false;
  }

  hits(box) {
    return this.#cells(box, (key) =>
      (this.boxes.get(key) ?? []).some((o) => o[0] < box[2] && o[2] > box[0] && o[1] < box[3] && o[3] > box[1]),
    );
  }

  add(box) {
    this.#cells(box, (key) => {
      if (!this.boxes.has(key)) this.boxes.set(key, []);
      this.boxes.get(key).push(box);
      return false;
    });
  }
}

export class Labels {
  constructor(model) {
    this.model = model;
    this.layers = new Map(); // layer id -> {labels, areas, shown}
    this.widths = new Map();
    this.cells = new Map(); // country name -> {key, rows}
    this.countryPoints = new Map(); // country name -> [x, y] on the canvas, where it stands now
  }

  setPalette(palette) {
    this.palette = palette;
  }

  /** `table` holds columns text, kind, rank, longitude, latitude, from, to; `areas` polygons by name. */
  setLayer(id, table, areas) {
    const labels = table.text.map((text, i) => {
      const [x, y] = mercator(table.longitude[i], table.latitude[i]);
      return { layer: id, text, kind: table.kind[i], rank: table.rank[i], x, y, from: table.from[i], to: table.to[i] };
    });
    const shapes = (areas?.features ?? []).map((feature) => {
      const projected = projectParts(unpackParts(feature.parts, areas.scale));
      return { name: feature.props.name, projected, box: boxOf(projected), from: feature.from, to: feature.to };
    });
    this.layers.set(id, { labels, shapes, shown: false });
  }

  show(id, shown) {
    const layer = this.layers.get(id);
    if (layer) layer.shown = shown;
  }

  #widthOf(context, text, look) {
    const key = look.font + text;
    if (!this.widths.has(key)) {
      context.font = `${look.font} "Source Sans", sans-serif`;
      context.letterSpacing = `${look.spacing ?? 0}px`;
      this.widths.set(key, context.measureText(text).width);
    }
    return this.widths.get(key);
  }

  /** Which cells of the view lie in a country: rows of 0 and 1, kept as long as the view stands; null for none. */
  #cells(overlay, context, shapes, name) {
    const held = shapes.filter((shape) => shape.name === name && holds(shape, this.model.window, false));
    if (!held.length) return null;
    const { scale, left, top, width, height, padX, padY, ratio } = overlay;
    const key = [scale, left, top, width, height, shapes.indexOf(held[0])].join();
    const known = this.cells.get(name);
    if (known?.key === key) return known.rows;
    const path = pathOf(held.flatMap((shape) => shape.projected), overlay);
    const rows = [];
    for (let y = padY + CELL_PX / 2; y < height - padY; y += CELL_PX) {
      const row = [];
      for (let x = padX + CELL_PX / 2; x < width - padX; x += CELL_PX) {
        row.push(context.isPointInPath(path, x * ratio, y * ratio, 'evenodd') ? 1 : 0);
      }
      rows.push(row);
    }
    this.cells.set(name, { key, rows });
    return rows;
  }

  /** The point of a country's visible part that lies deepest inside it, clear of the panels. */
  #insidePoint(overlay, context, shapes, name, blocked, grid, half) {
    const step = CELL_PX;
    const inside = this.#cells(overlay, context, shapes, name);
    if (!inside) return null;
    const rows = inside.length;
    const columns = inside[0]?.length ?? 0;
    const isFree = (x, y) =>
      y - overlay.padY > EDGE_PX && y < overlay.height - overlay.padY - 2 * EDGE_PX &&
      !blocked.some((b) => x > b[0] - 70 && x < b[2] + 70 && y > b[1] - 24 && y < b[3] + 24);
    // Distance to the outside in cells, sideways counted half: names are wide and low.
    let best = null;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (!inside[row][column]) continue;
        const [x, y] = [overlay.padX + (column + 0.5) * step, overlay.padY + (row + 0.5) * step];
        if (!isFree(x, y)) continue;
        let reach = 1;
        const isIn = (r, c) => r >= 0 && c >= 0 && r < rows && c < columns && inside[r][c];
        while (
          reach < 6 && isIn(row - reach, column) && isIn(row + reach, column) &&
          isIn(row, column - 2 * reach) && isIn(row, column + 2 * reach) && isIn(row, column - 2 * reach + 1) &&
          isIn(row, column + 2 * reach - 1)
        ) reach++;
        if (!isIn(row, column - 1) || !isIn(row, column + 1)) continue;
        if ((!best || reach > best.reach) && grid.hits([x - half, y - 10, x + half, y + 36])) continue;
        if (!best || reach > best.reach) {
          best = { reach, x, y };
        }
      }
    }
    return best;
  }

  /**
   * @param {CanvasOverlay} overlay a padded canvas
   * @param {{circles: number[][], boxes: number[][]}} obstacles in pixels of this canvas
   * @param {Map<string, number>} countryCounts incidents coded to a country alone, by its name
   */
  draw(overlay, obstacles, countryCounts) {
    const context = overlay.begin();
    const { palette, model } = this;
    const { zoom, scale, left, top, width, height } = overlay;
    const grid = new Grid();
    for (const [x, y, r] of obstacles.circles) grid.add([x - r, y - r, x + r, y + r]);
    for (const box of obstacles.boxes) grid.add(box);
    const candidates = [];
    this.countryPoints = new Map();
    for (const [id, layer] of this.layers) {
      const wanted = layer.shown;
      if (!wanted && id !== 'national') continue;
      for (const label of layer.labels) {
        if (!holds(label, model.window, label.kind === 'base')) continue;
        if (zoom < (FROM_ZOOM[label.kind]?.(label.rank) ?? 0)) continue;
        let x = label.x * scale + left;
        let y = label.y * scale + top;
        if (label.kind === 'country') {
          const point = this.#insidePoint(overlay, context, layer.shapes, label.text, obstacles.boxes, grid, this.#widthOf(context, label.text.toUpperCase(), LOOKS.country) / 2);
          if (!point) continue;
          ({ x, y } = point);
          this.countryPoints.set(label.text, [x, y, wanted]);
          if (!wanted) continue;
        }
        if (x < 0 || y < 0 || x > width || y > height) continue;
        candidates.push({ ...label, px: x, py: y });
      }
    }
    candidates.sort((a, b) => PRIORITY.indexOf(a.kind) - PRIORITY.indexOf(b.kind) || a.rank - b.rank);
    context.lineJoin = 'round';
    context.textBaseline = 'middle';
    let placed = 0;
    const dots = [];
    for (const label of candidates) {
      if (placed >= MOST) break;
      const look = LOOKS[label.kind];
      const text = look.upper ? label.text.toUpperCase() : label.text;
      const w = this.#widthOf(context, text, look);
      const h = parseFloat(/([\d.]+)px/.exec(look.font)[1]) + 2;
      const spot = this.#spot(grid, label, look, w, h, countryCounts.get(label.text) > 0);
      if (!spot) continue;
      grid.add(spot.box);
      if (look.dot) {
        const covered = obstacles.circles.some(([x, y, r]) => Math.hypot(x - label.px, y - label.py) < r);
        if (!covered) dots.push([label.px, label.py, look.dot]);
        if (!covered) grid.add([label.px - 4, label.py - 4, label.px + 4, label.py + 4]);
      }
      context.font = `${look.font} "Source Sans", sans-serif`;
      context.letterSpacing = `${look.spacing ?? 0}px`;
      context.strokeStyle = rgba(palette.halo, palette.page === '#FFFFFF' ? 0.92 : 0.88);
      context.lineWidth = 3;
      context.strokeText(text, spot.x, spot.y);
      context.fillStyle = palette[look.token];
      context.fillText(text, spot.x, spot.y);
      placed++;
    }
    context.letterSpacing = '0px';
    for (const [x, y, dot] of dots) this.#dot(context, x, y, dot);
  }

  #spot(grid, label, look, w, h, chip) {
    const { px, py } = label;
    if (look.centred) {
      const offsets = label.kind === 'country' ? [0] : [0, h + 9, -h - 9, 2 * h + 10];
      for (const dy of offsets) {
        const box = [px - w / 2 - 3, py + dy - h / 2 - 1, px + w / 2 + 3, py + dy + h / 2 + 1 + (chip ? 26 : 0)];
        if (!grid.hits(box)) return { x: px - w / 2, y: py + dy, box };
      }
      return null;
    }
    const air = label.kind === 'town' || label.kind === 'village' ? 6 : 0;
    const gap = look.besides ?? (look.dot === 'ring' ? 9 : 7);
    const spots = [
      [px + gap, py], [px - gap - w, py], [px - w / 2, py - gap - h / 2 + 1], [px - w / 2, py + gap + h / 2],
      [px + gap - 2, py - h * 0.7], [px + gap - 2, py + h * 0.7], [px - gap - w + 2, py - h * 0.7], [px - gap - w + 2, py + h * 0.7],
      [px + 2.4 * gap, py], [px - 2.4 * gap - w, py],
    ];
    for (const [x, y] of spots) {
      const box = [x - 2, y - h / 2, x + w + 2, y + h / 2];
      const roomy = [box[0] - air, box[1] - air, box[2] + air, box[3] + air];
      if (!grid.hits(roomy)) return { x, y, box };
    }
    return null;
  }

  #dot(context, x, y, dot) {
    const { palette } = this;
    const r = dot === 'ring' ? 4.2 : dot;
    context.beginPath();
    context.arc(x, y, r + 1.4, 0, 2 * Math.PI);
    context.fillStyle = rgba(palette.halo, 0.9);
    context.fill();
    context.beginPath();
    context.arc(x, y, r, 0, 2 * Math.PI);
    context.fillStyle = dot === 'ring' ? palette.panel : palette.town;
    context.fill();
    if (dot === 'ring') {
      context.strokeStyle = palette.town;
      context.lineWidth = 2.6;
      context.stroke();
    }
  }
}
