// The tabs at the right: the sheet, the mail, the plain text, and what is heard.

import { NoAnswer, post } from './api.js';
import { byId, button, later, make } from './dom.js';
import { saveAs } from './send.js';
import * as state from './state.js';
import { on, release } from './state.js';
import { findingWords, interfaceLanguage, t } from './words.js';

const NAMES = ['sheet', 'mail', 'text', 'heard'];
let chosen = 'sheet';
let mailView = 'html';

export function choose(name) {
  chosen = name;
  for (const one of NAMES) {
    const tab = byId(`tab-${one}`);
    tab.setAttribute('aria-selected', String(one === name));
    tab.tabIndex = one === name ? 0 : -1;
    byId(`panel-${one}`).hidden = one !== name;
  }
  byId('zoom').hidden = name !== 'sheet';
  byId('sheet-state').hidden = name !== 'sheet';
  show();
}

for (const name of NAMES) byId(`tab-${name}`).addEventListener('click', () => choose(name));
byId('tabs').addEventListener('keydown', (event) => {
  const at = NAMES.indexOf(chosen);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: NAMES.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  choose(NAMES[(to + NAMES.length) % NAMES.length]);
  byId(`tab-${chosen}`).focus();
});

const showSoon = later(show, 150);
on('result', () => { if (chosen !== 'sheet') showSoon(); });
on('loaded', ({ keepSheet }) => {
  if (keepSheet) return;
  for (const name of NAMES.slice(1)) byId(`panel-${name}`).replaceChildren();
  shown.clear();
  // Another release begins with its sheet, whatever was looked at of the one before.
  if (chosen !== 'sheet') choose('sheet');
});
document.addEventListener('words', () => {
  shown.clear();
  show();
});

const shown = new Map();    // name of a tab -> the text that it shows
let asking = false;

async function show() {
  if (chosen === 'sheet' || !state.isOpen() || asking) return;
  const text = state.wholeText();
  const name = chosen;
  const key = `${release.path}\n${text}`;
  if (shown.get(name) === key) return;
  asking = true;
  let draw;
  try {
    const answer = await post('/api/view', { path: release.path, text, view: name });
    draw = () => (answer.diagnostics?.length && answer.text === undefined ? refused(answer.diagnostics) : name === 'mail' ? mail(answer) : plain(answer));
  } catch (reason) {
    const diagnostics = reason.answer?.diagnostics;
    draw = () => (diagnostics?.length ? refused(diagnostics) : failed(reason instanceof NoAnswer ? t('save.offline') : reason.message));
  }
  asking = false;
  const panel = byId(`panel-${name}`);
  const { scrollTop } = panel;
  const made = draw();
  // While there are errors the last good view stays, with a line that says so.
  if (made.refused && panel.querySelector('.view-good')) {
    panel.querySelector('.view-refused')?.remove();
    panel.prepend(made.element);
  } else {
    panel.replaceChildren(made.element);
  }
  panel.scrollTop = scrollTop;
  shown.set(name, key);
  // What was typed, or chosen, while the program was asked.
  show();
}

const plain = ({ text }) => ({ element: make('pre', { class: 'view-good paper', lang: release.fields?.language ?? 'de', text }) });
const failed = (text) => ({ element: make('p', { class: 'view-refused', text }), refused: true });
const refused = (diagnostics) => ({
  element: make('div', { class: 'view-refused' },
    make('p', { text: t('view.refused') }),
    make('ul', {}, ...diagnostics.slice(0, 8).map((diagnostic) => make('li', { text: findingWords(diagnostic).message })))),
  refused: true,
});

function mail(answer) {
  const list = make('dl', { class: 'headers' });
  const technical = make('dl', { class: 'headers' });
  const row = (name, value, to = list) => to.append(make('div', {}, make('dt', { text: headerWords(name) }), make('dd', { text: valueWords(name, value) })));
  row(t('mail.subject'), answer.subject ?? '');
  for (const [name, value] of answer.headers ?? []) {
    if (name.toLowerCase() !== 'subject') row(name, value, headerWords(name) === name ? technical : list);
  }
  row(t('mail.size'), bytes(answer.bytes ?? 0));
  for (const { name, bytes: size } of answer.attachments ?? []) row(t('mail.attachment'), `${name} (${bytes(size)})`);
  const html = make('iframe', { sandbox: '', src: `/api/mail.html?${new URLSearchParams({ key: answer.html_key })}`, title: t('mail.html_title') });
  const text = make('pre', { text: answer.text ?? '' });
  const body = make('div', { class: 'mail-body' });
  const pick = (which) => {
    mailView = which;
    body.replaceChildren(which === 'html' ? html : text);
    for (const one of choice.children) one.setAttribute('aria-pressed', String(one.dataset.mail === which));
  };
  const choice = make('div', { class: 'segments', role: 'group', 'aria-label': t('mail.form') },
    button('HTML', () => pick('html'), { data: { mail: 'html' } }),
    button(t('mail.text'), () => pick('text'), { data: { mail: 'text' } }));
  const bar = make('div', { class: 'mail-bar' }, choice, button(t('mail.draft'), () => saveAs('mail-draft')));
  pick(mailView);
  const more = technical.childElementCount
    ? make('details', {}, make('summary', { class: 'muted', text: t('mail.technical') }), technical)
    : null;
  const photos = (release.fields?.media ?? []).some(({ type, file }) => file && (type ?? 'photo') === 'photo');
  const note = photos ? make('p', { class: 'help', text: t('mail.pictures') }) : null;
  return { element: make('div', { class: 'view-good mail' }, make('div', { class: 'mail-head' }, list, more, note), bar, body) };
}

// Names beyond ASCII are encoded on their way (RFC 2047); a mail program shows them as here.
function decoded(value) {
  return value.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?b\?([A-Za-z0-9+/=]*)\?=/gi, (whole, text) => {
    try {
      return new TextDecoder().decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
    } catch {
      return whole;
    }
  });
}

// What stands in a header, as a mail program shows it.
function valueWords(name, value) {
  if (name === 'Date') return moment(value);
  if (name === 'To' && value.startsWith('undisclosed-recipients')) return t('mail.everybody');
  return decoded(value);
}

// A date as mail writes it (RFC 5322, 3.3), for people.
function moment(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  // A release that has a day and no hour.
  const isDay = /00:00:00 \+0000$/.test(value);
  return date.toLocaleString(interfaceLanguage(), isDay ? { dateStyle: 'full', timeZone: 'UTC' } : { dateStyle: 'full', timeStyle: 'short' });
}

// The headers that everybody knows by another name; the others have only theirs.
function headerWords(name) {
  const key = `mail.header.${name.toLowerCase()}`;
  const words = t(key);
  return words === key ? name : words;
}

/** A number of bytes for people. */
export function bytes(number) {
  const language = document.documentElement.lang;
  if (number < 1000) return `${number} B`;
  if (number < 1_000_000) return `${(number / 1000).toLocaleString(language, { maximumFractionDigits: 0 })} kB`;
  return `${(number / 1_000_000).toLocaleString(language, { maximumFractionDigits: 1 })} MB`;
}

document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !state.isOpen()) return;
  const at = ['Digit1', 'Digit2', 'Digit3', 'Digit4'].indexOf(event.code);
  if (at < 0) return;
  event.preventDefault();
  choose(NAMES[at]);
});
