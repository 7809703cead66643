// Findings: beside their field, and as a list that can be walked through.

import { announce, button, byId, later, make } from './dom.js';
import { controlFor, controls, focusField } from './controls.js';
import { replace, selectInBody } from './editor.js';
import { showSide } from './layout.js';
import { rangeInBody } from './marks.js';
import { selectRaw } from './places.js';
import * as state from './state.js';
import { on, release } from './state.js';
import { count, fieldWords, findingWords, severityOf, t } from './words.js';

const MOST_BESIDE = 5;      // findings beside one field; the list has them all
const MOST_LISTED = 200;

const ORDER = { error: 0, warning: 1, note: 2 };

on('result', ({ diagnostics, edit_errors: editErrors }) => {
  const seen = JSON.stringify([diagnostics, editErrors, release.path]);
  // Most keys change nothing about the findings; then nothing on the page is touched.
  if (seen === lastSeen) return;
  lastSeen = seen;
  draw(editErrors ?? []);
});
on('fields', () => draw([]));
on('loaded', ({ keepSheet }) => {
  if (keepSheet) return;
  lastSeen = '';
  isFirst = true;
  draw([]);
});
document.addEventListener('words', () => draw([]));
let lastSeen = '';
let isFirst = true;

const found = () => [...release.diagnostics].sort((one, two) => ORDER[one.severity] - ORDER[two.severity]);

function draw(editErrors) {
  if (!state.isOpen()) return;
  const all = found();
  for (const place of document.querySelectorAll('[data-findings]')) if (place.childElementCount) place.replaceChildren();
  for (const control of controls.values()) for (const input of control.inputs ?? [control.input]) input.removeAttribute('aria-invalid');
  byId('body').removeAttribute('aria-invalid');
  const counts = new Map();
  for (const diagnostic of all) {
    // What belongs to no field of the form stands above it.
    const path = (diagnostic.field && nearest(diagnostic.field)) || '*';
    const number = (counts.get(path) ?? 0) + 1;
    counts.set(path, number);
    if (number <= MOST_BESIDE) placeOf(path).append(line(diagnostic));
    if (severityOf(diagnostic) === 'error' && path !== '*') invalid(path);
  }
  for (const [path, number] of counts) {
    if (number > MOST_BESIDE) placeOf(path).append(make('p', { class: 'muted', text: t('findings.more', { n: number - MOST_BESIDE }) }));
  }
  for (const { field, message } of editErrors) {
    const path = nearest(field);
    if (path) placeOf(path).append(make('p', { class: 'finding error', text: message }));
  }
  flagClosed();
  if (all.length || release.outcome) isFirst = false;
  drawList(all);
}

// What is folded says that there is something to mend in it.
function flagClosed() {
  for (const summary of byId('form').querySelectorAll('summary')) {
    const severity = ['error', 'warning'].find((one) => summary.parentElement.querySelector(`.finding.${one}`));
    // A release that is opened with errors shows them; later ones only say that they are there.
    if (severity === 'error' && isFirst) summary.parentElement.open = true;
    if (severity) {
      summary.dataset.flag = t(`severity.${severity}`);
      summary.dataset.severity = severity;
    } else if (summary.dataset.flag) {
      delete summary.dataset.flag;
      delete summary.dataset.severity;
    }
  }
}

const placeOf = (path) => document.querySelector(`[data-findings="${CSS.escape(path)}"]`);

function nearest(field) {
  if (field === 'body' || field.startsWith('body')) return 'body';
  const path = controlFor(field)?.path ?? null;
  return path && placeOf(path) ? path : null;
}

function invalid(path) {
  const inputs = path === 'body' ? [byId('body')] : controls.get(path)?.inputs ?? [controls.get(path)?.input];
  for (const input of inputs) input?.setAttribute('aria-invalid', 'true');
}

function line(diagnostic) {
  const { message, hints } = findingWords(diagnostic);
  const text = make('p', {}, make('strong', { text: `${t(`severity.${severityOf(diagnostic)}`)}: ` }), message);
  const box = make('div', { class: ['finding', ...new Set([diagnostic.severity, severityOf(diagnostic)])].join(' '), data: { code: diagnostic.code } }, text);
  for (const hint of hints) box.append(make('p', { class: 'hint', text: hint }));
  const actions = make('p', { class: 'finding-actions' });
  if (diagnostic.field === 'body') actions.append(button(t('findings.show'), () => jump(diagnostic), { class: 'link' }));
  if (fixable(diagnostic)) actions.append(button(t('findings.fix'), () => fix(diagnostic), { class: 'small' }));
  if (actions.childElementCount) box.append(actions);
  return box;
}

/** Goes to the place of a finding. */
function jump(diagnostic) {
  showSide('write');
  if (release.raw !== null) {
    const place = diagnostic.place?.utf16;
    return place && selectRaw(place.start, place.end);
  }
  if (diagnostic.field === 'body' || (diagnostic.field ?? '').startsWith('body')) {
    const range = rangeInBody(diagnostic);
    return range ? selectInBody(...range) : byId('body').focus();
  }
  return diagnostic.field && focusField(diagnostic.field);
}

const fixable = (diagnostic) => diagnostic.fix?.edits?.length > 0 && (diagnostic.fix.within === 'file' || diagnostic.field === 'body');

/** Makes the edits of a correction, if the text is still the one that they were made for. */
async function fix(diagnostic) {
  await state.settled();
  const now = release.diagnostics.find((one) => one.code === diagnostic.code && one.field === diagnostic.field
    && JSON.stringify(one.fix) === JSON.stringify(diagnostic.fix)) ?? null;
  if (!now || state.hasEdits()) return announce(t('findings.changed'));
  const inField = now.fix.within === 'field';
  const edits = now.fix.edits.map(({ place, text }) => ({ start: place.utf16.start, end: place.utf16.end, text }))
    .sort((one, two) => two.start - one.start);
  const head = release.head.length;
  for (const { start, end, text } of edits) {
    if (release.raw !== null || (!inField && start < head)) replaceInFile(start, end, text);
    else replace(inField ? start : start - head, inField ? end : end - head, text);
  }
  announce(t('findings.fixed'));
}

function replaceInFile(start, end, text) {
  const splice = (whole) => whole.slice(0, start) + text + whole.slice(end);
  if (release.raw === null) return state.setHead(splice(release.head));
  byId('raw-text').setRangeText(text, start, end, 'end');
  state.setRaw(byId('raw-text').value);
}

let listed = [];
let current = -1;

function drawList(all) {
  listed = all;
  current = -1;
  const toggle = byId('problems-toggle');
  const by = (severity) => all.filter((one) => severityOf(one) === severity).length;
  const summary = ['error', 'missing', 'warning'].map((severity) => [severity, by(severity)])
    .filter(([, number]) => number)
    .map(([severity, number]) => count(`findings.${severity}`, number)).join(' · ') || t('findings.none');
  toggle.textContent = summary;
  toggle.className = ['error', 'missing', 'warning'].find(by) ?? 'fine';
  toggle.disabled = all.length === 0;
  if (!all.length) openList(false);
  const list = byId('problems-list');
  list.replaceChildren(...all.slice(0, MOST_LISTED).map((diagnostic) => {
    const { message, hints } = findingWords(diagnostic);
    const go = button('', () => jump(diagnostic), { class: `problem ${severityOf(diagnostic)}` });
    go.append(make('span', { class: 'where', text: whereOf(diagnostic) }), make('span', { class: 'what', text: message }),
      hints[0] ? make('span', { class: 'hint', text: hints[0] }) : '');
    return make('li', { data: { code: diagnostic.code } }, go, fixable(diagnostic) ? button(t('findings.fix'), () => fix(diagnostic), { class: 'small' }) : '');
  }));
  if (all.length > MOST_LISTED) list.append(make('li', { class: 'muted', text: t('findings.more', { n: all.length - MOST_LISTED }) }));
  if (announced !== summary) say(summary);
}

let announced = '';
const say = later((summary) => {
  announced = summary;
  announce(summary);
}, 1500);

function whereOf({ field, place, file, release: name }) {
  // Findings of the letterhead are not about this form.
  if (file && name && file !== name) return file.split('/').pop();
  if (!field) return place ? t('findings.line', { n: place.line }) : '';
  if (field === 'body') return t('body.label');
  const index = /\[(\d+)\]/.exec(field);
  const first = fieldWords(field.split(/[.[]/)[0]).label;
  const last = fieldWords(field).label;
  return index ? `${first} ${Number(index[1]) + 1}${last === first ? '' : `, ${last}`}` : field.includes('.') ? `${first}, ${last}` : last;
}

function openList(open) {
  byId('problems-toggle').setAttribute('aria-expanded', String(open));
  byId('problems-list').hidden = !open;
}
byId('problems-toggle').addEventListener('click', () => openList(byId('problems-list').hidden));

document.addEventListener('keydown', (event) => {
  if (event.key !== 'F8' || !listed.length || !state.isOpen()) return;
  event.preventDefault();
  current = (current + (event.shiftKey ? -1 : 1) + listed.length) % listed.length;
  if (current < 0) current = listed.length - 1;
  jump(listed[current]);
  announce(findingWords(listed[current]).message);
});
