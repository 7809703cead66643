#!/usr/bin/env python3
"""How time and memory grow with a release, one construct at a time.

    cargo build --release
    benches/growth/measure.py              # prints the table
    benches/growth/measure.py --write      # writes it into docs/growth.md
    benches/growth/measure.py links cells  # some constructs only

For each construct it looks for the largest number that is accepted, to a twelfth, up to the file's
4 MiB (where it is refused at any number: the largest that fits), and then measures a quarter, a half
and all of that: user time of the processor and the largest resident memory, of short runs the
better of two. The exponent is the slope of the last doubling; what the same command needs for an
empty release is taken off before. LETTERPRESS names another program to measure.
"""

import math
import os
import re
import resource
import subprocess
import sys
import tempfile

from constructs import CONSTRUCTS, EMPTY

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("LETTERPRESS", os.path.join(ROOT, "target/release/letterpress"))
DOCUMENT = os.path.join(ROOT, "docs/growth.md")
MAX_BYTES = 4 * 1024 * 1024
# What may be used at a bound, by docs/limits.md.
MAX_SECONDS, MAX_MEBIBYTES = 5.0, 600
# Above this share of the program's own floor an exponent says something.
NOTEWORTHY_SECONDS, NOTEWORTHY_MEBIBYTES = 0.15, 60
# n log n has less than this over one doubling at these sizes, and noise a little.
MAX_EXPONENT = 1.35


def run(command, text, suffix):
    """User seconds, MiB and the code of the first error, or None."""
    with tempfile.TemporaryDirectory() as folder:
        name = "release" + suffix
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        options = ["--max-seconds", "100", "--max-memory", "6GiB", "--max-pages", "100000"]
        if command == "render":
            options += ["-o", "release.pdf"]
        process = subprocess.Popen(
            [PROGRAM, command, "-q", *options, name],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        said = process.stderr.read().decode("utf-8", "replace")
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
        error = re.search(r"^error\[([a-z-]+)\]", said, re.MULTILINE)
        return usage.ru_utime, usage.ru_maxrss / 1024, error and error.group(1)


def best(command, text, suffix):
    first = run(command, text, suffix)
    if first[0] > 0.5:
        return first
    second = run(command, text, suffix)
    return min(first[0], second[0]), min(first[1], second[1]), first[2]


def bound(make, suffix):
    """The largest number that is accepted, and whether any is."""
    def fits(n):
        return len(make(n).encode("utf-8")) <= MAX_BYTES

    def accepted(n):
        return fits(n) and run("check", make(n), suffix)[2] is None

    most = 16
    while fits(most * 2) and most < 1 << 22:
        most *= 2
    if not accepted(16):
        return most, False
    low = 16
    while low * 2 <= most and accepted(low * 2):
        low *= 2
    high = low * 2
    while high - low > max(1, low // 12):
        middle = (low + high) // 2
        low, high = (middle, high) if accepted(middle) else (low, middle)
    return low, True


def exponent(small, large, floor, noteworthy):
    small, large = small - floor, large - floor
    if large < noteworthy or small <= 0:
        return None
    return math.log2(large / max(small, noteworthy / 8))


def main():
    typed = sys.argv[1:]
    wanted = [name for name in typed if not name.startswith("-")]
    floors = {command: best(command, EMPTY, ".md") for command in ("check", "render")}
    rows, excesses = [], []
    for name, (make, suffix) in CONSTRUCTS.items():
        if wanted and name not in wanted:
            continue
        n, is_accepted = bound(make, suffix)
        command = "render" if is_accepted else "check"
        floor = floors[command]
        steps = [best(command, make(max(1, n // part)), suffix) for part in (4, 2, 1)]
        code = steps[2][2]
        seconds = exponent(steps[1][0], steps[2][0], floor[0], NOTEWORTHY_SECONDS)
        memory = exponent(steps[1][1], steps[2][1], floor[1], NOTEWORTHY_MEBIBYTES)
        end = "accepted" if is_accepted and code is None else f"`{code}`"
        row = [name.replace("|", "\\|"), f"{n:,}", end]
        row += [f"{one[0]:.2f} / {one[1]:.0f}" for one in steps]
        row += ["–" if one is None else f"{one:.1f}" for one in (seconds, memory)]
        rows.append("| " + " | ".join(row) + " |")
        print(rows[-1], flush=True)
        slow = steps[2][0] > MAX_SECONDS or steps[2][1] > MAX_MEBIBYTES
        steep = any(one is not None and one > MAX_EXPONENT for one in (seconds, memory))
        if slow or steep:
            excesses.append(name)
    if excesses:
        print("look at: " + ", ".join(excesses))
    if "--write" in typed and not wanted:
        write(rows)


HEAD = """\
# Growth

How time and memory grow with a release, one construct at a time.
`benches/growth/measure.py --write` measures it and writes the table below; it takes an hour or two.

- **n** is the largest number of the construct that is accepted. Where it is refused at any number, n is the largest that fits into 4 MiB.
- **ends**: `accepted` is measured with `letterpress render`, everything else with `letterpress check`, with the code of its first error.
- **n/4**, **n/2** and **n** are user time in seconds and resident memory in MiB.
- **time** and **memory** are the exponents of the last doubling, without what an empty release takes: 1 is linear, 2 quadratic. A dash stands where there is too little to be measured (less than 0.15 s, 60 MiB).

Where a sheet is set several times until its breaks stand as they should, and its half or double is not, the exponent says nothing about growth: `` `*a* ` ``, `` `*_` `` on many lines, compounds, soft hyphens.

"""


def write(rows):
    table = "| construct | n | ends | n/4 | n/2 | n | time | memory |\n"
    table += "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write(HEAD + table + "\n".join(rows) + "\n")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
