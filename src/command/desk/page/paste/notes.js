// Footnotes and comments: two links that lead to each other, and what stands around the second.

const idOf = (element) => element.id || element.getAttribute("name") || "";
const targetOf = (link) => {
  const href = link.getAttribute("href") ?? "";
  // Word writes the address of the file before the mark if the text was published.
  return href.includes("#") && !/^https?:/i.test(href) ? href.slice(href.indexOf("#") + 1) : "";
};

/** A mark is a number or a sign; words that lead to each other are links. */
const isShort = (link) => link.textContent.trim().length <= 8;

const markOf = (link) => link.textContent.replace(/[^\p{L}\p{N}]/gu, "");

/** `{ marks: link → number, bodies: [{ number, element }], backs, comments, held }`; `held` has the elements of the bodies. */
export function notesOf(document) {
  const links = [...document.querySelectorAll("a[href*='#']")].filter((link) => targetOf(link) && isShort(link));
  const places = new Map();
  for (const element of document.querySelectorAll("[id], a[name]")) {
    for (const name of [element.id, element.getAttribute("name")]) {
      if (name && !places.has(name)) places.set(name, element);
    }
  }
  const byTarget = new Map();
  for (const link of links) {
    const target = targetOf(link);
    byTarget.set(target, [...(byTarget.get(target)?.slice(0, 8) ?? []), link]);
  }
  const found = { marks: new Map(), bodies: [], backs: new Set(), comments: new Set() };
  const pairs = [];
  for (const link of links) {
    const place = places.get(targetOf(link));
    if (!place || found.backs.has(link) || found.marks.has(link)) continue;
    const names = [idOf(link), idOf(link.parentElement), ...anchorNames(link)].filter(Boolean);
    const candidates = names.flatMap((name) => byTarget.get(name) ?? []);
    const back = candidates.find((other) => other !== link && (place === other || place.contains(other) || other.contains(place)));
    const isBefore = back && link.compareDocumentPosition(back) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!isBefore || found.marks.has(back) || ![markOf(link), ""].includes(markOf(back))) continue;
    found.backs.add(back);
    pairs.push({ link, back });
    if (/cmnt|msocom/i.test(targetOf(link))) found.comments.add(link);
    else found.marks.set(link, found.marks.size + 1);
  }
  for (const { link, back } of pairs) {
    const element = around(link, back, found.backs);
    if (!element) {
      found.backs.delete(back);
      found.marks.delete(link);
    } else if (found.comments.has(link)) found.comments.add(element);
    else found.bodies.push({ number: found.marks.get(link), element });
  }
  found.held = new Set(found.bodies.map(({ element }) => element));
  return found;
}

/** An anchor right within or before the link carries its name in some programs. */
function anchorNames(link) {
  const before = link.previousElementSibling;
  const anchors = [link.querySelector("[id], [name]"), before?.localName === "a" ? before : null];
  return anchors.filter(Boolean).map(idOf);
}

/** The largest element around a note that holds no other note, nor its mark. */
function around(link, back, backs) {
  const holdsOne = (element) => {
    const inside = [...element.querySelectorAll("a[href*='#']")].filter((other) => backs.has(other));
    return inside.length === 1 && !element.contains(link);
  };
  let element = back.closest("p, li, div, dd, aside");
  if (!element || !holdsOne(element)) return null;
  // A division for the note, as all programs make one; it may have several paragraphs.
  while (element.parentElement?.localName === "div" && holdsOne(element.parentElement)) {
    const isFirst = element.parentElement.querySelector("p, li, div, dd") === element;
    if (!isFirst && !element.previousElementSibling?.matches("hr, br")) break;
    element = element.parentElement;
  }
  return element;
}
