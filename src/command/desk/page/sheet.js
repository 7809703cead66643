// The sheet: one element a page, of which only those are exchanged whose hash
// changed. A page has a shadow tree of its own, because the drawings of all
// pages use the same names for glyphs.

import { announce, button, byId, make } from './dom.js';
import { icon } from './icons.js';
import { showSide } from './layout.js';
import { morph } from './morph.js';
import { caretPlace, selectPlace } from './places.js';
import { on, release, useHashes } from './state.js';
import { severityOf, t } from './words.js';

const POINTS_TO_PIXELS = 96 / 72;
const STEPS = [50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];
const KEPT = 'letterpress.zoom';

const pages = byId('pages');
const panel = byId('panel-sheet');
// HTML's parser reads SVG as well, three times as quickly as that for XML.
const parser = document.createElement('template');

let shown = [];             // { hash, element, svg }
let zoom = 'fit';
let double = false;
try {
  ({ zoom, double } = { zoom, double, ...JSON.parse(localStorage.getItem(KEPT) ?? '{}') });
} catch {
  // What is kept is not what this version writes; the page fits the width again.
}

useHashes(() => shown.map(({ hash }) => hash));

on('loaded', ({ keepSheet }) => {
  if (keepSheet) return;
  shown = [];
  pages.replaceChildren();
  panel.scrollTop = 0;
});
on('sheet', ({ sheet, outcome, diagnostics }) => {
  if (sheet) swap(sheet.pages);
  pages.classList.toggle('old', !sheet && shown.length > 0);
  showState(sheet, outcome, diagnostics ?? []);
});

function swap(wanted) {
  const known = new Map(shown.map((page) => [page.hash, page]));
  const stays = wanted.map((page, index) => shown[index]?.hash === page.hash);
  // A page that moved is drawn anew in its new place. Drawings are taken before any is
  // changed, because the place that one comes from may get another one.
  const drawings = wanted.map((page, index) => {
    if (stays[index]) return null;
    return page.drawing ? drawn(page.drawing) : known.get(page.hash)?.svg.cloneNode(true);
  });
  const next = wanted.map((page, index) => (stays[index]
    ? shown[index]
    : fill((shown[index] ?? newPage()).element, page, drawings[index])));
  for (const page of shown.slice(next.length)) page.element.remove();
  next.forEach((page, index) => {
    if (!page.element.isConnected) pages.append(page.element);
    const label = t('sheet.page', { n: index + 1, total: next.length });
    if (page.element.getAttribute('aria-label') !== label) page.element.setAttribute('aria-label', label);
  });
  shown = next;
  scheduleCaret(false);
}

function newPage() {
  const element = make('div', { class: 'page', role: 'img' });
  element.attachShadow({ mode: 'open' });
  return { element };
}

function fill(element, { hash, width, height }, svg) {
  element.style.aspectRatio = `${width} / ${height}`;
  element.style.setProperty('--width', `${width * POINTS_TO_PIXELS}px`);
  element.dataset.hash = hash;
  element.widthInPoints = width;
  const old = element.shadowRoot.firstElementChild;
  if (svg && old) morph(old, svg);
  else if (svg) element.shadowRoot.append(svg);
  return { hash, element, svg: element.shadowRoot.firstElementChild };
}

function drawn({ svg: text, outlines }) {
  parser.innerHTML = text;
  const svg = parser.content.querySelector('svg');
  for (const path of svg.querySelectorAll('[data-glyphs]')) {
    const glyphs = path.dataset.glyphs.split(' ');
    let line = '';
    for (let at = 0; at < glyphs.length; at += 3) line += `M${glyphs[at + 1]} ${glyphs[at + 2]}${outlines[glyphs[at]]}`;
    path.setAttribute('d', line);
    path.removeAttribute('data-glyphs');
  }
  svg.setAttribute('width', '100%');
  svg.setAttribute('height', '100%');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

const isOnlyBegun = (diagnostics) => diagnostics.every((one) => severityOf(one) !== 'error');

// A picture is looked for where it is put; the sheet goes there as soon as it has it.
let isAwaited = false;
on('added', () => { isAwaited = true; });
on('result', ({ sheet }) => {
  if (!isAwaited || !sheet) return;
  isAwaited = false;
  const entries = release.fields?.media ?? [];
  const place = release.places[`media[${entries.length - 1}].caption`];
  const word = place && release.words.find(([, , , , , at]) => at >= place[0] && at < place[1]);
  const page = word ? shown[word[0]] : shown.at(-1);
  const top = page.element.offsetTop + (word ? (word[2] / page.element.widthInPoints) * page.element.offsetWidth : page.element.offsetHeight);
  panel.scrollTo({ top: top - panel.clientHeight * 0.8, behavior: 'smooth' });
});

let last = null;
function showState(sheet, outcome, diagnostics) {
  last = [sheet, outcome, diagnostics];
  const state = byId('sheet-state');
  const words = sheet || !outcome ? '' : t(shown.length ? 'sheet.old' : isOnlyBegun(diagnostics) ? 'sheet.begun' : 'sheet.none');
  if (state.textContent !== words) state.textContent = words;
  pages.classList.toggle('empty', !shown.length);
}
document.addEventListener('words', () => {
  drawZoom();
  if (last) showState(...last);
  shown.forEach(({ element }, index) => element.setAttribute('aria-label', t('sheet.page', { n: index + 1, total: shown.length })));
});

// ---- from the sheet to the text

pages.addEventListener('click', (event) => {
  const element = event.target.closest('.page');
  if (!element) return;
  const page = shown.findIndex((one) => one.element === element);
  const box = element.getBoundingClientRect();
  const scale = element.widthInPoints / box.width;
  const word = wordAt(page, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  if (!word) return;
  showSide('write');
  if (!selectPlace(word[5], word[6])) announce(t('sheet.fixed_words'));
  else scheduleCaret(false);
});

// The word under a point, or the nearest one within the height of a line.
function wordAt(page, x, y) {
  let best = null;
  let distance = 6;
  for (const word of release.words) {
    if (word[0] !== page) continue;
    const [, left, top, width, height] = word;
    const away = Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
    if (away < distance) [best, distance] = [word, away];
    if (away === 0) return word;
  }
  return best;
}

// ---- from the text to the sheet

const frame = make('div', { class: 'caret-frame', hidden: true });
let asked = false;
let scrollToo = false;

/** Shows the word of the caret, once in a frame; `follow` also scrolls to it. */
function scheduleCaret(follow) {
  scrollToo ||= follow;
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    const follows = scrollToo;
    scrollToo = false;
    showCaret(follows);
  });
}

function showCaret(follow) {
  const place = caretPlace();
  const word = place === null ? null : wordOf(place);
  const page = word && shown[word[0]];
  if (!page) {
    frame.hidden = true;
    return;
  }
  const [, left, top, width, height] = word;
  const points = page.element.widthInPoints;
  if (frame.parentNode !== pages) pages.append(frame);
  // The frame lies over the page, not in it, so that pages that did not change are not touched.
  const scale = page.element.offsetWidth / points;
  frame.style.left = `${page.element.offsetLeft + (left - 1.5) * scale}px`;
  frame.style.top = `${page.element.offsetTop + (top - 1) * scale}px`;
  frame.style.width = `${(width + 3) * scale}px`;
  frame.style.height = `${(height + 2) * scale}px`;
  frame.hidden = false;
  if (follow) reveal();
}

function reveal() {
  const box = frame.getBoundingClientRect();
  const view = panel.getBoundingClientRect();
  if (box.top < view.top + 10 || box.bottom > view.bottom - 10) panel.scrollBy({ top: box.top - view.top - view.height / 3 });
}

// Words stand in the order of the sheet, which is not that of the file: an index by their start.
let index = [];
let indexed = null;
function wordOf(place) {
  if (indexed !== release.words) {
    indexed = release.words;
    index = [...release.words].sort((one, two) => one[5] - two[5]);
  }
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index[middle][5] <= place) low = middle + 1;
    else high = middle;
  }
  const word = index[low - 1];
  return word && place <= word[5] + word[6] ? word : null;
}

// Typing never scrolls the sheet; going somewhere with pointer or keys does.
let typed = 0;
document.addEventListener('input', () => { typed = performance.now(); });
document.addEventListener('selectionchange', () => scheduleCaret(performance.now() - typed > 400 && document.activeElement?.dataset?.path === 'body'));
document.addEventListener('focusin', () => scheduleCaret(false));

// ---- zoom

function drawZoom() {
  const choice = make('select', { id: 'zoom-choice', 'aria-label': t('zoom.label') },
    make('option', { value: 'fit', text: t('zoom.fit') }),
    ...STEPS.map((step) => make('option', { value: String(step), text: `${step} %` })));
  choice.value = String(zoom);
  choice.addEventListener('change', () => setZoom(choice.value === 'fit' ? 'fit' : Number(choice.value)));
  byId('zoom').replaceChildren(
    button('−', () => step(-1), { class: 'quiet icon', 'aria-label': t('zoom.out'), title: `${t('zoom.out')} (−)` }),
    choice,
    button('+', () => step(1), { class: 'quiet icon', 'aria-label': t('zoom.in'), title: `${t('zoom.in')} (+)` }),
    twoPages());
}

function twoPages() {
  const made = button('', () => setDouble(!double), { class: 'tool two', 'aria-pressed': String(double), 'aria-label': t('zoom.two'), title: `${t('zoom.two')} (2)` });
  made.append(icon('two'));
  return made;
}

function setZoom(wanted) {
  zoom = wanted;
  arrange();
}
function setDouble(wanted) {
  double = wanted;
  arrange();
}
function step(direction) {
  const now = zoom === 'fit' ? Math.round((shown[0]?.element.offsetWidth ?? 600) / (parseFloat(shown[0]?.element.style.getPropertyValue('--width')) || 794) * 100) : zoom;
  const next = direction > 0 ? STEPS.find((one) => one > now) : STEPS.findLast((one) => one < now);
  if (next) setZoom(next);
}

function arrange() {
  const focused = document.activeElement;
  const at = [...byId('zoom').children].indexOf(focused);
  // Where the sheet was scrolled to, as a share, is where it is afterwards.
  const share = panel.scrollTop / (panel.scrollHeight || 1);
  pages.classList.toggle('fit', zoom === 'fit');
  pages.classList.toggle('double', double);
  pages.style.setProperty('--zoom', zoom === 'fit' ? '1' : String(zoom / 100));
  panel.scrollTop = share * panel.scrollHeight;
  localStorage.setItem(KEPT, JSON.stringify({ zoom, double }));
  drawZoom();
  if (at >= 0) byId('zoom').children[at].focus();
  scheduleCaret(false);
}
arrange();

panel.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const work = { '+': () => step(1), '-': () => step(-1), 0: () => setZoom('fit'), 1: () => setZoom(100), 2: () => setDouble(!double) }[event.key];
  if (!work) return;
  event.preventDefault();
  work();
});
new ResizeObserver(() => scheduleCaret(false)).observe(pages);
