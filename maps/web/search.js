// The search field over the map: a button that opens into a combobox of places.

import { countryName } from './card_words.js';
import { chromeIcon, iconButton, surface } from './chrome.js';
import { el, isTyping } from './dom.js';

const REST_MS = 120;
const LEAST_LETTERS = 2;
let searches = 0;

/**
 * @param {{search: (text: string) => Promise<Array<{place: string, kind: string, country: string, admin1: string,
 *   latitude: number, longitude: number, why?: string}>>, onPick: (result: object) => void}} options
 */
export function createSearch(root, model, { search, onPick }) {
  const id = `im-search-${++searches}`;
  let results = [];
  let active = -1;
  let asked = 0; // counts the questions: a late answer to an old one is dropped
  let timer = 0;

  const input = el('input', {
    type: 'text',
    class: 'im-search-input',
    role: 'combobox',
    placeholder: 'Search places',
    'aria-label': 'Search places',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': `${id}-list`,
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: () => askSoon(),
  });
  const list = el('ul', { class: 'im-search-list', role: 'listbox', id: `${id}-list`, 'aria-label': 'Places found' });
  const message = el('div', { class: 'im-search-message', role: 'status' });
  const drop = el('div', { class: 'im-surface im-search-drop', hidden: true }, list, message);
  const opener = iconButton('search', 'Search places ( / )', () => open(), { class: 'im-search-opener', size: 16, 'aria-expanded': 'false' });
  const quit = iconButton('close', 'Close the search', () => close({ refocus: true }), { size: 12 });
  const field = el('div', { class: 'im-search-field', hidden: true }, chromeIcon('search', 15), input, quit);
  const box = surface(root, 'div', 'im-search', { role: 'search' }, el('div', { class: 'im-surface im-search-box' }, opener, field), drop);

  function open() {
    field.hidden = false;
    opener.hidden = true;
    input.focus();
    input.select();
    if (input.value.trim().length >= LEAST_LETTERS) askSoon();
  }

  function close({ refocus = false } = {}) {
    clearTimeout(timer);
    asked++;
    input.value = '';
    show([]);
    field.hidden = true;
    opener.hidden = false;
    if (refocus) opener.focus();
  }

  function show(found, words = null) {
    results = found;
    active = -1;
    list.replaceChildren(...results.map(option));
    list.hidden = results.length === 0;
    message.replaceChildren(...(words ?? []));
    message.hidden = words === null;
    drop.hidden = results.length === 0 && words === null;
    input.setAttribute('aria-expanded', String(results.length > 0));
    input.removeAttribute('aria-activedescendant');
  }

  function option(result, index) {
    const within = [result.kind, result.admin1, countryName(result.country)].filter((part) => part && part !== result.place).join(' · ');
    return el(
      'li',
      {
        class: 'im-search-option',
        role: 'option',
        id: `${id}-${index}`,
        'aria-selected': 'false',
        onpointermove: () => mark(index),
        onclick: () => pick(index),
      },
      el('div', {}, el('b', {}, result.place), within && el('span', {}, within)),
      result.why && el('small', {}, result.why),
    );
  }

  function mark(index) {
    if (index === active) return;
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = index;
    const chosen = list.children[active];
    if (!chosen) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    chosen.setAttribute('aria-selected', 'true');
    chosen.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', chosen.id);
  }

  function pick(index) {
    const result = results[index];
    close({ refocus: true });
    onPick(result);
  }

  function askSoon() {
    clearTimeout(timer);
    asked++;
    const text = input.value.trim();
    if (text.length < LEAST_LETTERS) show([]);
    else timer = setTimeout(() => ask(text), REST_MS);
  }

  async function ask(text) {
    const turn = ++asked;
    box.classList.add('im-search-busy');
    try {
      const found = await search(text);
      if (turn !== asked) return;
      if (found.length > 0) {
        show(found);
        mark(0);
      } else show([], [`No place is called “${text}”, nor anything like it.`]);
    } catch (error) {
      if (turn !== asked) return;
      show([], [`The search failed: ${error.message} `, el('button', { type: 'button', class: 'im-link', onclick: () => ask(text) }, 'Try again')]);
    } finally {
      if (turn === asked) box.classList.remove('im-search-busy');
    }
  }

  function onKey(event) {
    event.stopPropagation();
    if (event.key === 'Escape') {
      if (input.value) {
        input.value = '';
        asked++;
        show([]);
      } else close({ refocus: true });
    } else if (event.key === 'ArrowDown' && results.length > 0) mark((active + 1) % results.length);
    else if (event.key === 'ArrowUp' && results.length > 0) mark((active - 1 + results.length) % results.length);
    else if (event.key === 'Enter' && active >= 0) pick(active);
    else return;
    event.preventDefault();
  }
  input.addEventListener('keydown', onKey);
  opener.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  });

  const onSlash = (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    event.preventDefault();
    open();
  };
  const onPress = (event) => {
    if (!field.hidden && !box.contains(event.target)) close();
  };
  document.addEventListener('keydown', onSlash);
  document.addEventListener('pointerdown', onPress, true);

  return {
    open,
    destroy() {
      clearTimeout(timer);
      document.removeEventListener('keydown', onSlash);
      document.removeEventListener('pointerdown', onPress, true);
      box.remove();
    },
  };
}
