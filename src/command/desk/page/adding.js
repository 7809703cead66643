// What stands under a list to add to it: contacts of the letterhead, pictures.

import { button, make } from './dom.js';
import { pickPictures, takePictures } from './media.js';
import { release, valueAt } from './state.js';
import { t } from './words.js';

/** Contacts of the letterhead stand on the sheet as long as the release names none of its own. */
export function addContact(path, append) {
  const known = release.defaults.contacts ?? [];
  const own = valueAt(release.fields, path) ?? [];
  const parts = [];
  if (known.length && own.length === 0) {
    const names = known.map((contact) => contact.name).filter(Boolean).join(', ');
    parts.push(make('p', { class: 'help', text: t('contacts.default', { names }) }));
  }
  if (known.length) {
    const choice = make('select', { 'aria-label': t('contacts.choose') },
      make('option', { value: '', text: t('contacts.choose') }));
    known.forEach((contact, index) => choice.append(make('option', { value: String(index), text: [contact.name, contact.role].filter(Boolean).join(', ') })));
    choice.addEventListener('change', () => {
      const contact = known[Number(choice.value)];
      // What the letterhead does not say is not written as empty.
      if (choice.value !== '' && contact) append(path, Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== null)));
    });
    parts.push(choice);
  }
  parts.push(button(t('add.contacts'), () => append(path, { name: '' }), { class: 'add' }));
  return parts;
}

/** Pictures are chosen or dropped; film and sound are only named by their address. */
export function addMedia(path, append) {
  const zone = make('div', { class: 'drop' },
    button(t('add.picture'), () => pickPictures((entry) => append(path, entry, false)), { class: 'add' }),
    button(t('add.media'), () => append(path, { type: 'video', caption: '' }), { class: 'add' }),
    make('p', { class: 'help', text: t('media.drop') }));
  zone.addEventListener('dragover', (event) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    zone.classList.add('over');
  });
  zone.addEventListener('dragleave', () => zone.classList.remove('over'));
  zone.addEventListener('drop', (event) => {
    zone.classList.remove('over');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takePictures(event.dataTransfer.files, (entry) => append(path, entry, false));
  });
  return [zone];
}
