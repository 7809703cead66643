"""The same bytes however the work is divided, and no changed byte that goes unnoticed."""

import base64
import collections
import hashlib
import json
import pathlib
import random
import shutil
import subprocess

from disturbed import digests
from sheets import number_of
from trial import Trial, releases, results, say


def same(trial: Trial, options) -> list[str]:
    """One worker, many, any order, shards, lists, a stream, single calls."""
    folder, chance, wrong = trial.tree(options.count), random.Random(trial.seed), []
    paths = [f"releases/{path}" for path in releases(folder)]
    mixed = chance.sample(paths, len(paths))
    (folder / "mixed.txt").write_bytes("\0".join(mixed).encode())
    to = folder / "same"
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()

    def run(name: str, *more: object, tree: str | None = "releases") -> dict[str, str]:
        trees = [tree] if tree else []
        trial.run(trial.command(folder, "-q", *trees, "--out-tree", to / name, *more), folder)
        return flat(to / name)

    one = run("one", "-j1")
    ways = {
        "two workers": run("two", "-j2"),
        "five workers": run("five", "-j5"),
        "another order": run("mixed", "--files-from", "mixed.txt", "-0", "-j2", tree=None),
        "shards": {name: digest for part in range(1, 5) for name, digest in run("shards", "--shard", f"{part}/4").items()},
        "stream": stream(trial, folder, to / "stream", mixed),
        "stream of texts": stream(trial, folder, None, [path for path in paths if not has_photo(path)]),
    }
    single = chance.sample(paths, min(options.single, len(paths)))
    for path in single:
        target = to / "single" / pathlib.Path(path).with_suffix(".pdf").name
        target.parent.mkdir(exist_ok=True)
        trial.run(trial.command(folder, "-q", path, "-o", target), folder)
    ways["single"] = flat(to / "single")
    whole = {"two workers", "five workers", "another order", "shards", "stream"}
    for way, found in ways.items():
        differing = [name for name, digest in found.items() if one.get(name) != digest]
        say(f"{way}: {len(found)} sheets, {len(differing)} differ")
        if differing or (way in whole and len(found) != len(one)):
            wrong.append(f"{way}: {len(found)} of {len(one)}, differing {differing[:3]}")
    return wrong


def has_photo(path: str) -> bool:
    """A text of a stream has no folder in which its photo would be found."""
    return number_of(path) * 7 % 10 < 7


def flat(folder: pathlib.Path) -> dict[str, str]:
    """Digests by the names of the files alone, which are unlike in a generated tree."""
    return {pathlib.Path(name).name: digest for name, digest in digests(folder).items()}


def stream(trial: Trial, folder: pathlib.Path, to: pathlib.Path | None, paths: list[str]) -> dict[str, str]:
    """A stream of requests: releases by their names, or, without a folder, as texts with sheets in the results."""
    requests = []
    for path in paths:
        form = path.rpartition(".")[2]
        request = {"file": path} if to else {"name": path, "text": (folder / path).read_text(), "input_format": form}
        requests.append(json.dumps(request))
    where = ["--out-tree", to] if to else ["-o", "-"]
    command = trial.command(folder, "--input-format", "ndjson", "-", *where, "-j2")
    done = trial.run(command, folder, input="\n".join(requests).encode() + b"\n")
    found = {}
    for line in done.stdout.splitlines():
        result = json.loads(line)
        for output in result.get("outputs", []):
            name = pathlib.Path(result["release"]).with_suffix(".pdf").name
            data = base64.b64decode(output["data"]) if output.get("data") else None
            found[name] = hashlib.sha256(data).hexdigest() if data else output["sha256"]
    return found


def mutants(content: bytes, other: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A sheet that was changed, and how."""
    at = chance.randrange(len(content))
    kind = chance.choice(["flipped", "removed", "inserted", "cut", "longer", "swapped", "other", "redated"])
    if kind == "flipped":
        return kind, content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1:]
    if kind == "removed":
        return kind, content[:at] + content[at + chance.randrange(1, 9):]
    if kind == "inserted":
        return kind, content[:at] + chance.randbytes(chance.randrange(1, 9)) + content[at:]
    if kind == "cut":
        return kind, content[: max(at, 20)]
    if kind == "longer":
        return kind, content + chance.choice([b"\n", b" ", b"%%EOF\n", chance.randbytes(40)])
    if kind == "swapped":
        half = len(content) // 2
        return kind, content[:half] + content[half + 64:half + 128] + content[half:half + 64] + content[half + 128:]
    if kind == "redated":
        return kind, content.replace(b"/CreationDate", b"/CreationDatf", 1)
    return kind, other


def verify(trial: Trial, options) -> list[str]:
    """Sheets as they were written, and as many that were changed."""
    folder, chance, wrong = trial.tree(options.count), random.Random(trial.seed), []
    manifest = folder / "verified.ndjson"
    for name in ("verified", "mutants"):
        shutil.rmtree(folder / name, ignore_errors=True)
    trial.run(trial.command(folder, "-q", "releases", "--out-tree", "verified", "--manifest", manifest, "-j2"), folder)
    found = results(manifest)
    kinds, previous = {}, b"%PDF-1.7\n"
    for result in found:
        for output in result["outputs"]:
            content = (folder / output["file"]).read_bytes()
            kind, mutant = mutants(content, previous, chance)
            previous = content
            if mutant == content:
                continue
            name = output["file"].replace("verified/", "mutants/", 1)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(mutant)
            kinds[name] = kind
    # What the manifest says of the sheets holds of the mutants, but for their place.
    (folder / "mutants.ndjson").write_text(manifest.read_text().replace('"verified/', '"mutants/'))
    whole = verdicts(trial, folder, "verified", manifest, (0,))
    say(f"as written: {dict(collections.Counter(whole.values()))}")
    wrong += [f"{name}: {verdict}" for name, verdict in whole.items() if verdict != "same"][:10]
    changed = verdicts(trial, folder, "mutants", folder / "mutants.ndjson", (1, 2))
    say(f"mutants: {dict(collections.Counter((kinds.get(name), verdict) for name, verdict in changed.items()))}")
    wrong += [f"{name} ({kinds.get(name)}) is called {verdict}" for name, verdict in changed.items()
              if verdict.startswith("same")]
    if len(whole) != len(found) or len(changed) != len(kinds):
        wrong.append(f"{len(whole)} and {len(changed)} verdicts for {len(found)} and {len(kinds)} files")
    return wrong


def verdicts(trial: Trial, folder: pathlib.Path, what: str, manifest: pathlib.Path, exits: tuple) -> dict[str, str]:
    command = trial.command(folder, what, "--manifest", manifest, "-j2", "--message-format", "json", what="verify")
    done = subprocess.run(command, cwd=folder, capture_output=True)
    if done.returncode not in exits:
        raise SystemExit(f"verify ended with {done.returncode}: {done.stderr[-2000:].decode('utf-8', 'replace')}")
    lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines() if line.startswith(b"{")]
    return {line["file"]: line["verdict"] for line in lines if "verdict" in line}
