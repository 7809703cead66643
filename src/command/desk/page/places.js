// Between the text and the sheet: which field or which part of the body a
// place of the file is, and where a caret stands in the file.

import { byId } from './dom.js';
import { controlFor, focusField } from './controls.js';
import { selectInBody } from './editor.js';
import { bodyIsField, release, toNow, toSet, valueAt } from './state.js';

/** Selects a range of the text that was set, in the body or in its field. */
export function selectPlace(start, length) {
  const from = toNow(start);
  const to = toNow(start + length);
  if (release.raw !== null) return selectRaw(from, to);
  if (!bodyIsField() && from >= release.headLength) {
    const head = release.head.length;
    selectInBody(from - head, to - head);
    return true;
  }
  const path = fieldAt(start);
  if (!path) return false;
  const value = textOf(path);
  const range = value === null ? null : rangeInValue(path, value, start, length);
  if (path === 'body') {
    selectInBody(...(range ?? [0, 0]));
    return true;
  }
  return range ? focusField(path, ...range) : focusField(path);
}

export function selectRaw(from, to) {
  const raw = byId('raw-text');
  raw.setSelectionRange(from, to);
  // A textarea shows its selection when it gets the focus, and only then.
  raw.blur();
  raw.focus();
  return true;
}

/** The innermost field whose value contains a place of the file. */
function fieldAt(offset) {
  let found = null;
  let size = Infinity;
  for (const [path, [start, end]] of Object.entries(release.places)) {
    if (offset >= start && offset <= end && end - start < size && controlFor(path)?.path) {
      found = path;
      size = end - start;
    }
  }
  return found;
}

function textOf(path) {
  const value = valueAt(release.fields, path);
  return typeof value === 'string' ? value : null;
}

// The value as it stands in the file may have quotes and escapes around and in it.
// Where it is the same letters, places are exact; else the words themselves are looked for.
function rangeInValue(path, value, start, length) {
  const [from, to] = release.places[path];
  const source = release.setText.slice(from, to);
  const shift = source.indexOf(value);
  if (shift >= 0) {
    const at = start - from - shift;
    return at >= 0 && at <= value.length ? [at, Math.min(value.length, at + length)] : [0, value.length];
  }
  const words = release.setText.slice(start, start + length);
  const at = value.indexOf(words);
  return at >= 0 ? [at, at + words.length] : [0, value.length];
}

/** The place of the caret in the text that was set, or null if it is in no field. */
export function caretPlace() {
  const element = document.activeElement;
  const path = element?.dataset?.path;
  if (element?.id === 'raw-text') return toSet(element.selectionStart);
  if (!path) return null;
  if (path === 'body' && !bodyIsField()) return toSet(release.head.length + element.selectionStart);
  const place = release.places[path];
  if (!place) return null;
  const value = textOf(path);
  const caret = typeof element.selectionStart === 'number' ? element.selectionStart : 0;
  if (value === null) return place[0];
  const shift = release.setText.slice(...place).indexOf(value);
  return shift >= 0 ? place[0] + shift + caret : place[0];
}
