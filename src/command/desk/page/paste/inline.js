// Runs of text with emphasis and links, as Markdown: whatever reads as markup and was none gets a
// backslash, and nothing else does.

/** Characters of a run: `{ c, strong, em, href }`, `{ note }` for a mark, `{ br }` for a break. */
export function tokensOf(text, format = {}) {
  const { strong = false, em = false, href = null } = format;
  return Array.from(text, (c) => ({ c, strong, em, href }));
}

export const plainText = (tokens) => tokens.map((token) => token.c ?? (token.br ? "\n" : "")).join("");

const isSpace = (c) => c === undefined || c === "" || /^\s$/u.test(c);
const isWord = (c) => c !== undefined && /^[\p{L}\p{N}\p{M}]$/u.test(c);
const isMark = (c) => c !== undefined && /^[\p{P}\p{S}\uFFFC]$/u.test(c);
/** How far a character looks for what would make it markup. */
const REACH = 300;

/** Spaces as they are meant: one, or a no-break space, and none at the ends of lines. */
export function trimmed(tokens) {
  const out = [];
  for (let at = 0; at < tokens.length; ) {
    let end = at;
    while (end < tokens.length && /^[\s\u00A0]$/u.test(tokens[end].c ?? "x")) end += 1;
    if (end > at) {
      const gap = tokens.slice(at, end);
      // A browser makes every second one of several spaces a no-break space.
      const space = gap.length === 1 && gap[0].c !== "\t" ? gap[0].c : " ";
      const [before, after] = [out.at(-1), tokens[end]];
      if (before && after && !before.br && !after.br) {
        const both = (layer) => before[layer] === after[layer] && before[layer];
        out.push({ c: space, strong: both("strong"), em: both("em"), href: both("href") || null });
      }
      at = end;
    } else {
      out.push(tokens[at]);
      at += 1;
    }
  }
  while (out[0]?.br) out.shift();
  while (out.at(-1)?.br) out.pop();
  return out;
}

/** The Markdown of a run. `place` is "text", "heading" or "cell". */
export function inline(run, place, lost) {
  const isOneLine = place === "heading";
  const copies = run.map((token) => (isOneLine && token.br ? tokensOf(" ")[0] : { ...token }));
  return new Writer(trimmed(copies), place, lost).write();
}

class Writer {
  constructor(tokens, place, lost) {
    Object.assign(this, { tokens, place, lost, out: "", closed: false });
    this.raw = tokens.map((token) => token.c ?? (token.br ? "\n" : "\uFFFC"));
    const count = (c) => this.raw.reduce((sum, other) => sum + (other === c), 0);
    const emphasised = tokens.some((token) => token.strong || token.em);
    this.stars = count("*") + (emphasised ? 2 : 0);
    this.rows = count("_");
    this.ticks = count("`");
  }

  write() {
    this.range(0, this.tokens.length, []);
    return this.out;
  }

  /** A range of which `done` are the layers that are open around it. */
  range(start, end, done) {
    for (let at = start; at < end; ) {
      const layer = this.outermost(at, end, done);
      if (!layer) {
        this.token(at, done.includes("href"));
        at += 1;
        continue;
      }
      const stop = this.stop(at, end, layer);
      const inner = layer === "href" ? this.link(at, stop, done) : this.emphasis(at, stop, layer, done);
      if (inner) at = stop;
    }
  }

  /** The layer that reaches furthest: so that what overlaps is nested. */
  outermost(at, end, done) {
    const layers = ["strong", "em", "href"].filter((layer) => !done.includes(layer) && this.tokens[at][layer]);
    const reach = (layer) => this.stop(at, end, layer);
    return layers.sort((one, other) => reach(other) - reach(one))[0];
  }

  stop(at, end, layer) {
    let stop = at;
    while (stop < end && this.tokens[stop][layer] === this.tokens[at][layer]) stop += 1;
    return stop;
  }

  clear(from, to, layer) {
    for (let at = from; at < to; at += 1) this.tokens[at][layer] = layer === "href" ? null : false;
  }

  /** Whether emphasis was written. If not, it is taken from where it cannot begin or end. */
  emphasis(at, stop, layer, done) {
    const mark = layer === "strong" ? "**" : "*";
    let [first, last] = [at, stop];
    const before = this.out.at(-1);
    const behind = this.raw[stop];
    while (first < last && isSpace(this.raw[first])) first += 1;
    if (first === at && isWord(before)) {
      while (first < last && (isMark(this.raw[first]) || isSpace(this.raw[first]))) first += 1;
    }
    while (last > first && isSpace(this.raw[last - 1])) last -= 1;
    if (last === stop && isWord(behind)) {
      while (last > first && (isMark(this.raw[last - 1]) || isSpace(this.raw[last - 1]))) last -= 1;
    }
    if (first > at || last < stop) {
      this.clear(at, first, layer);
      this.clear(last, stop, layer);
      return false;
    }
    const isLetter = this.raw.slice(at, stop).some((c) => isWord(c) || /\p{S}/u.test(c));
    // One asterisk between two letters is a letter: `Bürger*innen`.
    const isWithin = layer === "em" && ((isWord(before) && isWord(this.raw[at])) || (isWord(behind) && isWord(this.raw[stop - 1])));
    if (!isLetter || isWithin || this.closed) {
      if (isLetter) this.lost.add("emphasis-in-word");
      this.clear(at, stop, layer);
      return false;
    }
    this.out += mark;
    this.range(at, stop, [...done, layer]);
    this.out += mark;
    this.closed = true;
    return true;
  }

  /** Whether a link was written. */
  link(at, stop, done) {
    const { href } = this.tokens[at];
    let [first, last] = [at, stop];
    while (first < last && isSpace(this.raw[first])) first += 1;
    while (last > first && isSpace(this.raw[last - 1])) last -= 1;
    if (first > at || last < stop || first === last) {
      this.clear(at, first, "href");
      this.clear(last, stop, "href");
      return false;
    }
    const text = this.raw.slice(at, stop).join("");
    const isApart = !isWord(this.out.at(-1)) && !isWord(this.raw[stop]);
    this.closed = false;
    if (text === href && /^https?:/.test(href)) this.out += `<${href}>`;
    else if (isApart && isBare(text, href)) this.out += text;
    else {
      this.out += "[";
      this.range(at, stop, [...done, "href"]);
      this.out += `](${href})`;
    }
    return true;
  }

  token(at, inLink) {
    const token = this.tokens[at];
    this.closed = false;
    if (token.note) this.out += `[^${token.note}]`;
    else if (token.br) this.out += this.place === "cell" ? "<br>" : "\\\n";
    else this.out += this.needsBackslash(at, inLink) ? `\\${token.c}` : token.c;
  }

  needsBackslash(at, inLink) {
    const c = this.raw[at];
    if (!/^[!-/:-@[-`{-~]$/.test(c)) return false;
    const [before, after] = [this.raw[at - 1], this.raw[at + 1]];
    if (this.isMarkOfLine(at, c)) return true;
    const rest = () => this.raw.slice(at, at + REACH).join("").split("\n")[0];
    const isWithin = isWord(before) && isWord(after);
    switch (c) {
      case "\\":
        return after === undefined || after === "\n" || /^[!-/:-@[-`{-~]$/.test(after);
      case "*":
        return this.stars > 1 && !isWithin && !(isSpace(before) && isSpace(after)) && !this.isInAddress(at);
      case "_":
        return this.rows > 1 && !isWithin && !(isSpace(before) && isSpace(after)) && !this.isInAddress(at);
      case "`":
        return this.ticks > 1;
      case "~":
        return before === "~" || after === "~";
      case "^":
        return (isWord(before) && /^[\d{-]$/.test(after ?? "")) || after === "[";
      case "[":
        return inLink || this.opensBracket(at, rest());
      case "]":
        return inLink || after === "(";
      case "{":
        return /^\{[#.{%:]/.test(rest()) || Boolean(this.tokens[at - 1]?.href) || (before === "]" && /^\{\s*(lang|decorative)/.test(rest()));
      case "!":
        return Boolean(!inLink && this.tokens[at + 1]?.href) || this.tokens[at + 1]?.note !== undefined;
      case "<":
        return /^<[A-Za-z/!?%]/.test(rest());
      case "&":
        return /^&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});/.test(rest());
      case "|":
        return this.place === "cell";
      case "#":
        return this.place === "heading" && /^#+\s*$/.test(rest());
      default:
        return false;
    }
  }

  opensBracket(at, rest) {
    if (/^\[(\^|\[|[ xX]\]|\/)/.test(rest)) return true;
    const close = rest.indexOf("]");
    if (close < 0) return false;
    const next = at + Array.from(rest.slice(0, close)).length + 1;
    const token = this.tokens[next];
    return /^\]( \((http|www)|[({[:])/.test(rest.slice(close)) || Boolean(token?.note || token?.href);
  }

  isInAddress(at) {
    let [start, end] = [at, at];
    while (start > 0 && at - start < REACH && !isSpace(this.raw[start - 1])) start -= 1;
    while (end < this.raw.length && end - at < REACH && !isSpace(this.raw[end])) end += 1;
    return /:\/\/|^www\.|@/.test(this.raw.slice(start, end).join(""));
  }

  /** Whether a character begins a line as the mark of a block would. */
  isMarkOfLine(at, c) {
    if (this.place !== "text") return false;
    let start = at;
    while (start > 0 && at - start < 10 && this.raw[start - 1] !== "\n") start -= 1;
    if (start > 0 && this.raw[start - 1] !== "\n") return false;
    const line = this.raw.slice(start, start + REACH).join("").split("\n")[0];
    if (start < at) {
      const head = this.raw.slice(start, at).join("");
      const isNumber = /^\d{1,9}$/.test(head) && (c === "." || c === ")") && /^\d+[.)](\s|$)/u.test(line);
      // A mark of a footnote with a colon would be the footnote.
      return isNumber || (c === ":" && head === "\uFFFC");
    }
    return /^(>|#{1,6}(\s|$)|#{2,6}\p{L}|[-+*](\s|$)|=+\s*$|-[- |:]*$|([*_-]\s?){3,}$|:::|~~~|\|)/u.test(line);
  }
}

/** Whether a text is read as this link by itself. */
function isBare(text, href) {
  if (href === `mailto:${text}`) return /^[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/i.test(text);
  const isSame = [`http://${text}`, `http://${text}/`].includes(href);
  return isSame && /^www\.[\w-]+(\.[\w-]+)+(\/[\w/-]*)?$/i.test(text);
}
