"""Requests that nobody should send, each with the answers that are right for it."""

import base64
import json
import socket
import struct

SANE = "---\nletterhead: neutral\ndate: 2022-11-25\nheadline: Titel\n---\n\nText.\n"


def request(text: str, **more: object) -> bytes:
    return json.dumps({"text": text, "input_format": "md"} | more).encode()


def picture(name: str, data: bytes) -> list[dict]:
    return [{"name": name, "data": base64.b64encode(data).decode()}]


def with_picture(data: bytes, name: str = "a.jpg") -> bytes:
    return request(f"{SANE}\n![Ein Bild]({name})\n", pictures=picture(name, data))


def endless() -> bytes:
    """A layout that does not end in time: it costs its worker."""
    layout = b"#let sheet(..) = for a in range(9000) { for b in range(9000) { for c in range(9000) {} } }\n"
    house = {"name": "haus.toml", "text": 'id = "haus"\nname = "Haus"\nlayout = "own.typ"\n'}
    return request(SANE.replace("neutral", "haus.toml"), letterhead=house, pictures=picture("own.typ", layout),
                   deadline=0.5)


# A body that is sent as it should be, and the statuses that are right.
BODIES = [
    (b"", {400}),
    (b"{", {400}),
    (b"[" * 100_000, {400}),
    (b'{"text": "\xff"}', {400}),
    (b'{"file": "/etc/passwd"}', {400}),
    (request(SANE, options={"out": "/tmp/a"}), {400}),
    (request(SANE, options={"format": "docx"}), {400}),
    (request(SANE, pictures=picture("../a.jpg", b"x")), {400}),
    (request(SANE, pictures=picture("/etc/a.jpg", b"x")), {400}),
    (request("x" * 5_000_000), {422}),
    (request(SANE + "> " * 5_000 + "tief"), {422}),
    (request(SANE + "- a\n" * 25_000), {422}),
    (request(SANE + "\n![Ein Bild](/etc/passwd)\n"), {422}),
    (request(SANE.replace("neutral", "../../house.toml")), {422}),
    (request("---\na: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(200)) + "---\n"), {422}),
    (with_picture(b"\xff\xd8\xff" + b"\x00" * 1000), {422}),
    (with_picture(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 100_000, 100_000) + b"\x08\x06\0\0\0\0\0\0\0",
                  "a.png"), {422}),
    (with_picture(b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 50_000, "a.svg"), {422}),
    (request(SANE, deadline=0.001), {200, 504}),
    (endless(), {504}),
]

# What is sent over a connection of its own, and whether an answer is waited for.
RAW = [
    (b"POST /v1/render HTTP/1.1\r\nHost: example.org\r\nContent-Length: 0\r\n\r\n", {403}),
    (b"POST /v1/render HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\nContent-Length: 0\r\n\r\n", {403}),
    (b"POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
     b"Content-Length: 99999999999\r\n\r\n", {413}),
    (b"POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", {415}),
    (b"GET /v1/render HTTP/1.1\r\nHost: localhost\r\n\r\n", {405}),
    (b"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", {404}),
    (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", {431, None}),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500, {400, None}),
    # Whoever goes away in the middle is owed nothing.
    (b"POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", None),
    (b"POST /v1/render HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
     + str(len(request(SANE))).encode() + b"\r\n\r\n" + request(SANE), None),
    (b"POST /v1/ren", None),
]


def send(address: str, words: bytes, expected: set | None) -> int | None:
    """What is answered, if that is waited for: a status, or none where the connection just ends."""
    host, port = address.rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        try:
            connection.sendall(words)
            if expected is None:
                return None
            said = connection.recv(4096)
        except ConnectionError:
            return None
    return int(said.split(b" ", 2)[1]) if said.startswith(b"HTTP/1.1 ") else None
