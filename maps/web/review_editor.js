// The form in a card: every field of a draft, its precision told while it is typed, one line where it is wrong.

import { el } from './dom.js';
import { textButton } from './chrome.js';
import { createPlacePicker } from './review_place.js';
import { dayInput, precisionOfDays } from './review_words.js';

const NUMBERS = [['fatalities_low', 'At least'], ['fatalities_best', 'Best'], ['fatalities_high', 'At most']];
const ISO = /^\d{4}-\d{2}-\d{2}$/;

function labelled(words, control, className = '') {
  return el('label', { class: `rv-field ${className}` }, el('span', {}, words), control);
}

function text(value, props = {}) {
  return el('input', { type: 'text', class: 'rv-input', value: value ?? '', autocomplete: 'off', ...props });
}

function select(values, value, props = {}) {
  const node = el('select', { class: 'rv-input', ...props }, values.map(([key, words]) => el('option', { value: key }, words)));
  node.value = value;
  return node;
}

/**
 * @param {object} card
 * @param {{config: object, search: Function, pick: Function, show: Function,
 *   onSave: (fields: object, alias: object|null) => void, onCancel: () => void}} options
 */
export function createEditor(card, { config, search, pick, show, onSave, onCancel }) {
  const { vocabulary } = config;
  const fault = el('p', { class: 'rv-fault', role: 'alert', hidden: true });
  const title = text(card.title);
  const start = dayInput(card.date_start);
  const end = dayInput(card.date_end);
  const days = el('p', { class: 'rv-hint-line', role: 'status' });
  const kind = select(config.types.map((name) => [name, name]), card.event_type);
  const sub = select([], '');
  const status = select(config.statuses.map((name) => [name, name]), card.status);
  const actor1 = text(card.actor1);
  const actor2 = text(card.actor2);
  const others = text((card.other_actors ?? []).join('; '), { placeholder: 'parted by ;' });
  const numbers = Object.fromEntries(
    NUMBERS.map(([name, words]) => [name, el('input', { type: 'number', class: 'rv-input', min: 0, step: 1, value: card[name] ?? '', 'aria-label': `Killed, ${words.toLowerCase()}` })]),
  );
  const summary = el('textarea', { class: 'rv-input', rows: 2 }, card.summary ?? '');
  const remember = el('input', { type: 'checkbox', class: 'rv-check' });
  const rememberWords = el('span', {});
  const rememberLabel = el('label', { class: 'rv-remember', hidden: true }, remember, rememberWords);
  const place = createPlacePicker(card, {
    search, pick, show, words: vocabulary.where_prec, needsRadius: vocabulary.needs_radius,
    onChange: () => offer(),
  });

  function offer() {
    const words = place.chosenWords;
    const written = (card.place_text || '').trim();
    rememberLabel.hidden = !words || !written;
    rememberWords.textContent = words ? `Remember “${written}” as ${words}` : '';
  }

  function subs(value) {
    const names = vocabulary.sub_types[kind.value] ?? [];
    sub.replaceChildren(el('option', { value: '' }, 'not told'), ...names.map((name) => el('option', { value: name }, name)));
    sub.value = names.includes(value) ? value : '';
  }

  function tellDays() {
    // Until the last day is given by hand, it follows: a single day stays one.
    if (ISO.test(start.value) && end.dataset.touched !== '1' && (end.value < start.value || card.date_start === card.date_end)) end.value = start.value;
    days.textContent = precisionOfDays(start.value, end.value, vocabulary);
  }
  kind.addEventListener('change', () => subs(''));
  start.addEventListener('input', tellDays);
  end.addEventListener('input', () => {
    end.dataset.touched = '1';
    tellDays();
  });
  subs(card.sub_event_type);
  tellDays();

  const hints = card.other_dates.map((date) =>
    textButton(date.text, () => {
      [start.value, end.value] = [date.date_start, date.date_end];
      tellDays();
    }, { title: date.rule }),
  );
  const save = (accept) => {
    const fields = changes();
    if (accept) fields.review = 'accepted';
    if (Object.keys(fields).length === 0) {
      onCancel();
      return;
    }
    const alias = remember.checked && !rememberLabel.hidden ? { text: card.place_text, place_id: place.chosen.place_id } : null;
    fault.hidden = true;
    onSave(fields, alias);
  };
  const node = el(
    'form',
    {
      class: 'rv-editor', 'aria-label': `Edit draft ${card.number}`, novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        save(false);
      },
      onkeydown: (event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          if (place.isPicking) place.stopPick();
          else onCancel();
        } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          event.stopPropagation();
          save(true);
        }
      },
    },
    labelled('Title', title),
    place.node,
    rememberLabel,
    el('div', { class: 'rv-pair' }, labelled('First day', start), labelled('Last day', end)),
    days,
    hints.length > 0 && el('div', { class: 'rv-hints' }, el('span', {}, 'In the sentence:'), hints),
    el('div', { class: 'rv-pair' }, labelled('Type', kind), labelled('Sub-type', sub)),
    el('div', { class: 'rv-pair' }, labelled('Actor', actor1), labelled('Other side', actor2)),
    labelled('Other actors', others),
    el('div', { class: 'rv-triple' }, NUMBERS.map(([name, words]) => labelled(`Killed, ${words.toLowerCase()}`, numbers[name]))),
    labelled('Status', status),
    labelled('Summary', summary),
    fault,
    el(
      'div',
      { class: 'rv-card-buttons' },
      el('button', { type: 'submit', class: 'im-btn im-btn-primary' }, 'Save', el('kbd', { 'aria-hidden': 'true' }, '↵')),
      textButton('Save and accept', () => save(true), { 'aria-keyshortcuts': 'Control+Enter' }),
      textButton('Cancel', onCancel, { 'aria-keyshortcuts': 'Escape' }),
    ),
  );

  function changes() {
    const list = others.value.split(';').map((part) => part.trim()).filter(Boolean);
    const now = {
      title: title.value.trim(), date_start: start.value, date_end: end.value, event_type: kind.value, sub_event_type: sub.value, status: status.value,
      actor1: actor1.value.trim(), actor2: actor2.value.trim(), summary: summary.value.trim(),
      ...Object.fromEntries(NUMBERS.map(([name]) => [name, numbers[name].value === '' ? null : Number(numbers[name].value)])),
    };
    const fields = Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== (card[name] ?? (name.startsWith('fatalities') ? null : ''))));
    if (fields.event_type !== undefined) fields.sub_event_type = sub.value;
    if (list.join('; ') !== (card.other_actors ?? []).join('; ')) fields.other_actors = list;
    return { ...fields, ...place.fields() };
  }

  return {
    node,
    focus: () => title.focus(),
    get isDirty() {
      return Object.keys(changes()).length > 0;
    },
    stopPicking: () => place.stopPick(),
    /** Say what is wrong; nothing that was typed is lost. */
    fail(line) {
      fault.textContent = line;
      fault.hidden = false;
      fault.scrollIntoView({ block: 'nearest' });
    },
    destroy: () => place.stop(),
  };
}
