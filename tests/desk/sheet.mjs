// The sheet beside the text: what is typed appears, what is clicked is selected, what is wrong is
// said where it is.

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, SEED } from './office.mjs';

const KEYS = 50;
const CLICKS = 30;
/** Edges of letters are smoothed one by one or together; that changes a pixel by a little. */
const LEAST_SEEN = 96;

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
    const fits = document.scrollingElement.scrollHeight <= window.innerHeight;
    return { isSame, fits, scroll: document.getElementById('panel-sheet').scrollTop, times: window.times };
  });
  office.check(state.isSame, 'a page that did not change was exchanged');
  office.check(state.fits, 'the page scrolls as a whole, bar and all');
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
    // The word that was selected before is still being scrolled to; it moves the sheet once more.
    for (const _ of ['the last word', 'this one']) {
      await drawn.evaluate(async (element, share) => {
        const panel = document.getElementById('panel-sheet');
        const top = element.offsetTop + element.offsetHeight * share;
        panel.scrollTop = top - panel.clientHeight / 2;
        for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      }, y / sheet.pages[on].height);
    }
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

/** A sheet looks like the drawing that the program made, although its letters are joined to lines. */
export async function drawings(office) {
  office.write('a.md', SEED);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  const made = execFileSync(office.program, ['render', '--format', 'svg', '-o', 'drawn', 'a.md'], { cwd: office.folder, encoding: 'utf8', stdio: 'pipe' });
  const files = readdirSync(office.folder).filter((name) => name.endsWith('.svg')).sort();
  office.check(files.length > 1, `there are pages: ${made}`);
  for (const [index, file] of files.entries()) {
    const found = await page.evaluate(async ([drawn, number]) => {
      const shown = document.querySelectorAll('.page')[number].shadowRoot.firstElementChild.cloneNode(true);
      const box = shown.viewBox.baseVal;
      shown.setAttribute('width', `${box.width}pt`);
      shown.setAttribute('height', `${box.height}pt`);
      const pixels = async (text) => {
        const image = new Image();
        image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
        await image.decode();
        const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
        canvas.drawImage(image, 0, 0);
        return canvas.getImageData(0, 0, image.width, image.height).data;
      };
      const [one, other] = [await pixels(drawn), await pixels(new XMLSerializer().serializeToString(shown))];
      let [worst, dark] = [0, 0];
      for (let at = 0; at < one.length; at += 1) {
        worst = Math.max(worst, Math.abs(one[at] - other[at]));
        if (at % 4 === 0 && one[at] < 128) dark += 1;
      }
      return { same: one.length === other.length, worst, dark, elements: shown.querySelectorAll('*').length };
    }, [office.read(file), index]);
    office.check(found.same && found.worst <= LEAST_SEEN, `page ${index + 1} looks otherwise: ${JSON.stringify(found)}`);
    office.check(found.dark > 1000, `page ${index + 1} is empty: ${JSON.stringify(found)}`);
    office.check(found.elements < 600, `the letters of page ${index + 1} are not joined: ${JSON.stringify(found)}`);
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
