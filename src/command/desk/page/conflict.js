// Two versions of one file, side by side, until somebody decides.

import { byId, button, later, make } from './dom.js';
import * as saving from './saving.js';
import { on, release, wholeText } from './state.js';
import { t } from './words.js';
import { showSide } from './layout.js';

const MOST_LINES = 4000;    // beyond this the comparison would keep the page from answering

let openPath = () => {};
export const useOpen = (open) => { openPath = open; };

on('conflict', (theirs) => draw(theirs));
on('loaded', () => draw(saving.theirVersion()));
document.addEventListener('words', () => draw(saving.theirVersion()));
// Somebody may go on writing meanwhile; the buttons, one of which may have the focus, stay.
on('changed', later(() => {
  const theirs = saving.theirVersion();
  if (theirs?.text) byId('conflict').querySelector('.versions')?.replaceWith(versions(wholeText(), theirs.text));
}, 800));

function draw(theirs) {
  const panel = byId('conflict');
  panel.hidden = !theirs;
  byId('view').hidden = Boolean(theirs);
  if (!theirs) return panel.replaceChildren();
  showSide('view');
  const gone = theirs.text === null;
  const actions = gone
    ? [button(t('conflict.write_again'), () => act(saving.keepMine), { class: 'primary' })]
    : [
      button(t('conflict.copy'), () => act(async () => openPath(await saving.keepAsCopy())), { class: 'primary' }),
      button(t('conflict.theirs'), () => act(() => saving.takeTheirs())),
      button(t('conflict.mine'), () => act(saving.keepMine)),
    ];
  panel.replaceChildren(
    make('h2', { id: 'conflict-title', text: t(gone ? 'conflict.gone' : 'conflict.title') }),
    make('p', { text: t(gone ? 'conflict.gone_text' : 'conflict.text', { file: release.path }) }),
    make('div', { class: 'actions' }, ...actions),
    make('p', { class: 'error', id: 'conflict-error', role: 'alert' }),
    gone ? '' : versions(wholeText(), theirs.text),
  );
}

async function act(work) {
  try {
    await work();
  } catch (reason) {
    byId('conflict-error').textContent = reason.message;
  }
}

function versions(mine, theirs) {
  const [left, right] = compare(mine.split('\n'), theirs.split('\n'));
  return make('div', { class: 'versions' }, version(t('conflict.on_page'), left), version(t('conflict.on_disk'), right));
}

function version(title, lines) {
  const text = make('pre', { tabindex: '0', 'aria-label': title });
  for (const { line, changed } of lines) {
    text.append(changed ? make('mark', { text: line || ' ' }) : line, '\n');
  }
  return make('section', {}, make('h3', { text: title }), text);
}

/** Marks the lines that the other version does not have, by their longest common sequence. */
function compare(one, two) {
  let from = 0;
  while (from < one.length && from < two.length && one[from] === two[from]) from += 1;
  let tail = 0;
  while (tail < one.length - from && tail < two.length - from && one.at(-1 - tail) === two.at(-1 - tail)) tail += 1;
  const same = common(one.slice(from, one.length - tail), two.slice(from, two.length - tail));
  const marked = (lines, kept) => lines.map((line, index) => ({
    line,
    changed: index >= from && index < lines.length - tail && !kept.has(index - from),
  }));
  return [marked(one, new Set(same.map(([left]) => left))), marked(two, new Set(same.map(([, right]) => right)))];
}

function common(one, two) {
  if (one.length * two.length > MOST_LINES * 1000) return [];
  const width = two.length + 1;
  const lengths = new Uint32Array((one.length + 1) * width);
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = two.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = one[i] === two[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < one.length && j < two.length;) {
    if (one[i] === two[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}
