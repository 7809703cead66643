"""How the relay of the tests misbehaves: to one recipient by its local part, or to everybody."""

import asyncio
import collections
import re

BEHAVIOUR = re.compile(
    r"(refuse-data|refuse|defer-data|defer|421|drop-before|drop-during|drop-after|slow"
    r"|garbage-line|garbage-code|garbage-data|garbage|wordy|drip)(?:-(\d+(?:\.\d+)?))?-.+@"
)
GARBAGE = b"\x16\x03\x01\x00\xff\xfe NOT SMTP \x00\x80<html>\r\n\r\n" * 4
ENDLESS = 32 * 1024 * 1024  # A line that does not end has to: bytes.


def add_options(parser):
    parser.add_argument("--greeting", choices=["garbage", "slow", "none", "refuse", "close"])
    parser.add_argument("--endless", choices=["greeting", "EHLO", "secret-EHLO"], action="append")
    parser.add_argument("--pause", type=float, default=1000, help="ms between its lines")
    parser.add_argument("--line-feeds", action="store_true", help="ends lines without CR")
    parser.add_argument("--drip", nargs="?", type=float, const=1000, help="ms a byte")
    parser.add_argument("--latency", type=float, default=0, help="ms before each answer")
    parser.add_argument("--drop-at", choices=["EHLO", "STARTTLS", "AUTH", "MAIL", "RSET", "QUIT"])


class Gone(asyncio.CancelledError):
    """The connection was closed on purpose. Of this kind, aiosmtpd makes no fuss."""


class Recipients:
    """The part of what all connections share that knows the recipients to misbehave for."""

    def __init__(self):
        self.times = collections.Counter()  # How often each recipient has met with it.

    def behaviour(self, recipient):
        """How to treat a recipient, and the number that was given."""
        found = BEHAVIOUR.match(recipient)
        return (found[1], float(found[2]) if found[2] else None) if found else (None, None)

    def is_due(self, recipient, kinds):
        """The behaviour of a recipient, if it is one of these and has not been shown often enough."""
        kind, number = self.behaviour(recipient)
        if kind not in kinds:
            return None
        often = number or (1 if kind == "drop-after" else float("inf"))
        if self.times[recipient] >= often:
            return None
        self.times[recipient] += 1
        return kind


class Misbehaviour:
    """The part of a connection that is slow or odd, or breaks."""

    async def greet_oddly(self):
        """What comes before the greeting, or in its place."""
        greeting = self.told.greeting
        if self.is_endless("greeting"):
            await self.wordy(220, self.told.pause / 1000)
        if greeting == "garbage":
            await self.garbage()
        elif greeting == "none":
            await asyncio.sleep(600)
        elif greeting == "slow":
            await asyncio.sleep(2)
        elif greeting == "refuse":
            await self.push("554 5.3.2 no mail is taken here")
            await self.close()
        elif greeting == "close":
            self.leave()

    async def push(self, status):
        if self.told.latency:
            await asyncio.sleep(self.told.latency / 1000)
        if isinstance(status, str) and not status.isascii():
            status = status.encode("latin-1")  # As old relays write.
        if self.told.line_feeds:
            self._writer.write((status if isinstance(status, bytes) else status.encode()) + b"\n")
            await self._writer.drain()
        elif self.told.drip:
            for byte in (status if isinstance(status, bytes) else status.encode()) + b"\r\n":
                self._writer.write(bytes([byte]))
                await self._writer.drain()
                await asyncio.sleep(self.told.drip / 1000)
        else:
            await super().push(status)

    def leave(self):
        """Closes at once, as a line that breaks does."""
        (self._original_transport or self.transport).abort()
        raise Gone

    async def close(self):
        """Closes behind what has been written."""
        await self._writer.drain()
        self.transport.close()
        raise Gone

    async def garbage(self):
        self._writer.write(GARBAGE)
        await self.close()

    async def endless(self):
        for _ in range(ENDLESS // 65536):
            self._writer.write(b"250-" + b"a" * 65532)
            await self._writer.drain()
        await self.close()

    async def wordy(self, code, pause):
        """Lines of a reply without end."""
        while True:
            self._writer.write(f"{code}-and so on\r\n".encode())
            await self._writer.drain()
            await asyncio.sleep(pause)

    def is_endless(self, at):
        return at in (self.told.endless or [])

    def dropped(self, command):
        if self.told.drop_at == command:
            self.world.record("dropped", connection=self.number, at=command)
            self.leave()
