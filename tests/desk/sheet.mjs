// The sheet beside the text: what is typed appears, what is clicked is selected, what is wrong is
// said where it is.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, SEED, sleep } from './office.mjs';

const KEYS = 50;
const CLICKS = 30;

/** Sets the caret before a word of the body. */
export async function caretBefore(page, word) {
  await page.locator('#body').evaluate((body, wanted) => {
    const at = body.value.indexOf(wanted);
    body.focus();
    body.setSelectionRange(at, at);
  }, word);
}

/** Fifty keys on the second page: each appears there, and the first page stays what it is. */
export async function typing(office) {
  office.write('a.md', SEED);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  const words = SEED.trimEnd().split(' ');
  await caretBefore(page, words.at(-1));
  const panel = page.locator('#panel-sheet');
  await panel.evaluate((element) => { element.scrollTop = 300; });
  await page.evaluate(() => {
    const pages = [...document.querySelectorAll('.page')];
    window.first = { element: pages[0], svg: pages[0].shadowRoot.firstElementChild };
    window.times = [];
    const body = document.getElementById('body');
    body.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
    new MutationObserver(() => {
      const since = window.pressed;
      requestAnimationFrame(() => window.times.push(performance.now() - since));
    }).observe(pages.at(-1), { attributes: true, attributeFilter: ['data-hash'] });
  });
  for (let key = 0; key < KEYS; key += 1) {
    const before = await page.locator('.page').last().getAttribute('data-hash');
    await page.keyboard.type('abcde '[key % 6]);
    if (key % 6 === 5) continue;           // a space at the end of a line may not be seen
    await office.until(
      async () => (await page.locator('.page').last().getAttribute('data-hash')) !== before,
      `key ${key} on the sheet`,
    );
  }
  const state = await page.evaluate(() => {
    const [page] = document.querySelectorAll('.page');
    const isSame = page === window.first.element && page.shadowRoot.firstElementChild === window.first.svg;
    return { isSame, scroll: document.getElementById('panel-sheet').scrollTop, times: window.times };
  });
  office.check(state.isSame, 'a page that did not change was exchanged');
  office.check(state.scroll === 300, `the sheet scrolled from 300 to ${state.scroll}`);
  await office.until(() => office.read('a.md').includes('abcde abcde'), 'what was typed is saved');
  const times = state.times.sort((a, b) => a - b).map(Math.round);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(`key to page: ${times.length} keys, median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
}

/** Numbers that look like chance, and are the same in each run. */
function* numbers(seed) {
  for (let state = seed; ;) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

/** Thirty words of the sheet are clicked: that very word is selected. */
export async function clicks(office) {
  office.write('a.md', SEED);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  const answer = await page.request.post(`${office.base}api/set`, {
    data: { path: 'a.md', text: SEED }, headers: { Origin: office.base.slice(0, -1) },
  });
  const { sheet } = await answer.json();
  const chance = numbers(7);
  const words = sheet.words.filter(([, , , , , , length]) => length > 1);
  for (let click = 0; click < CLICKS; click += 1) {
    const [on, x, y, width, height, start, length] = words[Math.floor(chance.next().value * words.length)];
    const wanted = SEED.slice(start, start + length);
    const drawn = page.locator('.page').nth(on);
    await drawn.evaluate((element, share) => {
      const panel = document.getElementById('panel-sheet');
      const top = element.offsetTop + element.offsetHeight * share;
      panel.scrollTop = top - panel.clientHeight / 2;
    }, y / sheet.pages[on].height);
    await sleep(50);
    const box = await drawn.boundingBox();
    const scale = box.width / sheet.pages[on].width;
    await page.mouse.click(box.x + (x + width / 2) * scale, box.y + (y + height / 2) * scale);
    const selected = () => page.evaluate(() => {
      const { activeElement: field } = document;
      if (field?.value === undefined) return null;
      // Other kinds of fields hold one value, and have no part of it selected.
      if (field.selectionStart === null) return field.value;
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    await office.until(async () => {
      const found = await selected();
      return found === wanted || (found !== null && wanted.includes(found) && found.length > 3);
    }, `a click on ${JSON.stringify(wanted)} selects it, not ${JSON.stringify(await selected())}`);
  }
}

/** Each refused release says what is wrong with it, where it is. */
export async function findings(office) {
  const folder = join(ROOT, 'fixtures/releases/refused');
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  await office.open([folder]);
  const page = await office.window();
  let count = 0;
  for (const name of names) {
    let said;
    try {
      said = readFileSync(join(folder, `${name}.stderr`), 'utf8');
    } catch {
      continue;
    }
    const codes = new Set([...said.matchAll(/^error\[([a-z-]+)\]/gm)].map(([, code]) => code));
    await page.goto(`${office.base}#${encodeURIComponent(name)}`);
    // A text that is no UTF-8 cannot be opened, and the page says so.
    const shown = () => page.evaluate(([wanted, file]) => document.getElementById('crumb')?.textContent.includes(file)
      && wanted.every((code) => document.querySelector(`[data-code="${code}"]`)), [[...codes], name]);
    const isNoText = said.includes('not-utf8') || said.includes('not-utf-8');
    if (isNoText) continue;
    if (!await office.until(shown, `${name} shows ${[...codes].join(', ')}`)) break;
    count += 1;
  }
  office.check(count > 100, `only ${count} refused releases were looked at`);
}
