"""What measure.py measures: each construct of a body, each list of fields, and texts that give
each rule work. A construct is a function from a number to a whole release."""

import json

FRONT = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Probe\n"
CONTACT = "contacts:\n  - name: Mira Muster\n    email: presse@musterwesen.example\n"
EMPTY = FRONT + CONTACT + "---\nEin Satz.\n"

CONSTRUCTS = {}


def add(name, body, separator="", group=1, before="", after=""):
    """Bodies of n pieces; `group` of them stand in one paragraph."""

    def make(n):
        pieces = [body(i) if callable(body) else body for i in range(n)]
        if separator == "\n\n":
            text = "\n\n".join(
                "".join(pieces[at : at + group]) for at in range(0, n, group)
            )
        else:
            text = separator.join(pieces)
        behind = after(n) if callable(after) else after
        return FRONT + CONTACT + "---\n" + before + text + behind + "\n"

    CONSTRUCTS[name] = (make, ".md")


def field(name, entry, head=None):
    """A list of fields with n entries."""

    def make(n):
        entries = "".join(entry(i) if callable(entry) else entry for i in range(n))
        return FRONT + ("" if name == "contacts" else CONTACT) + (head or name) + ":\n" + entries + "---\nEin Satz.\n"

    CONSTRUCTS[f"`{name}`"] = (make, ".md")


def text_field(name, line):
    """A field of text with n pieces."""

    def make(n):
        return FRONT + CONTACT + f"{name}: >\n  " + line * n + "\n---\nEin Satz.\n"

    CONSTRUCTS[f"text of `{name}`"] = (make, ".md")


# The constructs of a body.
add("words", "Verwaltungsvorgänge ", "\n\n", 450)
add("paragraphs", "Ein Satz steht hier.", "\n\n")
add("headings", "## Titel\n\nText.", "\n\n")
add("headings of level 3", lambda i: ("## Titel\n\n" if i == 0 else "") + "### Titel\n\nText.", "\n\n")
add("items", "- eins\n")
add("items with paragraphs", "- eins\n\n  zwei\n\n")
add("numbered items", lambda i: f"{i + 1}. eins\n")
add("nested items", "- a\n  - b\n    - c\n")
add("lists", "Liste:\n\n- eins\n- zwei", "\n\n")
add("quotes", "> Ein Zitat steht hier.\n\nText.", "\n\n")
add("lines of one quote", "> Ein Zitat\n")
add("rules", "---", "\n\n", 1, "Text.\n\n", "\n\nText.")
add("line breaks", "a\\\n", "\n\n", 100, "", "b")
add("emphasis", "*a* ", "\n\n", 100)
add("strong", "**a** ", "\n\n", 100)
add("nested emphasis", "*a **b** c* ", "\n\n", 100)
add("code", "`a` ", "\n\n", 100)
add("links", lambda i: f"[a{i}](https://a{i}.example) ", "\n\n", 60)
add("bare addresses", lambda i: f"www.a{i}.example ", "\n\n", 60)
add("e-mail addresses", lambda i: f"a{i}@b.example ", "\n\n", 60)
add("reference links", lambda i: f"[a{i}] ", "\n\n", 60, "", lambda n: "\n\n" + "".join(f"[a{i}]: https://a{i}.example\n" for i in range(n)))
add("passages", "[a]{lang=en} ", "\n\n", 60)
add("divisions", "::: {lang=en}\nSome text.\n:::", "\n\n")
add("notes", lambda i: f"Satz[^{i}].", "\n\n", 1, "", lambda n: "\n\n" + "".join(f"[^{i}]: Note.\n" for i in range(n)))
add("marks of one note", "x[^1] ", "\n\n", 60, "", "\n\n[^1]: Note.")
add("cells", "| w | w | w | w |\n", "", 1, "| a | b | c | d |\n|---|---|---|---|\n")
add("cells with words", "| " + "Wort " * 20 + "| 1,5 |\n", "", 1, "| a | b |\n|---|---|\n")
add("cells with numbers", lambda i: f"| {i},5 | {i}.000 % |\n", "", 1, "| a | b |\n|--:|--:|\n")
add("cells with notes", lambda i: f"| w[^{i}] | w |\n", "", 1, "| a | b |\n|---|---|\n", lambda n: "\n\n" + "".join(f"[^{i}]: Note.\n" for i in range(n)))
CONSTRUCTS["columns"] = (lambda n: FRONT + CONTACT + "---\n" + "| w " * n + "|\n" + "|---" * n + "|\n" + "| w " * n + "|\n", ".md")
add("tables", "| a | b |\n|---|---|\n| w | w |", "\n\n")
add("soft line ends", "Wort\n", "\n\n", 200)
add("escapes", "\\* ", "\n\n", 400)
add("entities", "&amp; ", "\n\n", 400)
add("definitions", lambda i: f"[a{i}]: https://a{i}.example\n", "", 1, "Text.\n\n")
add("comments", "<!-- x -->", "\n\n", 1, "Text.\n\n")

# Brackets and marks that open and never close, alone and on one line.
for name, mark in [
    ("`[a]{`", "[a]{"), ("`<http://a`", "<http://a"), ("backticks", "`"), ("backticks of all lengths", None),
    ("`*a* ` in one paragraph", "*a* "), ("`[`", "["), ("`](`", "]("), ("`![`", "!["), ("`[^`", "[^"), ("`<`", "<"),
    ("`<!--`", "<!--"), ("`<a `", "<a "), ("`</`", "</"), ("`<?`", "<?"), ("`{`", "{"), ("`*`", "*"), ("`* `", "* "),
    ("`_a`", "_a"), ("`*_`", "*_"), ("`**a*`", "**a*"), ("`~~`", "~~ "), ("`&`", "&"), ("`&#1;`", "&#1;"), ("`\\`", "\\"),
    ("`www.`", "www."), ("`a@`", "a@"), ("`a.b@`", "a.b@"), ("`http://`", "http://"), ("`:::`", ":::\n"),
    ("`> `", "> "), ("`- `", "- "), ("`1. `", "1. "), ("`|`", "|"), ("`|-`", "|-"), ("`[a](<b`", "[a](<b"),
    ("`[a](b `", "[a](b "), ("`[a][`", "[a]["), ("`[a]: `", "[a]: "), ("`: `", ": "), ("tabs", "\t"), ("spaces", "  "),
    ("`\"`", '"'), ("`'`", "'"), ("`\"a `", '"a '), ("`\"a\" `", '"a" '), ("`'a `", "'a "), ("`„`", "„"), ("`»a«`", "»a« "),
    ("`(`", "("), ("`()`", "() "), ("hyphens", "- - "), ("`--`", "-- "), ("dots", "..."),
]:
    if mark is None:
        CONSTRUCTS[name] = (lambda n: FRONT + CONTACT + "---\n" + " ".join("`" * i for i in range(1, int((2 * n) ** 0.5) + 1)) + "\n", ".md")
    else:
        CONSTRUCTS[name + " on one line"] = (
            lambda n, mark=mark: FRONT + CONTACT + "---\nText " + mark * n + "\n", ".md")
        if "\n" not in mark:
            CONSTRUCTS[name + " on many lines"] = (
                lambda n, mark=mark: FRONT + CONTACT + "---\n" + (mark * 3 + " x\n") * (n // 3) + "\n", ".md")

# Texts that give the rules and the typography work, in paragraphs of ordinary length.
for name, piece, group in [
    ("balanced quotes", '"Wort" ', 100), ("quotes in quotes", "\"a 'b' c\" ", 80), ("apostrophes", "gibt's ", 100),
    ("abbreviations", "z. B. die d. h. usw. ", 60), ("dates", "25.11.2022 ", 60), ("dates in words", "am 25. November 2022 ", 60),
    ("hours", "14:00 Uhr ", 60), ("numbers", "1.234.567,89 ", 60), ("numbers with units", "12 km, 5 % und 3 € ", 40),
    ("paragraph signs", "§ 12 Abs. 3 ", 60), ("telephone numbers", "0351 564-0 ", 60), ("telephone numbers abroad", "+49 351 5640 ", 60),
    ("bank accounts", "DE02 1203 0000 0000 2020 51 ", 60), ("names with titles", "Prof. Dr. Mira Muster ", 60),
    ("dashes", "a - b – c ", 80), ("hyphens at line ends", "Ver-\nwaltung ", 80), ("compounds", "Donaudampfschifffahrtsgesellschaft ", 60),
    ("hyphened words", "E-Mail-Adresse ", 60), ("soft hyphens", "Ver\u00adwal\u00adtung ", 80), ("slashes", "und/oder ", 100),
    ("long addresses", "https://a.example/" + "b/" * 40 + " ", 20), ("long words", "Wort" * 20 + " ", 20),
    ("double spaces", "a  b ", 200), ("capitals", "VERWALTUNG ", 100), ("words without vowels", "sch ", 200),
    ("English words", "The ministry of culture has announced ", 40), ("several languages", "Das ist the řeč, który ", 60),
    ("Cyrillic words", "Слово ", 100), ("Greek words", "λόγος ", 100), ("Hebrew words", "שלום ", 100), ("Arabic words", "سلام ", 100), ("Chinese words", "新闻稿 ", 100),
    ("emoji", "🙂 ", 100), ("emoji of several characters", "👩‍🚀 ", 60), ("flags", "🇩🇪", 100), ("combining characters", "a\u0308\u0323 ", 100),
    ("accents on one letter", "\u0301", 400), ("superscripts", "m² H₂O ", 100), ("fractions", "½ ¾ ", 100), ("mathematics", "∑ ≤ ∞ ", 100),
    ("signs of wikis", "''a'' ", 100), ("marks left over", "**a ", 100), ("underscores", "__a ", 100), ("HTML tags", "a <b>b</b> ", 100),
    ("damaged words", "GrÃ¶ÃŸe ", 100), ("replacement characters", "\ufffd ", 100), ("ligatures", "ﬁ ", 100), ("invisible characters", "a\u200bb ", 100),
    ("directions", "\u202ea\u202c ", 100), ("no-break spaces", "a\u00a0b ", 100), ("control characters", "\x01", 100), ("typographic apostrophes", "’s ", 100),
    ("ellipses", "… ", 100), ("ordinals", "1. 2. 3. ", 100), ("Roman numerals", "XIV. ", 100), ("file names", "a.pdf ", 100), ("hashtags", "#Wort ", 100), ("handles", "@wort ", 100), ("footnote marks undefined", "a[^x] ", 100), ("dollars", "$x$ ", 100), ("pipes", "a | b ", 100), ("arrows", "-> => ", 100), ("at signs", "@ ", 200), ("colons", "a: ", 100), ("semicolons", "a; ", 100),
]:
    add(name, piece, "\n\n", group)
add("tables of tabs", "a\tb\tc\n")
add("tables of spaces", "a    b    c\n")
add("tables without a rule", "| a | b |\n")
add("grid tables", "+---+---+\n| a | b |\n")
add("items as 1.1", "1.1 Wort\n")
add("items as a)", "a) Wort\n")
add("items as bullets", "• Wort\n")
add("items as times", "10:00 Wort\n")
add("items as dashes", "– Wort\n")
add("bold headings", "**Titel**", "\n\n")
add("headings without space", "##Titel", "\n\n")
add("one item lists", "Text\n- a", "\n\n")
add("equal numbers", "1. a\n")
add("setext lines", "Titel\n=====", "\n\n")
add("code blocks", "    code", "\n\n", 1, "Text.\n\n")
add("fences", "```\na\n```", "\n\n", 1, "Text.\n\n")
add("fences that do not end", "```\n", "", 1, "Text.\n\n")
add("front matter in the body", "---\na: b\n---\n", "", 1, "Text.\n\n")
add("links to nowhere", "[a]() ", "\n\n", 60)
add("links with a wrong scheme", "[a](ftp://b) ", "\n\n", 60)
add("titles of links", '[a](https://b.example "c") ', "\n\n", 60)
add("pictures without a file", "![a](b.jpg)", "\n\n")
add("empty notes", lambda i: f"[^{i}]:\n", "", 1, "Text.\n\n")
add("repeated notes", "[^1]: Note.\n", "", 1, "Text[^1].\n\n")
add("notes that are not used", lambda i: f"[^{i}]: Note.\n", "", 1, "Text.\n\n")
add("cells of different rows", lambda i: "|" + " w |" * (1 + i % 7) + "\n", "", 1, "| a | b |\n|---|---|\n")
add("empty cells", "| | |\n", "", 1, "| a | b |\n|---|---|\n")

# Lists of fields.
field("contacts", lambda i: f"  - name: Mira Muster {i}\n    email: a{i}@b.example\n    phone: \"+49 351 5640\"\n")
field("links", lambda i: f"  - label: Verweis\n    url: https://a{i}.example\n")
field("media", lambda i: f"  - type: video\n    caption: Film {i}\n    url: https://a{i}.example\n")
field("notices", "  - Es gilt das gesprochene Wort.\n")
field("keywords", lambda i: f"  - Wort{i}\n")
field("hyphenation", lambda i: f"  - Wort-bruch{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}\n")
field("signatories", lambda i: f"  - name: Mira Muster {i}\n    role: Ministerin\n")
field("agenda", lambda i: f"    - time: \"10:00\"\n      what: Punkt {i}\n", "event:\n  start: 2022-12-01T10:00+01:00\n  agenda")
field("unknown fields", lambda i: f"feld{i}: x\n", "unbekannt")
CONSTRUCTS["unknown fields"] = (lambda n: FRONT + "".join(f"feld{i}: x\n" for i in range(n)) + "---\nEin Satz.\n", ".md")
CONSTRUCTS["repeated fields"] = (lambda n: FRONT + "place: Dresden\n" * n + "---\nEin Satz.\n", ".md")
del CONSTRUCTS["`unknown fields`"]
for one, line in [("lead", "Ein *Wort* steht hier. "), ("boilerplate", "Ein Wort steht hier. "), ("headline", "Wort "), ("subheadline", "Wort "), ("kicker", "Wort "), ("place", "Wort ")]:
    text_field(one, line)


# The other formats.
def in_json(entries):
    return json.dumps({"letterhead": "neutral", "date": "2022-11-25", "headline": "Probe", "body": "Ein Satz.", **entries})


CONSTRUCTS["JSON: body of escapes"] = (lambda n: in_json({"body": "Ein Satz.\n\n" * n}), ".json")
CONSTRUCTS["JSON: unknown fields"] = (lambda n: in_json({f"feld{i}": 1 for i in range(n)}), ".json")
CONSTRUCTS["JSON: repeated fields"] = (lambda n: in_json({})[:-1] + ', "a": 1' * n + "}", ".json")
CONSTRUCTS["JSON: keywords"] = (lambda n: in_json({"keywords": [f"W{i}" for i in range(n)]}), ".json")
CONSTRUCTS["JSON: nested lists"] = (lambda n: in_json({})[:-1] + ', "a": ' + "[" * n + "]" * n + "}", ".json")
TOML = 'letterhead = "neutral"\ndate = 2022-11-25\nheadline = "Probe"\nbody = "Ein Satz."\n'
CONSTRUCTS["TOML: unknown fields"] = (lambda n: TOML + "".join(f"feld{i} = 1\n" for i in range(n)), ".toml")
CONSTRUCTS["TOML: `[[contacts]]`"] = (lambda n: TOML + '[[contacts]]\nname = "Mira Muster"\n' * n, ".toml")
CONSTRUCTS["TOML: `=`"] = (lambda n: TOML + "=\n" * n, ".toml")
CONSTRUCTS["TOML: dotted keys"] = (lambda n: TOML + ".".join(["a"] * n) + " = 1\n", ".toml")
CONSTRUCTS["TOML: nested lists"] = (lambda n: TOML + "a = " + "[" * n + "]" * n + "\n", ".toml")
YAML = "letterhead: neutral\ndate: 2022-11-25\nheadline: Probe\nbody: Ein Satz.\n"
CONSTRUCTS["YAML: anchors"] = (lambda n: YAML + "keywords: [" + ", ".join(f"&a{i} x" for i in range(n)) + "]\n", ".yaml")
CONSTRUCTS["YAML: nested flow"] = (lambda n: YAML + "a: " + "[" * n + "]" * n + "\n", ".yaml")
CONSTRUCTS["YAML: `? `"] = (lambda n: YAML + "? a\n" * n, ".yaml")
CONSTRUCTS["YAML: comments"] = (lambda n: YAML + "# x\n" * n, ".yaml")
CONSTRUCTS["YAML: lines of a text"] = (lambda n: YAML.replace("Ein Satz.", "|\n" + "  Ein Satz.\n\n" * n), ".yaml")
