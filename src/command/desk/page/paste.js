// What a word processor, a mail program or a browser puts on the clipboard, as the Markdown of a
// release: `text/html` of Word, Outlook, Excel, LibreOffice, Google Docs and Pages.

import { footnote, leveled, markdown, withHeadings } from "./paste/blocks.js";
import { notesOf } from "./paste/notes.js";
import { Reader } from "./paste/read.js";
import { StyleSheet } from "./paste/styles.js";

/** What is not in the Markdown: each kind by its code, how often, and the words that it had. */
class Losses {
  #found = new Map();

  add(code, text = "") {
    const words = text.replace(/[\s\u00A0]+/g, " ").trim();
    const loss = this.#found.get(code) ?? { code, count: 0, texts: [] };
    loss.count += 1;
    if (/[\p{L}\p{N}]/u.test(words)) loss.texts.push(words);
    this.#found.set(code, loss);
  }

  list() {
    return [...this.#found.values()];
  }
}

/**
 * The Markdown of pasted HTML, and what was left out of it.
 *
 * `lost` is a list of `{ code, count, texts }`. Nothing that has letters is left out without
 * standing in `texts`; a code without texts is a matter of looks, such as "colour".
 */
export function markdownOf(html) {
  // Windows puts its own lines before the HTML.
  const source = html.replace(/^Version:[\d.]+\s[^<]*/, "");
  const parsed = new DOMParser().parseFromString(source, "text/html");
  const lost = new Losses();
  const notes = notesOf(parsed);
  const reader = new Reader(new StyleSheet(parsed), notes, lost);
  const blocks = leveled(withHeadings(reader.blocks(parsed.body)), lost);
  const bodies = notes.bodies.map(({ number, element }) => {
    return footnote(number, reader.blocks(element), lost) || `[^${number}]: –`;
  });
  const parts = [markdown(blocks, lost), ...bodies].filter(Boolean);
  return { markdown: parts.join("\n\n"), lost: lost.list() };
}
