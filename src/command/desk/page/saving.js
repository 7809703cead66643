// Saves by itself, keeps what could not be saved, and never writes over a file
// that somebody else changed.

import { NoAnswer, get, post } from './api.js';
import * as state from './state.js';
import { release, emit, on } from './state.js';
import { later } from './dom.js';

const QUIET = 600;          // milliseconds after the last key
const TRY_AGAIN = 3000;
const KEPT = 'letterpress.kept:';

let folder = '';
let saving = null;          // the save that is under way
let conflict = null;        // { text, version } of the other version, while nobody has decided
let trouble = null;         // { kind: 'offline' | 'failed', reason }
let keepFails = false;
let retry = 0;

export const useFolder = (id) => { folder = id; };
export const theirVersion = () => conflict;
export const isDirty = () => state.isOpen() && (state.hasEdits() || state.wholeText() !== release.savedText);

/** What the line in the bar says: saved, not yet, or why not. */
export function saveState() {
  if (!state.isOpen()) return { kind: 'none' };
  if (conflict) return { kind: 'conflict' };
  if (trouble) return { ...trouble, kept: !keepFails };
  if (!release.writable) return { kind: 'read-only' };
  if (saving) return { kind: 'saving' };
  return { kind: isDirty() ? 'dirty' : 'saved' };
}

const tell = () => emit('save-state', saveState());
const saveSoon = later(() => save(), QUIET);
const keepSoon = later(keep, 250);
const keepLater = later(keep, 2000);
const LARGE = 300_000;      // characters, beyond which keeping takes longer than a key may

on('changed', () => {
  tell();
  (release.body.length > LARGE ? keepLater : keepSoon)();
  saveSoon();
});
on('settled', () => { if (isDirty() && !saving) saveSoon(); });
on('loaded', () => {
  conflict = null;
  trouble = null;
  clearTimeout(retry);
  tell();
  if (isDirty()) saveSoon();
});
on('set-failed', (reason) => {
  if (reason instanceof NoAnswer) setTrouble({ kind: 'offline', reason: '' });
  else setTrouble({ kind: 'failed', reason: reason.message });
});
on('result', () => {
  if (trouble?.kind === 'offline') setTrouble(null);
});
on('connection', (up) => {
  if (!state.isOpen()) return;
  if (!up) return setTrouble({ kind: 'offline', reason: '' });
  if (trouble?.kind === 'offline') setTrouble(null);
  if (isDirty()) save();
  else lookAtDisk();
});

function setTrouble(found) {
  trouble = found;
  keep();
  tell();
}

/** Saves now, if there is anything to save and nobody else's text in the way. */
export async function save() {
  saveSoon.cancel();
  if (!state.isOpen() || conflict || !release.writable) return tell();
  if (saving) {
    await saving;
    return isDirty() ? save() : undefined;
  }
  // Edits of fields are in the text only when the program has answered.
  if (state.hasEdits()) return tell();
  const text = state.wholeText();
  if (text === release.savedText && release.base !== null) return tell();
  saving = write(release.path, text, release.base);
  tell();
  await saving;
  saving = null;
  tell();
  if (isDirty() && !conflict && !trouble) saveSoon();
}

async function write(path, text, base) {
  clearTimeout(retry);
  remember(text);
  try {
    const { version } = await post('/api/save', { path, text, base });
    if (path !== release.path) return forget(path);
    release.base = version;
    release.savedText = text;
    release.sent = [];
    trouble = null;
    if (isDirty()) keepSoon(); else forget(path);
  } catch (reason) {
    if (path !== release.path) return;
    if (reason.status === 409) return meet(reason.answer);
    setTrouble(reason instanceof NoAnswer ? { kind: 'offline', reason: '' } : { kind: 'failed', reason: reason.message });
    retry = setTimeout(() => save(), TRY_AGAIN);
  }
}

/** Saves and waits until all that was typed is on disk, or until it is certain that it cannot be. */
export async function finish() {
  if (trouble?.kind !== 'offline') await state.settled();
  await save();
  return !isDirty();
}

/** Another program, or another tab, wrote the file. */
export async function changedOnDisk({ path, version }) {
  if (path !== release.path) return;
  if (saving) await saving;
  if (version === release.base || (conflict && version === conflict.version)) return;
  if (version === null || version === undefined) return meet({ text: null, version: null });
  await lookAtDisk();
}

async function lookAtDisk() {
  const { path } = release;
  let found;
  try {
    found = await get('/api/release', { path });
  } catch (reason) {
    if (reason.status === 404) return meet({ text: null, version: null });
    if (reason instanceof NoAnswer) return setTrouble({ kind: 'offline', reason: '' });
    return setTrouble({ kind: 'failed', reason: reason.message });
  }
  if (path !== release.path || found.version === release.base) return;
  if (found.text === state.wholeText() && !state.hasEdits()) return adopt(found);
  if (isDirty()) return meet(found);
  takeTheirs(found);
}

// Both wrote the same: nothing to decide.
function adopt(found) {
  release.base = found.version;
  release.savedText = found.text;
  release.sent = [];
  conflict = null;
  forget(release.path);
  tell();
}

const MOST_SENT = 200;

// The program may have saved what it was sent, and have gone down before it could say so. That is
// no other version, only an earlier one of this page, however often it was sent others since.
function remember(text) {
  const mark = fingerprint(text);
  if (!release.sent.includes(mark)) release.sent = [...release.sent, mark].slice(-MOST_SENT);
}
const isOurs = (found) => found.text !== null && release.sent.includes(fingerprint(found.text));

// By which a text is known again without keeping it: its length and a hash of 106 bits, twice
// cyrb53. The browser's own hashes are there on loopback and by HTTPS only.
function fingerprint(text) {
  const hash = (seed) => {
    let [one, two] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      two = Math.imul(two ^ code, 1597334677);
    }
    const mixed = (a, b) => Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    [one, two] = [mixed(one, two), mixed(two, one)];
    return 4294967296 * (2097151 & two) + (one >>> 0);
  };
  return [text.length, hash(0), hash(1)].map((number) => number.toString(36)).join('-');
}

function meet(found) {
  if (found.text === state.wholeText()) return adopt(found);
  if (isOurs(found)) {
    release.base = found.version;
    release.savedText = found.text;
    saveSoon();
    return tell();
  }
  conflict = { text: found.text ?? null, version: found.version ?? null };
  keep();
  tell();
  emit('conflict', conflict);
}

/** Puts the version of the disk onto the page; caret and scroll position stay. */
export async function takeTheirs(found) {
  const taken = found ?? (await get('/api/release', { path: release.path }));
  conflict = null;
  forget(release.path);
  state.load({ ...taken, path: release.path }, { keepSheet: true });
  emit('conflict', null);
}

/** Writes what is on the page over the version that was shown beside it. */
export async function keepMine() {
  release.base = conflict.version;
  // Certainly not what is on disk, so that it is written even if it is what was saved before.
  release.savedText = null;
  conflict = null;
  emit('conflict', null);
  await save();
}

/** Keeps both: what is on the page goes into a file of its own, which is opened. */
export async function keepAsCopy() {
  await state.settled();
  const text = state.wholeText();
  const { path } = await post('/api/duplicate', { path: release.path });
  const { version } = await get('/api/release', { path });
  await post('/api/save', { path, text, base: version });
  conflict = null;
  forget(release.path);
  emit('conflict', null);
  return path;
}

const keyOf = (path) => `${KEPT}${folder}:${path}`;

/** Keeps what is not saved in the browser, where it outlives the page and the program. */
export function keep() {
  if (!isDirty()) return;
  const kept = { text: state.wholeText(), headLength: release.headLength, base: release.base, sent: release.sent, edits: state.keptEdits() };
  try {
    localStorage.setItem(keyOf(release.path), JSON.stringify(kept));
    keepFails = false;
  } catch {
    // The browser's store is full. The text is still on the page, and the bar says so.
    keepFails = true;
  }
}

function forget(path) {
  keepSoon.cancel();
  keepLater.cancel();
  localStorage.removeItem(keyOf(path));
}

/** Opens a release; what was kept of it and never saved comes back. */
export async function open(path) {
  const found = await get('/api/release', { path });
  const stored = localStorage.getItem(keyOf(path));
  const kept = stored && JSON.parse(stored);
  if (!kept || (kept.text === found.text && !kept.edits.length)) {
    if (kept) localStorage.removeItem(keyOf(path));
    state.load(found);
    return 'opened';
  }
  state.load(
    { ...found, text: kept.text, head_length: kept.headLength, savedText: found.text, sent: kept.sent },
    { edits: kept.edits },
  );
  if (kept.base === found.version || isOurs(found)) return 'restored';
  release.base = kept.base;
  meet(found);
  return 'restored';
}

// A page that is hidden may never be seen again: a phone ends it without a word.
for (const [target, name] of [[document, 'visibilitychange'], [window, 'blur'], [window, 'pagehide']]) {
  target.addEventListener(name, () => {
    if (name === 'visibilitychange' && document.visibilityState !== 'hidden') return;
    keep();
    if (isDirty() && !trouble) save();
  });
}
window.addEventListener('beforeunload', (event) => {
  keep();
  // Kept text comes back by itself. Only what could not even be kept is worth a question.
  if (isDirty() && keepFails) event.preventDefault();
});
