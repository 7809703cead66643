"""Runs that are disturbed: by releases that cannot be issued, and by being killed."""

import collections
import csv
import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import sheets
from trial import Trial, descendants, is_alive, releases, results, say

BOUNDS = ("--max-seconds", "10", "--max-memory", "400MiB")
# How long a worker may need to notice that its run is gone: it finishes its release first.
PATIENCE = 15
# Who a run is when it may not read everything: root reads what nobody may.
NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


def digests(folder: pathlib.Path) -> dict[str, str]:
    """All files of a folder, hidden ones and temporary ones too."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file()}


def broken(trial: Trial, options) -> list[str]:
    """Some releases cannot be issued: all others are right, and a result says what happened to each."""
    count, number = options.count, options.broken
    folder = trial.tree(count, number)
    with open(folder / "expected.csv", newline="") as file:
        expected = {f"releases/{row['release']}": row for row in csv.DictReader(file)}
    # Each by its name: what is found by walking may be passed over.
    good = [f"releases/{path}" for path in releases(folder)]
    (folder / "list.txt").write_text("\n".join(sorted({*good, *expected})) + "\n")
    to = trial.work / "broken"
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    to.chmod(0o777)
    command = trial.command(folder, "--files-from", "list.txt", "--out-tree", to, "--manifest", to / "m.ndjson",
                            "-j", options.jobs, *BOUNDS)
    if os.geteuid() == 0:
        command = [*NOBODY, *command]
    begun = time.monotonic()
    trial.run(command, folder, (2,))
    found = results(to / "m.ndjson")
    say(f"{len(found)} results in {time.monotonic() - begun:.0f} s: "
        f"{dict(collections.Counter(result['outcome'] for result in found))}")
    wrong = []
    for result in found:
        row = expected.get(result["release"])
        codes = [each["code"] for each in result["diagnostics"] if each["severity"] == "error"]
        if row is None and result["outcome"] != "issued":
            wrong.append(f"{result['release']} is fine, but {result['outcome']}: {codes}")
        if row and (result["outcome"] != row["outcome"] or row["code"] not in codes):
            wrong.append(f"{result['release']} ({row['kind']}): {result['outcome']} {codes}, "
                         f"not {row['outcome']} {row['code']}")
    if len(found) != count:
        wrong.append(f"{len(found)} results for {count} releases")
    issued = [result for result in found if result["outcome"] == "issued"]
    return wrong + sheets.judge(trial.seed, issued, folder, options.jobs)


def kill(trial: Trial, options) -> list[str]:
    """Kills the run at moments of chance and starts it again, until all is done."""
    folder, chance = trial.tree(options.count), random.Random(trial.seed)
    undisturbed, disturbed = folder / "undisturbed", folder / "disturbed"
    for each in (undisturbed, disturbed):
        shutil.rmtree(each, ignore_errors=True)
        each.mkdir()

    def command(to: pathlib.Path) -> list[str]:
        return trial.command(folder, "releases", "--out-tree", to / "sheets", "--manifest", to / "m.ndjson",
                             "--if-changed", "-q", "-j", options.jobs)

    begun = time.monotonic()
    trial.run(command(undisturbed), folder)
    whole, wrong, done = time.monotonic() - begun, [], 0
    say(f"undisturbed: {whole:.1f} s")
    for number in range(options.kills):
        run = subprocess.Popen(command(disturbed), cwd=folder, stdin=subprocess.DEVNULL)
        # So that the last of them still hit a run that is at work.
        time.sleep(chance.uniform(0.02, 2 * whole / options.kills))
        family = descendants(run.pid)
        run.send_signal(signal.SIGKILL)
        run.wait()
        left = remaining(family, PATIENCE)
        if left:
            wrong.append(f"processes left behind by kill {number + 1}: {left}")
        now = len(results(disturbed / "m.ndjson")) if (disturbed / "m.ndjson").exists() else 0
        if now < done:
            wrong.append(f"kill {number + 1} cost results: {done} before, {now} after")
        done = max(done, now)
    say(f"after {options.kills} kills {done} of {options.count} are done")
    trial.run(command(disturbed), folder)
    one, other = digests(undisturbed / "sheets"), digests(disturbed / "sheets")
    if one != other:
        differing = sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
        wrong.append(f"{len(differing)} files differ or are left over: {differing[:5]}")
    wrong += [f"{to.name} holds {name}" for to in (undisturbed, disturbed)
              for name in set(os.listdir(to)) - {"sheets", "m.ndjson"}]
    first, second = (
        [(each["release"], each["id"], each["inputs"], [(output["sha256"], output["pages"]) for output in each["outputs"]])
         for each in results(to / "m.ndjson")] for to in (undisturbed, disturbed)
    )
    if first != second:
        wrong.append("the manifests say different things")
    return wrong


def remaining(family: dict[int, str], seconds: float) -> list[int]:
    """The processes that are still there after a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and any(is_alive(pid, begun) for pid, begun in family.items()):
        time.sleep(0.05)
    return [pid for pid, begun in family.items() if is_alive(pid, begun)]
