// The palette of a theme: CSS custom properties for the interface, numbers for the canvases.

/** Set the tokens of `palette` on the map's root, with the few that derive from them. */
export function applyTheme(root, palette, theme) {
  const dark = theme === 'dark';
  for (const [token, color] of Object.entries(palette)) root.style.setProperty(`--${token}`, color);
  root.style.setProperty(
    '--shadow',
    dark ? '0 1px 2px rgba(0,0,0,.5), 0 8px 24px rgba(0,0,0,.45)' : '0 1px 2px rgba(20,30,35,.12), 0 6px 20px rgba(20,30,35,.12)',
  );
  root.style.setProperty('--halo-soft', rgba(palette.halo, dark ? 0.88 : 0.92));
  root.style.colorScheme = theme;
  root.dataset.theme = theme;
}

export function rgb(hex) {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function rgba(hex, alpha) {
  return `rgba(${rgb(hex).join(',')},${alpha})`;
}

/** The colour between two: `share` of the first. */
export function mix(first, second, share) {
  const a = rgb(first);
  const b = rgb(second);
  return `#${a.map((v, i) => Math.round(v * share + b[i] * (1 - share)).toString(16).padStart(2, '0')).join('')}`;
}

/** A pixel of an ImageData seen as Uint32 on a little-endian machine: alpha, blue, green, red. */
export function pixel(hex, alpha = 255) {
  const [red, green, blue] = rgb(hex);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
