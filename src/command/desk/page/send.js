// Going out: files to keep, and the mail. Nothing leaves before a dry run, and
// before a second question that shows how many get what.

import { NoAnswer, download, get, post, uploadList } from './api.js';
import { dialogField, openDialog } from './dialog.js';
import { announce, button, byId, make } from './dom.js';
import { notice } from './layout.js';
import { finish } from './saving.js';
import * as state from './state.js';
import { on, release } from './state.js';
import { count, findingWords, t } from './words.js';

const words = (reason) => (reason instanceof NoAnswer ? t('save.offline') : [reason.message, ...(reason.answer?.hints ?? [])].join(' '));

// ---- files

for (const choice of document.querySelectorAll('[data-export]')) {
  choice.addEventListener('click', () => {
    byId('out-menu').hidePopover();
    saveAs(choice.dataset.export);
  });
}

/** Makes a file of the release, and hands it to the browser: `archive`, `print` or `mail-draft`. */
export async function saveAs(as) {
  notice('export', t('out.making'));
  try {
    await state.settled();
    const { name, blob } = await download('/api/export', { path: release.path, text: state.wholeText(), as });
    const link = make('a', { href: URL.createObjectURL(blob), download: name });
    link.click();
    // The browser needs the address until it has begun to write the file.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    notice('export', t('out.made', { name }), button(t('dialog.close'), () => notice('export', ''), { class: 'small' }));
  } catch (reason) {
    const diagnostics = reason.answer?.diagnostics ?? [];
    const why = diagnostics.length ? `${t('out.refused')} ${findingWords(diagnostics[0]).message}` : words(reason);
    notice('export', why, button(t('dialog.close'), () => notice('export', ''), { class: 'small' }));
  }
}
on('loaded', () => notice('export', ''));

// ---- mail

// Not `firstStep` itself: a dialog hands over itself as well, which is not the box to draw in.
byId('send-button').addEventListener('click', () => openDialog(t('send.title'), (close) => firstStep(close), { wide: true }));

function firstStep(close, box = make('div', { class: 'dialog-body send' })) {
  const list = make('select');
  const address = make('input', { type: 'email', autocomplete: 'email', spellcheck: 'false' });
  address.value = localStorage.getItem('letterpress.test') ?? '';
  const trouble = make('p', { class: 'error', role: 'alert' });
  const steps = { list, address, box, close, trouble };
  showLists(steps, localStorage.getItem('letterpress.recipients'));
  box.replaceChildren(
    make('p', { class: 'help', text: t('send.intro') }),
    make('section', { class: 'choice-box' },
      make('h3', { text: t('send.to_list') }),
      dialogField(t('send.list'), list, t('send.list_help')),
      make('div', { class: 'actions' },
        button(t('send.check'), () => plan(steps, null), { class: 'primary' }),
        button(t('send.add_list'), () => pickList(steps)))),
    make('section', { class: 'choice-box' },
      make('h3', { text: t('send.test') }),
      dialogField(t('send.test_address'), address, t('send.test_help')),
      button(t('send.test_check'), () => plan(steps, address.value.trim()))),
    trouble,
    make('section', { class: 'choice-box status-box' }, make('h3', { text: t('send.status') }), statusBox()));
  return box;
}

// The lists of the folder, as it is at the moment, and the one among them that was used last.
async function showLists({ list, trouble }, wanted) {
  try {
    const { lists } = await get('/api/lists');
    list.replaceChildren(...lists.map((name) => make('option', { value: name, text: name })));
    if (lists.includes(wanted)) list.value = wanted;
    if (!lists.length) list.append(make('option', { value: '', text: t('send.no_list') }));
  } catch (reason) {
    trouble.textContent = words(reason);
  }
}

// A list from this computer: the folder may be on another one.
function pickList(steps) {
  const input = make('input', { type: 'file', accept: '.csv,.xlsx,.txt' });
  input.addEventListener('change', async () => {
    const [file] = input.files;
    steps.trouble.textContent = '';
    try {
      const { name } = await uploadList(file.name, file);
      await showLists(steps, name);
      announce(t('send.list_added', { name }));
    } catch (reason) {
      steps.trouble.textContent = words(reason);
    }
  });
  input.click();
}

function statusBox() {
  const place = make('div', { class: 'status-lines' }, make('p', { class: 'muted', text: '…' }));
  get('/api/send/status', { path: release.path }).then((answer) => {
    const lines = answer.deliveries ?? answer.lines ?? (Array.isArray(answer) ? answer : []);
    place.replaceChildren(lines.length ? statusTable(lines) : make('p', { class: 'muted', text: t('send.never') }));
  }, (reason) => place.replaceChildren(make('p', { class: 'muted', text: words(reason) })));
  return place;
}

const statusTable = (lines) => make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('send.status') },
  make('table', {},
    make('thead', {}, make('tr', {}, ...['recipient', 'state', 'reply'].map((name) => make('th', { scope: 'col', text: t(`send.column.${name}`) })))),
    make('tbody', {}, ...lines.map((line) => make('tr', {},
      make('td', { text: line.recipient ?? '' }),
      make('td', { class: `delivery ${line.state}`, text: t(`delivery.${line.state}`) }),
      make('td', { text: line.reply ?? '' }))))));

async function plan(steps, test) {
  const { list, address, box, trouble } = steps;
  trouble.textContent = '';
  if (test === '' || (test && !address.checkValidity())) {
    address.focus();
    trouble.textContent = t(test ? 'send.test_impossible' : 'send.test_missing');
    return;
  }
  if (test === null && !list.value.trim()) {
    list.focus();
    trouble.textContent = t('send.list_missing');
    return;
  }
  localStorage.setItem('letterpress.recipients', list.value);
  if (test) localStorage.setItem('letterpress.test', test);
  // What goes out is what is on disk, so that has to be what is on the page.
  if (!(await finish())) {
    trouble.textContent = t('send.unsaved');
    return;
  }
  announce(t('send.checking'));
  try {
    const found = await post('/api/send/plan', { path: release.path, recipients: list.value.trim() || null, test });
    secondStep(steps, found, test);
  } catch (reason) {
    const diagnostics = reason.answer?.diagnostics ?? [];
    trouble.textContent = diagnostics.length ? diagnostics.map((one) => findingWords(one).message).join(' ') : words(reason);
  }
  box.scrollTop = 0;
}

const itemText = (item) => (typeof item === 'string'
  ? item
  : [item.recipient ?? item.address ?? item.email ?? item.line, item.reason ?? item.message].filter(Boolean).join(' – '));

function secondStep(steps, found, test) {
  const { box, close } = steps;
  const errors = (found.diagnostics ?? []).filter((one) => one.severity === 'error');
  const blocked = errors.length > 0 || (found.problems ?? []).length > 0 || found.count === 0;
  const heading = make('h3', { text: t('send.dry_run'), tabindex: '-1' });
  box.replaceChildren(
    heading,
    found.count === 0 ? '' : make('dl', { class: 'headers' },
      pair(t('send.count'), count('send.recipients', found.count)),
      pair(t('mail.subject'), found.subject ?? ''),
      pair(t('send.from'), found.from ?? '')),
    details(t('send.skipped'), found.skipped),
    problems([...(found.problems ?? []).map(itemText), ...errors.map(wholeFinding)], true),
    problems((found.diagnostics ?? []).filter((one) => one.severity !== 'error').map(wholeFinding), false),
    make('p', { class: 'muted', text: t(test ? 'send.test_note' : 'send.nothing_left') }),
    make('div', { class: 'actions' },
      blocked ? null : button(t(test ? 'send.test_go' : 'send.go', { n: found.count }), () => confirm(steps, found, test), { class: 'primary' }),
      button(t('send.back'), () => firstStep(close, box)),
      button(t('dialog.cancel'), () => close())));
  heading.focus();
}

const wholeFinding = (diagnostic) => {
  const { message, hints } = findingWords(diagnostic);
  const line = diagnostic.blame === 'recipient-list' && diagnostic.place ? `${t('findings.line', { n: diagnostic.place.line })}: ` : '';
  return line + [message, ...hints.slice(0, 1)].join('. ');
};

const pair = (name, value) => make('div', {}, make('dt', { text: name }), make('dd', { text: value }));

function details(title, items) {
  if (!items?.length) return '';
  return make('details', { class: 'skipped', open: items.length <= 8 },
    make('summary', { text: `${title} (${items.length})` }),
    make('ul', {}, ...items.map((item) => make('li', { text: itemText(item) }))));
}

function problems(texts, blocked) {
  if (!texts.length) return '';
  return make('div', { class: blocked ? 'finding error' : 'finding warning' },
    make('p', {}, make('strong', { text: t(blocked ? 'send.blocked' : 'send.notes') })),
    make('ul', {}, ...texts.map((text) => make('li', { text }))));
}

async function confirm(steps, found, test) {
  const typed = make('input', { type: 'text', inputmode: 'numeric', autocomplete: 'off', class: 'count-input' });
  const agreed = await openDialog(t('confirm.title'), (close) => {
    const go = button(count('confirm.go', found.count), () => close(true), { class: 'danger' });
    // One message to oneself needs no number; everything else needs a look at it.
    go.disabled = !test;
    typed.addEventListener('input', () => { go.disabled = typed.value.replace(/[.,\s]/g, '') !== String(found.count); });
    return make('div', { class: 'dialog-body' },
      make('p', { class: 'confirm-count', text: count('confirm.count', found.count) }),
      make('dl', { class: 'headers' }, pair(t('mail.subject'), found.subject ?? ''), pair(t('send.from'), found.from ?? '')),
      make('p', { text: t(test ? 'confirm.test' : 'confirm.final') }),
      test ? null : dialogField(t('confirm.type', { n: found.count }), typed),
      make('div', { class: 'actions' }, go, button(t('dialog.cancel'), () => close(false))));
  });
  if (!agreed) return;
  try {
    const { run } = await post('/api/send/go', { plan: found.plan, count: found.count, subject: found.subject });
    thirdStep(steps, run, found.count);
  } catch (reason) {
    steps.box.prepend(make('p', { class: 'error', role: 'alert', text: `${t('send.not_sent')} ${words(reason)}` }));
  }
}

let progress = null;

function thirdStep({ box, close }, run, total) {
  const bar = make('progress', { max: String(total), 'aria-label': t('send.progress') });
  bar.value = 0;
  const text = make('p', { role: 'status', text: t('send.begins') });
  const rows = make('ul', { class: 'delivery-log', tabindex: '0', 'aria-label': t('send.log') });
  const heading = make('h3', { text: t('send.running'), tabindex: '-1' });
  box.replaceChildren(heading, bar, text, rows,
    make('div', { class: 'actions' }, button(t('dialog.close'), () => close(), { class: 'primary' })));
  heading.focus();
  progress = { run, bar, text, rows, heading };
}

/** A line of the run that is sending, from the stream of events. */
export function sendLine({ run, line }) {
  if (!progress || progress.run !== run || !line) return;
  const { bar, text, rows, heading } = progress;
  if (line.type === 'delivery') {
    bar.max = line.total;
    bar.value = line.done;
    text.textContent = t('send.done_of', { done: line.done, total: line.total });
    if (line.state !== 'queued' && line.state !== 'sending') {
      rows.prepend(make('li', { class: `delivery ${line.state}`, text: `${line.recipient}: ${t(`delivery.${line.state}`)}${line.state === 'accepted' ? '' : ` – ${line.reply}`}` }));
      while (rows.childElementCount > 200) rows.lastElementChild.remove();
    }
  } else if (line.type === 'deliveries') {
    bar.value = bar.max;
    heading.textContent = t(line.stopped ? 'send.stopped' : 'send.finished');
    text.textContent = Object.entries(line.states).map(([name, number]) => `${t(`delivery.${name}`)}: ${number}`).join(' · ');
  } else if (line.type === 'diagnostic') {
    rows.prepend(make('li', { class: `finding ${line.severity}`, text: findingWords(line).message }));
  } else if (line.type === 'summary') {
    if (line.failed || line.refused) heading.textContent = t('send.not_all');
  }
}
