"""Releases that cannot be issued, of all kinds there are, and what has to be said of each."""

import csv
import os
import pathlib
import random
import re

import forms
from pictures import Camera, head
from releases import Release

# Layouts that do what no release may. The letterhead of the same name has it.
LAYOUTS = {
    "without-end": "for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }",
    "overflow": "let a = (); for i in range(400000) { a = (a,) }; repr(a)",
    "allocation": "let pieces = (); for a in range(9000) { pieces.push(range(90000)) }",
    "allocation-at-once": "(1,) * 100000000000",
    "panic": "(1,) * 9000000000000000000",
}


def field(name: str, line: str):
    """Another line for a field, or none."""
    def change(text: str) -> str:
        changed = re.sub(rf"(?m)^{name}:.*\n", lambda _: line, text, count=1)
        assert changed != text, name
        return changed
    return change


def body(addition: str):
    return lambda text: f"{text}\n{addition}\n"


def picture(name: str, alt: str = '\n    alt: "Ein Bild"'):
    """A picture of its own, after all other fields."""
    entry = f'media:\n  - file: "{name}"\n    caption: "Ein Bild"{alt}\n'
    return lambda text: re.sub(r"(?m)^media:\n(  .*\n)+", "", text).replace("\n---\n", f"\n{entry}---\n", 1)


# Kind: the code that is expected, the outcome, and what makes the text so.
TEXTS = {
    "no-headline": ("missing-field", "refused", field("headline", "")),
    "wrong-type": ("wrong-type", "refused", field("headline", "headline: [1, 2]\n")),
    "unknown-field": ("unknown-field", "refused", field("headline", 'headline: "Ein Satz"\nrelay: "x"\n')),
    "repeated-field": ("repeated-field", "refused", field("date", 'date: "2010-01-01"\ndate: "2010-01-02"\n')),
    "impossible-date": ("impossible-date", "refused", field("date", 'date: "2010-02-30"\n')),
    "no-such-letterhead": ("unknown-letterhead", "refused", field("letterhead", 'letterhead: "nowhere"\n')),
    "before-its-letterhead": ("letterhead-not-valid", "refused", field("date", 'date: "1999-05-05"\n')),
    "front-matter-without-end": ("front-matter-without-end", "refused", lambda text: text.replace("\n---\n", "\n", 1)),
    "yaml": ("yaml-syntax", "refused", field("headline", 'headline: "Ein Satz\n')),
    "html": ("raw-html", "refused", body("Ein <b>Wort</b>.")),
    "heading": ("heading-level", "refused", body("##### Zu tief")),
    "text-in-code": ("code-block", "refused", body("```\nVerloren?\n```")),
    "damaged": ("encoding-damaged", "refused", body("Viele GrÃ¼ÃŸe.")),
    "control-character": ("character-refused", "refused", body("Ein\u202eSatz.")),
    "link": ("link-scheme", "refused", body("[Hier](file:///etc/passwd).")),
    "five-megabytes": ("release-too-large", "refused", body("Ein Satz. " * 500_000)),
    "without-alt": ("photo-without-alt", "refused", picture("{photo}", "")),
    "picture-missing": ("media-missing", "refused", picture("missing.jpg")),
    "picture-broken": ("media-not-a-picture", "refused", picture("{stem}-broken.jpg")),
    "picture-cut": ("media-not-a-picture", "refused", picture("{stem}-cut.jpg")),
    "picture-huge": ("media-too-large", "refused", picture("{stem}-huge.jpg")),
    "picture-outside": ("media-outside-root", "refused", picture("../../../../outside.jpg")),
    "not-utf8": ("not-utf8", "refused", None),
    "empty-file": ("empty-file", "refused", None),
    "pipe": ("took-too-long", "refused", None),
    "no-permission": ("input-output", "failed", None),
    "without-end": ("took-too-long", "failed", field("letterhead", 'letterhead: "without-end"\n')),
    "overflow": ("crashed", "failed", field("letterhead", 'letterhead: "overflow"\n')),
    "allocation": ("takes-too-much", "failed", field("letterhead", 'letterhead: "allocation"\n')),
    "allocation-at-once": ("takes-too-much", "failed", field("letterhead", 'letterhead: "allocation-at-once"\n')),
    "panic": ("internal", "failed", field("letterhead", 'letterhead: "panic"\n')),
}


def write(to: pathlib.Path, seed: str, numbers: list[int]) -> None:
    """Breaks the releases of these numbers, each kind in turn."""
    releases, camera = to / "releases", Camera(seed)
    for name, lines in LAYOUTS.items():
        text = f'id = "{name}"\nname = "Haus {name}"\nlayout = "{name}.typ"\n'
        (to / "letterheads" / f"{name}.toml").write_text(text)
        layout = f"#let sheet(release, letterhead) = {{\n  {lines}\n}}\n"
        (to / "letterheads" / f"{name}.typ").write_text(layout)
    # A folder with the name of a release is a folder.
    (releases / "2004/01/folder.md").mkdir(parents=True, exist_ok=True)
    with open(to / "expected.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["release", "id", "kind", "outcome", "code"])
        for at, number in enumerate(numbers):
            release = Release(seed, number)
            kind = list(TEXTS)[at % len(TEXTS)]
            path = release.path.replace(f".{release.form}", ".md")
            (releases / release.path).unlink(missing_ok=True)
            spoil(releases, release, kind, releases / path, camera)
            code, outcome, _ = TEXTS[kind]
            table.writerow([path, release.id, kind, outcome, code])


def spoil(releases: pathlib.Path, release: Release, kind: str, path: pathlib.Path, camera: Camera) -> None:
    text = forms.markdown(release.fields, release.body)
    change = TEXTS[kind][2]
    if change:
        text = change(text).replace("{stem}", release.stem).replace("{photo}", release.photo_name)
        path.write_text(text)
    elif kind == "not-utf8":
        path.write_bytes(text.encode("latin-1", "replace") + "Grüße aus Köln\n".encode("latin-1"))
    elif kind == "empty-file":
        path.write_bytes(b"")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "no-permission":
        path.write_text(text)
        path.chmod(0)
    photo = camera.photo(random.Random(release.number))
    folder = releases / release.folder
    if kind == "without-alt":
        (folder / release.photo_name).write_bytes(photo)
    if kind == "picture-broken":
        (folder / f"{release.stem}-broken.jpg").write_bytes(b"Kein Bild.\n")
    if kind == "picture-cut":
        # The frame is there, the rows are not.
        (folder / f"{release.stem}-cut.jpg").write_bytes(photo[:300])
    if kind == "picture-huge":
        (folder / f"{release.stem}-huge.jpg").write_bytes(head(40_000, 40_000, 1) + b"\0" * 1000)
