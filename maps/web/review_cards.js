// The column of drafts: cards in the order of the text, kept as nodes so that nothing flickers at an answer.

import { el } from './dom.js';
import { cardContent } from './review_card.js';
import { createEditor } from './review_editor.js';

const SHOWN = [['all', 'All'], ['draft', 'Open'], ['accepted', 'Accepted'], ['rejected', 'Rejected']];

/**
 * @param {HTMLElement} root
 * @param {{act: object, editorOptions: object, onSelect: (id: string) => void, onHover: (id: string|null) => void,
 *   onShown: () => void}} options `act` has the decisions, each taking an event id
 */
export function createCards(root, { act, editorOptions, onSelect, onHover, onShown }) {
  const counts = el('div', { class: 'rv-filter', role: 'radiogroup', 'aria-label': 'Which drafts are shown' });
  const find = el('input', {
    type: 'search', class: 'rv-input rv-find', placeholder: 'Find in drafts', 'aria-label': 'Find in drafts', autocomplete: 'off', spellcheck: 'false',
    oninput: () => refresh(),
    onkeydown: (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') {
        find.value = '';
        refresh();
        api.focusSelected();
      } else if (event.key === 'Enter') {
        const [first] = visible();
        if (first) onSelect(first.event_id);
        api.focusSelected();
      }
    },
  });
  const list = el('ol', { class: 'rv-cards', 'aria-label': 'Drafts' });
  const empty = el('p', { class: 'rv-empty', hidden: true });
  const box = el('section', { class: 'im-part rv-cards-box', 'aria-label': 'Drafts' }, el('div', { class: 'rv-cards-top' }, counts, find), empty, list);
  root.append(box);

  const nodes = new Map(); // event id -> {node, key}
  const faults = new Map(); // event id -> line
  const clashes = new Map(); // event id -> both versions
  let cards = [];
  let selected = null;
  let shown = 'all';
  let editing = null; // {id, editor}
  const marked = new Set();

  function visible() {
    const words = find.value.trim().toLowerCase();
    return cards.filter(
      (card) =>
        (shown === 'all' || card.review === shown || card.event_id === selected) &&
        (!words || [card.title, card.place, card.place_text, card.actor1, card.actor2, card.event_type, card.sub_event_type, ...card.sources.map(({ quote }) => quote)].join('\n').toLowerCase().includes(words)),
    );
  }

  function drawCounts() {
    const number = (key) => (key === 'all' ? cards.length : cards.filter(({ review }) => review === key).length);
    counts.replaceChildren(
      ...SHOWN.map(([key, words]) =>
        el(
          'button',
          { type: 'button', class: 'rv-segment', role: 'radio', 'aria-checked': String(shown === key), onclick: () => choose(key) },
          words, ' ', el('b', {}, number(key)),
        ),
      ),
    );
  }

  function choose(key) {
    shown = key;
    refresh();
    onShown();
  }

  const actionsOf = (card) => ({
    accept: () => act.accept(card.event_id), reject: () => act.reject(card.event_id), reopen: () => act.reopen(card.event_id),
    edit: () => act.edit(card.event_id), split: () => act.split(card.event_id), merge: () => act.merge(card.event_id),
    canMerge: marked.size > 1 || cards.length > 1, marked: marked.size,
    onMine: () => act.insist(card.event_id, clashes.get(card.event_id)), onTheirs: () => act.giveWay(card.event_id),
  });

  function build(card) {
    const isOn = card.event_id === selected;
    const state = { selected: isOn, marked: marked.has(card.event_id), fault: faults.get(card.event_id) ?? '', clash: clashes.get(card.event_id) ?? null };
    const key = JSON.stringify([card, state, isOn ? marked.size : 0, isOn ? cards.length : 0]);
    let kept = nodes.get(card.event_id);
    if (!kept) {
      const id = card.event_id;
      const node = el('li', {
        class: 'rv-card', 'data-id': id,
        onclick: (event) => {
          if (!(event.target instanceof Element) || event.target.closest('button, input, select, textarea, summary, form')) return;
          if (String(getSelection()) === '') onSelect(id, { focus: true });
        },
        onfocus: () => onSelect(id, { scroll: true }),
        onpointerenter: () => onHover(id),
        onpointerleave: () => onHover(null),
      });
      kept = { node, key: '' };
      nodes.set(id, kept);
    }
    const { node } = kept;
    node.style.setProperty('--type', `var(--${card.token})`);
    node.style.setProperty('--on-type', `var(--on-${card.token})`);
    node.dataset.review = card.review;
    node.classList.toggle('is-on', isOn);
    node.classList.toggle('is-marked', state.marked);
    node.tabIndex = isOn || (selected === null && card === cards[0]) ? 0 : -1;
    node.setAttribute('aria-label', `Draft ${card.number}, ${card.review}: ${card.title || card.event_type}`);
    if (isOn) node.setAttribute('aria-current', 'true');
    else node.removeAttribute('aria-current');
    if (editing?.id === card.event_id) return node; // what is being typed stays
    if (kept.key !== key) {
      const inside = node.contains(document.activeElement) && document.activeElement !== node;
      node.replaceChildren(...cardContent(card, { ...state, actions: actionsOf(card) }).flat(2).filter(Boolean));
      kept.key = key;
      if (inside) node.focus({ preventScroll: true });
    }
    return node;
  }

  function refresh() {
    drawCounts();
    const wanted = visible();
    const order = wanted.map(build);
    const isSame = order.length === list.children.length && order.every((node, index) => list.children[index] === node);
    if (!isSame) {
      const active = document.activeElement;
      const top = list.scrollTop;
      list.replaceChildren(...order);
      list.scrollTop = top;
      if (active instanceof HTMLElement && list.contains(active)) active.focus({ preventScroll: true });
    }
    const all = cards.length === 0;
    empty.hidden = order.length > 0;
    empty.textContent = all
      ? 'No draft was found in this report. Nothing in it tells of an event with a day, or its date of publication is missing.'
      : find.value ? `No draft has “${find.value.trim()}” in it.` : 'None here. The other drafts are under “All”.';
  }

  const api = {
    /** Show these cards; nodes of cards that stay are kept. */
    update(next) {
      cards = next;
      const ids = new Set(cards.map(({ event_id: id }) => id));
      for (const id of [...nodes.keys()]) if (!ids.has(id)) nodes.delete(id);
      for (const id of [...marked]) if (!ids.has(id)) marked.delete(id);
      if (editing && !ids.has(editing.id)) api.endEdit();
      refresh();
    },
    select(id, { scroll = true, focus = false } = {}) {
      selected = id;
      refresh();
      const node = nodes.get(id)?.node;
      if (!node) return;
      if (scroll) node.scrollIntoView({ block: 'nearest' });
      if (focus) node.focus({ preventScroll: true });
    },
    visible,
    focusSelected: () => nodes.get(selected)?.node.focus({ preventScroll: true }),
    focusFind: () => find.focus(),
    isIn: (node) => box.contains(node),
    mark(id) {
      if (marked.has(id)) marked.delete(id);
      else marked.add(id);
      refresh();
    },
    get marked() {
      return cards.filter(({ event_id: id }) => marked.has(id)).map(({ event_id: id }) => id);
    },
    clearMarks() {
      marked.clear();
      refresh();
    },
    get editing() {
      return editing?.id ?? null;
    },
    get isDirty() {
      return editing?.editor.isDirty ?? false;
    },
    stopPicking: () => editing?.editor.stopPicking(),
    startEdit(card) {
      api.endEdit();
      const editor = createEditor(card, {
        ...editorOptions,
        onSave: (fields, alias) => act.save(card, fields, alias),
        onCancel: () => {
          api.endEdit();
          api.focusSelected();
        },
      });
      const { node } = nodes.get(card.event_id);
      const number = el('header', { class: 'rv-card-head' }, el('span', { class: 'rv-number', 'data-review': card.review }, card.number), el('span', { class: 'rv-kind' }, 'Edit this draft'));
      node.replaceChildren(number, editor.node);
      nodes.get(card.event_id).key = '';
      node.classList.add('is-editing');
      editing = { id: card.event_id, editor };
      node.scrollIntoView({ block: 'nearest' });
      editor.focus();
    },
    /** Close the form; the card shows what the app last said. */
    endEdit() {
      if (!editing) return;
      const { id, editor } = editing;
      editing = null;
      editor.destroy();
      nodes.get(id)?.node.classList.remove('is-editing');
      refresh();
    },
    /** One line in the card, or in its form while that is open. */
    fail(id, line) {
      if (editing?.id === id) editing.editor.fail(line);
      else {
        faults.set(id, line);
        refresh();
      }
    },
    clearFault(id) {
      if (faults.delete(id)) refresh();
    },
    clash(id, both) {
      if (both) clashes.set(id, both);
      else clashes.delete(id);
      refresh();
    },
    clashOf: (id) => clashes.get(id) ?? null,
    destroy: () => box.remove(),
  };
  return api;
}
