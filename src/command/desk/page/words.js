// The words of the interface, in German and English.

import de from './words/de.js';
import en from './words/en.js';
import fieldsDe from './words/fields-de.js';
import fieldsEn from './words/fields-en.js';
import { findingsDe } from './words/findings-de.js';

const TABLES = { de: { words: de, fields: fieldsDe }, en: { words: en, fields: fieldsEn } };
const KEPT = 'letterpress.interface';

let language = localStorage.getItem(KEPT)
  ?? (navigator.languages.find((tag) => /^(de|en)\b/.test(tag)) ?? 'de').slice(0, 2);

export const interfaceLanguage = () => language;

/** Chooses the language and tells all modules that have words on the page. */
export function chooseLanguage(wanted) {
  language = wanted;
  localStorage.setItem(KEPT, wanted);
  applyWords();
  document.dispatchEvent(new CustomEvent('words'));
}

/** The words for a key; `{name}` in them is replaced by the value of that name. */
export function t(key, values = {}) {
  const words = TABLES[language].words[key] ?? en[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** `t` for a number of things: the key ends with `.one` or `.many`. */
export const count = (key, number, values = {}) =>
  t(`${key}.${number === 1 ? 'one' : 'many'}`, { n: number.toLocaleString(language), ...values });

/** Label and help of a field, by the last names of its path without indices. */
export function fieldWords(path, schema) {
  const name = path.replace(/\[\d+\]/g, '');
  const table = TABLES[language].fields;
  const entry = table[name] ?? table[`*.${name.split('.').pop()}`] ?? [];
  const own = entry[0] ?? name.split('.').pop();
  return { label: own, help: entry[1] ?? (entry[0] ? '' : schema?.description ?? '') };
}

/** The name of a choice, such as "Einladung" for `invitation`. */
export function choiceWords(field, value) {
  const key = `choice.${field.replace(/\[\d+\]/g, '').split('.').pop()}.${value}`;
  const words = t(key);
  return words === key ? value : words;
}

/** Message and hints of a diagnostic in the language of the interface. */
export function findingWords(diagnostic) {
  if (language === 'de') {
    const own = findingsDe(diagnostic, (path) => fieldWords(path).label);
    if (own) return own;
  }
  return { message: plain(diagnostic.message), hints: (diagnostic.hints ?? []).map(plain) };
}

// What is only not written yet is no fault of somebody who has just begun.
const TO_WRITE = new Set(['body-empty', 'empty-field', 'headline-empty', 'missing-field']);

/** `missing` for what is still to be written, else the severity of a diagnostic. */
export const severityOf = ({ code, severity }) => (TO_WRITE.has(code) ? 'missing' : severity);

// Diagnostics quote names in backticks, for a terminal; on a page quotation marks are the better sign.
const plain = (text) => text.replace(/`([^`]+)`/g, '“$1”');

/** A key as keyboards of this language have it: Strg+Umschalt+7. */
export const keyWords = (key) => key.replace(/Ctrl|Shift/g, (name) => t(`key.${name}`));

/** Writes the words into all elements that name a key. */
export function applyWords(root = document) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
}
