// The review page: a report's text, its drafts on a map and as cards, and every decision made on them.

import { el, isTyping } from './dom.js';
import { fetchJson } from './fetching.js';
import { themeOfPage } from './loading.js';
import { createBar } from './review_bar.js';
import { createCards } from './review_cards.js';
import { createDuplicates } from './review_duplicates.js';
import { createHelp } from './review_help.js';
import { createHome } from './review_home.js';
import { ReviewMap } from './review_map.js';
import { ActionQueue } from './review_queue.js';
import { createText } from './review_text.js';
import { applyTheme } from './theme.js';

const TOLD_MS = 9000;

export class ReviewDesk {
  #patches = []; // what is shown before the app has answered: {serial, ids, fields}
  #wantedPage = '';
  #selected = null;
  #screen = 'home';
  #lineTimer = 0;
  #opened = null; // the report that the cards and the map show
  #started = false;

  /**
   * @param {HTMLElement} root an empty element
   * @param {object} data what the app sends, see maps/review.py
   * @param {{send: (message: object) => void}} host
   */
  constructor(root, data, host) {
    this.root = root;
    this.data = data;
    this.page = null;
    this.queue = new ActionQueue((message) => host.send(message));
    root.classList.add('im', 'im-review');
    this.#mount();
    this.ready = this.map.ready.then(() => this.update(data));
  }

  url(path) {
    return new URL(this.data.base + path, document.baseURI).href;
  }

  #mount() {
    const { root, data } = this;
    applyTheme(root, data.config.palettes[themeOfPage()], themeOfPage());
    this.bar = createBar(root, {
      onHome: () => this.#show('home', { ask: true }),
      onDuplicates: () => this.#show('duplicates', { ask: true }),
      onUndo: (changeId) => this.act.undo(changeId),
      onCorrect: (fields) => this.#push({ action: 'correct', report_id: this.data.desk.report.report_id, ...fields }),
      onHelp: () => this.help.open(),
    });
    this.home = createHome(root, { onRead: (action) => this.#push(action), onOpen: (id) => this.#push({ action: 'open', report_id: id }) });
    this.duplicates = createDuplicates(root, {
      onMerge: ({ first, second }) => this.#push({ action: 'merge', ids: [first.event_id, second.event_id] }),
      onApart: ({ first, second }) => this.#push({ action: 'apart', ids: [first.event_id, second.event_id] }),
      onMergeAll: (threshold) => this.#push({ action: 'merge_all', threshold }),
    });
    const textColumn = el('div', { class: 'rv-column rv-column-text' });
    const mapColumn = el('div', { class: 'rv-column rv-column-map' });
    const cardColumn = el('div', { class: 'rv-column rv-column-cards' });
    this.columns = el('div', { class: 'rv-columns', hidden: true }, textColumn, mapColumn, cardColumn);
    root.append(this.columns);
    const onSelect = (id) => this.select(id, { focus: true });
    const onHover = (id) => this.#hover(id);
    this.text = createText(textColumn, { onSelect, onHover });
    this.map = new ReviewMap(mapColumn, data, { onSelect, onHover, say: (line) => this.say(line, { fault: true }) });
    this.act = this.#actions();
    this.cards = createCards(cardColumn, {
      act: this.act,
      onHover,
      onSelect: (id, options) => this.select(id, { ...options }),
      onShown: () => {},
      editorOptions: {
        config: data.config,
        search: (text) => fetchJson(this.url(`map/places?q=${encodeURIComponent(text)}`)),
        pick: (done) => (done ? this.map.startPicking(done) : this.map.endPicking()),
        show: (point) => this.map.showPick(point),
      },
    });
    this.help = createHelp(root);
    this.onKey = (event) => this.#key(event);
    document.addEventListener('keydown', this.onKey);
    this.themes = new MutationObserver(() => this.#takeTheme());
    this.themes.observe(document.querySelector('.stApp') ?? document.body, { attributes: true, attributeFilter: ['class', 'style'] });
  }

  #takeTheme() {
    const theme = themeOfPage();
    if (theme === this.root.dataset.theme) return;
    applyTheme(this.root, this.data.config.palettes[theme], theme);
    this.map.setTheme(theme);
  }

  // ---- what the app says ----

  /** Take what the app sends after a rerun; answers first, then what the store holds now. */
  async update(data) {
    this.data = data;
    await this.map.ready;
    const answers = this.queue.hear(data.answers);
    const desk = data.desk;
    if (desk && desk.page_address !== this.#wantedPage) {
      const address = (this.#wantedPage = desk.page_address);
      try {
        const page = await fetchJson(this.url(address));
        if (this.#wantedPage !== address) return;
        this.page = page;
      } catch (error) {
        this.#wantedPage = '';
        if (error.status === 404) this.#push({ action: 'refresh' });
        else this.say(`The text could not be loaded: ${error.message}`, { fault: true });
      }
    }
    const done = new Set(answers.map(({ serial }) => serial));
    this.#patches = this.#patches.filter(({ serial }) => !done.has(serial));
    if (data.reports) this.home.update(data.reports, data.totals, data.read_only);
    this.duplicates.update(data.duplicates);
    if (desk && this.page) this.#drawDesk(desk);
    for (const answer of answers) this.#take(answer);
    if (!this.#started && desk) this.#show('desk'); // the address names a report: a reload comes back to it
    this.#started = true;
    this.#drawBar();
    this.#takeTheme();
  }

  #drawBar() {
    const { desk, decisions } = this.data;
    this.bar.update({ screen: this.#screen, report: desk?.report, counts: this.#counts(), changes: decisions });
  }

  #counts() {
    const counts = { draft: 0, accepted: 0, rejected: 0 };
    for (const { review } of this.#shownCards()) counts[review]++;
    return counts;
  }

  /** The cards as the app knows them, with the decisions that are still on their way. */
  #shownCards() {
    const { tokens, types } = this.data.config;
    return (this.data.desk?.cards ?? []).map((card) => {
      const patches = this.#patches.filter(({ ids }) => ids.includes(card.event_id));
      const patched = Object.assign({}, card, ...patches.map(({ fields }) => fields));
      return { ...patched, pending: patches.length > 0, token: tokens[types.indexOf(patched.event_type)] };
    });
  }

  #drawDesk(desk) {
    const cards = this.#shownCards();
    const isNew = this.#opened !== desk.report.report_id;
    if (isNew) {
      this.cards.endEdit();
      this.cards.clearMarks();
      this.#selected = null;
      this.#opened = desk.report.report_id;
    }
    if (!cards.some(({ event_id: id }) => id === this.#selected)) this.#selected = null;
    this.text.update(this.page, cards);
    this.cards.update(cards);
    this.map.update(cards, desk.areas);
    if (isNew) {
      this.map.setDay(desk.report.published_end);
      this.map.fit();
      this.select((cards.find(({ review }) => review === 'draft') ?? cards[0])?.event_id ?? null, { move: false });
    } else {
      if (this.map.day !== desk.report.published_end) this.map.setDay(desk.report.published_end);
      this.select(this.#selected, { scroll: false, move: false });
    }
  }

  /** What one action came to. */
  #take({ action, ok, line, created, clash }) {
    const id = action.event_id ?? null;
    if (ok) {
      if (id) {
        this.cards.clearFault(id);
        this.cards.clash(id, null);
      }
      if (action.action === 'edit' && this.cards.editing === id) {
        this.cards.endEdit();
        this.select(id, { focus: true });
      }
      if (action.action === 'read' || action.action === 'open') {
        this.home.done();
        this.#show('desk');
        this.cards.focusSelected();
      }
      if (action.action === 'merge') this.cards.clearMarks();
      if (created) this.select(created, { focus: true });
      if (action.action === 'split' && created) this.act.edit(created);
      if (line) this.say(line);
      this.duplicates.fail('');
      return;
    }
    if (clash && id) {
      if (this.cards.editing === id) this.cards.endEdit();
      this.cards.clash(id, { ...clash, action });
      this.select(id, { focus: true });
    } else if (action.action === 'read') this.home.fail(line);
    else if (this.#screen === 'duplicates') this.duplicates.fail(line);
    else if (id && this.#screen === 'desk') this.cards.fail(id, line);
    else this.say(line, { fault: true });
  }

  /** One line in the bar, for a while. */
  say(line, { fault = false } = {}) {
    this.bar.say(line, { fault });
    clearTimeout(this.#lineTimer);
    this.#lineTimer = setTimeout(() => this.bar.say(''), TOLD_MS);
  }

  // ---- what the analyst does ----

  #push(action, patch = null) {
    this.bar.say('');
    const serial = this.queue.push(action);
    if (patch) {
      this.#patches.push({ serial, ...patch });
      this.#redraw();
    }
    return serial;
  }

  #redraw() {
    const cards = this.#shownCards();
    this.text.update(this.page, cards);
    this.cards.update(cards);
    this.map.update(cards, this.data.desk.areas);
    this.#drawBar();
  }

  #card(id) {
    return this.#shownCards().find(({ event_id: one }) => one === id);
  }

  #actions() {
    const review = (id, word) => {
      const card = this.#card(id);
      if (!card || card.review === word || card.pending) return;
      this.cards.clearFault(id);
      this.#push({ action: 'review', event_id: id, versions: { [id]: card.version }, review: word }, { ids: [id], fields: { review: word } });
      if (word !== 'draft') this.#goOn(id);
    };
    return {
      accept: (id) => review(id, 'accepted'),
      reject: (id) => review(id, 'rejected'),
      reopen: (id) => review(id, 'draft'),
      edit: (id) => {
        const card = this.#card(id);
        if (!card || this.cards.clashOf(id)) return;
        this.select(id);
        this.cards.startEdit(card);
      },
      split: (id) => this.#push({ action: 'split', event_id: id }),
      merge: (id) => {
        const marked = this.cards.marked;
        let ids = marked;
        if (marked.length < 2) {
          const order = this.cards.visible().map(({ event_id: one }) => one);
          const other = marked.find((one) => one !== id) ?? order[order.indexOf(id) + 1];
          if (!other) {
            this.cards.fail(id, 'There is no draft after this one: mark another with X first.');
            return;
          }
          ids = [id, other];
        }
        this.#push({ action: 'merge', event_id: id, ids });
      },
      save: (card, fields, alias) => {
        const serial = { action: 'edit', event_id: card.event_id, version: card.version, fields };
        this.#push(alias ? { ...serial, alias } : serial);
      },
      undo: (changeId) => this.#push({ action: 'undo', change_id: changeId ?? null }),
      // After a clash: what was meant is asked again of the version that is there now.
      insist: (id, { action, version }) => {
        this.cards.clash(id, null);
        if (action.action === 'edit') this.#push({ ...action, version });
        else this.#push({ ...action, versions: { [id]: version } });
      },
      giveWay: (id) => {
        this.cards.clash(id, null);
        this.#push({ action: 'refresh' });
      },
    };
  }

  /** The next open draft after `id`, or the first one before it. */
  #goOn(id) {
    const cards = this.#shownCards();
    const at = cards.findIndex(({ event_id: one }) => one === id);
    const open = [...cards.slice(at + 1), ...cards.slice(0, at)].find(({ review }) => review === 'draft');
    if (open) this.select(open.event_id, { focus: true });
  }

  select(id, { focus = false, scroll = true, move = true } = {}) {
    if (this.cards.editing && this.cards.editing !== id && !this.#leaveForm()) return;
    this.#selected = id;
    this.cards.select(id, { scroll, focus });
    this.text.select(id, { scroll });
    this.map.select(id, { move });
  }

  /** Close an open form; false where it holds changes, which are not thrown away unasked. */
  #leaveForm() {
    if (!this.cards.editing) return true;
    if (this.cards.isDirty) {
      this.cards.fail(this.cards.editing, 'This draft has changes: save them, or leave them with Cancel (Esc).');
      return false;
    }
    this.cards.endEdit();
    return true;
  }

  #hover(id) {
    this.text.hover(id);
    this.map.hover(id);
  }

  #step(by) {
    const order = this.cards.visible().map(({ event_id: id }) => id);
    const at = order.indexOf(this.#selected);
    const next = order[Math.max(0, Math.min(order.length - 1, at < 0 ? 0 : at + by))];
    if (next) this.select(next, { focus: true });
  }

  #key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.help.isOpen) return;
    if (event.key === 'Escape' && this.map.isPicking) {
      this.cards.stopPicking();
      return;
    }
    if (isTyping(event)) return;
    if (event.key === 'Escape' && this.cards.editing) {
      this.cards.endEdit();
      this.cards.focusSelected();
    } else if (event.key === '?') this.help.open();
    else if (event.key === 'u') this.act.undo();
    else if (this.#screen === 'desk') {
      if (!this.#deskKey(event)) return;
    } else return;
    event.preventDefault();
  }

  #deskKey(event) {
    if (this.cards.editing) return false;
    const id = this.#selected;
    const onMap = event.target instanceof Element && event.target.closest('.im-map');
    const onButton = event.target instanceof Element && event.target.closest('button, summary, a');
    const { key } = event;
    if (key === '/') this.cards.focusFind();
    else if (key === 'j' || (key === 'ArrowDown' && !onMap && !event.target.closest?.('.rv-text-body'))) this.#step(1);
    else if (key === 'k' || (key === 'ArrowUp' && !onMap && !event.target.closest?.('.rv-text-body'))) this.#step(-1);
    else if (!id) return false;
    else if (key === 'a') (this.#card(id)?.review === 'accepted' ? this.act.reopen : this.act.accept)(id);
    else if (key === 'r') (this.#card(id)?.review === 'rejected' ? this.act.reopen : this.act.reject)(id);
    else if (key === 'e' || (key === 'Enter' && !onButton && this.cards.isIn(event.target))) this.act.edit(id);
    else if (key === 's') this.act.split(id);
    else if (key === 'x') this.cards.mark(id);
    else if (key === 'm') this.act.merge(id);
    else return false;
    return true;
  }

  /** Show the list of reports, a report's desk, or the duplicates; `ask` has the app look anew. */
  #show(screen, { ask = false } = {}) {
    if (screen !== 'desk' && !this.#leaveForm()) return;
    this.#screen = screen;
    this.root.dataset.screen = screen;
    this.home.show(screen === 'home');
    this.duplicates.show(screen === 'duplicates');
    this.columns.hidden = screen !== 'desk';
    if (ask) this.#push({ action: screen });
    if (screen === 'home') {
      this.#opened = null;
      this.home.focus();
    }
    this.#drawBar();
  }

  /** What tests and measurements use. */
  publicApi() {
    return {
      ready: this.ready.then(() => true),
      map: () => this.map.map,
      screen: () => this.#screen,
      drafts: () => this.#shownCards(),
      selected: () => this.#selected,
      pins: () => this.map.pins(),
      waiting: () => this.queue.waiting.length,
      revision: () => this.data.revision,
    };
  }

  destroy() {
    document.removeEventListener('keydown', this.onKey);
    this.themes.disconnect();
    this.queue.destroy();
    for (const part of [this.bar, this.home, this.duplicates, this.text, this.map, this.cards, this.help]) part.destroy();
    this.root.replaceChildren();
  }
}
