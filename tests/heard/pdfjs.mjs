// What pdf.js gives to those who listen: the texts of the tag tree, in its order.
//
//     node pdfjs.mjs FOLDER < FILES
//
// FOLDER holds the package pdfjs-dist. Standard input names a PDF a line; standard output has its
// text as a string of JSON a line. Each marked-content sequence is an object of its own to a
// screen reader: where two adjoin in one line and one style, a space stands between, so that a
// word that lies in both is not whole. Where a line ends, a line ends.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const build = resolve(process.argv[2], "legacy/build/pdf.mjs");
// It misses what it would draw with, and nothing is drawn here.
console.log = console.warn = () => {};
const { getDocument } = await import(pathToFileURL(build));

// The runs of each sequence of a page, by its name in the tree.
function sequences({ items }) {
  const found = new Map();
  const open = [];
  for (const item of items) {
    if (item.type?.startsWith("beginMarkedContent")) open.push(item.id);
    else if (item.type === "endMarkedContent") open.pop();
    else {
      const id = open.findLast((id) => id);
      if (!found.has(id)) found.set(id, []);
      // A run without letters ends a line.
      if (item.str) found.get(id).push(item);
    }
  }
  return found;
}

function names(node) {
  return node.type === "content" ? [node.id] : (node.children ?? []).flatMap(names);
}

function between(before, item) {
  if (!before) return "";
  const [size, , , , left, baseline] = item.transform;
  const [otherSize, , , , otherLeft, otherBaseline] = before.transform;
  if (Math.abs(baseline - otherBaseline) > size / 2) return "\n";
  const end = otherLeft + before.width;
  if (left < end - size || left > end + size) return "\n";
  return size === otherSize && item.fontName === before.fontName ? " " : "";
}

for (const path of readFileSync(0, "utf8").split("\n").filter((line) => line)) {
  const document = await getDocument({ data: new Uint8Array(readFileSync(path)), verbosity: 0 })
    .promise;
  let text = "";
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const found = sequences(await page.getTextContent({ includeMarkedContent: true }));
    const tree = await page.getStructTree();
    let before;
    for (const name of names(tree)) {
      for (const [at, item] of (found.get(name) ?? []).entries()) {
        text += (at > 0 ? "" : between(before, item)) + item.str;
        before = item;
      }
    }
    text += "\n";
  }
  process.stdout.write(`${JSON.stringify(text)}\n`);
  await document.destroy();
}
