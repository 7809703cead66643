// The inputs of the form by the path of their field, and how to get to them.

import { byId } from './dom.js';

/** `contacts[0].email` -> { input, set … }, see widgets.js. */
export const controls = new Map();

export const idOf = (path) => `field-${path.replace(/[^\w]+/g, '-')}`;

/** The nearest control for a path: itself, or that of a group or list around it. */
export function controlFor(path) {
  for (let at = path; at; at = parentOf(at)) {
    if (controls.has(at)) return { path: at, control: controls.get(at) };
    const place = document.querySelector(`[data-field="${CSS.escape(at)}"]`);
    if (place) return { path: at, control: { input: place.querySelector('input, textarea, select, button') } };
  }
  return null;
}

const parentOf = (path) => path.replace(/(\.[^.[\]]+|\[\d+\])$|^[^.[\]]+$/, '');

/** Brings a field before the eyes and puts the caret into it. */
export function focusField(path, start, end) {
  const input = path === 'body' ? byId('body') : controlFor(path)?.control.input;
  if (!input) return false;
  for (let at = input.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
  input.focus({ preventScroll: true });
  if (start !== undefined && input.setSelectionRange && input.type !== 'number' && input.tagName !== 'SELECT' && input.type !== 'date') input.setSelectionRange(start, end);
  if (path !== 'body') input.scrollIntoView({ block: 'nearest' });
  return true;
}
