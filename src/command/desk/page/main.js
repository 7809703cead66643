// Begins: asks the program what there is, and connects the parts of the page.

import { NoAnswer, get, listen } from './api.js';
import { openDialog } from './dialog.js';
import { announce, button, byId, isMainKey, MAIN_KEY, make } from './dom.js';
import { useOpen } from './conflict.js';
import { refreshFolder, refreshFolderSoon, setUpFolder } from './folder.js';
import { useSchema } from './form.js';
import { notice, setUpLayout, showSide } from './layout.js';
import * as saving from './saving.js';
import { sendLine } from './send.js';
import * as state from './state.js';
import { emit, on, release } from './state.js';
import { keysOfTools } from './toolbar.js';
import { choices } from './widgets.js';
import { applyWords, chooseLanguage, interfaceLanguage, keyWords, t } from './words.js';
import './findings.js';
import './marks.js';
import './raw.js';
import './sheet.js';
import './tabs.js';

const TRY_AGAIN = 1500;     // milliseconds

let start = null;
let server = null;

applyWords();
setUpLayout();
for (const choice of document.querySelectorAll('[name="interface"]')) {
  choice.checked = choice.value === interfaceLanguage();
  choice.addEventListener('change', () => chooseLanguage(choice.value));
}
begin();

async function begin() {
  try {
    start = await get('/api/start');
  } catch (reason) {
    notice('start', reason.status === 403 ? t('start.forbidden') : reason instanceof NoAnswer ? t('save.offline') : reason.message);
    // The program may be on its way up; somebody who reloads would do the same by hand.
    setTimeout(begin, TRY_AGAIN);
    return;
  }
  notice('start', '');
  choices.letterheads = start.letterheads ?? [];
  choices.languages = start.schema.properties.language?.enum ?? ['de', 'en'];
  useSchema(start.schema);
  saving.useFolder(start.folder);
  setUpFolder(start, go);
  listen({
    hello: ({ server: id }) => {
      // Another start of the program: its list may be another one.
      if (server && id !== server) refreshFolder();
      server = id;
    },
    file: (event) => {
      saving.changedOnDisk(event);
      refreshFolderSoon();
    },
    folder: refreshFolderSoon,
    inputs: state.setAgain,
    send: sendLine,
  }, connection);
  await follow();
}

let wasUp = false;
function connection(up) {
  if (!up) return checkAccess();
  notice('access', '');
  // The first connection comes with the page; there is nothing to catch up with.
  if (wasUp) emit('connection', true);
  if (wasUp) refreshFolderSoon();
  wasUp = true;
  return undefined;
}

// A stream that ended may be a program that ended, one that wants its token again, or a
// proxy that lets no stream through; then this is how often the page looks for changes.
async function checkAccess() {
  try {
    await get('/api/folder');
    emit('connection', true);
  } catch (reason) {
    if (reason.status === 403) notice('access', t('start.forbidden'));
    if (reason instanceof NoAnswer) emit('connection', false);
  }
}

// The address names the release, so that Back, Reload and a bookmark do what they do elsewhere.
const addressOf = (path) => (path ? `#${encodeURIComponent(path)}` : '#');
function pathOfAddress() {
  try {
    return decodeURIComponent(location.hash.slice(1)) || null;
  } catch {
    // An address that was typed, with a percent sign in it.
    return location.hash.slice(1);
  }
}

function go(path) {
  if (pathOfAddress() === path) return follow();
  location.hash = addressOf(path).slice(1);
  return undefined;
}
window.addEventListener('hashchange', () => { if (start) follow(); });
useOpen(go);

// One after the other: an answer that is late must not put another release onto the page than the
// address names by then.
let followed = Promise.resolve();
function follow() {
  followed = followed.then(showAddressed, showAddressed);
  return followed;
}

async function showAddressed() {
  const path = pathOfAddress() ?? (location.hash === '' ? start.file : null);
  if (path === release.path && path !== null) return;
  if (state.isOpen()) {
    await saving.finish();
    // What could not be saved is kept, and comes back with the release.
    saving.keep();
    state.close();
  }
  if (path) await show(path);
  else showFolder();
}

function showFolder() {
  byId('folder').hidden = false;
  byId('desk').hidden = true;
  bar(null);
  document.title = `${start.folder} – letterpress`;
  notice('export', '');
  refreshFolder();
  byId('content').focus({ preventScroll: true });
}

async function show(path) {
  try {
    const how = await saving.open(path);
    notice('read-only', release.writable ? '' : t('save.read-only_text'));
    notice('open', how === 'restored' ? t('open.restored') : '', button(t('dialog.close'), () => notice('open', ''), { class: 'small' }));
  } catch (reason) {
    // As at the beginning: what is asked for is tried until it is there or no longer wanted.
    if (reason instanceof NoAnswer) setTimeout(follow, TRY_AGAIN);
    notice('open', `${t('open.failed', { file: path })} ${reason instanceof NoAnswer ? t('save.offline') : reason.message}`,
      button(t('dialog.close'), () => notice('open', ''), { class: 'small' }));
    return showFolder();
  }
  byId('folder').hidden = true;
  byId('desk').hidden = false;
  bar(path);
  showSide('write');
  byId('write-scroll').scrollTop = 0;
  byId('content').focus({ preventScroll: true });
  return undefined;
}

function bar(path) {
  for (const id of ['to-folder', 'crumb', 'out-button', 'send-button', 'raw-button']) byId(id).hidden = path === null;
  byId('brand').hidden = path !== null;
  byId('crumb').textContent = path ?? '';
  byId('desk-title').textContent = path ?? '';
  showSaveState(saving.saveState());
}
byId('to-folder').addEventListener('click', () => go(null));

on('result', ({ defaults }) => {
  const title = defaults?.title || release.fields?.headline || release.path;
  const whole = `${title} – letterpress`;
  if (document.title !== whole) document.title = whole;
});

let stateShown = '';
function showSaveState({ kind, reason, kept }) {
  const place = byId('save-state');
  const words = kind === 'none' ? '' : t(`save.${kind}`);
  place.dataset.kind = kind;
  // Each key makes "not saved yet" of "saved"; only what says something new is written.
  const text = kind === 'saved' || kind === 'dirty' || kind === 'saving' ? words : words.replace(/\.$/, '');
  if (stateShown !== text) {
    place.textContent = text;
    stateShown = text;
  }
  const trouble = kind === 'failed' || kind === 'offline';
  notice('save', trouble ? [t(`save.${kind}_text`), reason, t(kept ? 'save.kept' : 'save.not_kept')].filter(Boolean).join(' ') : '',
    ...(kind === 'failed' ? [button(t('save.again'), () => saving.save(), { class: 'small' })] : []));
  const gone = kind === 'conflict' && saving.theirVersion()?.text === null;
  notice('conflict', kind === 'conflict' ? t(gone ? 'save.gone_text' : 'save.conflict_text') : '',
    button(t(gone ? 'save.look' : 'save.both'), () => { showSide('view'); byId('conflict').querySelector('button')?.focus(); }, { class: 'small' }));
}
on('save-state', showSaveState);
document.addEventListener('words', () => {
  stateShown = '';
  showSaveState(saving.saveState());
});

document.addEventListener('keydown', (event) => {
  if (!isMainKey(event) || event.key !== 's' || event.altKey) return;
  event.preventDefault();
  if (!state.isOpen()) return;
  saving.finish().then((done) => announce(t(done ? 'save.saved' : 'save.dirty')));
});

byId('keys-button').addEventListener('click', () => {
  byId('settings-menu').hidePopover();
  const keys = [...keysOfTools(), [t('keys.save'), keyWords(`${MAIN_KEY}+S`)], [t('keys.next'), 'F8'], [t('keys.previous'), keyWords('Shift+F8')],
    [t('keys.tabs'), 'Alt+1 … 4'], [t('keys.zoom'), '+  −  0  1'], [t('keys.two'), '2']];
  openDialog(t('settings.keys'), (close) => make('div', { class: 'dialog-body' },
    make('dl', { class: 'keys' }, ...keys.map(([words, key]) => make('div', {}, make('dt', { text: words }), make('dd', {}, make('kbd', { text: key }))))),
    make('div', { class: 'actions' }, button(t('dialog.close'), () => close(), { class: 'primary' }))));
});
