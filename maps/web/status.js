// The line above the map: what is shown of what, and the buttons that hand the view on.

import { el } from './dom.js';

export function createStatus(root, model, { onShare, onTheme, onPresent, onSave, onCopy }) {
  const count = el('b', {}, '…');
  const total = el('span', {}, '');
  const possible = el('span', { class: 'im-muted' }, '');
  const country = el('span', { class: 'im-muted im-hide-small' }, '');
  const live = el('div', { class: 'im-status-counts', role: 'status', 'aria-live': 'off' }, el('span', {}, count, ' ', total), possible, country);
  const share = el('button', { type: 'button', class: 'im-btn', onclick: async () => {
    const done = await onShare();
    share.textContent = done ? 'Link copied' : 'Copy it from the address bar';
    setTimeout(() => (share.textContent = 'Share view'), 2200);
  } }, 'Share view');
  // What a button that makes a picture says for a while: that it is done, or in its hint why it is not.
  const picture = (label, done, title, run) => {
    const button = el('button', { type: 'button', class: 'im-btn im-hide-small', title, onclick: async () => {
      button.disabled = true;
      try {
        await run();
        button.textContent = done;
      } catch (error) {
        button.textContent = 'Not possible';
        button.title = error.message;
      }
      button.disabled = false;
      setTimeout(() => (button.textContent = label), 2200);
    } }, label);
    return button;
  };
  const save = picture('Picture', 'Saved', 'Save the map as it stands as a PNG', onSave);
  const copy = picture('Copy', 'Copied', 'Copy the map as it stands as a picture', onCopy);
  const theme = el('button', { type: 'button', class: 'im-btn', onclick: onTheme }, '');
  const present = el('button', { type: 'button', class: 'im-btn im-hide-small', title: 'Only map, legend and player (P)', onclick: onPresent }, 'Present');
  const slot = el('div', { class: 'im-status-search' });
  root.append(live, el('div', { class: 'im-status-end' }, slot, save, copy, present, theme, share));

  const set = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
  };
  const number = new Intl.NumberFormat('en-GB');
  let frame = 0;
  const draw = () => {
    frame = 0;
    if (!model.columns) return;
    const { tally, places, slots, columns } = model;
    set(count, number.format(tally.definite));
    set(total, `of ${number.format(columns.n)} ${columns.n === 1 ? 'incident' : 'incidents'}`);
    set(possible, tally.possible ? `${number.format(tally.possible)} more possible` : '');
    let onlyCountry = 0;
    for (const place of model.pointless ?? []) {
      for (let slot = place * 24; slot < place * 24 + 24; slot++) onlyCountry += slots[slot];
    }
    set(country, onlyCountry && places ? `${number.format(onlyCountry)} country-level` : '');
  };
  const request = () => {
    frame ||= requestAnimationFrame(draw);
  };
  const retheme = () => set(theme, model.theme === 'dark' ? 'Light' : 'Dark');
  const ends = [model.on('window', request), model.on('mask', request), model.on('data', request), model.on('theme', retheme)];
  retheme();
  return {
    slot,
    destroy() {
      cancelAnimationFrame(frame);
      for (const end of ends) end();
    },
  };
}
