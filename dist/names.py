#!/usr/bin/env python3
"""A name server that knows one name: dist/names.py NAME ADDRESS LISTEN

It answers questions for the IPv4 address of NAME with ADDRESS, says of other kinds of records that
there are none, and of every other name that it does not exist. It listens on port 53 of LISTEN and
ends when its standard input does.
"""

import socket
import struct
import sys
import threading

A_RECORD, TTL, NO_SUCH_NAME = 1, 60, 3


def question(packet: bytes) -> tuple[str, int, int]:
    """The name and type that a packet asks for, and where the question ends."""
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1 : at + 1 + packet[at]].decode("ascii"))
        at += 1 + packet[at]
    (kind,) = struct.unpack("!H", packet[at + 1 : at + 3])
    return ".".join(labels), kind, at + 5


def answer(packet: bytes, name: str, address: str) -> bytes:
    """What is answered to a packet."""
    asked, kind, end = question(packet)
    is_known = asked.lower() == name
    has_record = is_known and kind == A_RECORD
    # An answer, by one who is responsible, to whom recursion was left.
    flags = 0x8580 | (0 if is_known else NO_SUCH_NAME)
    header = packet[:2] + struct.pack("!5H", flags, 1, int(has_record), 0, 0)
    record = struct.pack("!3HIH", 0xC00C, A_RECORD, 1, TTL, 4) + socket.inet_aton(address)
    return header + packet[12:end] + (record if has_record else b"")


def serve(name: str, address: str, listen: str) -> None:
    """Answers until the process ends."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((listen, 53))
        print("ready", flush=True)
        while True:
            packet, client = server.recvfrom(512)
            server.sendto(answer(packet, name, address), client)


if __name__ == "__main__":
    threading.Thread(target=serve, args=sys.argv[1:4], daemon=True).start()
    sys.stdin.read()
