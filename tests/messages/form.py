"""A content system's trial: a release in the text box of a web form, checked while it is written.

`form.py PROGRAM`: for each example the form hands its fields over as JSON, and underlines what the
program marks: by `inside`, in the UTF-16 units in which JavaScript counts, and in German, by `code`
and `data`. No English is read. Prints each underlined text with its German words.
"""

import json
import subprocess
import sys

KINDS = {"number": "eine Zahl", "text": "ein Text"}

REASONS = {"missing-at-sign": "das @ fehlt", "no-domain": "hinter dem @ steht keine Domain"}

GERMAN = {
    "raw-html": lambda data: f"HTML ist nicht erlaubt: {data['text']}",
    "double-space": lambda data: "Mehrere Leerzeichen hintereinander",
    "link-scheme": lambda data: f"Links mit „{data['scheme']}:“ sind nicht erlaubt",
    "missing-field": lambda data: f"Bitte ausfüllen: {data['field']}",
    "release-too-large": lambda data: f"Zu lang: {data['length']} statt höchstens {data['limit']} Zeichen",
    "unknown-kind": lambda data: f"„{data['value']}“ gibt es nicht; "
    + (f"gemeint ist wohl „{data['suggestion']}“" if "suggestion" in data else f"möglich: {', '.join(data['choices'])}"),
    "date-form": lambda data: f"„{data['value']}“ ist kein Datum; gemeint ist wohl „{data['suggestion']}“",
    "wrong-type": lambda data: f"Hier steht {KINDS[data['found']]}, nötig ist {KINDS[data['wanted']]}",
    "email-impossible": lambda data: f"„{data['address']}“ ist keine Adresse: {REASONS[data['reason']]}",
}

FIELDS = {
    "letterhead": "neutral",
    "date": "2022-11-25",
    "headline": "Neues Verzeichnis",
    "contacts": [{"name": "Mira Muster", "email": "presse@musterwesen.example"}],
    "body": "Ein Satz steht hier.",
}

EXAMPLES = [
    {"body": "🦊🦊 Der Fuchs\n\nÄhren <i>wogen</i> im Wind."},
    {"headline": "Grüße 🦊  aus dem Wald"},
    {"body": "Mehr unter [Seite 🦊](ftp://amt.example/ä)."},
    {"headline": None},
    {"body": "x" * 3000},
    {"kind": "relaese"},
    {"kind": "wetterbericht"},
    {"date": "25.11.2022"},
    {"headline": 5},
    {"contacts": [{"name": "Mira Muster", "email": "presse"}]},
]


def underlined(text, place):
    """What JavaScript's `text.slice(start, end)` gives."""
    units = text.encode("utf-16-le")
    return units[2 * place["utf16"]["start"] : 2 * place["utf16"]["end"]].decode("utf-16-le")


def check(fields):
    process = subprocess.run(
        [sys.argv[1], "check", "--message-format", "json", "--input-format", "json", "-"],
        input=json.dumps(fields).encode(),
        capture_output=True,
        check=False,
    )
    lines = [json.loads(line) for line in process.stderr.splitlines()]
    return [line for line in lines if line["type"] == "diagnostic"]


def fixed(text, found):
    """The text with the edits of a diagnostic, from the last to the first."""
    for edit in reversed(found["fix"]["edits"]):
        units = text.encode("utf-16-le")
        place = edit["place"]["utf16"]
        units = units[: 2 * place["start"]] + edit["text"].encode("utf-16-le") + units[2 * place["end"] :]
        text = units.decode("utf-16-le")
    return text


for example in EXAMPLES:
    fields = {name: value for name, value in {**FIELDS, **example}.items() if value is not None}
    for found in check(fields):
        words = GERMAN[found["code"]](found["data"])
        text = fields.get(found["field"])
        mark = underlined(text, found["inside"]) if found["inside"] else ""
        print(f"{found['field']}: [{mark[:20]}] {words}")
        if found["fix"] and found["fix"]["within"] == "field":
            print(f"  {fixed(text, found)}")
