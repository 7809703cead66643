// For everybody: what axe-core finds on each view, and a release written without a pointer.

import { SEED, sleep } from './office.mjs';

/** Every view and dialog, light and dark, wide and narrow: axe-core finds nothing. */
export async function accessible(office) {
  office.write('a.md', SEED);
  office.write('b.md', SEED.replace('headline:', 'headlin:'));
  await office.open();
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1440, 400]) {
      const page = await office.window({ colorScheme, viewport: { width, height: 900 } });
      const look = (where) => office.axe(page, `${where}, ${colorScheme}, ${width} pixels wide`);
      await page.waitForSelector('.releases li');
      await look('the list');
      await page.click('#new-button');
      await look('a new release');
      await page.keyboard.press('Escape');
      await office.release(page, 'b.md', '.finding');
      await look('a release with errors');
      await office.release(page, 'a.md');
      await look('the form');
      for (const [button, where] of [['#out-button', 'the files'], ['#settings-button', 'the settings'], ['#send-button', 'sending']]) {
        await page.click(button);
        await sleep(100);
        await look(where);
        await page.keyboard.press('Escape');
      }
      if (width === 400) await page.click('[data-side-button=view]');
      for (const tab of ['mail', 'text', 'heard', 'sheet']) {
        await page.click(`#tab-${tab}`);
        await page.locator(`#panel-${tab}`).waitFor();
        await sleep(300);
        await look(`the view ${tab}`);
      }
      await page.context().close();
    }
  }
}

/** A release is begun, written, checked, mended and composed by keys alone. */
export async function keyboard(office) {
  await office.open();
  const page = await office.window();
  await page.waitForSelector('#new-button');
  const reach = async (what, holds, key = 'Tab') => {
    for (let step = 0; step < 250; step += 1) {
      if (await page.evaluate(`(${holds})(document.activeElement)`)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`no key leads to ${what}`);
  };
  await reach('the button for a new release', "(e) => e.id === 'new-button'");
  await page.keyboard.press('Enter');
  await reach('the name', "(e) => e.closest('dialog') && e.type === 'text'");
  await page.keyboard.type('tastatur');
  await page.keyboard.press('Enter');
  await reach('the headline', "(e) => e.dataset.path === 'headline'");
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Mit der Tastatur geschrieben');
  await reach('the text', "(e) => e.id === 'body'");
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Erster  Absatz.\n\n');
  await page.keyboard.press('Control+Shift+Digit9');
  await page.keyboard.type('»Ein Zitat.«\n');
  await page.keyboard.type('— Mira Muster');
  await page.waitForSelector('.page svg', { state: 'attached' });
  await page.waitForSelector('[data-code=double-space]');
  await page.keyboard.press('F8');
  await reach('the correction', "(e) => e.closest('[data-code=double-space]') && e.textContent === 'Beheben'");
  await page.keyboard.press('Enter');
  await office.until(async () => (await page.inputValue('#body')).startsWith('Erster Absatz.'), 'a finding is mended by a key');
  await page.keyboard.press('Alt+2');
  await page.locator('#panel-mail').waitFor();
  await page.keyboard.press('Alt+1');
  await reach('the files', "(e) => e.id === 'out-button'", 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await reach('the draft', "(e) => e.dataset.export === 'mail-draft'");
  const [draft] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  office.check(draft.suggestedFilename() === 'tastatur.eml', `the draft is called ${draft.suggestedFilename()}`);
  await office.until(() => office.read('tastatur.md').includes('> — Mira Muster'), 'what was written is saved');
}
