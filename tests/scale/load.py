"""Clients of a server: how they ask, how many at a time, and how long they wait."""

import base64
import http.client
import json
import multiprocessing
import pathlib
import queue
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

FORMATS = {".md": "md", ".json": "json", ".yaml": "yaml", ".toml": "toml"}


class Answer(NamedTuple):
    status: int
    body: bytes
    seconds: float


class Client:
    """A connection that is kept, and made anew where it has ended."""

    def __init__(self, address: str):
        self.connection = http.client.HTTPConnection(address, timeout=300)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Answer:
        begun = time.perf_counter()
        headers = {"Content-Type": kind, "Accept": "application/pdf"} if body is not None else {}
        try:
            self.connection.request(method, path, body, headers)
            response = self.connection.getresponse()
            read = response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        return Answer(response.status, read, time.perf_counter() - begun)


def as_json(release: pathlib.Path, pictures: Iterable[pathlib.Path]) -> bytes:
    """A request with a release and the pictures beside it."""
    files = [{"name": picture.name, "data": base64.b64encode(picture.read_bytes()).decode()} for picture in pictures]
    request = {"text": release.read_text(encoding="utf-8"), "input_format": FORMATS[release.suffix],
               "name": release.name, "pictures": files}
    return json.dumps(request).encode()


def as_form(release: pathlib.Path, pictures: Iterable[pathlib.Path]) -> tuple[bytes, str]:
    """The same as a form, with its media type."""
    parts = [("release", release), *(("picture", picture) for picture in pictures)]
    body = b"".join(
        f'--5d1c\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n\r\n'.encode()
        + file.read_bytes() + b"\r\n" for name, file in parts)
    return body + b"--5d1c--\r\n", "multipart/form-data; boundary=5d1c"


def each(address: str, clients: int, items: Iterable, ask: Callable) -> float:
    """Has so many clients take the items in turn, each when it has its answer; gives the seconds."""
    waiting, lock, failures = iter(items), threading.Lock(), queue.Queue()

    def work() -> None:
        client = Client(address)
        try:
            while True:
                with lock:
                    item = next(waiting, None)
                if item is None:
                    return
                ask(client, item)
        except Exception as error:  # It ends the run, and not its thread alone.
            failures.put(error)

    begun = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not failures.empty():
        raise failures.get()
    return time.perf_counter() - begun


def healths(address: str, stop, found) -> None:
    """Asks whether the server answers, fifty times a second."""
    client, taken = Client(address), []
    while not stop.is_set():
        taken.append(client.ask("GET", "/health").seconds)
        time.sleep(0.02)
    found.put(taken)


class Health:
    """How long `/health` takes meanwhile, as seen by a process of its own."""

    def __init__(self, address: str):
        context = multiprocessing.get_context("spawn")
        self.stop, self.found = context.Event(), context.Queue()
        self.process = context.Process(target=healths, args=(address, self.stop, self.found))

    def __enter__(self) -> "Health":
        self.process.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop.set()
        self.taken = self.found.get(timeout=60)
        self.process.join()


def spread(seconds: list[float]) -> str:
    """Median, 99 of 100 and the longest, in milliseconds."""
    at = percentiles(seconds)
    return f"p50 {at[49] * 1000:.1f} ms, p99 {at[98] * 1000:.1f} ms, at most {max(seconds) * 1000:.1f} ms"


def percentiles(seconds: list[float]) -> list[float]:
    return statistics.quantiles(seconds, n=100, method="inclusive")
