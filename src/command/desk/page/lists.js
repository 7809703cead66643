// Lists in the form: contacts, media, links, agenda, notices. Items can be
// added, removed and moved; a list is drawn anew only when its length changed.

import { announce, button, make } from './dom.js';
import { controls, idOf } from './controls.js';
import { addContact, addMedia } from './adding.js';
import * as state from './state.js';
import { release, valueAt } from './state.js';
import { namesOf } from './fields.js';
import { fieldWords, t } from './words.js';
import { widget } from './widgets.js';

const opened = new Set();    // paths of the items that are open
const drawn = new Map();    // path of the list -> { description, items, length }

// The form draws the fields of an item; it is handed in so that the two modules
// do not import each other.
let drawField = null;

export const lists = { draw, refresh, useDrawField: (given) => { drawField = given; } };

function draw(description, help) {
  const { path, label, input } = description;
  const items = make('ol', { class: 'items' });
  const foot = make('div', { class: 'list-foot' });
  const top = !path.includes('.');
  const box = make('fieldset', { class: `nested list ${input.width}`, data: { field: path } },
    make('legend', { class: top && input.widget === 'groups' ? 'sr' : '', text: label }),
    help ? make('p', { class: 'help', text: help }) : null,
    make('div', { class: 'findings', data: { findings: path } }),
    items, foot);
  drawn.set(path, { description, items, foot, length: -1, box });
  return box;
}

function refresh(fields) {
  for (const [path, list] of drawn) {
    if (!list.box.isConnected) {
      drawn.delete(path);
      continue;
    }
    const value = valueAt(fields, path);
    const length = Array.isArray(value) ? value.length : 0;
    if (length !== list.length) redraw(path, list, length);
    list.items.querySelectorAll(':scope > li').forEach((item, index) => title(item, list, value[index], index));
  }
}

function redraw(path, list, length) {
  list.length = length;
  // One item is shown open; several stand closed, one line each, until somebody opens one.
  if (length === 1) opened.add(`${path}[0]`);
  for (const known of controls.keys()) if (known.startsWith(`${path}[`)) controls.delete(known);
  list.items.replaceChildren(...Array.from({ length }, (_, index) => item(path, list, index)));
  list.foot.replaceChildren(...foot(path, list));
}

function item(path, { description }, index) {
  const own = `${path}[${index}]`;
  const { items } = description.schema;
  const li = make('li', { class: 'item', data: { field: own } });
  if (items.type === 'object') {
    const fields = make('div', { class: 'fields' });
    for (const name of namesOf(items, path)) fields.append(drawField(`${own}.${name}`, items.properties[name], (items.required ?? []).includes(name)));
    const details = make('details', {}, make('summary', { class: 'item-title' }), fields);
    details.open = opened.has(own);
    details.addEventListener('toggle', () => { if (details.open) opened.add(own); else opened.delete(own); });
    li.append(details, tools(path, index));
  } else {
    const { label } = fieldWords(path, description.schema);
    const id = idOf(own);
    const made = widget({ path: own, schema: items, required: true, id, label, input: { widget: items.contentMediaType ? 'lines' : 'text', rows: 1 } },
      (value) => state.edit({ field: own, value: value ?? '' }));
    made.input.dataset.path = own;
    made.input.setAttribute('aria-label', `${label} ${index + 1}`);
    made.input.setAttribute('aria-describedby', `${id}-findings`);
    controls.set(own, made);
    li.classList.add('single');
    li.append(made.element, tools(path, index));
  }
  li.append(make('div', { class: 'findings', id: `${idOf(own)}-findings`, data: { findings: own } }));
  return li;
}

function title(li, { description }, value, index) {
  const place = li.querySelector(':scope > details > .item-title');
  if (!place) return;
  const names = description.input.title ?? ['name', 'label'];
  const text = names.map((name) => value?.[name]).find(Boolean) ?? `${description.label} ${index + 1}`;
  if (place.textContent !== text) place.textContent = text;
}

function tools(path, index) {
  const list = () => drawn.get(path);
  const name = () => list().items.children[index]?.querySelector('.item-title')?.textContent || String(index + 1);
  const move = (step) => () => {
    const to = index + step;
    if (to < 0 || to >= list().length) return;
    state.edit({ field: path, move: [index, to] });
    swapOpened(`${path}[${index}]`, `${path}[${to}]`);
    again(path);
    list().items.children[to]?.querySelector(step < 0 ? '[data-up]' : '[data-down]')?.focus();
    announce(t('list.moved', { n: to + 1 }));
  };
  const remove = () => {
    const last = list().length === 1;
    state.edit(last ? { field: path, remove: true } : { field: `${path}[${index}]`, remove: true });
    again(path);
    (list().items.children[Math.min(index, list().length - 1)]?.querySelector('[data-remove]') ?? list().foot.querySelector('button'))?.focus();
    announce(t('list.removed'));
  };
  return make('span', { class: 'item-tools' },
    iconButton('↑', 'list.up', name, move(-1), 'up'),
    iconButton('↓', 'list.down', name, move(1), 'down'),
    iconButton('✕', 'list.remove', name, remove, 'remove'));
}

// An item that moves takes along whether it is open.
function swapOpened(one, other) {
  const [first, second] = [opened.has(one), opened.has(other)];
  for (const [path, open] of [[other, first], [one, second]]) {
    if (open) opened.add(path);
    else opened.delete(path);
  }
}

function iconButton(sign, words, name, onclick, data) {
  const made = button(sign, onclick, { class: 'quiet icon', 'aria-label': t(words), title: t(words), data: { [data]: '' } });
  // The name is typed meanwhile, so it is read when the button gets the focus.
  made.addEventListener('focus', () => made.setAttribute('aria-label', `${t(words)}: ${name()}`));
  return made;
}

/** Draws a list anew after a change of its items, with their values. */
export function again(path) {
  drawn.get(path).length = -1;
  state.emit('fields');
}

/** Puts an item at the end of a list, and the caret into its first field. */
export function append(path, value, focus = true) {
  const present = valueAt(release.fields, path);
  const length = Array.isArray(present) ? present.length : 0;
  if (length) state.edit({ field: path, insert: length, value });
  else state.edit({ field: path, value: [value] });
  opened.add(`${path}[${length}]`);
  again(path);
  if (focus) drawn.get(path).items.lastElementChild?.querySelector('input:not([type="file"]), textarea, select')?.focus();
}

function foot(path, { description }) {
  const { input, schema } = description;
  if (input.add === 'contacts') return addContact(path, append);
  if (input.add === 'media') return addMedia(path, append);
  const empty = schema.items.type === 'object'
    ? Object.fromEntries((schema.items.required ?? []).map((name) => [name, '']))
    : '';
  return [button(t(`add.${path.split('.').pop()}`), () => append(path, empty), { class: 'add' })];
}

// The contacts of the letterhead are known only with the first answer, and may change with it.
let offered = '';
state.on('loaded', ({ keepSheet }) => { if (!keepSheet) opened.clear(); });
state.on('result', () => {
  const now = JSON.stringify(release.defaults.contacts ?? []);
  const list = drawn.get('contacts');
  if (!list || now === offered) return;
  offered = now;
  list.foot.replaceChildren(...foot('contacts', list));
});
