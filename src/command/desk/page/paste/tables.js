// Tables: the grid that their cells stand in, which of its rows is the header, and how columns
// are aligned.

/** Columns that one cell can span; more is an accident or an attack. */
const MAX_SPAN = 64;

/** Cells that a release can have; beyond them nothing spans. */
const MAX_CELLS = 20000;

const NUMBER = /^[-+–−]?\s?[\d.,\s\u00A0]*\d[\d.,\s\u00A0]*(%|€|[A-Za-z€$£°]{1,4})?$/u;

/** The rows of a table without those of tables within it. */
export function rowsOf(table) {
  const rows = [];
  for (const child of table.children) {
    if (child.localName === "tr") rows.push(child);
    else if (/^t(head|body|foot)$/.test(child.localName)) rows.push(...[...child.children].filter((row) => row.localName === "tr"));
  }
  return rows;
}

export const cellsOf = (row) => [...row.children].filter((cell) => /^t[dh]$/.test(cell.localName));

/** Rows of cells, each at its column; `read` gives `{ text, … }` for an element. */
export function gridOf(rows, read, lost) {
  const grid = rows.map(() => []);
  let count = 0;
  rows.forEach((row, y) => {
    let x = 0;
    for (const element of cellsOf(row)) {
      while (grid[y][x]) x += 1;
      const room = Math.max(1, MAX_CELLS - count);
      const wide = span(element, "colspan", Math.min(MAX_SPAN, room));
      const high = span(element, "rowspan", Math.min(rows.length - y, Math.ceil(room / wide)));
      count += wide * high;
      const cell = read(element);
      if (wide * high > 1 && cell.text) lost.add("merged-cells");
      for (let down = 0; down < high; down += 1) {
        for (let right = 0; right < wide; right += 1) {
          grid[y + down][x + right] ??= down + right === 0 ? cell : { text: "" };
        }
      }
      x += wide;
    }
  });
  return withoutEmpty(grid);
}

function span(element, name, most) {
  const value = Number.parseInt(element.getAttribute(name) ?? "1", 10);
  return Math.min(Math.max(value || 1, 1), most);
}

function withoutEmpty(grid) {
  const rows = grid.filter((row) => row.some((cell) => cell?.text));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, x) => x).filter((x) => rows.some((row) => row[x]?.text));
  return rows.map((row) => columns.map((x) => row[x] ?? { text: "" }));
}

/** Whether the first row is a header: marked, bold, or words over numbers. */
export function hasHeader([first, ...others]) {
  const named = first.filter((cell) => cell.text);
  if (others.length === 0) return false;
  const isNamed = named.length === first.length || named.length > 1;
  if (isNamed && (named.every((cell) => cell.isHeader) || named.every((cell) => cell.isBold))) return true;
  const isOfWords = named.every((cell) => !NUMBER.test(cell.plain));
  const overNumbers = first.some((_, x) => others.every((row) => !row[x].text || NUMBER.test(row[x].plain)) && others.some((row) => row[x].text) && first[x].text);
  return isNamed && isOfWords && overNumbers;
}

/** The alignment that all cells of a column share, as the line under a header says it. */
export function alignment(rows, x) {
  const named = rows.filter((row) => row[x].text).map((row) => row[x].align);
  const shared = named.every((align) => align === named[0]) ? named[0] : "";
  return { right: "---:", center: ":---:" }[shared] ?? "---";
}
