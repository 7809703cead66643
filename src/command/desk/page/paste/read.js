// The blocks of a pasted document: what its elements mean, in the HTML of each program.

import { flattened } from "./blocks.js";
import { tokensOf, trimmed } from "./inline.js";
import { lastItem, markOf, markOfLabel, place } from "./lists.js";
import { boldness, isColour, sizeOf, slant } from "./styles.js";
import { address, cleaned, raised, symbols } from "./text.js";
import { cellsOf, gridOf, rowsOf } from "./tables.js";

const BLOCKS = new Set("address article aside body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main nav p pre section summary tbody td th tr".split(" "));
const SILENT = new Set("base col colgroup head link meta noframes script style template title wbr xml".split(" "));
/** What cannot stand in a release, by its code. */
const MEDIA = {
  audio: "media", video: "media", iframe: "media", object: "media", embed: "media", applet: "media",
  canvas: "picture", svg: "picture", picture: "picture", "v:imagedata": "picture", map: "picture",
  math: "formula", "m:omath": "formula", "m:omathpara": "formula",
  select: "form-field", textarea: "form-field", button: "form-field", input: "form-field",
  datalist: "form-field", progress: "form-field", meter: "form-field",
};
const PLAIN = { strong: false, em: false, raise: "", href: null, size: 0, isPre: false, font: "" };

export class Reader {
  constructor(sheet, notes, lost) {
    Object.assign(this, { sheet, notes, lost, frame: null, inLabel: false, field: null });
  }

  /** The blocks within an element. */
  blocks(element, format = PLAIN, isItem = false) {
    const outer = this.frame;
    this.frame = { blocks: [], run: [], label: "", about: {}, isItem };
    this.children(element, format);
    this.flush();
    const { blocks } = this.frame;
    this.frame = outer;
    return blocks;
  }

  children(element, format) {
    for (const node of [...element.childNodes]) {
      if (node.nodeType === Node.TEXT_NODE) this.text(node.data, format);
      else if (node.nodeType === Node.COMMENT_NODE) this.comment(node.data);
      else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, format);
    }
  }

  /** `<![if !supportLists]>` is before the label of an item, which Word writes as text. */
  comment(data) {
    if (/^\s*\[if !supportLists\]/i.test(data)) this.inLabel = true;
    else if (/^\s*(<!)?\[endif\]/i.test(data)) this.inLabel = false;
  }

  text(data, format) {
    if (this.field !== null) this.field += data;
    else if (this.inLabel) this.frame.label += data;
    else if (format.isPre && data.includes("\n")) {
      data.split(/\r?\n/).forEach((line, at) => {
        if (at > 0) this.frame.run.push({ br: true });
        this.words(line, format);
      });
    } else this.words(data, format);
  }

  words(data, format) {
    let text = cleaned(data);
    if (format.isGap) text = text.replaceAll("\u00A0", " ");
    if (/^(wingdings|webdings)/.test(format.font)) text = symbols(text, this.lost);
    if (format.raise) text = raised(text, format.raise, this.lost);
    for (const token of tokensOf(text, format)) {
      token.size = format.size;
      this.frame.run.push(token);
    }
  }

  element(element, format) {
    const tag = element.localName;
    if (SILENT.has(tag)) return;
    const style = this.sheet.of(element);
    const code = this.dropped(element, style);
    if (code) {
      if (code !== "nothing") this.lost.add(code, wordsOf(element));
      return;
    }
    const number = this.notes.marks.get(element);
    if (number) this.note(number, element.textContent);
    else if (/^field-(begin|separator|end)$/.test(style["mso-element"] ?? "")) {
      // The instruction stands between the first two, and what it has given behind them.
      this.endField();
      if (style["mso-element"] === "field-begin") this.field = "";
      this.children(element, format);
    }
    else if (style["mso-list"] === "ignore") this.frame.label += element.textContent;
    else if (tag === "br") this.lineBreak(style);
    else if (tag === "hr") this.rule(element);
    else if (tag === "img") this.picture(element);
    else if (tag === "table") this.table(element, format);
    else if (/^(ul|ol|menu|dir)$/.test(tag)) this.list(element, format, style, 1);
    else if (tag === "blockquote") this.quote(element, format, style);
    else if (BLOCKS.has(tag) || /^(block|list-item)$/.test(style.display ?? "")) this.block(element, format, style);
    else this.within(element, format, style);
  }

  /** The code of what is left out with all that it holds; "nothing" if that is no loss. */
  dropped(element, style) {
    const tag = element.localName;
    if (MEDIA[tag]) return tag === "input" && element.type === "hidden" ? "nothing" : MEDIA[tag];
    if (tag === "del" || element.classList.contains("msoDel")) return "deleted-text";
    const isComment = this.notes.comments.has(element) || /^comment/.test(style["mso-element"] ?? "");
    if (isComment || element.classList.contains("msocomanchor")) return "comment";
    if (style["mso-special-character"] === "comment" && !/\p{L}/u.test(element.textContent)) return "nothing";
    if (style.display === "none" || style["mso-hide"] === "all") return "hidden-text";
    const isNote = this.notes.backs.has(element) || this.notes.held.has(element);
    return isNote ? "nothing" : "";
  }

  /** A mark is numbered anew; one that was not this number is named. */
  note(number, typed) {
    this.frame.run.push({ note: number });
    const mark = typed.replace(/[^\p{L}\p{N}]/gu, "");
    if (mark && mark !== String(number)) this.lost.add("note-mark", mark);
  }

  endField() {
    if (this.field?.trim()) this.lost.add("field", this.field);
    this.field = null;
  }

  lineBreak(style) {
    this.frame.run.push({ br: true });
    if (/always|page/.test(`${style["page-break-before"]} ${style["break-before"]}`)) this.frame.run.push({ br: true });
  }

  rule(element) {
    this.flush();
    const isOfNotes = element.closest("[style*='note-list']") || this.notes.held.has(element.nextElementSibling);
    if (!isOfNotes) this.frame.blocks.push({ type: "rule" });
  }

  picture(element) {
    const alt = element.getAttribute("alt") ?? "";
    // Mail programs and web pages set emoji as pictures.
    if (/^\p{Extended_Pictographic}[\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}\u200D\uFE0F]*$/u.test(alt)) this.words(alt, PLAIN);
    else this.lost.add("picture", alt);
  }

  within(element, outer, style) {
    const format = this.format(element, outer, style);
    const isQuoted = element.localName === "q";
    if (isQuoted) this.words("\"", format);
    this.children(element, format);
    if (isQuoted) this.words("\"", format);
  }

  format(element, outer, style) {
    const tag = element.localName;
    const isBold = boldness(style) ?? (tag === "b" || tag === "strong" || outer.strong);
    const isItalic = slant(style) ?? (/^(i|em|cite|dfn|var)$/.test(tag) || outer.em);
    const raise = { sup: "super", sub: "sub" }[tag] ?? { super: "super", sub: "sub", baseline: "" }[style["vertical-align"]] ?? outer.raise;
    const space = style["white-space"] ?? (/^(pre|textarea|listing)$/.test(tag) ? "pre" : "");
    this.looks(element, style);
    return {
      strong: isBold,
      em: isItalic,
      raise,
      href: tag === "a" && element.hasAttribute("href") ? this.href(element) : outer.href,
      size: sizeOf(element, style, outer.size),
      isPre: space ? space.startsWith("pre") : outer.isPre,
      isGap: outer.isGap || style["mso-spacerun"] === "yes" || style["mso-tab-count"] !== undefined || element.classList.contains("Apple-converted-space"),
      font: (style["font-family"] ?? outer.font).replace(/^["']/, ""),
    };
  }

  /** How words look is named where a sheet does not have it; the words stay. */
  looks(element, style) {
    if (!element.textContent.trim()) return;
    const tag = element.localName;
    const lines = `${style["text-decoration"] ?? ""} ${style["text-decoration-line"] ?? ""}`;
    if (/^h[1-6]$/.test(tag)) return;
    const isLink = element.closest("a[href]") || element.querySelector("a[href]");
    if (/^(s|strike)$/.test(tag) || lines.includes("line-through")) this.lost.add("strikethrough");
    if (!isLink && (tag === "u" || lines.includes("underline"))) this.lost.add("underline");
    if (!isLink && isColour(style.color ?? element.getAttribute("color"))) this.lost.add("colour");
    const ground = style["background-color"] ?? style.background;
    if (tag === "mark" || isColour(ground) || /^(?!none|auto)/.test(style["mso-highlight"] ?? "none")) this.lost.add("highlight");
    if (/upper|small-caps/.test(`${style["text-transform"]} ${style["font-variant"]}`)) this.lost.add("capitals");
  }

  href(element) {
    const title = element.title.trim();
    if (title) this.lost.add("link-title", title);
    const href = address(element);
    const isNamed = element.textContent.trim() !== "";
    if (href && isNamed) return href;
    // A place within the text is no loss where it is only a place.
    const target = element.getAttribute("href") ?? "";
    if (target.trim() && !target.startsWith("#_Toc")) this.lost.add("link", target);
    return null;
  }

  block(element, outer, style) {
    this.flush();
    const about = this.frame.about;
    const tag = element.localName;
    this.frame.about = { ...(tag === "div" ? about : {}), ...this.about(element, style) };
    const { isQuote, rank } = this.frame.about;
    const format = this.format(element, outer, style);
    // What a style sheet says of all headings and quotes is no emphasis.
    if (rank !== undefined) Object.assign(format, { strong: false, em: false });
    if (isQuote) format.em = false;
    if (tag === "dt" || tag === "dd") this.lost.add("definition-list");
    this.children(element, format);
    this.flush();
    this.frame.about = about;
  }

  /** What a paragraph is, by its element, its class or Word's properties. */
  about(element, style) {
    const names = element.className.toString();
    const [, tagged] = element.localName.match(/^h([1-6])$/) ?? [];
    const named = names.match(/^(?:MsoHeading|Heading_?)([1-9])\b/)?.[1] ?? (/\bMsoTitle\b/.test(names) ? "0" : undefined);
    const outline = style["mso-outline-level"]?.match(/^[1-9]/)?.[0];
    const role = element.getAttribute("role") === "heading" ? (element.getAttribute("aria-level") ?? "2") : undefined;
    const rank = tagged ?? named ?? outline ?? role;
    const [, level] = style["mso-list"]?.match(/level([1-9])/) ?? [];
    const about = {};
    if (rank !== undefined) about.rank = Number(rank);
    else if (level) about.level = Number(level);
    if (/\b(Mso(Intense)?Quote|[Qq]uotations?)\b/.test(names)) about.isQuote = true;
    if (/\bMsoList(Paragraph|Continue)/.test(names) && !level) about.isContinued = true;
    return about;
  }

  /** Ends a paragraph: what was gathered is one now, or several. */
  flush() {
    const { frame } = this;
    this.endField();
    this.inLabel = false;
    const { about, label } = frame;
    const run = trimmed(frame.run);
    Object.assign(frame, { run: [], label: "" });
    if (!run.some((token) => token.note || token.c?.trim())) {
      if (/[\p{L}\p{N}]/u.test(label)) this.lost.add("list-label", label);
      return;
    }
    const isItem = about.level !== undefined;
    if (label.trim() && !isItem) run.unshift(...tokensOf(`${label.replace(/[\s\u00A0]+/g, " ").trim()} `));
    if (about.rank !== undefined) {
      frame.blocks.push({ type: "heading", rank: about.rank, tokens: run });
      return;
    }
    const blocks = paragraphs(run);
    const last = frame.blocks.at(-1);
    if (isItem) place(frame.blocks, about.level, { mark: markOfLabel(label), blocks });
    else if (about.isContinued && last?.type === "list") lastItem(frame.blocks).push(...blocks);
    else if (about.isQuote && last?.isStyled) last.blocks.push(...blocks);
    else if (about.isQuote) frame.blocks.push({ type: "quote", isStyled: true, blocks });
    else blocks.forEach((block) => this.paragraph(block));
  }

  /** A paragraph that begins with a bullet is an item, if it was typed as one. */
  paragraph(block) {
    const first = block.tokens[0]?.c ?? "";
    const isItem = /^[•·▪■●◦‣\u2219]$/u.test(first) && block.tokens.length > 2 && !block.tokens[1].c?.trim();
    if (!isItem) this.frame.blocks.push(block);
    else place(this.frame.blocks, 1, { mark: {}, blocks: [{ ...block, tokens: trimmed(block.tokens.slice(1)) }] });
  }

  list(element, outer, style, level) {
    this.flush();
    const format = this.format(element, outer, style);
    const isOrdered = element.localName === "ol";
    const start = Number.parseInt(element.getAttribute("start") ?? "1", 10);
    let number = Number.isSafeInteger(start) && Math.abs(start) < 1e8 ? start : 1;
    for (const child of [...element.childNodes]) {
      const tag = child.localName;
      if (tag === "li" && !this.dropped(child, this.sheet.of(child))) {
        const own = this.sheet.of(child);
        const value = Number.parseInt(child.getAttribute("value") ?? "", 10);
        if (Math.abs(value) < 1e8) number = value;
        const type = own["list-style-type"] ?? child.getAttribute("type") ?? style["list-style-type"] ?? element.getAttribute("type");
        const said = this.frame.isItem ? 1 : Number.parseInt(child.getAttribute("aria-level") ?? "1", 10) || 1;
        const blocks = this.blocks(child, this.format(child, format, own), true);
        number += this.item(blocks, Math.max(level, Math.min(said, 9)), markOf(isOrdered, number, type)) ? 1 : 0;
      } else if (/^(ul|ol)$/.test(tag ?? "")) this.list(child, format, this.sheet.of(child), level + 1);
      else if (child.nodeType === Node.ELEMENT_NODE) this.element(child, format);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) this.text(child.data, format);
      else if (child.nodeType === Node.COMMENT_NODE) this.comment(child.data);
    }
    this.flush();
  }

  /** Whether an item has words of its own; one that only holds a list has not. */
  item(blocks, level, mark) {
    if (blocks.length > 0 && blocks[0].type !== "list") {
      place(this.frame.blocks, level, { mark, blocks });
      return true;
    }
    for (const block of blocks) {
      if (block.type === "list") block.items.forEach((item) => place(this.frame.blocks, level + 1, item));
      else lastItem(this.frame.blocks).push(block);
    }
    return false;
  }

  quote(element, format, style) {
    this.flush();
    const blocks = this.blocks(element, this.format(element, format, style));
    // Browsers indent by a quote without a border.
    const isIndent = /^(none|0)/.test(style.border ?? "") && /^0/.test(style.padding ?? "");
    if (isIndent || element.classList.contains("webkit-indent-blockquote")) this.frame.blocks.push(...blocks);
    else if (this.frame.blocks.at(-1)?.type === "quote") this.frame.blocks.at(-1).blocks.push(...blocks);
    else if (blocks.length > 0) this.frame.blocks.push({ type: "quote", blocks });
  }

  table(element, outer) {
    this.flush();
    const format = this.format(element, outer, this.sheet.of(element));
    for (const caption of element.querySelectorAll(":scope > caption")) this.element(caption, format);
    const rows = rowsOf(element).filter((row) => {
      const isHidden = this.sheet.of(row).display === "none";
      if (isHidden) this.lost.add("hidden-text", wordsOf(row));
      return !isHidden;
    });
    const cells = rows.flatMap(cellsOf);
    const isLayout = cells.length === 1 || element.getAttribute("role") === "presentation" || element.querySelector("table") !== null;
    if (isLayout) {
      if (cells.length > 1) this.lost.add("layout-table");
      cells.forEach((cell) => this.element(cell, format));
      return;
    }
    const grid = gridOf(rows, (cell) => this.cell(cell, format), this.lost);
    if (grid.length > 0) this.frame.blocks.push({ type: "table", rows: grid });
    this.flush();
  }

  cell(element, outer) {
    const style = this.sheet.of(element);
    const code = this.dropped(element, style);
    if (code) {
      this.lost.add(code, wordsOf(element));
      return { text: "" };
    }
    const format = this.format(element, { ...outer, strong: false }, style);
    const tokens = flattened(this.blocks(element, format, true), this.lost);
    const plain = tokens.map((token) => token.c ?? " ").join("");
    const inner = element.querySelector("p, div");
    const align = (inner && this.sheet.of(inner)["text-align"]) ?? inner?.getAttribute("align") ?? style["text-align"] ?? element.getAttribute("align");
    const isHeader = element.localName === "th" || element.closest("thead") !== null;
    return { text: plain + (tokens.length ? "." : ""), plain: plain.trim(), tokens, align, isHeader, isBold: tokens.every((token) => token.strong || token.c === " ") };
  }
}

/** A paragraph for each part between two line breaks in a row, and for each line with a bullet. */
function paragraphs(run) {
  const lines = [[]];
  for (const token of run) {
    if (token.br) lines.push([]);
    else lines.at(-1).push(token);
  }
  const found = [];
  let isNew = true;
  for (const line of lines) {
    const isBullet = /^[•▪■●◦‣]$/u.test(line[0]?.c ?? "");
    if (line.length === 0) isNew = true;
    else if (isNew || isBullet) {
      found.push({ type: "paragraph", tokens: line });
      isNew = false;
    } else {
      found.at(-1).tokens.push({ br: true });
      for (const token of line) found.at(-1).tokens.push(token);
    }
  }
  return found;
}

/** The words that are lost with an element. */
function wordsOf(element) {
  const own = [element.getAttribute("alt"), element.getAttribute("value"), element.getAttribute("placeholder")];
  const inner = [...element.querySelectorAll("img[alt]")].map((image) => image.getAttribute("alt"));
  return [element.textContent, ...own, ...inner].filter(Boolean).join(" ");
}
