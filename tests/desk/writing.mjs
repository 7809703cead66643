// Writing as people do who know Word and not Markdown: what Enter does, how a release begins, and
// what is said about what goes out.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, SEED } from './office.mjs';

/** What is typed, and what stands in the text afterwards; `\n` is the key Enter, `¶` is Shift+Enter. */
const TYPED = [
  ['Eins\nZwei', 'Eins\n\nZwei'],
  ['Eins\n\nZwei\n\n\nDrei', 'Eins\n\nZwei\n\nDrei'],
  ['Eins¶Zwei', 'Eins\nZwei'],
  ['- Eins\nZwei\n\nDrei', '- Eins\n- Zwei\n\nDrei'],
  ['1. Eins\nZwei', '1. Eins\n2. Zwei'],
  ['> Eins\nZwei', '> Eins\n> Zwei'],
  ['> Eins\n- Mira Muster', '> Eins\n> – Mira Muster'],
  ['| a | b |\n| --- | --- |\n| 1 | 2 |', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
  ['## Titel\nText', '## Titel\n\nText'],
];

/** What stands in the text, with `|` for the caret, and what it is after Enter and "X". */
const PRESSED = [
  ['Eins |Zwei', 'Eins \n\nXZwei'],
  ['Eins| Zwei', 'Eins\n\nXZwei'],
  ['Eins|\nZwei', 'Eins\n\nX\n\nZwei'],
  ['Eins\n|\nZwei', 'Eins\n\nX\n\nZwei'],
  ['Eins|\n\nZwei', 'Eins\n\nX\n\nZwei'],
  ['|Eins', '\nXEins'],
];

export async function writing(office) {
  await office.open();
  const page = await office.window();
  const press = async (letters) => {
    for (const letter of letters) {
      if (letter === '\n') await page.keyboard.press('Enter');
      else if (letter === '¶') await page.keyboard.press('Shift+Enter');
      else await page.keyboard.type(letter);
    }
  };
  await page.getByRole('button', { name: 'Neue Meldung' }).click();
  await page.getByLabel('Art').selectOption('statement');
  await page.getByLabel('Sprache der Meldung').selectOption('en');
  const proposed = await page.getByLabel('Name der Datei').getAttribute('placeholder');
  office.check(/^\d{4}-\d\d-\d\d-statement$/.test(proposed), `the name that is proposed: ${proposed}`);
  await page.getByRole('button', { name: 'Anlegen' }).click();
  const toggle = page.locator('#problems-toggle');
  await office.until(async () => (await toggle.textContent()) === '2 Felder sind noch leer', 'nothing is called an error that is only not written yet');
  await office.until(async () => (await page.locator('#sheet-state').textContent()).includes('sobald'), 'it is said when there will be a sheet');
  office.check((await page.locator('[aria-invalid]').count()) === 0, 'no field is invalid that nobody has filled in');
  office.check(/language: en\n/.test(office.read(`${proposed}.md`)), 'the language is in the file');
  const body = page.locator('#body');
  const text = () => page.inputValue('#body');
  for (const [typed, expected] of TYPED) {
    await body.fill('');
    await press(typed);
    office.check((await text()) === expected, `“${typed}” became ${JSON.stringify(await text())}`);
  }
  for (const [stands, expected] of PRESSED) {
    const at = stands.indexOf('|');
    const before = stands.replace('|', '');
    await body.fill(before);
    await body.evaluate((area, place) => area.setSelectionRange(place, place), at);
    await press('\nX');
    office.check((await text()) === expected, `“${stands}” became ${JSON.stringify(await text())}`);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    office.check((await text()) === before, `“${stands}”, taken back, is ${JSON.stringify(await text())}`);
  }
  // Whoever goes on behind a footnote writes no part of it.
  await body.fill('Ein Satz.');
  await page.getByRole('button', { name: /^Fußnote/ }).click();
  await page.getByLabel('Text der Fußnote').fill('Eine Anmerkung.');
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await page.keyboard.press('Control+End');
  await press('Weiter.');
  office.check((await text()) === 'Ein Satz.[^1]\n\n[^1]: Eine Anmerkung.\n\nWeiter.', `behind a footnote: ${JSON.stringify(await text())}`);
  // What is taken back elsewhere is seen there.
  await page.getByRole('textbox', { name: 'Unterüberschrift' }).pressSequentially('Unten');
  await body.click();
  await press('Q');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  const focused = await page.evaluate(() => document.activeElement.dataset.path);
  office.check(focused === 'subheadline', `what was taken back is in ${focused}`);
  await goingOut(office, page);
}

async function goingOut(office, page) {
  office.write('mit-bild.md', SEED.replace('date: 2022-11-25', 'date: 2022-11-25\nid: smwk-2022-1').replace('media:\n', 'media:\n  - file: karte.jpg\n    alt: Ein Graben zwischen Birken\n    caption: Der Graben\n'));
  office.write('karte.jpg', readFileSync(join(ROOT, 'fixtures/releases/refused/files/karte.jpg')));
  office.write('ohne-bild.md', SEED);
  await office.release(page, 'mit-bild.md');
  await page.click('#tab-mail');
  const mail = page.locator('#panel-mail');
  await office.until(async () => (await mail.textContent()).includes('Bilder sind im angehängten PDF'), 'it is said where the pictures are');
  office.check((await mail.textContent()).includes('Freitag, 25. November 2022'), 'the date is one for people');
  const [download] = await Promise.all([page.waitForEvent('download'), mail.getByRole('button', { name: /Entwurf/ }).click()]);
  const draft = readFileSync(await download.path(), 'utf8');
  office.check(draft.includes('X-Unsent: 1\r\n') && !/^To:/m.test(draft), 'the draft is one');
  // A list comes from this computer; the folder may be on another one.
  await page.click('#send-button');
  const list = page.getByLabel('Datei des Verteilers');
  await office.until(async () => (await list.locator('option').allTextContents()).join() === 'Im Ordner ist noch kein Verteiler', 'it is said that there is no list');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: /Verteiler hinzufügen/ }).click()]);
  await chooser.setFiles({ name: 'redaktionen.csv', mimeType: 'text/csv', buffer: Buffer.from('email\nmira@zeitung.example\n') });
  await office.until(async () => (await list.inputValue()) === 'redaktionen.csv', 'the list that was added is chosen');
  office.check(office.read('redaktionen.csv').includes('mira@zeitung.example'), 'the list is in the folder');
  // The check can be made again and again, and says what is missing in words for people.
  for (let round = 0; round < 2; round += 1) {
    await page.getByRole('button', { name: 'Versand prüfen …' }).click();
    const dialog = page.locator('dialog');
    await office.until(async () => (await dialog.textContent()).includes('noch kein Mailserver eingerichtet'), 'it is said that there is no mail server');
    office.check(!/relay is named/.test(await dialog.textContent()), 'nothing in English');
    await dialog.getByRole('button', { name: 'Zurück' }).click();
  }
  await page.keyboard.press('Escape');
  await office.release(page, 'ohne-bild.md');
  await office.until(async () => (await page.locator('#tab-sheet').getAttribute('aria-selected')) === 'true', 'another release begins with its sheet');
  await page.click('#tab-mail');
  await office.until(async () => (await mail.textContent()).includes('Sachsen verbindet'), 'the mail of the other one');
  office.check(!(await mail.textContent()).includes('Bilder sind'), 'nothing is said of pictures where there are none');
}
