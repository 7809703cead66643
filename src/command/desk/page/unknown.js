// Fields of the file that a release does not have, such as one that is misspelt:
// shown with what stands in them, so that nothing is lost and they can be removed.

import { button, byId, make } from './dom.js';
import * as state from './state.js';
import { on, release } from './state.js';
import { t } from './words.js';

let known = new Set();
let drawn = '';

export const useKnownFields = (names) => { known = new Set(names); };

function draw() {
  const names = Object.keys(release.fields ?? {}).filter((name) => !known.has(name));
  const key = JSON.stringify([release.path, names, names.map((name) => release.fields[name])]);
  const place = byId('form-unknown');
  if (key === drawn) return;
  drawn = key;
  place.hidden = names.length === 0;
  place.replaceChildren(make('h2', { text: t('unknown.title') }), ...names.map(line));
}

function line(name) {
  const value = release.fields[name];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const remove = () => {
    state.edit({ field: name, remove: true });
    state.emit('fields');
  };
  return make('div', { class: 'field full', data: { field: name } },
    make('p', {}, make('strong', { text: name }), ': ', text),
    make('p', {}, button(t('list.remove'), remove, { class: 'small', 'aria-label': `${t('list.remove')}: ${name}` })),
    make('div', { class: 'findings', data: { findings: name } }));
}

// Before the findings are put beside their fields, so that these are there.
on('result', draw);
on('fields', draw);
on('loaded', draw);
document.addEventListener('words', () => {
  drawn = '';
  draw();
});
