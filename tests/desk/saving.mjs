// Nothing that was written is lost: two tabs, another editor, a desk that goes down, a full disk.

import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';

import { SEED } from './office.mjs';

const type = async (page, words) => {
  await page.locator('#body').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
};

/** Two tabs, and a file that is changed elsewhere while there is something unsaved. */
export async function conflicts(office) {
  office.write('a.md', SEED);
  await office.open();
  const first = await office.window();
  await office.release(first, 'a.md');
  const second = await office.tab(first.context());
  await office.release(second, 'a.md');
  await type(first, ' AUS DEM ERSTEN.');
  await office.until(async () => (await second.inputValue('#body')).includes('AUS DEM ERSTEN.'), 'the second tab follows the first');
  await second.close();
  // While it cannot save, somebody else does.
  await first.context().route('**/api/save', (route) => route.abort());
  await type(first, ' MEINES.');
  const theirs = SEED.replace('Künstliche Intelligenz', 'IHRES');
  office.write('a.md', theirs);
  await first.context().unroute('**/api/save');
  await first.locator('#conflict').waitFor().catch(async () => {
    await first.getByRole('button', { name: /Beide Fassungen/ }).click();
  });
  office.check(office.read('a.md') === theirs, 'what somebody else has saved is overwritten');
  office.check((await first.inputValue('#body')).includes('MEINES.'), 'what was typed is gone');
  const shown = await first.locator('#conflict').textContent();
  office.check(shown.includes('IHRES') && shown.includes('MEINES'), 'both versions are shown');
  await first.getByRole('button', { name: /Meine Fassung/ }).click();
  await office.until(() => office.read('a.md').includes('MEINES.'), 'mine is saved when I say so');
}

/** 20,000 paragraphs, more than any sheet may have: they are written and saved like any others. */
export async function long(office) {
  const head = SEED.slice(0, SEED.indexOf('---\n', 4) + 4);
  const text = `${head}${Array.from({ length: 20_000 }, (_, at) => `Absatz ${at + 1} von vielen.\n`).join('\n')}`;
  office.write('a.md', text);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md', '[data-code]');
  await office.until(async () => (await page.locator('[data-code]').first().textContent()).trim().length > 20, 'the page says what is wrong');
  await type(page, 'DARUNTER.');
  await office.until(() => office.read('a.md') === `${text}DARUNTER.`, 'what was typed is saved, and nothing else is changed');
  // In the middle, and undone.
  await page.locator('#body').evaluate((body) => {
    const at = body.value.indexOf('Absatz 10000 ');
    body.setSelectionRange(at, at);
  });
  await page.keyboard.type('MITTEN ');
  await office.until(() => office.read('a.md').includes('\n\nMITTEN Absatz 10000 von vielen.\n'), 'what was typed in the middle is saved');
  for (let key = 0; key < 20 && !(await page.inputValue('#body')).includes('\n\nAbsatz 10000 '); key += 1) await page.keyboard.press('Control+z');
  await office.until(() => office.read('a.md') === `${text}DARUNTER.`, 'what was taken back is saved as well');
}

/** The desk is killed while somebody writes, and started again. */
/** What was saved is known again, though nobody said so: it is no version of somebody else. */
export async function unanswered(office) {
  office.write('a.md', SEED);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  const isConflict = () => page.evaluate(() => document.getElementById('save-state').dataset.kind === 'conflict');
  for (const [words, isReloaded] of [['OHNE ANTWORT', false], ['NOCH EINMAL OHNE', true]]) {
    let asked = 0;
    await page.route('**/api/save', async (route) => {
      asked += 1;
      // The first gets through, and its answer is lost; the others get nowhere.
      if (asked === 1) await route.fetch();
      await route.abort();
    });
    // Nor does the page hear of it otherwise: so it is when the program goes down.
    await page.route('**/api/release?*', (route) => route.abort());
    await type(page, ` ${words}.`);
    await office.until(() => office.read('a.md').includes(words), 'it was saved');
    await type(page, ` UND MEHR NACH ${words}.`);
    const before = asked;
    await office.until(() => asked > before, 'it was sent and not saved');
    await page.unroute('**/api/save');
    await page.unroute('**/api/release?*');
    if (isReloaded) await page.reload();
    await office.until(async () => (await isConflict()) || office.read('a.md').includes(`UND MEHR NACH ${words}`), 'what was typed since is saved');
    office.check(!(await isConflict()), `what the page itself had saved is no other version (${words})`);
  }
}

export async function restart(office) {
  office.write('a.md', SEED);
  office.write('token', randomBytes(32).toString('hex'));
  chmodSync(office.path('token'), 0o600);
  const port = 20000 + Math.floor(Math.random() * 30000);
  const options = ['--listen', `127.0.0.1:${port}`, '--token-file', 'token'];
  await office.open(options);
  const page = await office.window();
  await office.release(page, 'a.md');
  await office.kill();
  await type(page, ' OHNE PROGRAMM.');
  await office.until(async () => !(await page.locator('#save-state').textContent()).includes('Gespeichert'), 'the page says that nothing is saved');
  office.check(!office.read('a.md').includes('OHNE PROGRAMM.'), 'nobody can have saved it');
  await office.open(options);
  await office.until(() => office.read('a.md').includes('OHNE PROGRAMM.'), 'it is saved when the program is back');
  // A page that is loaded anew while nothing could be saved has it still.
  await office.kill();
  await type(page, ' UND NOCH EINMAL.');
  await office.until(async () => !(await page.locator('#save-state').textContent()).includes('Gespeichert'), 'it is unsaved again');
  await office.open(options);
  await page.reload();
  await office.until(() => office.read('a.md').includes('UND NOCH EINMAL.'), 'a reload loses nothing');
}

/** There is no room on the disk, until there is. */
export async function room(office) {
  office.write('a.md', SEED);
  // In blocks of 512 bytes: no file may have more than 8 KiB.
  await office.open([], 'ulimit -f 16');
  const page = await office.window();
  await office.release(page, 'a.md');
  const before = await page.inputValue('#body');
  const long = 'Ein langer Satz. '.repeat(600);
  await page.locator('#body').fill(`${before}\n\n${long}`);
  await office.until(async () => (await page.locator('#save-state').textContent()).includes('Nicht gespeichert'), 'the page says that there is no room');
  office.check(office.read('a.md') === SEED, 'the file is as it was');
  office.check((await page.inputValue('#body')).includes(long.trim()), 'what was typed is still there');
  await page.locator('#body').fill(`${before} Kurz.`);
  await office.until(() => office.read('a.md').includes('Kurz.'), 'it is saved when there is room');
}
