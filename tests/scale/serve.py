"""Requests over HTTP by the ten thousand: the same bytes, flat memory, and no client that waits for a hostile one."""

import collections
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import threading
import time

import hostile
from load import Client, Health, as_form, as_json, each, percentiles, spread
from long import GROWTH
from trial import HERE, Trial, descendants, releases, resident, say

SEED = HERE.parent.parent / "fixtures/releases/accepted/ki-vernetzungstreffen.md"
# One request in so many is hostile.
HOSTILE = 20
# The longest that `/health` may take under full load, and what waits for its turn by the median.
HEALTH, TAIL = 0.050, 3.0
# The least share of the rate of a batch.
RATE = 0.90


class Server:
    """A server with a folder of its own for temporary files, and what it takes meanwhile."""

    def __init__(self, trial: Trial, jobs: int, *options: object):
        self.folder = trial.work / "served"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        command = [trial.program, "serve", "--listen", "127.0.0.1:0", "-j", jobs, "--queue", 64, *options]
        self.process = subprocess.Popen([str(word) for word in command], cwd=self.folder, stderr=subprocess.PIPE, text=True,
                                        env=os.environ | {"TMPDIR": str(self.folder), "NO_COLOR": "1"})
        said = self.process.stderr.readline()
        if not said.startswith("listening at http://"):
            raise SystemExit(f"the server said: {said}")
        self.address = said.strip().removeprefix("listening at http://")
        self.said = []
        threading.Thread(target=lambda: self.said.extend(self.process.stderr), daemon=True).start()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.code = self.process.wait(timeout=120)

    def left(self) -> list[str]:
        """What lies about, its own folder and lock not counted."""
        return [str(path.relative_to(self.folder)) for path in self.folder.rglob("*")
                if not path.name.startswith("letterpress-serve-") and path.name != "lock"]


class Watch:
    """Writes down what server and workers take, by how much is done."""

    def __init__(self, pid: int):
        self.pid, self.done, self.samples, self.is_over = pid, 0, collections.defaultdict(list), False
        self.thread = threading.Thread(target=self.look)

    def look(self) -> None:
        while not self.is_over:
            self.samples["server"].append((self.done, resident(self.pid)))
            self.samples["worker"] += [(self.done, resident(pid)) for pid in descendants(self.pid)]
            time.sleep(0.5)

    def __enter__(self) -> "Watch":
        self.thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.is_over = True
        self.thread.join()

    def judge(self) -> list[str]:
        """Flat: the last tenth takes what the second takes."""
        wrong, whole = [], self.done
        for process, samples in self.samples.items():
            tenth = [max((taken for done, taken in samples if whole * (at - 1) / 10 <= done <= whole * at / 10), default=0)
                     for at in (2, 10)]
            peak = max(taken for _, taken in samples)
            say(f"{process}: at most {peak / 2**20:.1f} MiB; second tenth {tenth[0] / 2**20:.1f}, "
                f"last {tenth[1] / 2**20:.1f}")
            if all(tenth) and tenth[1] > tenth[0] * GROWTH:
                wrong.append(f"the memory of a {process} grew by {tenth[1] / tenth[0]:.3f}")
        return wrong


def serve(trial: Trial, options) -> list[str]:
    """All of it: what is right, what it takes, how fast it is, and how long clients wait."""
    wrong = soak(trial, options)
    wrong += rate(trial, options)
    return wrong + waiting(trial, options)


def soak(trial: Trial, options) -> list[str]:
    """Unlike releases and hostile requests, mixed."""
    folder, chance, wrong = trial.tree(options.unlike), random.Random(trial.seed), []
    paths = [folder / "releases" / path for path in releases(folder)]
    expected = folder / "expected-of-serve"
    command = trial.command(folder, "-q", "releases", "--out-tree", expected, "--force", "-j", options.jobs)
    trial.run(command, folder)
    asked = [(as_json(path, pictures(path)), "application/json") if at % 2 else as_form(path, pictures(path))
             for at, path in enumerate(paths)]
    digest = [sheet_of(expected, folder, path) for path in paths]
    evil = [("body", *one) for one in hostile.BODIES] + [("raw", *one) for one in hostile.RAW]
    answers, lock = collections.Counter(), threading.Lock()

    def items():
        for number in range(options.count):
            if number % HOSTILE == HOSTILE - 1:
                yield evil[number // HOSTILE % len(evil)]
            else:
                yield chance.randrange(len(paths))

    with Server(trial, options.jobs, "--letterheads", folder / "letterheads", "--allow-letterhead") as server:
        with Watch(server.process.pid) as watch:

            def ask(client: Client, item) -> None:
                if isinstance(item, int):
                    answer = client.ask("POST", "/v1/render", *asked[item])
                    status, is_right = answer.status, hashlib.sha256(answer.body).digest() == digest[item]
                    fault = f"{paths[item].name}: {status}, other bytes than those of the command line"
                else:
                    kind, words, right = item
                    if kind == "raw":
                        status = hostile.send(server.address, words, right)
                    else:
                        status = client.ask("POST", "/v1/render", words).status
                    is_right = right is None or status in right
                    fault = f"{words[:60]!r}: {status}, not {right}"
                with lock:
                    answers[status] += 1
                    watch.done += 1
                    if watch.done % max(options.count // 10, 1) == 0:
                        say(f"{watch.done} are answered")
                    if not is_right:
                        wrong.append(fault)

            seconds = each(server.address, options.clients, items(), ask)
        say(f"{options.count} requests, {options.count // HOSTILE} of them hostile, in {seconds:.0f} s: "
            f"{dict(answers.most_common())}")
        wrong += watch.judge()
        # Whoever went away is noticed when its turn comes.
        end = time.monotonic() + 30
        while server.left() and time.monotonic() < end:
            time.sleep(0.1)
        wrong += [f"left behind: {path}" for path in server.left()]
    wrong += [f"the server ended with {server.code}"] * bool(server.code)
    return wrong + [f"left behind at the end: {path.name}" for path in server.folder.iterdir()]


def pictures(release: pathlib.Path) -> list[pathlib.Path]:
    """Those that lie beside a release and begin with its name."""
    return sorted(release.parent.glob(f"{release.stem}-*.jpg"))


def sheet_of(expected: pathlib.Path, folder: pathlib.Path, release: pathlib.Path) -> bytes:
    """The digest of what the command line makes of it."""
    below = release.relative_to(folder / "releases").with_suffix(".pdf")
    return hashlib.sha256((expected / below).read_bytes()).digest()


def rate(trial: Trial, options) -> list[str]:
    """Releases a second, beside a run over as many files, in turn."""
    count, shares = max(options.count // 20, 20), []
    batch = trial.work / "batch"
    shutil.rmtree(batch, ignore_errors=True)
    batch.mkdir()
    names = [f"{number}.md" for number in range(count)]
    for name in names:
        shutil.copy(SEED, batch / name)
    render = [str(trial.program), "render", "-q", "--force", "-j", str(options.jobs), "-o", "out/", *names]
    expected = None
    for number in range(options.rounds):
        begun = time.perf_counter()
        trial.run(render, batch)
        whole = time.perf_counter() - begun
        expected = expected or (batch / "out/0.pdf").read_bytes()
        with Server(trial, options.jobs) as server:
            begun = time.perf_counter()
            served = asked_for_seed(server, options.clients, count, expected)
            seconds = time.perf_counter() - begun
        shares.append(whole / seconds)
        say(f"round {number + 1}: {count} times the seed: {count / whole / options.jobs:.1f} a second and worker in a batch, "
            f"{count / seconds / options.jobs:.1f} over HTTP, {shares[-1]:.2f} of it; start of the workers included")
        if served:
            return served
    share = sorted(shares)[len(shares) // 2]
    return [f"only {share:.2f} of the rate of a batch"] * (share < RATE)


def asked_for_seed(server: Server, clients: int, count: int, expected: bytes, taken: list | None = None) -> list[str]:
    """Asks for the seed so often; gives what is wrong."""
    body, wrong = as_json(SEED, []), []

    def ask(client: Client, _: int) -> None:
        answer = client.ask("POST", "/v1/render", body)
        if answer.body != expected:
            wrong.append(f"{answer.status}: other bytes than those of the command line")
        if taken is not None:
            taken.append(answer.seconds)

    each(server.address, clients, range(count), ask)
    return wrong[:5]


def waiting(trial: Trial, options) -> list[str]:
    """How long clients wait, and how long `/health` takes, while all workers are at work."""
    expected, taken, count = None, [], max(options.count // 20, 20)
    with Server(trial, options.jobs) as server:
        expected = Client(server.address).ask("POST", "/v1/render", as_json(SEED, [])).body
        # All workers are there before it counts.
        asked_for_seed(server, options.clients, 2 * options.clients, expected)
        with Health(server.address) as health:
            wrong = asked_for_seed(server, options.clients, count, expected, taken)
    at = percentiles(taken)
    say(f"{options.clients} clients: {spread(taken)}; p99 is {at[98] / at[49]:.2f} p50")
    say(f"/health meanwhile, {len(health.taken)} times: {spread(health.taken)}")
    wrong += [f"p99 is {at[98] / at[49]:.2f} p50"] * (at[98] > TAIL * at[49])
    return wrong + [f"/health took {max(health.taken) * 1000:.1f} ms"] * (max(health.taken) > HEALTH)
