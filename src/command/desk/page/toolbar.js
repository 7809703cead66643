// Buttons and keys for what Markdown has.

import { ask } from './dialog.js';
import { button, byId, isMainKey, MAIN_KEY, make } from './dom.js';
import { body, replace } from './editor.js';
import { icon } from './icons.js';
import { append } from './lists.js';
import { pickPictures } from './media.js';
import { release } from './state.js';
import { languageName } from './widgets.js';
import { keyWords, t } from './words.js';

const LANGUAGES = ['en', 'fr', 'hsb', 'cs', 'pl', 'it', 'es', 'uk'];

/** Name, key to show, test of the key, what it does. */
const TOOLS = [
  ['bold', 'B', (event) => event.key === 'b' && !event.shiftKey, () => wrap('**')],
  ['italic', 'I', (event) => event.key === 'i' && !event.shiftKey, () => wrap('*')],
  null,
  ['heading', 'Alt+2', (event) => event.altKey && /^Digit[234]$/.test(event.code), (event) => heading(event?.code ? Number(event.code.at(-1)) : 2)],
  ['list', 'Shift+8', (event) => event.shiftKey && event.code === 'Digit8', () => prefix(/^[-*+] /, () => '- ')],
  ['numbers', 'Shift+7', (event) => event.shiftKey && event.code === 'Digit7', () => prefix(/^\d+[.)] /, (index) => `${index + 1}. `)],
  ['quote', 'Shift+9', (event) => event.shiftKey && event.code === 'Digit9', () => prefix(/^> ?/, () => '> ')],
  null,
  ['link', 'K', (event) => event.key === 'k' && !event.shiftKey, link],
  ['table', 'Alt+T', (event) => event.altKey && event.code === 'KeyT', table],
  ['footnote', 'Alt+F', (event) => event.altKey && event.code === 'KeyF', footnote],
  ['language', 'Alt+L', (event) => event.altKey && event.code === 'KeyL', passage],
  ['picture', 'Alt+P', (event) => event.altKey && event.code === 'KeyP', () => pickPictures((entry) => append('media', entry, false))],
];

export const keysOfTools = () => TOOLS.filter(Boolean).map(([name, key]) => [t(`tool.${name}`), keyWords(`${MAIN_KEY}+${key}`)]);

function draw() {
  const bar = byId('toolbar');
  bar.replaceChildren(...TOOLS.map((tool) => {
    if (!tool) return make('span', { class: 'gap', role: 'separator' });
    const [name, key, , work] = tool;
    const words = t(`tool.${name}`);
    const help = name === 'quote' ? `: ${t('tool.quote_help')}` : '';
    const made = button('', () => work(), { class: 'tool', title: `${words} (${keyWords(`${MAIN_KEY}+${key}`)})${help}`, 'aria-label': words, 'aria-keyshortcuts': `Control+${key}`, tabindex: '-1' });
    made.append(icon(name));
    return made;
  }));
  bar.querySelector('button').tabIndex = 0;
}
draw();
document.addEventListener('words', draw);

// One tab stop for the whole bar, arrows inside it, as toolbars have.
byId('toolbar').addEventListener('keydown', (event) => {
  const buttons = [...byId('toolbar').querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = buttons[(to + buttons.length) % buttons.length];
  buttons[at].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

body.addEventListener('keydown', (event) => {
  if (!isMainKey(event) || event.isComposing) return;
  const tool = TOOLS.find((one) => one && one[2](event));
  // AltGr is Ctrl+Alt on Windows; with it a letter may be meant (ł, €), never a tool.
  if (!tool || event.getModifierState('AltGraph')) return;
  event.preventDefault();
  tool[3](event);
});

const selection = () => [body.selectionStart, body.selectionEnd];

// The words that are meant: what is selected, else the word that the caret is in.
function words() {
  let [start, end] = selection();
  if (start === end) {
    start -= /[\p{L}\p{N}\u00ad-]*$/u.exec(body.value.slice(Math.max(0, start - 100), start))[0].length;
    end += /^[\p{L}\p{N}\u00ad-]*/u.exec(body.value.slice(end, end + 100))[0].length;
  }
  // White space at the ends stands outside of the marks, or they would not be marks.
  const text = body.value.slice(start, end);
  start += /^\s*/.exec(text)[0].length;
  end -= text.trim() ? /\s*$/.exec(text)[0].length : 0;
  return [Math.min(start, end), end];
}

function wrap(mark) {
  const [start, end] = words();
  const { value } = body;
  const size = mark.length;
  const inside = value.slice(start, end);
  const isMarked = value.slice(start - size, start) === mark && value.slice(end, end + size) === mark
    // One star inside of two is strong, not emphasis.
    && (mark !== '*' || value.slice(start - 2, start) !== '**' || value.slice(start - 3, start) === '***');
  if (isMarked) return replace(start - size, end + size, inside, [start - size, end - size]);
  if (inside.length > 2 * size && inside.startsWith(mark) && inside.endsWith(mark) && (mark !== '*' || !inside.startsWith('**'))) {
    return replace(start, end, inside.slice(size, -size), [start, end - 2 * size]);
  }
  return replace(start, end, `${mark}${inside}${mark}`, [start + size, end + size]);
}

// The whole lines that the selection touches.
function lines() {
  const [start, end] = selection();
  const from = body.value.lastIndexOf('\n', start - 1) + 1;
  const stop = body.value.indexOf('\n', end > start && body.value[end - 1] === '\n' ? end - 1 : end);
  return [from, stop < 0 ? body.value.length : stop];
}

function heading(level) {
  const [from, to] = lines();
  const line = body.value.slice(from, to);
  const text = line.replace(/^#+ */, '');
  const mark = `${'#'.repeat(level)} `;
  const made = line.startsWith(mark) ? text : mark + text;
  replace(from, to, made, [from + made.length, from + made.length]);
}

// Marks all lines, or unmarks them if all have the mark already.
function prefix(pattern, mark) {
  const [from, to] = lines();
  const all = body.value.slice(from, to).split('\n');
  const filled = all.filter((line) => line.trim());
  const off = filled.length > 0 && filled.every((line) => pattern.test(line));
  let index = 0;
  const made = all.map((line) => {
    if (!line.trim() && all.length > 1) return line;
    if (off) return line.replace(pattern, '');
    const plain = line.replace(/^([-*+] |\d+[.)] |> ?)/, '');
    return mark(index++) + plain;
  }).join('\n');
  // A list directly under a line of text would be part of its paragraph.
  const above = body.value.slice(body.value.lastIndexOf('\n', from - 2) + 1, Math.max(0, from - 1));
  const gap = !off && from > 0 && above.trim() && !pattern.test(above) ? '\n' : '';
  replace(from, to, gap + made, [from + gap.length + made.length, from + gap.length + made.length]);
}

// What people type into the bar of their browser is an address as well.
function absolute(address) {
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|mailto:|tel:)/i.test(address)) return address;
  return /^[^\s/@]+@[^\s/@]+$/.test(address) ? `mailto:${address}` : `https://${address}`;
}

async function link() {
  const [start, end] = words();
  const chosen = body.value.slice(start, end);
  const text = make('input', { type: 'text' });
  const address = make('input', { type: 'text', inputmode: 'url', required: true, placeholder: 'https://' });
  text.value = chosen;
  if (chosen) address.autofocus = true;
  const answers = await ask(t('tool.link'), [['text', t('link.text'), text], ['address', t('link.address'), address]]);
  if (!answers) return;
  const target = absolute(answers.address.trim());
  replace(start, end, answers.text.trim() ? `[${answers.text.replace(/[[\]]/g, '\\$&')}](${target})` : `<${target}>`);
}

async function table() {
  const columns = make('input', { type: 'number', min: '1', max: '12', required: true });
  const rows = make('input', { type: 'number', min: '1', max: '200', required: true });
  columns.value = '3';
  rows.value = '3';
  const answers = await ask(t('tool.table'), [['columns', t('table.columns'), columns], ['rows', t('table.rows'), rows]]);
  if (!answers) return;
  const cells = (fill) => `| ${Array.from({ length: Number(answers.columns) }, (_, index) => fill(index)).join(' | ')} |`;
  const head = cells((index) => `${t('table.head')} ${index + 1}`);
  const made = [head, cells(() => '---'), ...Array.from({ length: Number(answers.rows) }, () => cells(() => '   '))].join('\n');
  block(made);
}

// Puts a block of its own behind the paragraph of the caret.
function block(text) {
  const at = selection()[1];
  const before = body.value.slice(0, at);
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const after = body.value.slice(at).startsWith('\n') ? '\n' : '\n\n';
  replace(at, at, gap + text + after, [at + gap.length, at + gap.length + text.length]);
}

async function footnote() {
  const at = selection()[1];
  const text = make('textarea', { rows: '3', required: true, lang: release.fields.language ?? 'de', spellcheck: 'true' });
  const answers = await ask(t('tool.footnote'), [['text', t('footnote.text'), text, t('footnote.help')]]);
  if (!answers) return;
  const used = [...body.value.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1]));
  const label = Math.max(0, ...used) + 1;
  const mark = `[^${label}]`;
  const end = body.value.trimEnd().length;
  // Behind it stands an empty line: who goes on at the end of the text writes no part of the note.
  const gap = /\n\[\^[^\]]+\]: [^\n]*$/.test(body.value.slice(0, end)) ? '\n' : '\n\n';
  replace(end, body.value.length, `${gap}${mark}: ${answers.text.replace(/\s*\n\s*/g, ' ').trim()}\n\n`);
  replace(at, at, mark, [at + mark.length, at + mark.length]);
}

async function passage() {
  const [start, end] = words();
  const choice = make('select', { required: true });
  const own = release.fields.language ?? 'de';
  for (const tag of LANGUAGES.filter((one) => one !== own)) choice.append(make('option', { value: tag, text: languageName(tag) }));
  const answers = await ask(t('tool.language'), [['language', t('passage.language'), choice, t('passage.help')]]);
  if (!answers) return;
  const text = body.value.slice(start, end);
  // Whole paragraphs stand between two lines, words between brackets.
  if (/\n\s*\n/.test(text) || /^(#|>|[-*+] |\d+\. )/.test(text)) {
    const [from, to] = lines();
    replace(from, to, `::: {lang=${answers.language}}\n${body.value.slice(from, to)}\n:::`);
  } else {
    replace(start, end, `[${text}]{lang=${answers.language}}`, [start + 1, start + 1 + text.length]);
  }
}
