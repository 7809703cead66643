// Makes one drawing into another by exchanging only what differs. Typing a word
// changes a few lines of a page; a browser that keeps the others has to lay out
// and paint a few hundred glyphs instead of some thousand.

/** Changes `now` into `next`, which is used up; gives the element that stands there. */
export function morph(now, next) {
  if (now.isEqualNode(next)) return now;
  if (!sameShell(now, next)) {
    now.replaceWith(next);
    return next;
  }
  const old = [...now.childNodes];
  const wanted = [...next.childNodes];
  let from = 0;
  while (from < old.length && from < wanted.length && old[from].isEqualNode(wanted[from])) from += 1;
  let tail = 0;
  const most = Math.min(old.length, wanted.length) - from;
  while (tail < most && old.at(-1 - tail).isEqualNode(wanted.at(-1 - tail))) tail += 1;

  const end = old[old.length - tail] ?? null;
  const oldMiddle = old.slice(from, old.length - tail);
  const newMiddle = wanted.slice(from, wanted.length - tail);
  for (let index = 0; index < Math.max(oldMiddle.length, newMiddle.length); index += 1) {
    const [one, other] = [oldMiddle[index], newMiddle[index]];
    if (one && other) morph(one, other);
    else if (one) one.remove();
    else now.insertBefore(other, end);
  }
  return now;
}

// The same element but for what is in it.
const sameShell = (one, other) => one.nodeType === Node.ELEMENT_NODE && one.hasChildNodes() && other.hasChildNodes()
  && one.cloneNode(false).isEqualNode(other.cloneNode(false));
