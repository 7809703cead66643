// Underlines findings in the text: a copy of the text lies behind the textarea,
// transparent but for the lines under what was found.

import { bodyText, bodyIsField, on, release, toNow } from './state.js';
import { byId, make } from './dom.js';

// The copy is laid out by the browser once more. Beyond this size that would cost more than a
// frame at each key; the findings then stand in the list alone, from where they can be jumped to.
const MOST_CHARACTERS = 120_000;
const MOST_MARKS = 300;

const mirror = byId('mirror');
const body = byId('body');

/** The findings of the body as ranges of what stands in the editor. */
function bodyRanges() {
  const ranges = [];
  for (const diagnostic of release.diagnostics) {
    if (diagnostic.field !== 'body') continue;
    const range = rangeInBody(diagnostic);
    if (range) ranges.push({ start: range[0], end: range[1], severity: diagnostic.severity });
  }
  return ranges.sort((one, two) => one.start - two.start);
}

/** Where a diagnostic is in the editor, or null: it may be about something that is not there. */
export function rangeInBody(diagnostic) {
  if (bodyIsField()) {
    const inside = diagnostic.inside?.utf16;
    return inside ? [inside.start, inside.end] : null;
  }
  const place = diagnostic.place?.utf16;
  if (!place || place.end < release.headLength) return null;
  const head = release.head.length;
  return [toNow(Math.max(place.start, release.headLength)) - head, toNow(place.end) - head];
}

let drawn = '';

function draw() {
  if (release.raw !== null) return;
  const text = bodyText();
  const ranges = text.length > MOST_CHARACTERS ? [] : bodyRanges().slice(0, MOST_MARKS);
  const key = ranges.length ? `${ranges.map((one) => `${one.start}-${one.end}${one.severity}`).join()}|${text}` : '';
  if (key === drawn) return;
  drawn = key;
  const parts = [];
  let at = 0;
  for (const { start, end, severity } of ranges) {
    if (start < at) continue;
    // What ends where it begins is marked at the character beside it, to be seen at all.
    const until = Math.min(text.length, Math.max(end, start + 1));
    parts.push(text.slice(at, start), make('mark', { class: severity, text: text.slice(start, until) }));
    at = until;
  }
  // What follows the last mark need not be laid out, but for the height.
  if (ranges.length) parts.push(text.slice(at, text.indexOf('\n', at) < 0 ? undefined : text.indexOf('\n', at)));
  mirror.replaceChildren(...parts);
  follow();
}

function follow() {
  mirror.style.width = `${body.clientWidth}px`;
  mirror.style.transform = body.scrollTop ? `translateY(${-body.scrollTop}px)` : '';
}

let asked = false;
function drawSoon() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
  });
}

on('result', drawSoon);
on('changed', () => { if (drawn) drawSoon(); });
on('loaded', () => {
  drawn = '';
  mirror.replaceChildren();
});
body.addEventListener('scroll', follow, { passive: true });
new ResizeObserver(() => { if (drawn) follow(); }).observe(body);
