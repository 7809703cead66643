// The whole file as it is, for experts and for a head that cannot be read.

import { byId, button } from './dom.js';
import { notice } from './layout.js';
import * as state from './state.js';
import { on, release } from './state.js';
import { t } from './words.js';

const area = byId('raw-text');

on('loaded', () => {
  if (release.raw === null) return show(false);
  area.value = release.raw;
});
on('result', () => {
  const unread = release.unreadable && release.raw === null;
  notice('unreadable', unread ? t('raw.unreadable') : '', button(t('settings.raw'), () => open(), { class: 'small' }));
});
document.addEventListener('words', () => notice('unreadable', ''));

area.addEventListener('input', () => state.setRaw(area.value));

async function open() {
  // Edits of the form are in the text only when the program has made them.
  await state.settled();
  release.raw = release.head + release.body;
  area.value = release.raw;
  show(true);
  notice('unreadable', '');
  area.focus();
  area.setSelectionRange(0, 0);
  area.scrollTop = 0;
}

async function close() {
  await state.leaveRaw();
  show(false);
  byId('body').focus({ preventScroll: true });
}

function show(shown) {
  byId('form').hidden = shown;
  byId('raw').hidden = !shown;
  byId('raw-button').setAttribute('aria-pressed', String(shown));
}

byId('raw-button').addEventListener('click', () => {
  byId('settings-menu').hidePopover();
  if (release.raw === null) open();
  else close();
});
