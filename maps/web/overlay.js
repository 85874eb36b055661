// A canvas over the map that keeps its place while the map is dragged or zoomed.

export class CanvasOverlay {
  #frame = 0;

  /**
   * @param {L.Map} map
   * @param {string} pane the pane the canvas lives in
   * @param {(overlay: CanvasOverlay) => void} draw called with a canvas that fits the view
   * @param {{padding?: number, follow?: boolean}} options `padding` is the share of the view drawn
   *   beyond each edge; a canvas that does not `follow` is drawn again only when a move has ended
   */
  constructor(map, pane, draw, { padding = 0, follow = true } = {}) {
    this.map = map;
    this.draw = draw;
    this.padding = padding;
    this.canvas = L.DomUtil.create('canvas', 'im-canvas leaflet-zoom-animated');
    this.context = this.canvas.getContext('2d');
    map.getPane(pane).append(this.canvas);
    this.handlers = {
      move: follow ? () => this.request() : () => {},
      moveend: () => this.request(),
      viewreset: () => this.request(),
      resize: () => this.request(),
      zoomanim: (event) => this.#animate(event),
    };
    map.on(this.handlers);
  }

  /** Draw at the next frame, once however often it is asked. */
  request() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.drawNow();
    });
  }

  drawNow() {
    // A map that is hidden, or in the midst of an animated zoom, has nothing to draw on.
    const size = this.map.getSize();
    if (this.map._animatingZoom || size.x < 2 || size.y < 2) return;
    this.#place();
    this.draw(this);
  }

  #place() {
    const size = this.map.getSize();
    const ratio = window.devicePixelRatio || 1;
    this.ratio = ratio;
    this.padX = Math.round(size.x * this.padding);
    this.padY = Math.round(size.y * this.padding);
    this.width = size.x + 2 * this.padX;
    this.height = size.y + 2 * this.padY;
    const pixels = [Math.round(this.width * ratio), Math.round(this.height * ratio)];
    if (this.canvas.width !== pixels[0] || this.canvas.height !== pixels[1]) {
      [this.canvas.width, this.canvas.height] = pixels;
      this.canvas.style.width = `${this.width}px`;
      this.canvas.style.height = `${this.height}px`;
    }
    const corner = this.map.containerPointToLayerPoint([-this.padX, -this.padY]);
    L.DomUtil.setPosition(this.canvas, corner);
    // Unit Mercator to pixels of this canvas: x * scale + left, y * scale + top.
    const bounds = this.map.getPixelBounds();
    this.scale = 256 * 2 ** this.map.getZoom();
    this.left = this.padX - bounds.min.x;
    this.top = this.padY - bounds.min.y;
    this.corner = this.map.layerPointToLatLng(corner);
    this.zoom = this.map.getZoom();
  }

  #animate(event) {
    if (!this.corner) return;
    const scale = this.map.getZoomScale(event.zoom, this.zoom);
    const offset = this.map._latLngToNewLayerPoint(this.corner, event.zoom, event.center);
    L.DomUtil.setTransform(this.canvas, offset, scale);
  }

  /** Show or hide the canvas: a hidden one costs the browser nothing when it puts the map together. */
  show(visible) {
    const display = visible ? '' : 'none';
    if (this.canvas.style.display !== display) this.canvas.style.display = display;
  }

  /** Make one unit one CSS pixel, on a canvas that is cleared unless its pixels are written anew. */
  begin({ clear = true } = {}) {
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    if (clear) this.context.clearRect(0, 0, this.width, this.height);
    return this.context;
  }

  destroy() {
    cancelAnimationFrame(this.#frame);
    this.map.off(this.handlers);
    this.canvas.remove();
  }
}
