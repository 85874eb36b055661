// The report's text: paragraphs with toponyms, dates and triggers marked, and what each mark means on a tip.

import { dayOf, formatInterval } from './dates.js';
import { el } from './dom.js';
import { CountedText, cut, within } from './review_marks.js';
import { ROLE_WORDS, withinWords } from './review_words.js';

const TIP_MS = 90;
const MOST_TIP_CANDIDATES = 4;

/** The classes of a piece by the marks that cover it. */
function classOf(marks) {
  const names = [];
  for (const mark of marks) {
    if (mark.kind === 'place') names.push('rv-place', `rv-role-${mark.toponym.role}`);
    else if (mark.kind === 'date') names.push('rv-date');
    else if (mark.kind === 'trigger') names.push('rv-trigger');
    else if (mark.kind === 'said') names.push('rv-said');
  }
  return [...new Set(names)].join(' ');
}

function placeTip({ toponym }) {
  const [best, ...others] = toponym.candidates;
  return [
    el('div', { class: 'rv-tip-head' }, el('b', {}, best ? best.place : toponym.text), best && el('span', {}, withinWords(best))),
    el('div', { class: 'rv-tip-role' }, `“${toponym.text}”: ${ROLE_WORDS[toponym.role] ?? toponym.role}`),
    best
      ? el('ul', { class: 'rv-tip-why' }, best.why.slice(0, 3).map((line) => el('li', {}, line)))
      : el('div', { class: 'rv-tip-role' }, 'The gazetteer has no such place.'),
    others.length > 0 &&
      el(
        'div',
        { class: 'rv-tip-others' },
        'or ',
        others
          .slice(0, MOST_TIP_CANDIDATES)
          .map(({ place, admin1, country, score }) => `${place} (${admin1 || country || '–'}, ${score})`)
          .join('; '),
      ),
  ];
}

function dateTip({ date }) {
  return [
    el('div', { class: 'rv-tip-head' }, el('b', {}, formatInterval(dayOf(date.date_start), dayOf(date.date_end)))),
    el('div', { class: 'rv-tip-role' }, date.rule),
  ];
}

/**
 * @param {HTMLElement} root
 * @param {{onSelect: (eventId: string) => void, onHover: (eventId: string|null) => void}} options
 */
export function createText(root, { onSelect, onHover }) {
  const body = el('div', { class: 'rv-text-body', tabindex: 0, role: 'document', 'aria-label': 'Text of the report' });
  const tip = el('div', { class: 'rv-tip', role: 'tooltip', id: 'rv-tip', hidden: true });
  const box = el('div', { class: 'im-part rv-text' }, body, tip);
  root.append(box);
  let pieces = []; // {node, cards: Set of event ids}
  let badges = new Map(); // event id -> button
  let timer = 0;
  let drawn = '';
  let marksOf = new WeakMap();

  function showTip(node) {
    const mark = marksOf.get(node);
    if (!mark) return;
    tip.replaceChildren(...(mark.kind === 'place' ? placeTip(mark) : dateTip(mark)).filter(Boolean));
    tip.hidden = false;
    node.setAttribute('aria-describedby', 'rv-tip');
    const frame = box.getBoundingClientRect();
    const at = node.getClientRects()[0] ?? node.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left - frame.left - 8, frame.width - tip.offsetWidth - 12));
    const below = at.bottom - frame.top + 6;
    const above = at.top - frame.top - tip.offsetHeight - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${below + tip.offsetHeight > frame.height && above > 0 ? above : below}px`;
  }

  function hideTip() {
    clearTimeout(timer);
    tip.hidden = true;
  }

  const markAt = (event) => (event.target instanceof Element ? event.target.closest('.rv-mark') : null);
  const cardsAt = (event) => {
    const node = event.target instanceof Element ? event.target.closest('[data-cards]') : null;
    return node ? node.dataset.cards.split(' ') : [];
  };
  body.addEventListener('pointerover', (event) => {
    clearTimeout(timer);
    const mark = markAt(event);
    if (mark) timer = setTimeout(() => showTip(mark), TIP_MS);
    else hideTip();
    onHover(cardsAt(event)[0] ?? null);
  });
  body.addEventListener('pointerleave', () => {
    hideTip();
    onHover(null);
  });
  body.addEventListener('focusin', (event) => {
    const mark = markAt(event);
    if (mark) showTip(mark);
  });
  body.addEventListener('focusout', hideTip);
  body.addEventListener('scroll', hideTip, { passive: true });
  body.addEventListener('scrollend', () => {
    const mark = body.querySelector('.rv-mark:hover, .rv-mark:focus-visible');
    if (mark) showTip(mark);
  });
  body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !tip.hidden) {
      hideTip();
      event.stopPropagation();
    } else if (event.key === 'Enter') {
      const [first] = cardsAt(event);
      if (first && !(event.target instanceof HTMLButtonElement)) onSelect(first);
    }
  });
  body.addEventListener('click', (event) => {
    if (String(getSelection()) !== '') return; // text is being selected, to be copied
    const ids = cardsAt(event);
    if (ids.length) onSelect(ids[0], { next: ids });
  });

  function draw(page, cards) {
    const text = new CountedText(page.text);
    const marks = [
      ...page.toponyms.map((toponym) => ({ kind: 'place', start: toponym.start, end: toponym.end, toponym })),
      ...page.dates.map((date) => ({ kind: 'date', start: date.start, end: date.end, date })),
      ...cards.filter(({ trigger }) => trigger).map(({ trigger: [start, end] }) => ({ kind: 'trigger', start, end })),
      ...cards.flatMap(({ event_id: id, spans }) => spans.map(([start, end]) => ({ kind: 'said', start, end, id }))),
    ];
    const touching = within(marks);
    const firstAt = new Map(); // where a card's first sentence begins -> cards
    for (const card of cards) {
      if (!card.spans.length) continue;
      const at = card.spans[0][0];
      firstAt.set(at, [...(firstAt.get(at) ?? []), card]);
    }
    pieces = [];
    badges = new Map();
    marksOf = new WeakMap();
    const titles = new Set(page.titles);
    body.replaceChildren(
      ...page.paragraphs.map(([start, end, grey]) => {
        const words = text.slice(start, end);
        const isTitle = titles.has(words.trim());
        const here = grey ? [] : touching(start, end);
        const children = cut(start, end, here).flatMap((piece) => node(piece, text, firstAt.get(piece.start)));
        return el('p', { class: grey && !isTitle ? 'rv-grey' : isTitle ? 'rv-title' : null }, children);
      }),
    );
  }

  function node(piece, text, begins) {
    const words = text.slice(piece.start, piece.end);
    const said = piece.marks.filter(({ kind }) => kind === 'said').map(({ id }) => id);
    const mark = piece.marks.find(({ kind }) => kind === 'place') ?? piece.marks.find(({ kind }) => kind === 'date');
    const className = classOf(piece.marks);
    const silent = mark?.kind === 'place' && ['name', 'boilerplate'].includes(mark.toponym.role);
    const made = className
      ? el(
          'span',
          {
            class: `${className}${mark ? ' rv-mark' : ''}`,
            'data-cards': said.length ? said.join(' ') : null,
            tabindex: mark && !silent && mark.start === piece.start ? 0 : null,
          },
          words,
        )
      : document.createTextNode(words);
    if (mark) marksOf.set(made, mark);
    if (said.length) pieces.push({ node: made, cards: new Set(said) });
    if (!begins) return [made];
    const chips = begins.map((card) => {
      const chip = el(
        'button',
        {
          type: 'button', class: 'rv-chip', tabindex: -1, 'data-cards': card.event_id, 'aria-label': `Draft ${card.number}: ${card.title}`,
          'data-review': card.review, style: { '--type': `var(--${card.token})`, '--on-type': `var(--on-${card.token})` },
        },
        card.number,
      );
      badges.set(card.event_id, chip);
      return chip;
    });
    return [...chips, made];
  }

  return {
    /** Show a page with its cards; what has not changed is not drawn again. */
    update(page, cards) {
      const key = JSON.stringify([cards.map(({ event_id, number, review, spans, token, trigger }) => [event_id, number, review, spans, token, trigger])]);
      if (page === this.page && key === drawn) return;
      const top = page === this.page ? body.scrollTop : 0;
      this.page = page;
      drawn = key;
      draw(page, cards);
      body.scrollTop = top;
      this.select(this.selected, { scroll: false });
    },
    page: null,
    selected: null,
    /** Mark a card's sentences and bring the first into view. */
    select(eventId, { scroll = true } = {}) {
      if (eventId !== this.selected) hideTip();
      this.selected = eventId;
      let first = null;
      for (const { node: piece, cards } of pieces) {
        const on = eventId !== null && cards.has(eventId);
        piece.classList.toggle('is-on', on);
        if (on) first ??= piece;
      }
      for (const [id, chip] of badges) chip.classList.toggle('is-on', id === eventId);
      if (!first || !scroll) return;
      const frame = body.getBoundingClientRect();
      const at = first.getBoundingClientRect();
      if (at.top < frame.top + 40 || at.bottom > frame.bottom - 90) {
        const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
        body.scrollTo({ top: body.scrollTop + at.top - frame.top - frame.height * 0.3, behavior: smooth ? 'smooth' : 'auto' });
      }
    },
    hover(eventId) {
      for (const { node: piece, cards } of pieces) piece.classList.toggle('is-over', eventId !== null && cards.has(eventId));
    },
    destroy() {
      hideTip();
      box.remove();
    },
  };
}
