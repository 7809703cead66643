// Characters and addresses: what is left out, and what has another form in a release.

const RAISED = { super: ["0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾"], sub: ["0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"] };

/** The symbols that people set in Wingdings, and that Word makes of `-->` and `:-)`. */
const WINGDINGS = { "à": "→", "ß": "←", "è": "➔", "J": "☺", "L": "☹", "ü": "✓", "û": "✗", "q": "☐", "o": "☐", "þ": "☑", "§": "▪", "Ø": "➢", "l": "●", "n": "■", "(": "☎", "*": "✉", "+": "✉", "v": "◆" };

/** The characters of Symbol and Wingdings that are set as private ones. */
const PRIVATE = { "\uF0B7": "•", "\uF0A7": "▪", "\uF0E0": "→", "\uF0DF": "←", "\uF0FC": "✓", "\uF0FB": "✗", "\uF0D8": "➢", "\uF06E": "■", "\uF06C": "●", "\uF071": "☐", "\uF0A8": "☐", "\uF0FE": "☑", "\uF028": "☎", "\uF02A": "✉", "\uF04A": "☺" };

/** Text with plain spaces, and without what cannot be seen: soft hyphens and marks of direction. */
export function cleaned(text) {
  return text
    .replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u0000-\u0008\u000E-\u001F\u007F-\u009F]/g, (c) => (c === "\u200D" ? c : ""))
    .replace(/[\t\n\v\f\r \u2028\u2029]+/g, " ")
    .replace(/[\uE000-\uF8FF]/g, (c) => PRIVATE[c] ?? "");
}

export function symbols(text, lost) {
  // More than a symbol or two are words, whatever they are set in.
  if (text.trim().length > 3) {
    lost.add("symbol");
    return text;
  }
  return Array.from(text, (c) => {
    if (WINGDINGS[c]) return WINGDINGS[c];
    if (/[\p{L}\p{N}]/u.test(c)) lost.add("symbol", c);
    return /[\p{L}\p{N}]/u.test(c) ? "" : c;
  }).join("");
}

/** Digits above or below the line; letters have no such form, and stay as they are. */
export function raised(text, raise, lost) {
  const [plain, small] = RAISED[raise].map((row) => Array.from(row));
  const characters = Array.from(text);
  if (characters.every((c) => plain.includes(c) || /\s/u.test(c))) {
    return characters.map((c) => small[plain.indexOf(c)] ?? c).join("");
  }
  if (text.trim()) lost.add(raise === "super" ? "superscript" : "subscript");
  return text;
}

/** The address of a link as a release can have it, or nothing. */
export function address(element) {
  const typed = element.getAttribute("originalsrc") ?? element.getAttribute("href") ?? "";
  const href = unwrapped(typed.trim().replace(/[\t\n\r]/g, ""));
  let url;
  try {
    url = new URL(href);
  } catch {
    return null;
  }
  const isWeb = /^https?:$/.test(url.protocol);
  if (isWeb && (!url.hostname.includes(".") || url.username || url.password)) return null;
  if (!isWeb && !/^(mailto|tel):$/.test(url.protocol)) return null;
  if (url.protocol === "mailto:" && !/^mailto:[^\s?]+@[^\s?]+\.[^\s?]+/i.test(href)) return null;
  if (url.protocol === "tel:") return /\d{3}/.test(href.replace(/\D/g, "")) ? href.replace(/[^\d+:a-z]/gi, "") : null;
  return href.replace(/[\s\u00A0<>"\\^`{|}()*_[\]]/gu, (c) => (isKept(c, href) ? c : escaped(c)));
}

// Balanced parentheses and the characters of ordinary addresses stay readable.
const isKept = (c, href) => c === "_" || c === "*" || (/[()]/.test(c) && /^[^()]*(\([^()]*\)[^()]*)*$/.test(href));

const escaped = (c) => (/[()*_]/.test(c) ? `%${c.charCodeAt(0).toString(16)}` : encodeURIComponent(c));

/** The address behind those that mail programs and search engines put before it. */
function unwrapped(href) {
  const [, query] = href.match(/^https:\/\/(?:[\w-]+\.safelinks\.protection\.outlook\.com\/|www\.google\.com\/url)\?(.*)$/) ?? [];
  const target = query && (new URLSearchParams(query).get("url") ?? new URLSearchParams(query).get("q"));
  return target && /^(https?|mailto):/.test(target) ? target : href;
}
