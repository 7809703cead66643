// How long the desk takes from a key to the page, in the distribution's Chromium:
//
//     node benches/desk.mjs PROGRAM
//
// Median and 95th percentile in milliseconds, of the key until the page is changed and the next
// frame begins, and of the program's own share. It needs what tests/install fetches. The figures in
// docs/performance.md are of a machine that did nothing else.

import { Office, SEED, sleep } from '../tests/desk/office.mjs';

const KEYS = 50;
const PAUSE = 120;          // milliseconds between two keys: a quick typist's
const SAVES = 20;

/** As many paragraphs of the seed as fill 20 pages. */
const speech = () => {
  const [, fields, body] = SEED.split('---\n');
  const paragraphs = body.split('\n\n').filter((text) => /^\w/.test(text) && text.length > 200);
  const text = Array.from({ length: 126 }, (_, at) => paragraphs[at % paragraphs.length]).join('\n\n');
  return `---\n${fields.trimEnd()}\nkind: speech\n---\n${text}\n`;
};

const paragraphs = (count) => {
  const [, fields] = SEED.split('---\n');
  return `---\n${fields}---\n${'Ein Absatz mit einigen Worten, der nur zählt.\n\n'.repeat(count)}`;
};

/** Has the page note by itself when it looks otherwise, and how long the program took: whoever asks it
 *  again and again from outside takes from the time that is measured. */
const watch = (page) => page.evaluate(() => {
  window.shown = [];
  window.program = [];
  let seen = () => {};
  new MutationObserver(() => requestAnimationFrame(() => {
    window.shown.push(performance.now());
    seen();
  })).observe(document.getElementById('pages'), { attributes: true, subtree: true, childList: true, attributeFilter: ['data-hash'] });
  document.getElementById('body').addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
  /** How long after a moment the page looked otherwise. */
  window.seenAfter = async (moment) => {
    while (!(window.shown.at(-1) > moment)) await new Promise((done) => { seen = done; });
    return window.shown.find((time) => time > moment) - moment;
  };
  const { json } = Response.prototype;
  Response.prototype.json = async function read() {
    const answer = await json.call(this);
    if (answer.milliseconds) window.program.push(answer.milliseconds.whole);
    return answer;
  };
});

async function typed(office, text, where, keys) {
  office.write('a.md', text);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  const pages = await page.locator('.page').count();
  await page.locator('#body').evaluate((body, share) => {
    const at = body.value.indexOf('. ', body.value.length * share);
    body.focus();
    body.setSelectionRange(at, at);
  }, where);
  await sleep(1500);
  await watch(page);
  const times = [];
  for (let key = 0; key < keys; key += 1) {
    await page.keyboard.type('abcde'[key % 5]);
    times.push(await page.evaluate(() => window.seenAfter(window.pressed)));
    await sleep(PAUSE);
  }
  return { pages, times, program: await page.evaluate(() => window.program) };
}

/** From before a file is written to the sheet. */
async function saved(office) {
  office.write('a.md', SEED);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  await sleep(1500);
  await watch(page);
  const times = [];
  for (let save = 0; save < SAVES; save += 1) {
    const since = await page.evaluate(() => performance.now());
    office.write('a.md', SEED.replace('Fortschritt', `Fortschritt${'a'.repeat(save + 1)}`));
    times.push(await page.evaluate((moment) => window.seenAfter(moment), since));
    await sleep(300 + 37 * save);
  }
  return { pages: 2, times, program: [] };
}

const at = (times, share) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];
const figures = (times) => (times.length ? `${at(times, 0.5).toFixed(0)} / ${at(times, 0.95).toFixed(0)}` : '–');

const RUNS = {
  'the seed': (office) => typed(office, SEED, 0.5, KEYS),
  'the end of the seed': (office) => typed(office, SEED, 0.85, KEYS),
  'a speech of 20 pages': (office) => typed(office, speech(), 0.5, KEYS),
  'saved in another editor': saved,
  '2,000 paragraphs': (office) => typed(office, paragraphs(2_000), 0.5, 10),
};

const [program, only] = process.argv.slice(2);
if (!program) {
  console.error('usage: desk.mjs PROGRAM [RUN]');
  process.exit(2);
}
console.log('| | pages | key to page, median / p95 (ms) | the program of it |\n|---|---:|---:|---:|');
for (const [name, run] of Object.entries(RUNS)) {
  if (only && !name.includes(only)) continue;
  const office = new Office(program);
  try {
    const { pages, times, program: share } = await run(office);
    console.log(`| ${name} | ${pages} | ${figures(times)} | ${figures(share)} |`);
  } finally {
    await office.close();
  }
  for (const fault of office.faults) console.error(fault);
}
