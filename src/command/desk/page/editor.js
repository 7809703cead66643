// The text of the release. The textarea is the browser's own: its undo, its
// spell-checking, its keys for moving and selecting all work as everywhere.

import { takePictures } from './media.js';
import { announce, button, byId, later, make } from './dom.js';
import { append } from './lists.js';
import { notice } from './layout.js';
import { markdownOf } from './paste.js';
import * as state from './state.js';
import { on, release } from './state.js';
import { count, t } from './words.js';

const LARGE = 150_000;      // characters; above it a text that grows with its content is too slow

const body = byId('body');

/**
 * Replaces a range of the text so that the browser's undo takes it back.
 * execCommand is old, but it is still the only way in which all browsers do that.
 */
export function replace(start, end, text, select = null) {
  body.focus({ preventScroll: true });
  body.setSelectionRange(start, end);
  const done = text === '' ? (start === end || document.execCommand('delete')) : document.execCommand('insertText', false, text);
  if (!done) {
    body.setRangeText(text, start, end, 'end');
    body.dispatchEvent(new Event('input', { bubbles: true }));
  }
  if (select) body.setSelectionRange(select[0], select[1]);
}

/** Shows a text that did not come from the keys. Caret and scroll position stay. */
function showText(text) {
  const before = body.value;
  const change = state.difference(before, text);
  if (!change) return;
  const { scrollTop } = body;
  body.setRangeText(text.slice(change.at, change.at + change.inserted), change.at, change.at + change.removed, 'preserve');
  body.scrollTop = scrollTop;
}

body.addEventListener('input', () => {
  state.setBody(body.value);
  countSoon();
});

on('loaded', ({ keepSheet }) => {
  const text = state.bodyText();
  if (keepSheet) showText(text);
  else {
    body.value = text;
    body.setSelectionRange(0, 0);
    body.scrollTop = 0;
  }
  sized();
  countWords();
});
on('result', () => {
  if (state.bodyIsField() && document.activeElement !== body) showText(state.bodyText());
});

function sized() {
  body.classList.toggle('large', body.value.length > LARGE);
}

const countSoon = later(() => requestIdleCallback(countWords, { timeout: 3000 }), 500);
document.addEventListener('words', countWords);

function countWords() {
  if (!state.isOpen()) return;
  sized();
  // A word has a letter or digit; marks of Markdown alone are none.
  const words = body.value.match(/[^\s]*[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  byId('word-count').textContent = count('body.words', words);
}

// Enter begins a paragraph, as in every other program: in Markdown that is an empty line. In a list
// or quotation it goes on with it, and in an empty item it ends it. Shift+Enter is one line only.
body.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (body.selectionStart !== body.selectionEnd) return;
  const at = body.selectionStart;
  const from = body.value.lastIndexOf('\n', at - 1) + 1;
  const line = body.value.slice(from, at);
  // Rows of a table and the marks around a passage are lines without one between them.
  if (/^\s*(\||:::)/.test(line)) return;
  event.preventDefault();
  const item = /^(\s*)([-*+]|\d+([.)])|>)( +)(.*)$/.exec(line);
  if (!item) return beginParagraph(from, at, line);
  const [, indent, mark, sign, gap, rest] = item;
  // Without an empty line the next one would belong to the last item.
  if (rest === '' && (body.value[at] ?? '\n') === '\n') return replace(from, at, '\n');
  const next = sign ? `${parseInt(mark, 10) + 1}${sign}` : mark;
  replace(at, at, `\n${indent}${next}${gap}`);
});

function beginParagraph(from, at, line) {
  const { value } = body;
  const before = value.slice(0, Math.max(0, from - 1));
  const isEmpty = line.trim() === '';
  const isLast = (value[at] ?? '\n') === '\n';
  const isParted = before.slice(before.lastIndexOf('\n') + 1).trim() === '';
  // For those who press Enter twice: one empty line is there already.
  if (isEmpty && isParted && isLast) return;
  const above = isEmpty ? '\n' : '\n\n';
  // What follows directly in the next line would belong to the new paragraph.
  const below = /^\n[^\n]/.test(value.slice(at, at + 2)) ? '\n' : '';
  const caret = at + above.length;
  const spaces = isLast ? 0 : /^ */.exec(value.slice(at, at + 10))[0].length;
  replace(at, at + spaces, above + below, [caret, caret]);
}

// Whoever says in a quotation, in a line below it, is marked by a dash, and keyboards have only a hyphen.
body.addEventListener('input', (event) => {
  if (event.inputType !== 'insertText' || event.data !== ' ') return;
  const at = body.selectionStart;
  const before = body.value.slice(Math.max(0, at - 2000), at);
  if (/(^|\n)> *[^\s>-][^\n]*\n> ?- $/.test(before)) replace(at - 2, at, '– ');
});

// The browser takes back what was done last, in whatever field of the page: then one has to see it.
document.addEventListener('input', (event) => {
  if (!/^history/.test(event.inputType ?? '') || event.target === document.activeElement) return;
  event.target.closest('details')?.setAttribute('open', '');
  event.target.focus();
});

body.addEventListener('paste', (event) => {
  const data = event.clipboardData;
  if (data.files.length && ![...data.types].includes('text/html')) {
    event.preventDefault();
    return takePictures(data.files, addPicture);
  }
  const html = data.getData('text/html');
  if (!html) return;          // plain text is pasted by the browser
  event.preventDefault();
  const { markdown, lost } = markdownOf(html);
  // What an editor copies with markup but means as text, such as this page's own textarea, comes as it is.
  // A picture copied in a browser comes as a file with a line of markup around its address.
  if (!markdown.trim() && data.files.length) return takePictures(data.files, addPicture);
  const text = markdown || data.getData('text/plain');
  const [start, end] = [body.selectionStart, body.selectionEnd];
  replace(start, end, apart(text, body.value.slice(0, start), body.value.slice(end)));
  announce(t('paste.done'));
  showLost(lost ?? []);
});

// Blocks stand between empty lines; words are put where the caret is.
function apart(text, before, after) {
  if (!/\n\n|^(#{2,4} |> |[-*+] |\d+[.)] |\| |:::)/.test(text)) return text;
  const gap = (side) => (side.trim() === '' ? '' : '\n\n');
  const above = before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : gap(before);
  const below = after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : gap(after);
  return above + text + below;
}

// What the paste could not bring along: words that are missing first, then what is only looks.
function showLost(lost) {
  if (!lost.length) return notice('lost', '');
  const lines = lost.map(({ code, count: number, texts }) => {
    const words = t(`lost.${code}`);
    const quoted = texts.slice(0, 3).map((text) => `„${text.slice(0, 60)}${text.length > 60 ? '…' : ''}“`).join(', ');
    return [words === `lost.${code}` ? code : words, number > 1 ? `(${number})` : '', quoted].filter(Boolean).join(' ');
  });
  notice('lost', `${t('paste.lost')} ${lines.join(' · ')}`,
    button(t('dialog.close'), () => notice('lost', ''), { class: 'small' }));
}
on('loaded', () => notice('lost', ''));

const addPicture = (entry) => append('media', entry, false);

for (const name of ['dragover', 'drop']) {
  byId('editor').addEventListener(name, (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    byId('editor').classList.toggle('over', name === 'dragover');
    if (name === 'drop') takePictures(event.dataTransfer.files, addPicture);
  });
}
byId('editor').addEventListener('dragleave', () => byId('editor').classList.remove('over'));
// A picture dropped beside the editor would otherwise replace the page.
for (const name of ['dragover', 'drop']) {
  window.addEventListener(name, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
}

/** Puts the caret at a place of the body and shows it in the middle of the editor. */
export function selectInBody(start, end) {
  body.focus({ preventScroll: true });
  body.setSelectionRange(start, end);
  showCaret(start);
}

// A textarea does not scroll to its selection by itself, and cannot be asked where a
// character is. A copy of the text before the place, as wide as the textarea, can.
function showCaret(at) {
  const copy = make('div', { class: 'mirror measure', 'aria-hidden': 'true' });
  copy.textContent = body.value.slice(0, at);
  const place = make('span', { text: '\u200b' });
  copy.append(place);
  byId('editor').append(copy);
  copy.style.width = `${body.clientWidth}px`;
  const top = place.offsetTop;
  copy.remove();
  if (body.scrollHeight > body.clientHeight + 1) body.scrollTop = Math.max(0, top - body.clientHeight / 3);
  const outer = byId('write-scroll');
  const scroller = outer.scrollHeight > outer.clientHeight ? outer : document.scrollingElement;
  const view = scroller === outer ? outer.getBoundingClientRect() : { top: 0, height: window.innerHeight };
  const now = body.getBoundingClientRect().top + top - body.scrollTop - view.top;
  if (now < 60 || now > view.height - 80) scroller.scrollBy({ top: now - view.height / 3 });
}

export { body };
