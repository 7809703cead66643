// Small helpers for building elements. Text only ever enters the page as text
// nodes, so that nothing in a release can become markup.

/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an element: `class`, `text`, `on…` and `data` are special, what is left is an attribute. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') element.className = value;
    else if (name === 'text') element.textContent = value;
    else if (name === 'data') Object.assign(element.dataset, value);
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button that does not submit anything. */
export const button = (text, onclick, properties = {}) =>
  make('button', { type: 'button', text, onclick, ...properties });

/** Tells screen readers something without moving the focus. */
export function announce(text) {
  const region = byId('announce');
  // The same text twice would not be read again without the change in between.
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
}

/** Calls `work` once, `milliseconds` after the last call. */
export function later(work, milliseconds) {
  let timer = 0;
  const call = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), milliseconds);
  };
  call.cancel = () => clearTimeout(timer);
  return call;
}

/** The key that goes with letters here: Ctrl, or Cmd on a Mac. */
const isMac = navigator.platform.startsWith('Mac');
export const isMainKey = (event) => (isMac ? event.metaKey : event.ctrlKey);
export const MAIN_KEY = isMac ? '⌘' : 'Ctrl';
