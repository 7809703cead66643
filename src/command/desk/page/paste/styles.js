// Styles as pasted HTML has them: in attributes, and by class in a style sheet. A document that
// was only parsed has no computed styles, and no browser keeps the properties of Word (`mso-…`).

/** Sizes of `<font size>`, in points. */
const FONT_SIZES = [0, 7.5, 10, 12, 13.5, 18, 24, 36];
const POINTS = { pt: 1, px: 0.75, cm: 28.35, mm: 2.835, in: 72 };

/** The declarations of a text, by property. A semicolon within quotation marks ends none. */
export function declarations(text) {
  const found = {};
  const parts = text.includes('"') || text.includes("'") ? unquoted(text) : text.split(";");
  for (const part of parts) {
    const colon = part.indexOf(":");
    if (colon < 1) continue;
    const name = part.slice(0, colon).trim().toLowerCase();
    found[name] = part.slice(colon + 1).replace("!important", "").trim().toLowerCase();
  }
  return found;
}

function unquoted(text) {
  const parts = [];
  let part = "";
  let quote = "";
  for (const character of text) {
    if (character === ";" && !quote) {
      parts.push(part);
      part = "";
      continue;
    }
    if (character === quote) quote = "";
    else if (!quote && (character === '"' || character === "'")) quote = character;
    part += character;
  }
  return [...parts, part];
}

/** The rules of a document for elements and classes; other selectors do not matter here. */
export class StyleSheet {
  #rules = new Map();

  constructor(document) {
    for (const style of document.querySelectorAll("style")) {
      const text = style.textContent.replaceAll("<!--", "").replaceAll("-->", "");
      for (const rule of text.split("}")) this.#add(rule.slice(rule.lastIndexOf("*/") + 1));
    }
  }

  #add(rule) {
    const brace = rule.indexOf("{");
    if (brace < 0) return;
    const body = declarations(rule.slice(brace + 1));
    for (const selector of rule.slice(0, brace).replace(/^\//, "").split(",")) {
      const key = selector.trim().toLowerCase();
      if (/^[\w-]*\.?[\w-]+$/.test(key)) {
        this.#rules.set(key, { ...this.#rules.get(key), ...body });
      }
    }
  }

  /** What holds for an element by itself, without what it inherits. */
  of(element) {
    const tag = element.localName;
    const style = { ...this.#rules.get(tag) };
    for (const name of element.classList) {
      const key = name.toLowerCase();
      Object.assign(style, this.#rules.get(`.${key}`), this.#rules.get(`${tag}.${key}`));
    }
    return Object.assign(style, declarations(element.getAttribute("style") ?? ""));
  }
}

/** Whether a style says bold, or that it is not; undefined if it says nothing. */
export function boldness(style) {
  const weight = style["font-weight"] ?? style.font?.match(/\b(bold|[1-9]00)\b/)?.[1];
  if (!weight || weight === "inherit") return undefined;
  return /^bold/.test(weight) || Number(weight) >= 600;
}

/** Whether a style says italic, or that it is not. */
export function slant(style) {
  const value = style["font-style"] ?? style.font?.match(/\b(italic|oblique)\b/)?.[1];
  return value === undefined || value === "inherit" ? undefined : /^(italic|oblique)/.test(value);
}

/** The size of an element's type in points, by that of what is around it. */
export function sizeOf(element, style, outer) {
  const size = style["font-size"] ?? style.font?.match(/\b[\d.]+(?:pt|px|em|%)/)?.[0] ?? "";
  const [, number, unit] = size.match(/^([\d.]+)(pt|px|cm|mm|in|em|rem|%)/) ?? [];
  if (number && POINTS[unit]) return Number(number) * POINTS[unit];
  if (number && outer) return (outer * Number(number)) / (unit === "%" ? 100 : 1);
  const attribute = element.localName === "font" ? FONT_SIZES[element.getAttribute("size")] : 0;
  return attribute || outer;
}

/** Whether a colour is one, and not black, white or a grey. */
export function isColour(value) {
  const text = (value ?? "").trim().toLowerCase();
  const [, long] = text.match(/^#([0-9a-f]{6})/) ?? [];
  const [, short] = text.match(/^#([0-9a-f]{3})$/) ?? [];
  const [, list] = text.match(/^rgba?\(([^)]*)\)/) ?? [];
  const hex = long ?? short?.replace(/./g, "$&$&");
  const parts = hex ? hex.match(/../g).map((two) => parseInt(two, 16)) : list?.split(/[\s,/]+/);
  if (parts) {
    const [red, green, blue, alpha = 1] = parts.map(Number);
    return alpha > 0 && Math.max(red, green, blue) - Math.min(red, green, blue) > 40;
  }
  return /^(red|blue|green|yellow|aqua|fuchsia|lime|maroon|navy|olive|orange|purple|teal|magenta|cyan|pink|brown)$/.test(text);
}
