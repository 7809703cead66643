// The releases of the folder: found, opened, begun and duplicated.

import { get, post } from './api.js';
import { ask, openDialog } from './dialog.js';
import { announce, button, byId, later, make } from './dom.js';
import { notice } from './layout.js';
import { on, release } from './state.js';
import { choices, languageName, letterheadChoices } from './widgets.js';
import { choiceWords, count, interfaceLanguage, t } from './words.js';

const MOST_ROWS = 200;      // what is drawn at once; the search finds the others

let start = null;
let releases = [];
let opened = () => {};
let wanted = '';

/** `open(path)` is called with the release that somebody chose. */
export function setUpFolder(given, open) {
  start = given;
  opened = open;
  draw();
}
document.addEventListener('words', () => { if (start) draw(); });

function draw() {
  const section = byId('folder');
  const search = make('input', { type: 'search', id: 'search', autocomplete: 'off' });
  search.value = wanted;
  search.addEventListener('input', later(() => {
    wanted = search.value;
    rows();
    announce(count('folder.found', matching().length));
  }, 120));
  section.replaceChildren(
    make('div', { class: 'folder-head' },
      make('h1', { id: 'folder-title', text: t('folder.title') }),
      button(t('folder.new'), begin, { class: 'primary', id: 'new-button' })),
    make('div', { class: 'search' }, make('label', { class: 'sr', for: 'search', text: t('folder.search') }), search),
    make('p', { class: 'error', id: 'folder-error', role: 'alert' }),
    make('ul', { class: 'releases', id: 'releases' }));
  search.placeholder = t('folder.search');
  rows();
}

/** Asks for the list anew; the program says when that is worth it. */
export async function refreshFolder() {
  // While a release is open nobody sees the list; it is asked for when it is shown again.
  if (!start || byId('folder').hidden) return;
  try {
    const list = await get('/api/folder');
    ({ releases } = list);
    byId('folder-error').textContent = list.journal_error ?? '';
  } catch (reason) {
    byId('folder-error').textContent = reason.status ? reason.message : t('save.offline');
    return;
  }
  rows();
}
export const refreshFolderSoon = later(refreshFolder, 150);

function matching() {
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return releases.filter(({ path, title, date }) => {
    const text = `${title} ${path} ${date ?? ''} ${day(date)}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function rows() {
  const list = byId('releases');
  const found = matching();
  // The row with the focus is drawn anew like the others; the focus goes back to it.
  const focused = document.activeElement?.closest?.('li')?.dataset.path;
  const which = document.activeElement?.dataset?.act;
  list.replaceChildren(...found.slice(0, MOST_ROWS).map(row));
  if (focused) list.querySelector(`[data-path="${CSS.escape(focused)}"] [data-act="${which}"]`)?.focus();
  if (found.length > MOST_ROWS) list.append(make('li', { class: 'muted rest', text: t('folder.more', { n: found.length - MOST_ROWS }) }));
  if (!found.length) list.append(make('li', { class: 'rest' }, make('p', { class: 'muted', text: t(releases.length ? 'folder.nothing' : 'folder.empty') })));
}

function row({ path, title, date, state, sent, modified }) {
  const name = make('span', { class: 'release-title', text: title || path });
  const open = button('', () => opened(path), { class: 'release-open', data: { act: 'open' } });
  open.append(name, make('span', { class: 'muted release-meta', text: [day(date), path, since(modified)].filter(Boolean).join(' · ') }));
  return make('li', { data: { path } },
    open,
    make('span', { class: 'badges' },
      sent ? make('span', { class: `badge sent`, text: sentWords(sent) }) : null,
      make('span', { class: `badge ${state ?? 'unknown'}`, text: t(`state.${state ?? 'unknown'}`) })),
    button(t('folder.duplicate'), () => duplicate(path), { class: 'quiet small', data: { act: 'copy' }, 'aria-label': `${t('folder.duplicate')}: ${title || path}` }));
}

const sentWords = ({ accepted, total, version }) => t(version > 1 ? 'state.sent_version' : 'state.sent', { accepted, total, version });

/** A day as people of this language write it. */
export function day(date) {
  if (!date) return '';
  const value = new Date(`${date.slice(0, 10)}T12:00:00Z`);
  return Number.isNaN(value.getTime()) ? date : value.toLocaleDateString(interfaceLanguage(), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

function since(seconds) {
  if (!seconds) return '';
  const value = new Date(seconds * 1000);
  const today = new Date().toDateString() === value.toDateString();
  const options = today ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'numeric', year: 'numeric' };
  const words = today ? value.toLocaleTimeString(interfaceLanguage(), options) : value.toLocaleDateString(interfaceLanguage(), options);
  return t('folder.changed', { when: words });
}

async function begin() {
  const kind = make('select', {}, ...start.kinds.map((one) => make('option', { value: one, text: choiceWords('kind', one) })));
  const letterhead = make('select', {}, ...letterheadChoices().map(([value, text]) => make('option', { value, text })));
  const language = make('select', {}, ...choices.languages.map((tag) => make('option', { value: tag, text: languageName(tag) })));
  const name = make('input', { type: 'text', spellcheck: 'false' });
  // What the name will be, unless another is typed.
  const propose = () => { name.placeholder = `${today()}-${choiceWords('kind', kind.value).toLocaleLowerCase()}`; };
  kind.addEventListener('change', propose);
  propose();
  const kept = JSON.parse(localStorage.getItem('letterpress.new') ?? '{}');
  for (const [control, value] of [[letterhead, kept.letterhead ?? start.usual_letterhead], [language, kept.language ?? 'de']]) {
    if (value && [...control.options].some((option) => option.value === value)) control.value = value;
  }
  const answers = await ask(t('new.title'), [
    ['kind', t('new.kind'), kind],
    ['letterhead', t('new.letterhead'), letterhead, t('new.letterhead_help')],
    ['language', t('new.language'), language],
    ['name', t('new.name'), name, t('new.name_help')],
  ], { confirm: t('new.make') });
  if (!answers) return;
  localStorage.setItem('letterpress.new', JSON.stringify({ letterhead: answers.letterhead, language: answers.language }));
  await attempt(() => post('/api/new', { kind: answers.kind, letterhead: answers.letterhead || null, language: answers.language, name: answers.name.trim() || name.placeholder }));
}

// The day in this time zone, as files are named: 2022-11-25.
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((number) => String(number).padStart(2, '0')).join('-');
}

let copied = null;
const duplicate = (path) => attempt(async () => {
  const made = await post('/api/duplicate', { path });
  copied = made.path;
  return made;
});
on('loaded', () => {
  notice('copied', release.path === copied ? t('folder.copied') : '', button(t('dialog.close'), () => notice('copied', ''), { class: 'small' }));
  copied = null;
});

async function attempt(making) {
  try {
    const { path } = await making();
    opened(path);
  } catch (reason) {
    await openDialog(t('new.failed'), (close) => make('div', { class: 'dialog-body' },
      make('p', { text: reason.status ? reason.message : t('save.offline') }),
      make('div', { class: 'actions' }, button(t('dialog.ok'), () => close(), { class: 'primary' }))));
  }
}
