// The form: made from the schema of a release, in the groups of fields.js.

import { byId, make } from './dom.js';
import { controls, idOf } from './controls.js';
import { groupsOf, inputOf, namesOf } from './fields.js';
import { lists } from './lists.js';
import * as state from './state.js';
import { on, release, valueAt } from './state.js';
import { useKnownFields } from './unknown.js';
import { fieldWords, t } from './words.js';
import { widget } from './widgets.js';

let schema = null;
export function useSchema(given) {
  schema = given;
  useKnownFields(Object.keys(given.properties));
}

// Enter in an input would submit the form, which leads nowhere.
byId('form').addEventListener('submit', (event) => event.preventDefault());

on('loaded', ({ keepSheet }) => {
  if (!keepSheet) draw();
});
on('result', () => refresh(false));
on('fields', () => refresh(false));
on('loaded', () => refresh(true));
document.addEventListener('words', () => { if (state.isOpen()) { draw(); refresh(true); } });

function draw() {
  if (!schema) return;
  controls.clear();
  const before = byId('form-before');
  const after = byId('form-after');
  before.replaceChildren();
  after.replaceChildren();
  for (const group of groupsOf(schema)) (group.before ? before : after).append(drawGroup(group));
}

function drawGroup(group) {
  const fields = make('div', { class: 'fields' });
  for (const name of group.fields) fields.append(drawField(name, schema.properties[name], (schema.required ?? []).includes(name)));
  if (group.plain) {
    return make('section', { class: 'group', 'aria-label': t(`group.${group.id}`) }, fields);
  }
  const details = make('details', { class: 'group', data: { group: group.id } },
    make('summary', {}, make('h2', { text: t(`group.${group.id}`) }), make('span', { class: 'muted filled' })),
    fields);
  details.open = Boolean(group.open || (group.openFor && release.fields?.kind === group.openFor));
  details.dataset.fields = group.fields.join(' ');
  if (group.openFor) details.dataset.openFor = group.openFor;
  return details;
}

lists.useDrawField(drawField);

/** Draws one field with its label, help and the place for findings. */
function drawField(path, field, required) {
  const input = inputOf(path, field);
  if (input.widget === 'none') return '';
  const { label, help } = fieldWords(path, field);
  const id = idOf(path);
  const description = { path, schema: field, required, input, label, id };
  if (input.widget === 'group') return drawNested(description, help);
  if (input.widget === 'groups' || input.widget === 'texts') return lists.draw(description, help);

  const made = widget(description, (value) => change(path, value, required));
  const helpId = `${id}-help`;
  const findingsId = `${id}-findings`;
  for (const one of made.inputs ?? [made.input]) {
    one.dataset.path = path;
    one.setAttribute('aria-describedby', [help ? helpId : '', findingsId].join(' ').trim());
  }
  if (required) made.input.setAttribute('aria-required', 'true');
  controls.set(path, made);
  const mark = required ? make('span', { class: 'required', 'aria-hidden': 'true', text: ' *' }) : null;
  const labelled = make('label', { for: id }, label, mark);
  const note = help ? make('p', { class: 'help', id: helpId, text: help }) : null;
  // Beside the label there is room for the help in a wide field; in a narrow one it stands below.
  const parts = made.inline ? [made.element, labelled, note]
    : input.width === 'full' ? [make('div', { class: 'label-line' }, labelled, note), made.element]
      : [labelled, made.element, note];
  return make('div', { class: `field ${input.width}${made.inline ? ' inline' : ''}`, data: { field: path } },
    ...parts.filter(Boolean),
    make('div', { class: 'findings', id: findingsId, data: { findings: path } }));
}

function drawNested({ path, schema: inner, label, input }, help) {
  const fields = make('div', { class: 'fields' });
  for (const name of namesOf(inner, path)) fields.append(drawField(`${path}.${name}`, inner.properties[name], (inner.required ?? []).includes(name)));
  const top = !path.includes('.');
  return make('fieldset', { class: `nested ${input.width}`, data: { field: path } },
    make('legend', { class: top ? 'sr' : '', text: label }),
    help ? make('p', { class: 'help', text: help }) : null,
    fields,
    make('div', { class: 'findings', data: { findings: path } }));
}

/** A person changed a field. What is empty is taken out of the file, unless it has to be there. */
function change(path, value, required) {
  const empty = value === undefined || value === '' || value === null;
  if (!empty) return state.edit({ field: path, value });
  if (required) return state.edit({ field: path, value: '' });
  if (valueAt(release.fields, path) === undefined) return;
  state.edit({ field: emptied(path), remove: true });
}

// `event` with its last field gone is to go as well; an empty group would be refused.
function emptied(path) {
  const at = path.lastIndexOf('.');
  if (at < 0) return path;
  const parent = path.slice(0, at);
  const value = valueAt(release.fields, parent);
  const isItem = parent.endsWith(']');
  return !isItem && value && Object.keys(value).length === 1 ? emptied(parent) : path;
}

/** Shows the values of the file. What somebody is typing at this moment is left alone. */
function refresh(all) {
  if (!schema || !release.fields) return;
  lists.refresh(release.fields);
  for (const [path, control] of controls) {
    const focused = !all && (control.inputs ?? [control.input]).includes(document.activeElement);
    if (!focused) control.set(valueAt(release.fields, path));
  }
  for (const control of controls.values()) for (const input of control.inputs ?? [control.input]) input.disabled = !release.writable;
  byId('body').readOnly = !release.writable;
  for (const details of document.querySelectorAll('details[data-fields]')) mark(details);
  const language = release.fields.language ?? release.defaults.language ?? 'de';
  for (const prose of document.querySelectorAll('[data-prose], #body')) if (prose.lang !== language) prose.lang = language;
}

let kindSeen = '';
on('loaded', () => { kindSeen = ''; });

// Says on a closed group that there is something in it, and opens what the kind of release asks for.
function mark(details) {
  const filled = details.dataset.fields.split(' ').filter((name) => valueAt(release.fields, name) !== undefined);
  const amount = filled.reduce((sum, name) => {
    const value = release.fields[name];
    return sum + (Array.isArray(value) ? value.length : 1);
  }, 0);
  const text = amount ? String(amount) : '';
  const place = details.querySelector('.filled');
  if (place.textContent !== text) {
    place.textContent = text;
    place.setAttribute('aria-label', amount ? t('form.filled', { n: amount }) : '');
    if (!text) place.removeAttribute('aria-label');
  }
  const { openFor } = details.dataset;
  if (openFor && release.fields.kind === openFor && kindSeen !== `${openFor}:${release.path}`) {
    kindSeen = `${openFor}:${release.path}`;
    details.open = true;
  }
}
