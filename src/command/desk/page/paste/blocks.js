// Blocks as Markdown: headings, paragraphs, lists, quotes, tables, footnotes.

import { inline, plainText, tokensOf, trimmed } from "./inline.js";
import { alignment, hasHeader } from "./tables.js";

/** The deepest headings of a release, and the deepest lists that are worth reading. */
const [FIRST_LEVEL, LAST_LEVEL] = [2, 4];
const MAX_DEPTH = 10;
/** The longest line in bold that letterpress takes for a heading, in characters. */
const MAX_HEADING = 120;

/** Paragraphs that look like headings become some: a line in bold, or in larger type. */
export function withHeadings(blocks) {
  const paragraphs = blocks.filter((block) => block.type === "paragraph");
  const weights = new Map();
  for (const { tokens } of paragraphs) {
    for (const { size } of tokens) if (size) weights.set(size, (weights.get(size) ?? 0) + 1);
  }
  const body = [...weights].sort((one, other) => other[1] - one[1])[0]?.[0];
  const isBold = ({ tokens }) => tokens.every((token) => token.strong || token.c === " ");
  const isOften = paragraphs.filter(isBold).length * 2 > paragraphs.length;
  return blocks.map((block, at) => {
    if (block.type !== "paragraph" || !isLine(block) || at === blocks.length - 1) return block;
    const size = Math.max(...block.tokens.map((token) => token.size ?? 0));
    const isLarge = body && size >= body * 1.15;
    // Below the headings that are marked as such, the larger the higher.
    const rank = 1000 - (size || body || 0);
    return isLarge || (isBold(block) && !isOften) ? { ...block, type: "heading", rank } : block;
  });
}

function isLine({ tokens }) {
  const text = plainText(tokens);
  return text.length <= MAX_HEADING && /\p{L}/u.test(text) && !/[\n.,:;]$|\n|^[»«„“”"]/u.test(text);
}

/** Levels from two, by rank, none skipped. */
export function leveled(blocks, lost) {
  const ranks = [...new Set(blocks.filter((block) => block.type === "heading").map((block) => block.rank))];
  ranks.sort((one, other) => one - other);
  let last = FIRST_LEVEL - 1;
  return blocks.map((block) => {
    if (block.type !== "heading") return block;
    const wanted = FIRST_LEVEL + ranks.indexOf(block.rank);
    if (wanted > LAST_LEVEL) lost.add("heading-level");
    last = Math.min(wanted, LAST_LEVEL, last + 1);
    return { ...block, level: last };
  });
}

/** The Markdown of blocks; `depth` counts the lists and quotes around them. */
export function markdown(blocks, lost, depth = 0) {
  return join(withoutEdges(spelledOut(blocks)).map((block, at, all) => one(block, all[at - 1], lost, depth)), "\n\n");
}

const join = (parts, between) => parts.filter(Boolean).join(between);

function withoutEdges(blocks) {
  const isRule = (block) => block?.type === "rule";
  const kept = blocks.filter((block, at) => !isRule(block) || !isRule(blocks[at - 1]));
  while (isRule(kept[0])) kept.shift();
  while (isRule(kept.at(-1))) kept.pop();
  return kept;
}

function one(block, before, lost, depth) {
  switch (block.type) {
    case "heading":
      return heading(block, lost, depth);
    case "paragraph":
      return inline(block.tokens, "text", lost);
    case "list":
      return list(block, before, lost, depth);
    case "quote":
      return prefixed(markdown(block.blocks, lost, depth + 1), "> ");
    case "table":
      return table(block.rows, lost);
    default:
      return "---";
  }
}

function heading({ level, tokens }, lost, depth) {
  // Within lists, quotes and notes a heading is refused.
  const isHeading = depth === 0 && level;
  const run = tokens.map((token) => ({ ...token, strong: !isHeading }));
  const text = inline(run, isHeading ? "heading" : "text", lost);
  return text && isHeading ? `${"#".repeat(level)} ${text}` : text;
}

const prefixed = (text, prefix) => text && text.split("\n").map((line) => (prefix + line).trimEnd()).join("\n");

const indented = (text, width) => text.split("\n").map((line) => (line ? " ".repeat(width) + line : "")).join("\n");

function list(block, before, lost, depth) {
  const { kind } = block;
  const isDeep = depth >= MAX_DEPTH;
  if (isDeep) lost.add("list-depth");
  // Two lists of numbers that follow each other would be one.
  const isNext = before?.type === "list" && before.kind === kind;
  block.end = block.items[0].mark.end;
  if (isNext && before.end === block.end) block.end = block.end === "." ? ")" : ".";
  const items = block.items.map(({ mark, blocks }) => ({ mark, blocks: spelledOut(blocks) }));
  const isTight = items.every(({ blocks }) => blocks.every(({ type }, at) => type === (at === 0 ? "paragraph" : "list")));
  const texts = items.map(({ mark, blocks }) => {
    const label = kind === "numbers" ? `${mark.number}${block.end} ` : "- ";
    const parts = blocks.map((inner, at) => one(inner, blocks[at - 1], lost, depth + 1));
    const text = join(parts, isTight ? "\n" : "\n\n");
    return isDeep ? text : label + indented(text, label.length).trimStart();
  });
  return texts.join(isTight && !isDeep ? "\n" : "\n\n");
}

/** Lists that Markdown cannot number become paragraphs with what stood before their items. */
function spelledOut(blocks) {
  return blocks.flatMap((block) => {
    if (block.type !== "list") return [block];
    const [{ mark }] = block.items;
    const isNumbered = block.kind === "numbers" && (mark.number <= 1 || block.items.length > 1);
    if (block.kind === "bullets" || isNumbered) return [block];
    return spelledOut(block.items.flatMap(({ mark, blocks }) => {
      const label = mark.typed ?? `${mark.number}${mark.end}`;
      const [first, ...rest] = blocks;
      if (first.type !== "paragraph") return [{ type: "paragraph", tokens: tokensOf(label) }, ...blocks];
      return [{ ...first, tokens: [...tokensOf(`${label} `), ...first.tokens] }, ...rest];
    }));
  });
}

function table(rows, lost) {
  const isHeaded = hasHeader(rows);
  const cells = rows.map((row, y) => row.map(({ tokens = [] }) => {
    const run = tokens.map((token) => ({ ...token, strong: token.strong && !(isHeaded && y === 0) }));
    return inline(run, "cell", lost);
  }));
  const head = isHeaded ? cells.shift() : rows[0].map(() => "");
  const body = isHeaded ? rows.slice(1) : rows;
  const line = rows[0].map((_, x) => alignment(body, x));
  return [head, line, ...cells].map((row) => `| ${row.join(" | ")} |`.replace(/ {2,}/g, " ")).join("\n");
}

/** Lines of the blocks of a cell, in one run. */
export function flattened(blocks, lost) {
  const runs = blocks.flatMap((block) => {
    if (block.tokens) return [block.tokens];
    if (block.rows) return block.rows.flat().map(({ tokens = [] }) => tokens);
    if (block.type !== "list") return block.blocks ? [flattened(block.blocks, lost)] : [];
    lost.add("list-in-cell");
    return block.items.map(({ mark, blocks }) => {
      const label = mark.typed ?? (mark.number === undefined ? "–" : `${mark.number}${mark.end}`);
      return [...tokensOf(`${label} `), ...flattened(blocks, lost)];
    });
  });
  return trimmed(runs.filter((run) => run.length > 0).flatMap((run, at) => (at > 0 ? [{ br: true }, ...run] : run)));
}

/** A footnote, of which later paragraphs are indented. */
export function footnote(number, blocks, lost) {
  const text = markdown(blocks, lost, 1);
  return text && `[^${number}]: ${indented(text, 4).trimStart()}`;
}
