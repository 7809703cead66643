// Which side a narrow window shows, the colours, and what the bar says.

import { byId, make } from './dom.js';

const KEPT = 'letterpress.theme';

/** In a narrow window only one side is seen; in a wide one this changes nothing. */
export function showSide(side) {
  byId('desk').dataset.side = side;
  for (const choice of document.querySelectorAll('[data-side-button]')) {
    choice.setAttribute('aria-pressed', String(choice.dataset.sideButton === side));
  }
}

function chooseTheme(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(KEPT, theme);
}

export function setUpLayout() {
  const theme = localStorage.getItem(KEPT) ?? 'auto';
  chooseTheme(theme);
  for (const choice of document.querySelectorAll('[name="theme"]')) {
    choice.checked = choice.value === theme;
    choice.addEventListener('change', () => chooseTheme(choice.value));
  }
  for (const choice of document.querySelectorAll('[data-side-button]')) {
    choice.addEventListener('click', () => showSide(choice.dataset.sideButton));
  }
}

const shown = new Map();

/** A line under the bar that stays until it is taken back: `name` says which one. */
export function notice(name, text, ...actions) {
  if (!text) {
    shown.get(name)?.remove();
    shown.delete(name);
    return;
  }
  const line = make('div', { class: 'notice', data: { notice: name } }, make('p', { text }), ...actions);
  const old = shown.get(name);
  if (old) old.replaceWith(line);
  else byId('notices').append(line);
  shown.set(name, line);
}
