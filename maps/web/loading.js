// What every map needs before it is built: Leaflet, our styles and the page's font, each loaded once.

let loaded = null;

function add(tag, props) {
  return new Promise((done, failed) => {
    const node = Object.assign(document.createElement(tag), props);
    node.onload = done;
    node.onerror = () => failed(new Error(`${props.href ?? props.src} could not be loaded`));
    document.head.append(node);
  });
}

/** Load what is not there yet; `data` says where: `base` of the app and the folder `web` of our files. */
export function load({ base, web }) {
  loaded ??= Promise.all([
    window.L ? null : add('script', { src: `${base}map/leaflet/leaflet.js` }),
    add('link', { rel: 'stylesheet', href: `${base}map/leaflet/leaflet.css` }),
    add('link', { rel: 'stylesheet', href: `${base}${web}all.css` }),
    document.fonts.load('600 14px "Source Sans"').catch(() => null),
  ]);
  return loaded;
}

/** The theme that the page around the map shows: 'light' or 'dark'. */
export function themeOfPage() {
  const color = getComputedStyle(document.querySelector('.stApp') ?? document.body).backgroundColor;
  const [r, g, b] = (color.match(/[\d.]+/g) ?? [255, 255, 255]).map(Number);
  return 0.3 * r + 0.59 * g + 0.11 * b < 110 ? 'dark' : 'light';
}
