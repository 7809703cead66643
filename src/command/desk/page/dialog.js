// Questions in a dialog: the focus goes in, stays in, and comes back.

import { button, make } from './dom.js';
import { t } from './words.js';

let count = 0;

/**
 * Opens a dialog. `build(close)` gives its content; the promise resolves with
 * what `close` was called with, or null when the person leaves it by Escape.
 */
export function openDialog(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    count += 1;
    const id = `dialog-${count}`;
    const back = document.activeElement;
    const close = (value = null) => {
      dialog.close();
      dialog.remove();
      back?.focus?.({ preventScroll: true });
      resolve(value);
    };
    const dialog = make('dialog', { class: wide ? 'wide-dialog' : '', 'aria-labelledby': id });
    dialog.append(
      make('div', { class: 'dialog-head' },
        make('h2', { id, text: title }),
        button('✕', () => close(), { class: 'quiet close', 'aria-label': t('dialog.close') })),
      ...[build(close, dialog)].flat(),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      close();
    });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('input, textarea, select') ?? dialog.querySelector('.actions button'))?.focus();
  });
}

/** A labelled input for a dialog. */
export function dialogField(label, control, help) {
  count += 1;
  control.id ||= `dialog-field-${count}`;
  const note = help ? make('p', { class: 'help', id: `${control.id}-help`, text: help }) : null;
  if (note) control.setAttribute('aria-describedby', note.id);
  const words = make('label', { for: control.id, text: label });
  return control.type === 'checkbox'
    ? make('div', { class: 'field inline' }, control, words, note)
    : make('div', { class: 'field' }, words, control, note);
}

/** Asks for a few values: `fields` are [name, label, control, help]. */
export function ask(title, fields, { confirm, intro } = {}) {
  return openDialog(title, (close) => {
    const values = () => Object.fromEntries(fields.map(([name, , control]) => [name, control.type === 'checkbox' ? control.checked : control.value]));
    const form = make('form', { novalidate: true, class: 'dialog-body',
      // Nothing is submitted anywhere: the page's policy forbids it, and so does this.
      onsubmit: (event) => {
        event.preventDefault();
        const wrong = fields.map(([, , control]) => control).find((control) => !control.checkValidity());
        if (wrong) {
          wrong.setAttribute('aria-invalid', 'true');
          wrong.focus();
        } else {
          close(values());
        }
      } },
    intro ? (intro instanceof Node ? intro : make('p', { text: intro })) : null,
    ...fields.map(([, label, control, help]) => dialogField(label, control, help)),
    make('div', { class: 'actions' },
      make('button', { type: 'submit', class: 'primary', text: confirm ?? t('dialog.ok') }),
      button(t('dialog.cancel'), () => close())));
    return form;
  });
}
