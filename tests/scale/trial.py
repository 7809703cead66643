"""What the long runs share: the tree, the program, its processes and what they take."""

import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
PAGE = os.sysconf("SC_PAGE_SIZE")


def say(text: str) -> None:
    print(text, flush=True)


class Trial:
    """A folder with a tree of releases, and the program that sets them."""

    def __init__(self, program: pathlib.Path, work: pathlib.Path, seed: str):
        self.program, self.work, self.seed = program.resolve(), work.resolve(), seed
        self.work.mkdir(parents=True, exist_ok=True)

    def tree(self, count: int, broken: int = 0) -> pathlib.Path:
        """The tree of so many releases; it is made once."""
        to = self.work / (f"tree-{count}" if not broken else f"tree-{count}-{broken}")
        if not (to / "made").exists():
            command = [sys.executable, HERE / "generate.py", to, f"--count={count}", f"--seed={self.seed}"]
            subprocess.run([*command, f"--broken={broken}"], check=True)
            (to / "made").touch()
        return to

    def command(self, tree: pathlib.Path, *options: object, what: str = "render") -> list[str]:
        parts = [self.program, what, "--letterheads", tree / "letterheads", *options]
        return [str(part) for part in parts]

    def run(self, command: list[str], cwd: pathlib.Path, exits: tuple = (0,), **options) -> subprocess.CompletedProcess:
        """Runs to the end; another exit code than these is a fault of the program."""
        done = subprocess.run(command, cwd=cwd, capture_output=True, **options)
        if done.returncode not in exits:
            tail = done.stderr[-3000:].decode("utf-8", "replace")
            raise SystemExit(f"{' '.join(command[:12])} … ended with {done.returncode}:\n{tail}")
        return done


def releases(tree: pathlib.Path) -> list[str]:
    """The paths of all releases, below the folder of releases, sorted."""
    folder = tree / "releases"
    endings = {".md", ".json", ".yaml", ".toml"}
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*")
                  if path.suffix in endings and not path.is_dir())


def results(manifest: pathlib.Path) -> list[dict]:
    """The results of a manifest; of what a stopped run left half-written, the whole lines."""
    found = []
    for line in manifest.read_bytes().split(b"\n"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return [result for result in found if result.get("type") == "result"]


def descendants(of: int) -> dict[int, str]:
    """The processes below one, each with the moment it began, which tells it from a later one."""
    below, parents = {}, {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            about = stat(int(entry))
            if about:
                parents[int(entry)] = about
    family = {of}
    # A child may have a lower number than its parent, so it takes as many rounds as generations.
    while True:
        new = {pid for pid, (parent, _, _) in parents.items() if parent in family} - family
        if not new:
            return below
        family |= new
        below |= {pid: parents[pid][1] for pid in new}


def stat(pid: int) -> tuple[int, str, str] | None:
    """Parent, beginning and state of a process."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            rest = file.read().rpartition(b") ")[2].split()
    except OSError:
        return None
    return int(rest[1]), rest[19].decode(), rest[0].decode()


def is_alive(pid: int, begun: str) -> bool:
    about = stat(pid)
    return about is not None and about[1] == begun and about[2] not in "ZX"


def resident(pid: int) -> int:
    """Bytes of memory of a process; 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


class Sampler:
    """Writes down what each process of a run takes, second by second."""

    def __init__(self, file: pathlib.Path, manifest: pathlib.Path):
        is_new = not file.exists()
        self.file = open(file, "a", newline="")
        self.table = csv.writer(self.file, lineterminator="\n")
        if is_new:
            self.table.writerow(["run", "seconds", "done", "process", "pid", "bytes"])
        self.manifest, self.at, self.done = manifest, 0, 0

    def lines(self) -> int:
        """How many results there are by now."""
        try:
            with open(self.manifest, "rb") as file:
                # At the end it is written anew, in order.
                if os.fstat(file.fileno()).st_size < self.at:
                    return self.done
                file.seek(self.at)
                more = file.read()
        except OSError:
            return self.done
        self.at += len(more)
        self.done += more.count(b"\n")
        return self.done

    def watch(self, run: subprocess.Popen, number: str, limit: float | None) -> float:
        """Samples until the run ends or is asked to; gives its seconds."""
        begun, asked = time.monotonic(), False
        while run.poll() is None:
            seconds = time.monotonic() - begun
            done = self.lines()
            self.table.writerow([number, f"{seconds:.1f}", done, "parent", run.pid, resident(run.pid)])
            for pid in descendants(run.pid):
                self.table.writerow([number, f"{seconds:.1f}", done, "worker", pid, resident(pid)])
            self.file.flush()
            if limit and seconds > limit and not asked:
                run.send_signal(signal.SIGTERM)
                asked = True
            time.sleep(1)
        return time.monotonic() - begun
