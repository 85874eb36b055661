// Land, tiles and lines as one opaque picture while the view stands still.
//
// A browser without a graphics card puts every layer together anew at each frame, and scales the tiles
// again each time. Baked into one canvas of the screen's own pixels, scrubbing costs half. Anything that
// moves or changes below brings the live layers back until it rests.

const REST_MS = 260;
const AGAIN_MS = 200;

export class Underlay {
  #timer = 0;
  #baked = false;
  #again = 0;

  /** @param {string[]} panes names of the panes to bake, from low to high */
  constructor(map, panes) {
    this.map = map;
    this.panes = panes;
    const pane = map.createPane('im-underlay');
    pane.style.zIndex = 245;
    pane.style.pointerEvents = 'none';
    this.canvas = L.DomUtil.create('canvas', 'im-canvas', pane);
    this.canvas.style.display = 'none';
    // Opaque: what lies below need not be looked at.
    this.context = this.canvas.getContext('2d', { alpha: false });
    this.handlers = { 'movestart zoomstart resize viewreset': () => this.release(), 'moveend zoomend': () => this.release() };
    map.on(this.handlers);
  }

  /** Bring the live layers back, and bake them again when they have rested. */
  release() {
    clearTimeout(this.#timer);
    if (this.#baked) {
      this.#baked = false;
      this.canvas.style.display = 'none';
      this.#setLive(true);
    }
    this.#timer = setTimeout(() => this.#bake(), REST_MS);
  }

  /** What lies below has changed while the view stands: bake it again, and show the old picture until then. */
  refresh() {
    if (!this.#baked) {
      this.release();
      return;
    }
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (this.#baked) this.#bake();
    }, AGAIN_MS);
  }

  #setLive(visible) {
    for (const name of this.panes) this.map.getPane(name).style.visibility = visible ? '' : 'hidden';
  }

  #bake() {
    const { map, canvas, context } = this;
    const size = map.getSize();
    if (map._animatingZoom || map.dragging?.moving?.() || size.x < 2 || size.y < 2) return;
    const ratio = window.devicePixelRatio || 1;
    const frame = map.getContainer().getBoundingClientRect();
    const parts = this.panes.flatMap((name) => {
      const pane = map.getPane(name);
      const opacity = Number(pane.style.opacity || 1);
      return [...pane.querySelectorAll('img.leaflet-tile, canvas')].map((node) => ({ node, opacity }));
    });
    // A tile that is still on its way would leave a hole: its coming asks for the next try.
    if (parts.some(({ node }) => node.tagName === 'IMG' && !node.complete)) return;
    const pixels = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== pixels[0] || canvas.height !== pixels[1]) [canvas.width, canvas.height] = pixels;
    canvas.style.width = `${size.x}px`;
    canvas.style.height = `${size.y}px`;
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    context.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.imageSmoothingQuality = 'high';
    for (const { node, opacity } of parts) {
      if (node.tagName === 'IMG' && node.naturalWidth === 0) continue;
      const box = node.getBoundingClientRect();
      context.globalAlpha = opacity * (node.tagName === 'IMG' ? Number(getComputedStyle(node).opacity) : 1);
      // Whole device pixels: tiles meet without a seam.
      const x0 = Math.round((box.left - frame.left) * ratio);
      const y0 = Math.round((box.top - frame.top) * ratio);
      const x1 = Math.round((box.right - frame.left) * ratio);
      const y1 = Math.round((box.bottom - frame.top) * ratio);
      context.drawImage(node, x0, y0, x1 - x0, y1 - y0);
    }
    context.globalAlpha = 1;
    this.#baked = true;
    canvas.style.display = '';
    this.#setLive(false);
  }

  destroy() {
    clearTimeout(this.#timer);
    clearTimeout(this.#again);
    this.map.off(this.handlers);
    this.canvas.remove();
  }
}
