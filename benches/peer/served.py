#!/usr/bin/env python3
"""`letterpress serve` beside small servers with WeasyPrint and headless Chromium, in turn.

    cargo build --release
    python3 -m venv target/peer/python && target/peer/python/bin/pip install weasyprint==70.0
    benches/peer/served.py --weasyprint target/peer/python/bin/python --chromium chromium

Each gets the text of one release over and over by so many clients, letterpress as a release, the
others as a plain page without letterhead and rules (`measure.py`). All run with as many processes
at a time (`server.py`), warm. A round gives answers a second and how long clients waited; memory is
that of all processes together (proportional set size) after the last round.
"""

import argparse
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests/scale"))

from load import Client, as_json, each, percentiles
from measure import ROOT, lay_texts
from trial import descendants


class Peer:
    """A server that runs, and what it is asked."""

    def __init__(self, command: list, path: str, body: bytes, kind: str, pipe: str, folder: pathlib.Path):
        self.path, self.body, self.kind, self.rates, self.waits = path, body, kind, [], []
        self.process = subprocess.Popen([str(word) for word in command], start_new_session=True, text=True,
                                        env=os.environ | {"TMPDIR": str(folder)}, **{pipe: subprocess.PIPE})
        said = getattr(self.process, pipe).readline()
        self.address = said.strip().removeprefix("listening at http://")

    def ask(self, client: Client, _: int) -> None:
        answer = client.ask("POST", self.path, self.body, self.kind)
        if answer.status != 200 or not answer.body.startswith(b"%PDF-"):
            raise SystemExit(f"{self.path}: {answer.status} {answer.body[:200]!r}")
        self.waits[-1].append(answer.seconds)

    def round(self, clients: int, count: int) -> None:
        self.waits.append([])
        self.rates.append(count / each(self.address, clients, range(count), self.ask))

    def memory(self) -> float:
        """MiB of all its processes, each page by its share."""
        of_all = 0
        for pid in (self.process.pid, *descendants(self.process.pid)):
            try:
                lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except OSError:  # It has ended.
                continue
            of_all += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return of_all / 1024

    def end(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letterpress", default=str(ROOT / "target/release/letterpress"))
    parser.add_argument("--weasyprint", help="a Python that has it")
    parser.add_argument("--chromium")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--count", type=int, default=60, help="requests a round")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        peers = start(options, pathlib.Path(folder))
        try:
            for peer in peers.values():
                peer.round(options.jobs, 2 * options.jobs)
                peer.rates.clear()
                peer.waits.clear()
            for _ in range(options.rounds):
                for peer in peers.values():
                    peer.round(options.clients, options.count)
            report(peers)
        finally:
            for peer in peers.values():
                peer.end()


def start(options: argparse.Namespace, here: pathlib.Path) -> dict[str, Peer]:
    lay_texts(here)
    page = (here / "plain.html").read_bytes()
    serve = [options.letterpress, "serve", "--listen", "127.0.0.1:0", "-j", options.jobs, "--queue", options.clients]
    release = as_json(here / "release.md", [])
    peers = {"letterpress": Peer(serve, "/v1/render", release, "application/json", "stderr", here)}
    for kind, python in (("weasyprint", options.weasyprint), ("chromium", sys.executable)):
        program = getattr(options, kind)
        if program:
            command = [python, HERE / "server.py", kind, program, options.jobs]
            peers[kind] = Peer(command, "/", page, "text/html", "stdout", here)
    return peers


def report(peers: dict[str, Peer]) -> None:
    print(f"{'server':<14}{'a second':>10}{'ratio':>8}{'p50 ms':>9}{'p99 ms':>9}{'MiB':>7}")
    own = statistics.median(peers["letterpress"].rates)
    for name, peer in peers.items():
        rate, at = statistics.median(peer.rates), percentiles([wait for waits in peer.waits for wait in waits])
        print(f"{name:<14}{rate:>10.2f}{own / rate:>8.1f}{at[49] * 1000:>9.0f}{at[98] * 1000:>9.0f}{peer.memory():>7.0f}")


if __name__ == "__main__":
    main()
