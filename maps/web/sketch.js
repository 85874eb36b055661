// What the tools draw on the map: lines, shapes, corner points, labels and the small button that removes them.

/* global L */
import { chromeIcon } from './chrome.js';
import { el } from './dom.js';

const PANE = 'im-sketch';
const ABOVE_SYMBOLS = 660;

/** A layer of sketches over the symbols of a Leaflet map; `clear()` empties it. */
export function createSketch(map) {
  const pane = map.getPane(PANE) ?? map.createPane(PANE);
  pane.style.zIndex = ABOVE_SYMBOLS;
  pane.style.pointerEvents = 'none';
  const renderer = L.svg({ pane: PANE, padding: 0.4 });
  const group = L.layerGroup().addTo(map);
  const style = (className) => ({ pane: PANE, renderer, interactive: false, className });

  function marker(latlng, node, { anchor = [0, 0], interactive = false } = {}) {
    const icon = L.divIcon({ html: node, iconSize: [0, 0], iconAnchor: anchor, className: 'im-sketch-mark' });
    return L.marker(latlng, { icon, pane: PANE, interactive, keyboard: false, bubblingMouseEvents: false }).addTo(group);
  }

  return {
    line: (latlngs, className = '') => L.polyline(latlngs, style(`im-sketch-line ${className}`)).addTo(group),
    shape: (latlngs) => L.polygon(latlngs, style('im-sketch-shape')).addTo(group),
    circle: (center, radiusKm) => L.circle(center, { ...style('im-sketch-shape'), radius: 1000 * radiusKm }).addTo(group),
    corner: (latlng) => L.circleMarker(latlng, { ...style('im-sketch-corner'), radius: 4 }).addTo(group),
    label: (latlng, text, className = '') => marker(latlng, el('span', { class: `im-sketch-label ${className}` }, text)),
    /** A label with a button that removes what it names. */
    tag(latlng, text, removeLabel, onRemove) {
      const button = el('button', { type: 'button', 'aria-label': removeLabel, title: removeLabel, class: 'im-sketch-remove' }, chromeIcon('close', 11));
      const node = el('span', { class: 'im-sketch-label im-sketch-tag' }, text, button);
      L.DomEvent.disableClickPropagation(node);
      button.addEventListener('click', onRemove);
      button.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
      });
      return marker(latlng, node);
    },
    clear: () => group.clearLayers(),
    destroy() {
      group.remove();
      renderer.remove();
    },
  };
}
