// Items of lists, with the labels that programs type before them.

const LETTERS = { a: "lower-alpha", A: "upper-alpha", i: "lower-roman", I: "upper-roman" };
const ROMAN = [[1000, "m"], [900, "cm"], [500, "d"], [400, "cd"], [100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10, "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]];

/** What stands before an item: `{}` for a bullet, `{ number, end }`, or `{ typed }`. */
export function markOf(isOrdered, number, type) {
  if (!isOrdered) return {};
  const kind = LETTERS[type] ?? type ?? "";
  if (!/(alpha|latin|roman)$/.test(kind) || number < 1) return { number: Math.max(0, number), end: "." };
  const label = kind.endsWith("roman") ? roman(number) : letters(number);
  return { typed: `${kind.startsWith("upper") ? label.toUpperCase() : label}.` };
}

function roman(number) {
  let rest = Math.min(number, 3999);
  let label = "";
  for (const [value, digits] of ROMAN) {
    while (rest >= value) {
      label += digits;
      rest -= value;
    }
  }
  return label;
}

function letters(number) {
  let label = "";
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    label = String.fromCharCode(97 + ((rest - 1) % 26)) + label;
  }
  return label;
}

/** The mark that a label of Word stands for: `·`, `o`, `3.`, `b)`, `1.2`. */
export function markOfLabel(text) {
  const label = text.replace(/[\s\u00A0]+/g, " ").trim();
  const [, number, end] = label.match(/^(\d{1,9})([.)])$/) ?? [];
  if (number) return { number: Number(number), end };
  const isBullet = !/[\p{L}\p{N}]/u.test(label) || (Array.from(label).length === 1 && !/\d/.test(label));
  return isBullet ? {} : { typed: label };
}

const kindOf = (mark) => (mark.typed ? "typed" : mark.number === undefined ? "bullets" : "numbers");

/** Puts an item of a level behind the blocks, into the list that it continues or a new one. */
export function place(blocks, level, item) {
  let at = blocks;
  for (let depth = 1; depth < level && at.at(-1)?.type === "list"; depth += 1) {
    at = at.at(-1).items.at(-1).blocks;
  }
  const list = at.at(-1);
  const kind = kindOf(item.mark);
  const isNext = kind !== "numbers" || item.mark.number === list?.items?.at(-1).mark.number + 1;
  if (list?.type === "list" && list.kind === kind && isNext) list.items.push(item);
  else at.push({ type: "list", kind, items: [item] });
}

/** The blocks of the item that is last, at any level; the blocks themselves if none is. */
export function lastItem(blocks) {
  let at = blocks;
  while (at.at(-1)?.type === "list") at = at.at(-1).items.at(-1).blocks;
  return at;
}
