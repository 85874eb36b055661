// A small software painter: symbols written straight into the pixels of an ImageData.
//
// With many symbols this is several times faster than canvas paths, which matters where there is no
// graphics card; the edges are smoothed by the share of each pixel that a symbol covers.

const ANGLES = 256;

const NOTHING = [Infinity, Infinity, -Infinity, -Infinity];

export class Raster {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.before = [...NOTHING]; // the box [x0, y0, x1, y1] that holds something on the canvas
    this.touched = [...NOTHING]; // the box drawn into since `begin`
  }

  /** Start an empty picture of that many device pixels; only what was drawn before is cleared. */
  begin(context, width, height) {
    if (!this.image || width !== this.width || height !== this.height) {
      this.width = width;
      this.height = height;
      this.image = context.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
      this.before = [0, 0, width, height];
    } else {
      const [x0, y0, x1, y1] = this.touched;
      for (let y = y0; y < y1; y++) this.pixels.fill(0, y * width + x0, y * width + x1);
      this.before = this.touched;
    }
    this.touched = [...NOTHING];
  }

  /** Say that a box of device pixels is drawn into. */
  touch(x0, y0, x1, y1) {
    const box = this.touched;
    if (x0 < box[0]) box[0] = Math.max(0, x0);
    if (y0 < box[1]) box[1] = Math.max(0, y0);
    if (x1 > box[2]) box[2] = Math.min(this.width, x1);
    if (y1 > box[3]) box[3] = Math.min(this.height, y1);
  }

  /** Put the picture on the canvas: only the box where something is or was. */
  end(context) {
    const [a, b] = [this.before, this.touched];
    const x0 = Math.min(a[0], b[0]);
    const y0 = Math.min(a[1], b[1]);
    const x1 = Math.max(a[2], b[2]);
    const y1 = Math.max(a[3], b[3]);
    if (x1 > x0 && y1 > y0) context.putImageData(this.image, 0, 0, x0, y0, x1 - x0, y1 - y0);
  }

  /** Lay one colour over a pixel; `alpha` 0..255. */
  blend(at, red, green, blue, alpha) {
    const under = this.pixels[at];
    const below = under >>> 24;
    if (below === 0) {
      this.pixels[at] = ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
      return;
    }
    const over = alpha / 255;
    const rest = (below / 255) * (1 - over);
    const total = over + rest;
    const r = (red * over + (under & 255) * rest) / total;
    const g = (green * over + ((under >> 8) & 255) * rest) / total;
    const b = (blue * over + ((under >> 16) & 255) * rest) / total;
    this.pixels[at] = ((Math.round(total * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  }

  /**
   * Paint a symbol made by `makeStamp` with its centre at (x, y) in device pixels.
   * `ring` and `edge` hold the pixel colour for each of 256 angles, clockwise from the top.
   */
  stamp(stamp, x, y, ring, edge, core, halo, ink) {
    const { width, height, pixels } = this;
    const reach = stamp.reach;
    const cx = Math.round(x);
    const cy = Math.round(y);
    if (cx < -reach || cy < -reach || cx >= width + reach || cy >= height + reach) return;
    this.touch(cx - reach, cy - reach, cx + reach + 1, cy + reach + 1);
    const whole = cx >= reach && cy >= reach && cx < width - reach && cy < height - reach;
    if (whole) {
      const at = cy * width + cx;
      const { ringDx, ringDy, ringAngle, edgeDx, edgeDy, edgeAngle, coreDx, coreDy } = stamp;
      for (let i = 0; i < coreDx.length; i++) pixels[at + coreDy[i] * width + coreDx[i]] = core;
      for (let i = 0; i < ringDx.length; i++) pixels[at + ringDy[i] * width + ringDx[i]] = ring[ringAngle[i]];
      for (let i = 0; i < edgeDx.length; i++) pixels[at + edgeDy[i] * width + edgeDx[i]] = edge[edgeAngle[i]];
    } else {
      const put = (dx, dy, color) => {
        const px = cx + dx;
        const py = cy + dy;
        if (px >= 0 && py >= 0 && px < width && py < height) pixels[py * width + px] = color;
      };
      for (let i = 0; i < stamp.coreDx.length; i++) put(stamp.coreDx[i], stamp.coreDy[i], core);
      for (let i = 0; i < stamp.ringDx.length; i++) put(stamp.ringDx[i], stamp.ringDy[i], ring[stamp.ringAngle[i]]);
      for (let i = 0; i < stamp.edgeDx.length; i++) put(stamp.edgeDx[i], stamp.edgeDy[i], edge[stamp.edgeAngle[i]]);
    }
    const { mixDx, mixDy, mixAngle, mixRing, mixCore, mixInk, mixAlpha } = stamp;
    for (let i = 0; i < mixDx.length; i++) {
      const px = cx + mixDx[i];
      const py = cy + mixDy[i];
      if (px < 0 || py < 0 || px >= width || py >= height) continue;
      const color = edge[mixAngle[i]];
      const r = mixRing[i];
      const c = mixCore[i];
      const h = 1 - r - c;
      const k = mixInk[i];
      const red = ((color & 255) * r + (core & 255) * c + (halo & 255) * h) * (1 - k) + (ink & 255) * k;
      const green =
        (((color >> 8) & 255) * r + ((core >> 8) & 255) * c + ((halo >> 8) & 255) * h) * (1 - k) + ((ink >> 8) & 255) * k;
      const blue =
        (((color >> 16) & 255) * r + ((core >> 16) & 255) * c + ((halo >> 16) & 255) * h) * (1 - k) +
        ((ink >> 16) & 255) * k;
      this.blend(py * width + px, red | 0, green | 0, blue | 0, mixAlpha[i]);
    }
  }
}

const clamp = (value) => Math.max(0, Math.min(1, value));
const stamps = new Map();

/**
 * The pixels of a ring symbol: outer `radius` and ring `width` in device pixels (a width of the radius
 * makes a disc), `halo` pixels of halo around it and an outline of `line` pixels. Kept for reuse.
 */
export function makeStamp(radius, width, halo, line, inkShare = 0.5) {
  const key = `${radius}|${width}|${halo}|${line}|${inkShare}`;
  const known = stamps.get(key);
  if (known) return known;
  const reach = Math.ceil(radius + halo) + 1;
  const lists = {
    ringDx: [], ringDy: [], ringAngle: [],
    edgeDx: [], edgeDy: [], edgeAngle: [],
    coreDx: [], coreDy: [],
    mixDx: [], mixDy: [], mixAngle: [], mixRing: [], mixCore: [], mixInk: [], mixAlpha: [],
  };
  const inner = width >= radius ? -1 : radius - width;
  const rim = Math.min(1.3 * Math.max(1, line), width / 3);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const d = Math.hypot(dx, dy);
      const alpha = Math.round(255 * clamp(radius + halo + 0.5 - d));
      if (alpha === 0) continue;
      const inside = clamp(radius + 0.5 - d);
      const core = inner < 0 ? 0 : clamp(inner + 0.5 - d);
      const ring = inside - core;
      const ink = inkShare * clamp(0.5 + line / 2 - Math.abs(d - (radius - line / 2)));
      const angle = Math.floor(((Math.atan2(dx, -dy) / (2 * Math.PI) + 1) % 1) * ANGLES) % ANGLES;
      if (alpha === 255 && ink < 0.004 && core > 0.996) {
        lists.coreDx.push(dx);
        lists.coreDy.push(dy);
      } else if (alpha === 255 && ink < 0.004 && ring > 0.996) {
        const isEdge = d > radius - line - rim || (inner >= 0 && d < inner + 0.5 + rim);
        lists[isEdge ? 'edgeDx' : 'ringDx'].push(dx);
        lists[isEdge ? 'edgeDy' : 'ringDy'].push(dy);
        lists[isEdge ? 'edgeAngle' : 'ringAngle'].push(angle);
      } else {
        lists.mixDx.push(dx);
        lists.mixDy.push(dy);
        lists.mixAngle.push(angle);
        lists.mixRing.push(ring);
        lists.mixCore.push(core);
        lists.mixInk.push(ink);
        lists.mixAlpha.push(alpha);
      }
    }
  }
  const stamp = { reach };
  for (const [name, values] of Object.entries(lists)) {
    if (/(Dx|Dy)$/.test(name)) stamp[name] = Int16Array.from(values);
    else if (/(Angle|Alpha)$/.test(name)) stamp[name] = Uint8Array.from(values);
    else stamp[name] = Float32Array.from(values);
  }
  stamps.set(key, stamp);
  return stamp;
}
