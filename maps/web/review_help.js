// The keys of the review page, and the meaning of the marks in the text.

import { textButton } from './chrome.js';
import { el } from './dom.js';

const KEYS = [
  ['J or ↓', 'next draft'],
  ['K or ↑', 'previous draft'],
  ['A', 'accept, and go on to the next open draft'],
  ['R', 'reject, and go on'],
  ['E or Enter', 'edit'],
  ['S', 'split: a second draft of the same sentence'],
  ['X', 'mark for merging'],
  ['M', 'merge the marked ones, or this one with the next'],
  ['U', 'undo the last decision'],
  ['/', 'find in the drafts'],
  ['Ctrl + Enter', 'save and accept, in the form'],
  ['Esc', 'leave the form, the search, the map click'],
  ['?', 'this list'],
];
const MARKS = [
  ['rv-place rv-role-event', 'Osh', 'a place where something happened'],
  ['rv-place rv-role-literal', 'Osh', 'a place named on the way'],
  ['rv-place rv-role-metonym', 'Tashkent', 'a capital that stands for its government'],
  ['rv-date', '5 May', 'a date'],
  ['rv-trigger', 'attacked', 'the words that tell of the event'],
];

export function createHelp(root) {
  let before = null;
  const dialog = el(
    'div',
    { class: 'im-part im-surface rv-help', role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Keys and marks', tabindex: -1, hidden: true },
    el('h2', {}, 'Keys'),
    el('dl', {}, KEYS.flatMap(([key, words]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, words)])),
    el('h2', {}, 'Marks in the text'),
    el('dl', {}, MARKS.flatMap(([name, text, words]) => [el('dt', {}, el('span', { class: name, style: { '--type': 'var(--accent)' } }, text)), el('dd', {}, words)])),
    el('div', { class: 'rv-card-buttons' }, textButton('Close', () => close(), { primary: true })),
  );
  root.append(dialog);

  function close() {
    if (dialog.hidden) return;
    dialog.hidden = true;
    before?.focus?.();
  }
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' || event.key === '?') close();
    else if (event.key === 'Tab') dialog.querySelector('button').focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    open() {
      before = document.activeElement;
      dialog.hidden = false;
      dialog.querySelector('button').focus();
    },
    get isOpen() {
      return !dialog.hidden;
    },
    close,
    destroy: () => dialog.remove(),
  };
}
