// Somebody who has read nothing writes a release with two quotes, a list, a picture and a link, from
// an empty folder to the PDF and the draft.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './office.mjs';

const PHOTO = join(ROOT, 'fixtures/releases/refused/files/karte.jpg');

export async function newcomer(office) {
  await office.open();
  const page = await office.window();
  await page.getByRole('button', { name: 'Neue Meldung' }).click();
  await page.getByLabel('Name der Datei').fill('moor');
  await page.getByRole('button', { name: 'Anlegen' }).click();
  await page.getByRole('textbox', { name: /^Überschrift/ }).fill('Das Moor am Musterberg wird wieder nass');
  const body = page.locator('#body');
  await body.click();
  await page.keyboard.type('Das Land öffnet in diesem Herbst die alten Gräben.\n\n');
  for (const words of ['»Das Moor speichert mehr, als wir dachten.«', '»Wir fangen sofort an.«']) {
    await page.getByRole('button', { name: /^Zitat/ }).click();
    await page.keyboard.type(`${words}\n`);
    await page.keyboard.type('— Mira Muster, Landesamt');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
  }
  await page.keyboard.type('\n');
  await page.getByRole('button', { name: /^Liste/ }).click();
  await page.keyboard.type('zwölf Gräben\ndrei Wehre\n\n');
  await page.keyboard.type('Mehr steht im ');
  await page.getByRole('button', { name: /^Verweis/ }).first().click();
  await page.getByLabel('Text des Verweises').fill('Moorbericht');
  await page.getByRole('textbox', { name: 'Adresse', exact: true }).fill('moor.example/bericht');
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await body.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('.\n');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /Bild hinzufügen/ }).first().click(),
  ]);
  await chooser.setFiles(PHOTO);
  await page.getByLabel('Bildbeschreibung').fill('Ein Graben zwischen Birken');
  await page.getByLabel('Bildunterschrift').fill('Der Graben am Musterberg');
  await page.getByRole('button', { name: 'Bild übernehmen' }).click();
  await page.waitForSelector('.page svg', { state: 'attached' });
  const said = async () => (await page.locator('.finding.error').allTextContents()).join(' | ');
  await office.until(async () => (await said()) === '', `nothing is wrong, but: ${await said()}`);
  await office.until(() => office.read('moor.md').includes('alt: Ein Graben zwischen Birken'), 'the picture is in the file');
  const files = [];
  for (const kind of ['archive', 'mail-draft']) {
    await page.click('#out-button');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[data-export=${kind}]`)]);
    files.push(readFileSync(await download.path()));
  }
  const [pdf, draft] = files;
  office.check(pdf.subarray(0, 5).toString() === '%PDF-', 'the PDF is one');
  office.check(draft.includes('Subject:'), 'the draft is a message');
  const text = execFileSync(office.program, ['render', '-q', '--format', 'txt', '-o', '-', 'moor.md'], { cwd: office.folder }).toString();
  for (const words of ['Das Moor am Musterberg wird wieder nass', 'mehr, als wir dachten', 'Wir fangen sofort an', 'drei Wehre', 'moor.example/bericht', 'Der Graben am Musterberg']) {
    office.check(text.includes(words), `“${words}” is in the release: ${text}`);
  }
}
