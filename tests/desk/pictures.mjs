// The pictures of the documentation: docs/desk.png and docs/desk-de.png. With UPDATE=1 they are
// written; otherwise they are made beside the other files of the tests, and must have the same size.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, SEED } from './office.mjs';
import { caretBefore } from './sheet.mjs';

/** Width and height, which stand at the beginning of every PNG (ISO/IEC 15948, 11.2.2). */
const size = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

export async function pictures(office) {
  office.write('ki-vernetzungstreffen.md', SEED);
  await office.open();
  const isUpdate = process.env.UPDATE === '1';
  const folder = isUpdate ? join(ROOT, 'docs') : join(ROOT, 'target/desk/pictures');
  mkdirSync(folder, { recursive: true });
  for (const [name, locale] of [['desk.png', 'en-GB'], ['desk-de.png', 'de-DE']]) {
    const page = await office.window({ locale, viewport: { width: 1440, height: 900 } });
    await office.release(page, 'ki-vernetzungstreffen.md');
    await caretBefore(page, 'Technologietreiber');
    await page.locator('#write-scroll').evaluate((element) => { element.scrollTop = 0; });
    await office.until(async () => /Gespeichert|Saved/.test(await page.locator('#save-state').textContent()), 'the page is at rest');
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(folder, name), animations: 'disabled', caret: 'hide' });
    await page.context().close();
    const [made, kept] = [join(folder, name), join(ROOT, 'docs', name)].map((file) => readFileSync(file));
    office.check(String(size(made)) === String(size(kept)), `docs/${name} has another size than what is made`);
  }
  if (isUpdate) office.wrong('docs/desk.png and docs/desk-de.png are written: look at them');
}
