// What else a release becomes is what the command line makes of it.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { SEED, sleep } from './office.mjs';

/** What the command line writes to standard output. */
const typed = (office, ...words) => execFileSync(office.program, words, { cwd: office.folder, maxBuffer: 1 << 26 });

export async function views(office) {
  office.write('a.md', SEED);
  await office.open();
  const page = await office.window();
  await office.release(page, 'a.md');
  for (const [tab, format] of [['heard', 'heard'], ['text', 'txt']]) {
    await page.click(`#tab-${tab}`);
    const shown = page.locator(`#panel-${tab} pre`);
    await shown.waitFor();
    const expected = typed(office, 'render', '-q', '--format', format, '-o', '-', 'a.md').toString();
    await office.until(async () => (await shown.textContent()) === expected, `the tab ${tab} has what --format ${format} has`);
  }
  await page.click('#tab-mail');
  const mail = page.locator('#panel-mail');
  await office.until(async () => (await mail.textContent()).includes('Sachsen verbindet seine KI-Kompetenzen'), 'the mail has its subject');
  const frame = page.frameLocator('#panel-mail iframe');
  await office.until(async () => (await frame.locator('body').textContent()).includes('Rossendorf'), 'the mail is shown as newsrooms see it');
  for (const [kind, ...words] of [
    ['archive', 'render', '-q', '-o', '-', 'a.md'],
    ['print', 'render', '-q', '--target', 'print', '-o', '-', 'a.md'],
    ['mail-draft', 'mail', 'compose', '--draft', '-q', '-o', '-', 'a.md'],
  ]) {
    await page.click('#out-button');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-export=${kind}]`)]);
    const bytes = readFileSync(await download.path());
    office.check(bytes.equals(typed(office, ...words)), `the file ${download.suggestedFilename()} is that of the command line`);
  }
  // Somebody else saves: the page shows it, and nothing is asked.
  office.write('a.md', SEED.replace('Künstliche Intelligenz', 'VON AUSSEN'));
  await office.until(async () => (await page.inputValue('#body')).includes('VON AUSSEN'), 'what another editor saves is shown');
}

/** The release that was asked for last is shown, however late the answers come, and whatever gets lost. */
export async function late(office) {
  for (const name of ['a', 'b', 'c']) office.write(`${name}.md`, SEED.replace('Künstliche Intelligenz', `VON ${name}`));
  await office.open();
  const page = await office.window();
  await page.waitForSelector('#releases li');
  let lost = 0;
  await page.route(/api\/release\?/, async (route) => {
    const name = new URL(route.request().url()).searchParams.get('path');
    if (name === 'a.md') await sleep(1000);
    if (name === 'c.md' && lost < 2) {
      lost += 1;
      return route.abort();
    }
    return route.continue();
  });
  const shows = (name) => page.evaluate((wanted) => document.getElementById('crumb').textContent === `${wanted}.md`
    && document.getElementById('body').value.includes(`VON ${wanted}`), name);
  for (const name of ['a', 'b']) await page.evaluate((wanted) => { location.hash = `${wanted}.md`; }, name);
  await office.until(() => shows('b'), 'the release that was asked for last is shown');
  await sleep(1500);
  office.check(await shows('b'), 'an answer that came late put another release onto the page');
  await page.evaluate(() => { location.hash = 'c.md'; });
  await office.until(() => shows('c'), 'a release whose answer was lost is asked for again');
  office.check(lost === 2, `${lost} answers were lost`);
}
