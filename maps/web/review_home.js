// Where a review begins: paste or upload a report, or go back to one of those that are kept.

import { textButton } from './chrome.js';
import { el } from './dom.js';
import { dayInput, plural, publishedWords, titleOf } from './review_words.js';

const TYPES = '.txt,.text,.md,.markdown,.html,.htm,.xhtml,.pdf,.docx,.eml,.rss,.atom,.xml';
const MOST_BYTES = 8_000_000;

async function base64Of(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let out = '';
  for (let at = 0; at < bytes.length; at += 0x8000) out += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(out);
}

/** @param {{onRead: (action: object) => void, onOpen: (reportId: string) => void}} options */
export function createHome(root, { onRead, onOpen }) {
  const area = el('textarea', {
    class: 'rv-input rv-paste', 'aria-label': 'Text of the report', spellcheck: 'false',
    placeholder: 'Paste the whole report here, with its headline, publisher and date if it has them.',
    onkeydown: (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) read();
    },
  });
  const published = dayInput('');
  const publisher = el('input', { type: 'text', class: 'rv-input', autocomplete: 'off' });
  const file = el('input', { type: 'file', accept: TYPES, multiple: true, class: 'im-hush', 'aria-label': 'Upload a report', onchange: () => upload([...file.files]) });
  const fault = el('p', { class: 'rv-fault', role: 'alert', hidden: true });
  const busy = el('p', { class: 'rv-busy', role: 'status', hidden: true }, 'Reading the report …');
  const button = textButton('Read the report', () => read(), { primary: true });
  const drop = el(
    'div',
    { class: 'rv-drop im-surface' },
    el('h2', {}, 'New report'),
    area,
    el('div', { class: 'rv-drop-row' },
      el('label', { class: 'rv-field' }, el('span', {}, 'Published on (if the text does not say)'), published),
      el('label', { class: 'rv-field' }, el('span', {}, 'Publisher'), publisher)),
    fault,
    busy,
    el('div', { class: 'rv-drop-row rv-drop-end' }, button, textButton('Upload a file', () => file.click()), file, el('span', { class: 'rv-hint-line' }, 'Text, HTML, PDF, Word, mail or feed; or drop it here.')),
  );
  const heading = el('h2', {}, 'Reports');
  const sums = el('p', { class: 'rv-sums', role: 'status' });
  const list = el('ul', { class: 'rv-reports' });
  const box = el('div', { class: 'im-part rv-home' }, drop, el('section', { class: 'rv-kept im-surface', 'aria-label': 'Reports' }, el('header', {}, heading, sums), list));
  root.append(box);

  for (const name of ['dragover', 'dragleave', 'drop']) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle('is-over', name === 'dragover');
      if (name === 'drop') upload([...event.dataTransfer.files]);
    });
  }

  const more = () => ({ published: published.value.trim() || null, publisher: publisher.value.trim() || null });

  function read() {
    if (!area.value.trim()) {
      fail('The field is empty: paste the text of a report first.');
      area.focus();
      return;
    }
    wait(true);
    onRead({ action: 'read', text: area.value, ...more() });
  }

  async function upload(files) {
    for (const one of files) {
      if (one.size > MOST_BYTES) {
        fail(`${one.name}: found ${(one.size / 1e6).toFixed(0)} MB, expected at most ${MOST_BYTES / 1e6} MB; save its text alone, or split it.`);
        continue;
      }
      wait(true);
      try {
        onRead({ action: 'read', file: one.name, data: await base64Of(one), ...more() });
      } catch (error) {
        fail(`${one.name} could not be read by the browser: ${error.message}`);
      }
    }
    file.value = '';
  }

  function wait(on) {
    busy.hidden = !on;
    button.disabled = on;
    if (on) fault.hidden = true;
  }

  function fail(line) {
    wait(false);
    fault.textContent = line;
    fault.hidden = false;
  }

  return {
    update(reports, totals, readOnly) {
      const open = reports.reduce((sum, { open: count }) => sum + count, 0);
      sums.textContent = reports.length ? `${plural(totals.reports, 'report')}, ${plural(totals.events, 'event')}${open ? `, ${plural(open, 'draft')} open` : ''}` : '';
      list.replaceChildren(
        ...reports.map((report) =>
          el(
            'li',
            {},
            el(
              'button',
              { type: 'button', class: 'rv-report', onclick: () => onOpen(report.report_id) },
              el('span', { class: 'rv-report-words' }, el('b', {}, titleOf(report)), el('small', {}, [report.publisher, publishedWords(report), report.source].filter(Boolean).join(' · '))),
              el('span', { class: `rv-report-open${report.open ? '' : ' rv-none'}` }, report.open ? `${report.open} open` : 'done'),
              el('span', { class: 'rv-report-count' }, `${report.accepted} accepted`),
            ),
          ),
        ),
      );
      if (!reports.length) list.append(el('li', { class: 'rv-empty' }, 'No report yet. The first one you read will be kept here, with all that was decided on it.'));
      if (readOnly) {
        fault.textContent = readOnly;
        fault.hidden = false;
        for (const control of [area, published, publisher, file, ...drop.querySelectorAll('button')]) control.disabled = true;
      }
    },
    done() {
      wait(false);
      area.value = '';
      published.value = '';
      publisher.value = '';
    },
    fail,
    show(on) {
      box.hidden = !on;
    },
    focus: () => area.focus(),
    destroy: () => box.remove(),
  };
}
