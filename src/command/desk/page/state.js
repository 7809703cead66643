// The release that is open: its text, what the program said about it, and the
// loop that has it set. One request is under way at a time; what is typed
// meanwhile goes into the next.

import { NoAnswer, post } from './api.js';
import { later } from './dom.js';

export const release = {
  path: null, format: 'md', writable: true,
  head: '', body: '', raw: null,      // `raw` is the whole text while it is edited as such
  base: null, savedText: '',          // the version on disk that the text began from
  sent: [],                           // what was sent to be saved since then, whatever came of it
  fields: {}, places: {}, diagnostics: [], outcome: null, words: [], defaults: {},
  unreadable: false, headLength: 0, setText: '',
};

const events = new EventTarget();
export const on = (name, handle) => events.addEventListener(name, (event) => handle(event.detail));
export const emit = (name, detail) => events.dispatchEvent(new CustomEvent(name, { detail }));

/** The whole text of the file as it stands on the page. */
export const wholeText = () => release.raw ?? release.head + release.body;
export const isOpen = () => release.path !== null;
/** In Markdown the body stands behind the fields; in the other formats it is a field. */
export const bodyIsField = () => release.format !== 'md';
export const bodyText = () => (bodyIsField() ? release.fields?.body ?? '' : release.body);

const LARGE = 300_000;      // characters
const requestSoon = later(request, 300);

let pending = [];        // edits that the program has not made yet
let sending = [];        // edits that are on their way
let wanted = false;
let inFlight = false;
let changes = [];        // what was typed into the body since the text that was last set
let knownHashes = () => [];

export const hasEdits = () => pending.length > 0 || sending.length > 0;
export const keptEdits = () => [...sending, ...pending];
export const useHashes = (give) => { knownHashes = give; };

/** Puts a release from disk, or from what was kept, onto the page. */
export function load(from, { edits = [], keepSheet = false } = {}) {
  Object.assign(release, {
    path: from.path, format: from.format ?? 'md', writable: from.writable !== false,
    base: from.version, savedText: from.savedText ?? from.text, sent: from.sent ?? [], raw: null,
    headLength: from.head_length, unreadable: false,
  });
  if (!keepSheet) Object.assign(release, { fields: {}, places: {}, diagnostics: [], words: [], outcome: null, defaults: {} });
  const length = bodyIsField() ? from.text.length : from.head_length;
  release.head = from.text.slice(0, length);
  release.body = from.text.slice(length);
  pending = edits;
  sending = [];
  changes = [];
  emit('loaded', { keepSheet });
  request();
}

export function close() {
  release.path = null;
  pending = [];
}

/** Makes a change to a field: at once in the form's values, in the file by the program. */
export function edit(change) {
  const last = pending.at(-1);
  const same = last && 'value' in last && 'value' in change && last.field === change.field && !('insert' in last) && !('insert' in change);
  if (same) pending[pending.length - 1] = change;
  else pending.push(change);
  applyEdit(release.fields, change);
  emit('changed');
  request();
}

/** Takes what stands in the editor. */
export function setBody(text) {
  if (bodyIsField()) return edit({ field: 'body', value: text });
  const change = difference(release.body, text);
  if (!change) return;
  changes.push(change);
  release.body = text;
  // First of all the request: what else follows a key is done while it is on its way.
  // A text of this size takes so long to set that each key would only wait for the last one.
  if (text.length > LARGE) requestSoon();
  else request();
  emit('changed', change);
}

/** Replaces the head, for a correction that the program proposed with places in the file. */
export function setHead(text) {
  release.head = text;
  release.headLength = text.length;
  emit('changed');
  request();
}

export function setRaw(text) {
  release.raw = text;
  emit('changed');
  request();
}

/** Ends the view of the whole file, once the program has said where its head ends. */
export async function leaveRaw() {
  await settled();
  if (release.raw === null) return;
  const length = bodyIsField() ? release.raw.length : release.headLength;
  release.head = release.raw.slice(0, length);
  release.body = release.raw.slice(length);
  release.raw = null;
  emit('loaded', { keepSheet: true });
}

/** Resolves when all that was typed has been set, or cannot be. */
export const settled = () => new Promise((resolve) => {
  // What is wanted while nothing is under way was refused; the next key tries it again.
  if (!inFlight) return resolve();
  events.addEventListener('settled', () => resolve(), { once: true });
});

/** Has the release set once more: a picture or the letterhead changed on disk. */
export function setAgain() {
  if (isOpen()) request();
}

function request() {
  wanted = true;
  if (!inFlight) run();
}

async function run() {
  inFlight = true;
  let pause = 0;
  while (wanted && isOpen()) {
    wanted = false;
    sending = pending;
    pending = [];
    changes = [];
    const { path } = release;
    const text = wholeText();
    try {
      const result = await post('/api/set', { path, text, edits: sending, have: knownHashes() });
      if (path !== release.path) { wanted = isOpen(); continue; }
      sending = [];
      pause = 0;
      take(result, text);
    } catch (reason) {
      if (path !== release.path) { wanted = isOpen(); continue; }
      pending = [...sending, ...pending];
      sending = [];
      emit('set-failed', reason);
      if (!(reason instanceof NoAnswer)) {
        // The edits stay, so that the next key tries them again with a text that may be better.
        if (reason.status !== 429 && reason.status !== 503) break;
      }
      wanted = true;
      pause = Math.min(4000, pause * 2 || 500);
      await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
  }
  inFlight = false;
  emit('settled');
}

function take(result, text) {
  let whole = text;
  if (result.text_changed && release.raw === null) {
    if (typeof result.head === 'string') release.head = result.head;
    whole = release.head + (bodyIsField() ? '' : text.slice(release.headLength));
  }
  release.headLength = bodyIsField() && release.raw === null ? release.head.length : result.head_length;
  release.unreadable = result.fields === null;
  if (result.fields) {
    release.fields = result.fields;
    for (const change of pending) applyEdit(release.fields, change);
  }
  release.setText = whole;
  release.places = result.field_places ?? {};
  release.diagnostics = result.diagnostics ?? [];
  release.outcome = result.outcome;
  release.defaults = result.defaults ?? {};
  if (result.sheet) release.words = result.sheet.words;
  // The sheet first: it is what the eyes wait for.
  emit('sheet', result);
  emit('result', result);
}

/** Where a place of the text that was set stands now, after what was typed since. */
export function toNow(offset) {
  const start = release.headLength;
  if (release.raw !== null || offset < start) return offset;
  let place = offset - start;
  for (const { at, removed, inserted } of changes) {
    if (place >= at + removed) place += inserted - removed;
    else if (place > at) place = at;
  }
  return place + start;
}

/** Where a place of the text of now stood in the text that was set. */
export function toSet(offset) {
  const start = release.headLength;
  if (release.raw !== null || offset < start) return offset;
  let place = offset - start;
  for (const { at, removed, inserted } of [...changes].reverse()) {
    if (place >= at + inserted) place += removed - inserted;
    else if (place > at) place = at;
  }
  return place + start;
}

/** What was replaced between two texts: the piece between what they begin and end with. */
export function difference(before, after) {
  if (before === after) return null;
  const at = commonLength(before, after, (text, length) => text.slice(0, length));
  const end = commonLength(before.slice(at), after.slice(at), (text, length) => (length ? text.slice(-length) : ''));
  return { at, removed: before.length - at - end, inserted: after.length - at - end };
}

// Comparing slices is done by the engine in one go; that keeps a key quick in a text of megabytes.
function commonLength(one, two, piece) {
  let low = 0;
  let high = Math.min(one.length, two.length);
  if (piece(one, high) === piece(two, high)) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (piece(one, middle) === piece(two, middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The steps of a path: `contacts[0].email` has three. */
const stepsOf = (path) => path.match(/[^.[\]]+/g).map((step) => (/^\d+$/.test(step) ? Number(step) : step));

/** The value at a path, or undefined. */
export const valueAt = (fields, path) => stepsOf(path).reduce((value, step) => value?.[step], fields);

/** Makes an edit on the values of the form, as the program will make it in the file. */
function applyEdit(fields, change) {
  const steps = stepsOf(change.field);
  const last = steps.pop();
  let parent = fields;
  for (const [index, step] of steps.entries()) {
    parent[step] ??= typeof (steps[index + 1] ?? last) === 'number' ? [] : {};
    parent = parent[step];
  }
  if (change.remove) {
    if (Array.isArray(parent)) parent.splice(last, 1);
    else delete parent[last];
  } else if ('insert' in change) {
    parent[last] ??= [];
    parent[last].splice(change.insert, 0, structuredClone(change.value));
  } else if (change.move) {
    const [from, to] = change.move;
    const [item] = parent[last].splice(from, 1);
    parent[last].splice(to, 0, item);
  } else {
    parent[last] = structuredClone(change.value);
  }
}
