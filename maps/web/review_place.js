// Choosing the place of a draft: ranked candidates with their reasons, a search, or a click on the map.

import { countryName } from './card_words.js';
import { textButton } from './chrome.js';
import { el } from './dom.js';
import { withinWords } from './review_words.js';

const REST_MS = 140;
let pickers = 0;

/**
 * @param {object} card
 * @param {{search: (text: string) => Promise<object[]>, pick: (done: ((point: object) => void)|null) => void,
 *   show: (point: object|null) => void, words: object, needsRadius: number[], onChange: () => void}} options
 */
export function createPlacePicker(card, { search, pick, show, words, needsRadius, onChange }) {
  const id = `rv-place-${++pickers}`;
  let chosen = null; // {place_id, …} or {latitude, longitude}; null leaves the place as it is
  let found = [];
  let timer = 0;
  let asked = 0;

  const list = el('div', { class: 'rv-candidates', role: 'radiogroup', 'aria-label': 'Place' });
  const input = el('input', {
    type: 'search', class: 'rv-input', placeholder: 'Search another place', 'aria-label': 'Search another place', autocomplete: 'off', spellcheck: 'false',
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(ask, REST_MS);
    },
    onkeydown: (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      event.stopPropagation();
      if (found.length) choose(found[0]);
      else ask();
    },
  });
  const said = el('span', { class: 'rv-said-line', role: 'status' });
  const click = textButton('Click the map', () => startPick(), { 'aria-pressed': 'false' });
  const point = el('div', { class: 'rv-point', hidden: true });
  const name = el('input', { type: 'text', class: 'rv-input', 'aria-label': 'Name of the point', placeholder: 'Name, or that of the nearest town', value: card.place_id ? '' : card.place_text, oninput: onChange });
  const prec = el(
    'select',
    { class: 'rv-input', 'aria-label': 'How well the place is known', onchange: () => changed() },
    Object.entries(words).map(([code, text]) => el('option', { value: code }, text)),
  );
  const radius = el('input', { type: 'number', class: 'rv-input rv-short', min: 0.1, max: 5000, step: 'any', 'aria-label': 'Radius in km', oninput: () => changed() });
  const radiusLabel = el('label', { class: 'rv-radius' }, '±', radius, 'km');
  prec.value = String(card.where_prec);
  radius.value = card.radius_km ?? '';

  const node = el(
    'fieldset',
    { class: 'rv-place-picker' },
    el('legend', {}, 'Place'),
    list,
    el('div', { class: 'rv-row' }, input, click),
    said,
    point,
    el('div', { class: 'rv-row rv-precision' }, prec, radiusLabel),
  );

  function option(place, index, group) {
    const key = `${group}-${index}`;
    const isOn = chosen ? chosen.place_id !== undefined && chosen.place_id === place.place_id : place.place_id === card.place_id && card.place_id !== '';
    const radio = el('input', { type: 'radio', name: id, value: place.place_id, id: `${id}-${key}`, checked: isOn, onchange: () => choose(place) });
    return el(
      'label',
      { class: 'rv-candidate', for: `${id}-${key}` },
      radio,
      el(
        'span',
        { class: 'rv-candidate-words' },
        el('span', { class: 'rv-candidate-name' }, el('b', {}, place.place), el('span', {}, [place.kind, withinWords(place)].filter(Boolean).join(' · '))),
        place.why?.length > 0 && el('span', { class: 'rv-candidate-why' }, place.why.slice(0, 2).join(' · ')),
      ),
      place.score !== undefined && el('span', { class: 'rv-score', title: 'Points of this candidate' }, String(place.score)),
    );
  }

  function draw() {
    const wasHere = list.contains(document.activeElement);
    const known = new Set(card.candidates.map(({ place_id: key }) => key));
    const now = card.place_id && !known.has(card.place_id) ? [{ ...card, kind: card.kind, why: ['as it is now'] }] : [];
    list.replaceChildren(
      ...now.map((place, index) => option(place, index, 'now')),
      ...card.candidates.map((place, index) => option(place, index, 'told')),
      ...found.filter(({ place_id: key }) => !known.has(key)).map((place, index) => option(place, index, 'found')),
    );
    list.hidden = list.children.length === 0;
    if (wasHere) list.querySelector('input:checked')?.focus();
  }

  async function ask() {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < 2) {
      found = [];
      said.textContent = '';
      draw();
      return;
    }
    try {
      const places = await search(text);
      if (turn !== asked) return;
      found = places;
      said.textContent = places.length ? '' : `No place is called “${text}”. Click the map instead.`;
    } catch (error) {
      if (turn !== asked) return;
      said.textContent = `The search failed: ${error.message}`;
    }
    draw();
  }

  function choose(place) {
    chosen = place;
    stopPick();
    point.hidden = true;
    prec.value = String(place.where_prec);
    radius.value = place.radius_km > 0 ? place.radius_km : '';
    draw();
    changed();
  }

  function startPick() {
    if (click.getAttribute('aria-pressed') === 'true') {
      stopPick();
      return;
    }
    click.setAttribute('aria-pressed', 'true');
    pick((at) => {
      const fresh = !chosen || chosen.place_id !== undefined;
      chosen = { ...at };
      if (fresh) {
        // A clicked point is no exact site unless the analyst says so.
        prec.value = '2';
        radius.value = radius.value || 10;
      }
      point.hidden = false;
      point.replaceChildren(el('span', { class: 'rv-coordinates' }, `${at.latitude.toFixed(4)}, ${at.longitude.toFixed(4)}`), name);
      draw();
      changed();
    });
  }

  function stopPick() {
    click.setAttribute('aria-pressed', 'false');
    pick(null);
  }

  function changed() {
    const code = Number(prec.value);
    radiusLabel.hidden = !(needsRadius.includes(code) || code === 3 || code === 4);
    const base = chosen ?? card;
    const isShown = Number.isFinite(base.latitude) && code < 6;
    show(isShown && (chosen || Number(radius.value) !== (card.radius_km ?? 0)) ? { latitude: base.latitude, longitude: base.longitude, radius_km: radiusLabel.hidden ? 0 : Number(radius.value) || 0 } : null);
    onChange();
  }

  draw();
  radiusLabel.hidden = !(needsRadius.includes(card.where_prec) || card.where_prec === 3 || card.where_prec === 4);

  return {
    node,
    get chosen() {
      return chosen;
    },
    get isPicking() {
      return click.getAttribute('aria-pressed') === 'true';
    },
    stopPick,
    focus: () => (list.querySelector('input:checked') ?? list.querySelector('input') ?? input).focus(),
    stop() {
      clearTimeout(timer);
      asked++;
      stopPick();
      show(null);
    },
    /** The fields that were changed; an empty object when the place is as it was. */
    fields() {
      const code = Number(prec.value);
      const km = radiusLabel.hidden || radius.value === '' ? null : Number(radius.value);
      const out = {};
      if (chosen?.place_id) out.place_id = chosen.place_id;
      else if (chosen) Object.assign(out, { latitude: chosen.latitude, longitude: chosen.longitude, place: name.value.trim() });
      const base = chosen?.place_id ? chosen : card;
      const was = base.radius_km > 0 ? base.radius_km : null;
      if (code !== base.where_prec || (chosen && !chosen.place_id)) Object.assign(out, { where_prec: code, radius_km: km });
      else if (km !== was && !radiusLabel.hidden) out.radius_km = km;
      return out;
    },
    /** The words of the chosen place, for the offer to remember the spelling. */
    get chosenWords() {
      return chosen?.place_id && chosen.place_id !== card.place_id ? [chosen.place, countryName(chosen.country)].filter(Boolean).join(', ') : '';
    },
  };
}
