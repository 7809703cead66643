#!/usr/bin/env python3
"""The sheet of a release beside plain sheets of the same text by other programs.

    cargo build --release
    cargo install typst-cli --version 0.15.1 --locked --root target/peer
    python3 -m venv target/peer/python && target/peer/python/bin/pip install weasyprint==70.0
    benches/peer/measure.py --typst target/peer/bin/typst --weasyprint target/peer/python/bin/weasyprint --chromium chromium

Each program is run in turn, as often as --rounds says, and the median of its time from start to
end is divided by that of letterpress. Memory is the largest resident set of one process, of
Chromium, which has several, that of the largest. Instructions are counted by Valgrind, where
--instructions asks for them; those of letterpress and Typst alone, as the others start what
Valgrind cannot follow. Programs that are not named are left out.

The others get the text with its headings, lists and links, and neither letterhead nor rules; all
write a tagged PDF, as far as they can.
"""

import argparse
import html
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = ROOT / "fixtures/releases/accepted/ki-vernetzungstreffen.md"
# The sizes of the sheet: text in pt, margins in mm.
TYPST_HEAD = """#set document(title: [{title}])
#set page(paper: "a4", margin: (left: 25mm, right: 52mm, y: 33mm), numbering: "1")
#set text(lang: "de", font: "Liberation Sans", size: 10.5pt)
#set par(justify: false)
"""
HTML_HEAD = """<!doctype html><html lang="de"><meta charset="utf-8"><title>{title}</title>
<style>@page {{ size: A4; margin: 33mm 52mm 33mm 25mm }}
body {{ font: 10.5pt "Liberation Sans"; hyphens: auto }} h1 {{ font-size: 16pt }} h2 {{ font-size: 11pt }}</style>
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letterpress", default=str(ROOT / "target/release/letterpress"))
    for program in ("typst", "weasyprint", "chromium"):
        parser.add_argument(f"--{program}")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--instructions", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        lay_texts(here)
        runs = commands(options)
        print(f"{'program':<14}{'ms':>9}{'ratio':>8}{'MiB':>7}{'million instructions':>22}")
        taken = {name: [] for name in runs}
        for number in range(options.rounds + 1):
            for name, command in runs.items():
                figures = run(command, here)
                # The first round fills the caches of the machine.
                if number:
                    taken[name].append(figures)
        own = statistics.median(seconds for seconds, _ in taken["letterpress"])
        for name, figures in taken.items():
            seconds = statistics.median(seconds for seconds, _ in figures)
            memory = statistics.median(memory for _, memory in figures)
            is_counted = options.instructions and name in ("letterpress", "typst")
            counted = f"{instructions(runs[name], here) / 1e6:.1f}" if is_counted else ""
            print(f"{name:<14}{seconds * 1000:>9.1f}{seconds / own:>8.2f}{memory / 1024:>7.0f}{counted:>22}")


def commands(options: argparse.Namespace) -> dict[str, list[str]]:
    """What each program is called with."""
    found = {"letterpress": [options.letterpress, "render", "-q", "--force", "release.md", "-o", "letterpress.pdf"]}
    if options.typst:
        found["typst"] = [options.typst, "compile", "--font-path", str(ROOT / "fonts"), "--pdf-standard", "a-2a,ua-1",
                          "plain.typ", "typst.pdf"]
    if options.weasyprint:
        found["weasyprint"] = [options.weasyprint, "--pdf-variant", "pdf/ua-1", "plain.html", "weasyprint.pdf"]
    if options.chromium:
        found["chromium"] = [options.chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                             "--generate-pdf-document-outline", "--print-to-pdf=chromium.pdf", "plain.html"]
    return found


def run(command: list[str], here: pathlib.Path) -> tuple[float, int]:
    """Seconds and KiB of a process that ends well and writes its file."""
    made = here / re.search(r"[a-z]+\.pdf$|--print-to-pdf=(\S+)", " ".join(command)).group().split("=")[-1]
    made.unlink(missing_ok=True)
    with open(here / "errors.txt", "w+", encoding="utf-8") as errors:
        begun = time.monotonic()
        process = subprocess.Popen(command, cwd=here, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        if process.returncode or not made.exists():
            raise SystemExit(f"{' '.join(command)} failed:\n{errors.read()}")
    return seconds, usage.ru_maxrss


def instructions(command: list[str], here: pathlib.Path) -> int:
    valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command]
    one_thread = os.environ | {"RAYON_NUM_THREADS": "1"}
    done = subprocess.run(valgrind, cwd=here, env=one_thread, capture_output=True, text=True, check=True)
    return int(re.search(r"Collected : (\d+)", done.stderr).group(1))


def lay_texts(here: pathlib.Path) -> None:
    """Writes the release, and its text for Typst and for what reads HTML."""
    source = SEED.read_text(encoding="utf-8")
    (here / "release.md").write_text(source, encoding="utf-8")
    fields, body = source.removeprefix("---\n").split("---\n", 1)
    title, under = (re.search(rf"^{name}: (.*)$", fields, re.M).group(1) for name in ("headline", "subheadline"))
    typst, page = [f"= {title}", f"_{under}_"], [f"<h1>{html.escape(title)}</h1>", f"<p><em>{html.escape(under)}</em></p>"]
    for block in body.strip().split("\n\n"):
        lines = block.splitlines()
        if block.startswith("## "):
            typst.append(f"== {block[3:]}")
            page.append(f"<h2>{html.escape(block[3:])}</h2>")
        elif block.startswith("> "):
            typst.append(f"#quote(block: true)[{block[2:]}]")
            page.append(f"<blockquote>{html.escape(block[2:])}</blockquote>")
        elif re.match(r"\d+\. ", block):
            items = [re.sub(r"^\d+\. ", "", line) for line in lines]
            typst.append("\n".join(f"+ {item}" for item in items))
            page.append("<ol>" + "".join(f"<li>{html.escape(item)}</li>" for item in items) + "</ol>")
        else:
            link = r"\[([^\]]*)\]\(([^)]*)\)"
            typst.append(re.sub(link, r'#link("\2")[\1]', block))
            linked = re.sub(link, r'<a href="\2">\1</a>', html.escape(block))
            page.append(f"<p>{linked}</p>")
    (here / "plain.typ").write_text(TYPST_HEAD.format(title=title) + "\n\n".join(typst) + "\n", encoding="utf-8")
    (here / "plain.html").write_text(HTML_HEAD.format(title=html.escape(title)) + "\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
