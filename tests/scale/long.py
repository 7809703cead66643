"""The run over a whole tree, which may be stopped and started again, and what it took."""

import collections
import csv
import os
import pathlib
import subprocess
import time

import sheets
from trial import Sampler, Trial, releases, results, say

MOST = 150 * 1024 * 1024
# How much more the last tenth may take than the second.
GROWTH = 1.10


def tree(trial: Trial, options) -> list[str]:
    """Sets all releases of a tree, or goes on with it; gives all that is wrong."""
    folder = trial.tree(options.count)
    manifest, log = folder / "manifest.ndjson", folder / "log.txt"
    command = trial.command(folder, "releases", "--out-tree", "sheets", "--manifest", manifest,
                            "--if-changed", "-j", options.jobs, "--message-format", "json")
    number = time.strftime("%Y%m%d-%H%M%S")
    sampler = Sampler(folder / "memory.csv", manifest)
    before = sampler.lines()
    say(f"{options.count} releases, of which {before} have results")
    with open(log, "ab") as to:
        run = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=to, stderr=to)
        seconds = sampler.watch(run, number, options.seconds)
    found = results(manifest)
    outcomes = collections.Counter(result["outcome"] for result in found)
    say(f"run {number}: {seconds:.0f} s, exit code {run.returncode}, {len(found)} results {dict(outcomes)}")
    wrong = memory(folder / "memory.csv", number)
    state = sorted(os.listdir(f"{folder}/sheets")) if (folder / "sheets").exists() else []
    say(f"sheets of {len(state)} years")
    if len(found) < options.count:
        say("it was stopped: run this again to go on")
        return wrong
    wrong += complete(folder, found)
    wrong += sheets.judge(trial.seed, found, folder, options.jobs)
    return wrong + sheets.validate(found, folder, options.validate)


def complete(folder: pathlib.Path, found: list[dict]) -> list[str]:
    """Whether each release has exactly one result, in order, and one sheet, and no file is too many."""
    expected = [f"releases/{path}" for path in releases(folder)]
    wrong = []
    named = [result["release"] for result in found]
    if named != expected:
        missing, more = set(expected) - set(named), set(named) - set(expected)
        wrong.append(f"the manifest is not the tree in order: lacks {sorted(missing)[:3]}, has {sorted(more)[:3]}")
    wrong += [f"{result['release']}: {result['outcome']}" for result in found
              if result["outcome"] not in ("issued", "unchanged")][:20]
    written = {str(path.relative_to(folder)) for path in (folder / "sheets").rglob("*") if path.is_file()}
    known = {output["file"] for result in found for output in result["outputs"]}
    if written != known:
        wrong.append(f"files that no result names: {sorted(written - known)[:3]}; "
                     f"that are not there: {sorted(known - written)[:3]}")
    return wrong


def memory(file: pathlib.Path, number: str) -> list[str]:
    """Judges what each process of a run took: flat, and never much."""
    by_process, wrong = collections.defaultdict(list), []
    with open(file, newline="") as opened:
        for row in csv.DictReader(opened):
            if row["run"] == number and int(row["bytes"]):
                by_process[row["process"], row["pid"]].append((int(row["done"]), int(row["bytes"])))
    ends = [done for samples in by_process.values() for done, _ in samples]
    if not ends or max(ends) == min(ends):
        return ["no process was seen at work"]
    first, whole = min(ends), max(ends) - min(ends)
    # A worker that has done much is replaced, so all that there were count as one.
    for process in ("parent", "worker"):
        of_kind = [samples for (kind, _), samples in by_process.items() if kind == process]
        def most(tenth: int) -> int:
            low, high = first + whole * (tenth - 1) / 10, first + whole * tenth / 10
            return max(taken for samples in of_kind for done, taken in samples if low <= done <= high)
        peak, second, last = max(taken for samples in of_kind for _, taken in samples), most(2), most(10)
        say(f"{process}, {len(of_kind)} in all: at most {peak / 2**20:.1f} MiB; second tenth {second / 2**20:.1f}, "
            f"last {last / 2**20:.1f}, ratio {last / second:.3f}")
        if peak > MOST:
            wrong.append(f"a {process} took {peak / 2**20:.1f} MiB")
        if last > second * GROWTH:
            wrong.append(f"the memory of a {process} grew by {last / second:.3f}")
    return wrong


def pair(trial: Trial, options) -> list[str]:
    """Two workers against two processes that know nothing of each other, in turn."""
    folder = trial.tree(options.count)
    paths = [f"releases/{path}" for path in releases(folder)]
    halves = []
    for at in (0, 1):
        (folder / f"half-{at}.txt").write_text("\n".join(paths[at::2]) + "\n")
        halves.append(trial.command(folder, "-q", "-j1", "--files-from", f"half-{at}.txt", "--out-tree", f"pair-{at}"))
    both = trial.command(folder, "-q", "-j2", "releases", "--out-tree", "pair-both")
    ratios = []
    for number in range(options.rounds):
        begun = time.monotonic()
        trial.run([*both, "--force"], folder)
        together = time.monotonic() - begun
        begun = time.monotonic()
        runs = [subprocess.Popen([*half, "--force"], cwd=folder) for half in halves]
        if any(run.wait() for run in runs):
            return ["one of the two processes failed"]
        apart = time.monotonic() - begun
        ratios.append(apart / together)
        say(f"round {number + 1}: two workers {together:.1f} s, two processes {apart:.1f} s, ratio {apart / together:.3f}")
    middle = sorted(ratios)[len(ratios) // 2]
    say(f"two workers have {middle:.3f} of the rate of two processes (median)")
    return [] if middle >= 0.97 else [f"two workers have only {middle:.3f}"]
