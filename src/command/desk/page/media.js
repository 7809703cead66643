// Pictures: brought beside the release, and asked for the words that those
// hear who cannot see them.

import { RefusedRequest, pictureAddress, upload } from './api.js';
import { ask, openDialog } from './dialog.js';
import { announce, button, make } from './dom.js';
import { emit, release, valueAt } from './state.js';
import { t } from './words.js';

/** Lets a person choose pictures; `add` gets an entry for `media` for each. */
export function pickPictures(add) {
  const input = make('input', { type: 'file', accept: 'image/*', multiple: true });
  input.addEventListener('change', () => takePictures(input.files, add));
  input.click();
}

/** Brings pictures to the program one after the other, and asks for their words. */
export async function takePictures(files, add) {
  for (const file of files) {
    const entry = await takePicture(file);
    if (!entry) continue;
    add(entry);
    emit('added');
  }
}

async function takePicture(file) {
  if (!file.type.startsWith('image/')) {
    await say(t('picture.refused', { name: file.name }), t('picture.no_picture'));
    return null;
  }
  let placed;
  try {
    placed = await upload(release.path, file.name || 'bild.png', file);
  } catch (reason) {
    const words = reason instanceof RefusedRequest ? reason.message : t('save.offline');
    await say(t('picture.refused', { name: file.name }), words, reason.answer?.hints ?? []);
    return null;
  }
  announce(t('picture.placed', { name: placed.name }));
  return askForWords(placed.name, {});
}

const say = (title, text, hints = []) => openDialog(title, (close) => make('div', { class: 'dialog-body' },
  make('p', { text }),
  hints.length ? make('ul', {}, ...hints.map((hint) => make('li', { text: hint }))) : null,
  make('div', { class: 'actions' }, button(t('dialog.ok'), () => close(), { class: 'primary' }))));

/** Asks what a picture shows. A picture that says nothing has no words at all. */
async function askForWords(name, entry) {
  const alt = make('textarea', { rows: '3', required: true, spellcheck: 'true', lang: release.fields.language ?? 'de', autofocus: true });
  const caption = make('input', { type: 'text', lang: release.fields.language ?? 'de' });
  const credit = make('input', { type: 'text' });
  const decorative = make('input', { type: 'checkbox' });
  alt.value = entry.alt ?? '';
  caption.value = entry.caption ?? '';
  credit.value = entry.credit ?? '';
  decorative.addEventListener('change', () => {
    alt.required = !decorative.checked;
    alt.disabled = decorative.checked;
    caption.disabled = decorative.checked;
  });
  const answers = await ask(t('picture.title'), [
    ['alt', t('picture.alt'), alt, t('picture.alt_help')],
    ['caption', t('picture.caption'), caption, t('picture.caption_help')],
    ['credit', t('picture.credit'), credit],
    ['decorative', t('picture.decorative'), decorative, t('picture.decorative_help')],
  ], {
    confirm: t('picture.take'),
    intro: make('figure', { class: 'preview' }, make('img', { src: pictureAddress(release.path, name), alt: '' }), make('figcaption', { class: 'muted', text: name })),
  });
  // Without an answer the picture still comes in; the missing words are a finding at its field.
  if (!answers) return { file: name };
  const made = { file: name };
  if (answers.decorative) {
    made.decorative = true;
  } else {
    if (answers.alt.trim()) made.alt = answers.alt.trim();
    if (answers.caption.trim()) made.caption = answers.caption.trim();
  }
  if (answers.credit.trim()) made.credit = answers.credit.trim();
  return made;
}

/** The file of a media entry, with its thumbnail. */
export function pictureWidget(field, change) {
  const input = make('input', { type: 'text', id: field.id, spellcheck: 'false' });
  const image = make('img', { class: 'thumbnail', alt: '', hidden: true });
  const choose = button(t('picture.choose'), async () => {
    const picker = make('input', { type: 'file', accept: 'image/*' });
    picker.addEventListener('change', async () => {
      try {
        const placed = await upload(release.path, picker.files[0].name, picker.files[0]);
        show(placed.name);
        change(placed.name);
      } catch (reason) {
        await say(t('picture.refused', { name: picker.files[0].name }), reason.message, reason.answer?.hints ?? []);
      }
    });
    picker.click();
  }, { class: 'small' });
  const show = (name) => {
    const text = name ?? '';
    if (input.value !== text && document.activeElement !== input) input.value = text;
    const type = valueAt(release.fields, field.path.replace(/\.file$/, '.type')) ?? 'photo';
    const address = text && type === 'photo' ? pictureAddress(release.path, text) : '';
    if (image.dataset.address === address) return;
    image.dataset.address = address;
    image.hidden = !address;
    if (address) image.src = address;
    else image.removeAttribute('src');
  };
  // A name that leads to no picture is a finding already; a broken thumbnail says nothing more.
  image.addEventListener('error', () => { image.hidden = true; });
  image.addEventListener('load', () => { image.hidden = false; });
  input.addEventListener('input', () => change(input.value));
  return { element: make('div', { class: 'picture' }, image, input, choose), input, set: show };
}
