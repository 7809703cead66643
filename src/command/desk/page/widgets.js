// The inputs of the form. Each gives { element, input, set }: `set` shows a
// value that came from the file, `change` is called with what a person made of it.

import { make } from './dom.js';
import { dateWidget } from './dates.js';
import { pictureWidget } from './media.js';
import { choiceWords, t } from './words.js';

/** What the program said at its start: letterheads and languages for the drop-downs. */
export const choices = { letterheads: [], languages: [] };

const TYPES = { text: 'text', email: 'email', phone: 'tel', address: 'url', number: 'number' };

/** Makes the input for a field. `field` has path, schema, input (see fields.js), id. */
export function widget(field, change) {
  const { widget: kind } = field.input;
  if (kind === 'lines') return linesWidget(field, change);
  if (kind === 'choice') return choiceWidget(field, field.schema.enum.map((value) => [value, choiceWords(field.path, value)]), change);
  if (kind === 'letterhead') return choiceWidget(field, letterheadChoices(), change);
  if (kind === 'language') return choiceWidget(field, field.schema.enum.map((tag) => [tag, languageName(tag)]), change);
  if (kind === 'flag') return flagWidget(field, change);
  if (kind === 'words') return wordsWidget(field, change);
  if (kind === 'date' || kind === 'moment' || kind === 'day') return dateWidget(field, kind, change);
  if (kind === 'picture') return pictureWidget(field, change);
  return textWidget(field, TYPES[kind] ?? 'text', change);
}

/** Letterheads by the name of the house; where two have the same, the id tells them apart. */
export const letterheadChoices = () => choices.letterheads.map(({ id, name }) => {
  const isOnly = choices.letterheads.filter((one) => one.name === name).length === 1;
  return [id, !name ? id : isOnly ? name : `${name} (${id})`];
});

export const languageName = (tag) => t(`language.${tag}`);

/** Shows a value in a text input without moving its caret when it says the same. */
export function show(input, value) {
  const text = value === undefined || value === null ? '' : String(value);
  if (input.value === text) return;
  const { selectionStart, selectionEnd } = input;
  const focused = document.activeElement === input;
  input.value = text;
  if (focused && selectionStart !== null) input.setSelectionRange(Math.min(selectionStart, text.length), Math.min(selectionEnd, text.length));
}

function textWidget(field, type, change) {
  const input = make('input', { type: type === 'number' ? 'number' : 'text', inputmode: MODES[type], id: field.id, spellcheck: type === 'text' ? 'true' : 'false' });
  if (type === 'number') input.min = String(field.schema.minimum ?? '');
  // Addresses and numbers are checked by the program, which says what is wrong in words;
  // the type is still told to phones, which choose their keyboard by it.
  input.addEventListener('input', () => {
    if (type === 'number') change(input.value === '' ? undefined : Number(input.value));
    else change(input.value);
  });
  return { element: input, input, set: (value) => show(input, value) };
}
const MODES = { email: 'email', tel: 'tel', url: 'url', number: 'numeric' };

/** Text that may be longer than its line: grows with what is in it; one paragraph only. */
function linesWidget(field, change) {
  const input = make('textarea', { id: field.id, rows: field.input.rows ?? 1, class: field.input.strong ? 'strong' : '', spellcheck: 'true', data: { prose: '' } });
  const single = (field.input.rows ?? 1) === 1;
  input.addEventListener('keydown', (event) => {
    // A headline is one line: Enter goes on to the next field instead of breaking it.
    if (single && event.key === 'Enter' && !event.isComposing) event.preventDefault();
  });
  input.addEventListener('input', () => {
    if (single && input.value.includes('\n')) {
      const at = input.selectionStart;
      input.value = input.value.replace(/\s*\n\s*/g, ' ');
      input.setSelectionRange(at, at);
    }
    change(input.value);
  });
  return { element: input, input, set: (value) => show(input, value) };
}

function choiceWidget(field, options, change) {
  const input = make('select', { id: field.id });
  const { default: preset } = field.schema;
  if (!field.required && preset === undefined) input.append(make('option', { value: '', text: t('form.none') }));
  for (const [value, text] of options) input.append(make('option', { value, text }));
  input.addEventListener('change', () => change(input.value));
  return {
    element: input,
    input,
    set(value) {
      const wanted = String(value ?? preset ?? '');
      // A value that no choice has is shown as it is, so that nothing is hidden.
      if (wanted && ![...input.options].some((option) => option.value === wanted)) input.append(make('option', { value: wanted, text: wanted }));
      input.value = wanted;
    },
  };
}

function flagWidget(field, change) {
  const input = make('input', { type: 'checkbox', id: field.id });
  input.addEventListener('change', () => change(input.checked ? true : undefined));
  return { element: input, input, inline: true, set: (value) => { input.checked = value === true; } };
}

/** A list of words in one line, with commas between them. */
function wordsWidget(field, change) {
  const input = make('input', { type: 'text', id: field.id, spellcheck: 'true' });
  const read = () => input.value.split(',').map((word) => word.trim()).filter(Boolean);
  input.addEventListener('input', () => {
    const words = read();
    change(words.length ? words : undefined);
  });
  return {
    element: input,
    input,
    set(value) {
      const words = Array.isArray(value) ? value.map(String) : [];
      if (words.join('\n') !== read().join('\n')) show(input, words.join(', '));
    },
  };
}
