#!/usr/bin/env python3
"""A mail relay that behaves as a test tells it to: tests/mail/relay.py [OPTIONS] RECORD

It listens on 127.0.0.1, prints its port as the first line of standard output, and ends when its
standard input does, or after ten minutes. RECORD gets one JSON object a line for what happens: an
`accepted` one is written before the client hears of it, so that nothing the client holds for sent
can be missing.

Options make the whole relay slow, narrow or odd (see `options`). The local part of a recipient
makes it misbehave for this one alone, so that one run can mix all sorts (`misbehaviour.py`):

    refuse-NAME             550 at RCPT                     refuse-data-NAME    554 behind the message
    defer-NAME              451 at RCPT                     defer-data-NAME     451 behind the message
    421-NAME                421 at RCPT, and closes
    drop-before-NAME        closes at RCPT
    drop-during-NAME        closes in the middle of the message
    drop-after-NAME         takes and records the message, closes without an answer; the first time only
    slow-NAME               answers the message after two seconds
    garbage-NAME            bytes that are no SMTP at RCPT, and closes
    garbage-line-NAME       a line at RCPT that does not end
    garbage-code-NAME       a code at RCPT that means nothing
    wordy-NAME              a reply at RCPT whose lines do not end
    drip-NAME               the same, a line a second
    garbage-data-NAME       bytes that are no SMTP in answer to the message, which is recorded

Answers of the whole relay (`limits.py`), `STEP` being GREETING, MAIL, RCPT, DATA or MESSAGE and `{to}` the recipient:

    --answer STEP:TEXT      says this at the step, to everybody
    --rate-limit 10/4       says --busy, at --busy-at, to more than 10 messages in 4 seconds
    --max-connections N     says --busy, at --busy-at, on further connections
    --quota N               says --over, behind the message, once N messages were accepted
    --greylist SECONDS      says 451 4.7.1 to each recipient until so long after the first try

A number before the name says how often: `defer-2-anna` is deferred twice and then accepted. With
`slow` it is the seconds. Without one there is no end to it, except for `drop-after`.
"""

import argparse
import asyncio
import email.parser
import hashlib
import json
import logging
import os
import pathlib
import socket
import ssl
import sys
import threading
import time
import warnings

import limits
import misbehaviour
import oauth
from aiosmtpd.smtp import SMTP, AuthResult

LINE = 998  # RFC 5322, 2.1.1: the most bytes of a line, without CRLF.


def options():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("record", type=pathlib.Path)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder that gets every message")
    parser.add_argument("--starttls", nargs=2, metavar=("CERT", "KEY"))
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="from the first byte on")
    parser.add_argument("--auth", type=pathlib.Path, help="a file: user, password, a line each")
    parser.add_argument("--require-auth", action="store_true")
    oauth.add_options(parser)
    parser.add_argument("--old-tls", action="store_true", help="TLS 1.1 at most")
    parser.add_argument("--old-ciphers", action="store_true", help="none of today")
    parser.add_argument("--size", type=int, help="announced and enforced")
    parser.add_argument("--hide-size", action="store_true", help="enforced only")
    parser.add_argument("--no-ehlo", action="store_true")
    parser.add_argument("--utf8", action="store_true", help="offers SMTPUTF8")
    parser.add_argument("--seven-bit", action="store_true", help="does not offer 8BITMIME")
    parser.add_argument("--messages-per-connection", type=int)
    parser.add_argument("--narrow", action="store_true", help="small buffers, see `narrowed`")
    misbehaviour.add_options(parser)
    limits.add_options(parser)
    return parser.parse_args()


class World(limits.Limits, misbehaviour.Recipients):
    """What all connections share."""

    def __init__(self, told):
        limits.Limits.__init__(self, told)
        misbehaviour.Recipients.__init__(self)
        self.file = told.record.open("a", buffering=1, encoding="utf-8")
        self.connections = 0
        if told.keep:
            told.keep.mkdir(exist_ok=True)

    def record(self, event, **fields):
        self.file.write(json.dumps({"event": event, "time": time.time(), **fields}) + "\n")

    def accept(self, connection, recipient, answered):
        content = connection.envelope.content
        self.messages += 1
        name = f"{self.messages}.eml"
        if self.told.keep:
            (self.told.keep / name).write_bytes(content)
        head = content.split(b"\r\n\r\n", 1)[0] + b"\r\n\r\n"
        headers = email.parser.BytesHeaderParser().parsebytes(head)
        self.record(
            "accepted",
            connection=connection.number,
            answered=answered,
            tls=connection.is_secret(),
            sender=connection.envelope.mail_from,
            recipient=recipient,
            options=connection.envelope.mail_options,
            message_id=str(headers["Message-ID"]),
            date=str(headers["Date"]),
            sha256=hashlib.sha256(content).hexdigest(),
            bytes=len(content),
            longest_line=connection.longest,
            eight_bit=not content.isascii(),
            file=name if self.told.keep else None,
        )

class Connection(oauth.TokenLogin, misbehaviour.Misbehaviour, SMTP):
    line_length_limit = 64 * 1024 * 1024  # Messages are read in one piece.

    def __init__(self, world, **settings):
        self.world = world
        self.told = world.told
        world.connections += 1
        self.number = world.connections
        self.sent = 0
        super().__init__(self, hostname="relay.example.test", ident="letterpress tests", **settings)

    async def _handle_client(self):
        self.world.record("connected", connection=self.number)
        if self.number in self.world.open:  # TLS has begun on it.
            return await self.converse()
        self.world.open.append(self.number)
        try:
            await self.converse()
        finally:
            self.world.open.remove(self.number)

    async def converse(self):
        if answer := self.world.said(self, "GREETING"):
            await self.push(answer)
            await self.close()
        await self.greet_oddly()
        await super()._handle_client()

    async def handle_exception(self, error):
        self.world.record("fault", connection=self.number, error=repr(error))
        return "451 4.3.0 this relay is at fault"

    async def say(self, answer):
        """An answer, and the end of the line where it says so (RFC 5321, 3.8)."""
        await self.push(answer)
        if answer.startswith("421"):
            await self.close()

    async def smtp_EHLO(self, arg):
        self.dropped("EHLO")
        if self.is_endless("secret-EHLO" if self.is_secret() else "EHLO"):
            await self.wordy(250, self.told.pause / 1000)
        if self.told.no_ehlo:
            await self.push("502 5.5.1 not known here")
        else:
            await super().smtp_EHLO(arg)

    async def handle_EHLO(self, server, session, envelope, hostname, answers):
        session.host_name = hostname
        self.world.record("hello", connection=self.number, name=hostname, tls=self.is_secret())
        hidden = ["250-8BITMIME"] if self.told.seven_bit else []
        hidden += [f"250-SIZE {self.told.size}"] if self.told.hide_size else []
        return oauth.offers(self.told, [answer for answer in answers if answer not in hidden])

    async def smtp_STARTTLS(self, arg):
        self.dropped("STARTTLS")
        await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        self.world.record("login", connection=self.number, tls=self.is_secret())
        self.dropped("AUTH")
        if self.told.login_answer:
            await self.push(self.told.login_answer.replace("_", " ").replace("|", "\r\n"))
            return
        await super().smtp_AUTH(arg)

    def is_secret(self):
        return self._tls_protocol is not None or self.told.tls is not None

    async def smtp_RSET(self, arg):
        self.dropped("RSET")
        await super().smtp_RSET(arg)

    async def smtp_QUIT(self, arg):
        self.world.record("quit", connection=self.number)
        self.dropped("QUIT")
        await super().smtp_QUIT(arg)

    async def smtp_MAIL(self, arg):
        self.dropped("MAIL")
        if self.told.messages_per_connection and self.sent >= self.told.messages_per_connection:
            self.world.record("full", connection=self.number)
            await self.push("421 4.7.0 too many messages on one connection")
            await self.close()
        if answer := self.world.said(self, "MAIL"):
            await self.say(answer)
            return
        await super().smtp_MAIL(arg)

    async def handle_RCPT(self, server, session, envelope, address, options):
        kinds = "refuse defer 421 drop-before garbage garbage-line garbage-code wordy drip".split()
        kind = self.world.is_due(address, kinds)
        self.world.record("recipient", connection=self.number, recipient=address, answer=kind)
        if kind is None and (answer := self.world.said(self, "RCPT", address)):
            if answer.startswith("421"):
                await self.say(answer)
            return answer
        if kind == "refuse":
            return "550 5.1.1 no such mailbox"
        if kind == "defer":
            return "451 4.7.1 greylisted, come back later"
        if kind == "421":
            await self.push("421 4.3.2 closing down")
            await self.close()
        if kind == "drop-before":
            self.leave()
        if kind == "garbage":
            await self.garbage()
        if kind == "garbage-line":
            await self.endless()
        if kind in ["wordy", "drip"]:
            await self.wordy(250, 1 if kind == "drip" else 0)
        if kind == "garbage-code":
            return "299 -1 maybe"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 recipient taken"

    async def smtp_DATA(self, arg):
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 no recipient")
            return
        if answer := self.world.said(self, "DATA", self.envelope.rcpt_tos[0]):
            await self.say(answer)
            return
        await self.push("354 go on")
        recipient = self.envelope.rcpt_tos[0]
        if self.world.is_due(recipient, ["drop-during"]):
            begun = await self._reader.readexactly(1024)
            self.world.record(
                "dropped", connection=self.number, at="DATA", recipient=recipient, bytes=len(begun)
            )
            self.leave()
        data = b"\r\n" + await self._reader.readuntil(b"\r\n.\r\n")
        content = data[2:-3].replace(b"\r\n..", b"\r\n.")
        self.envelope.content = content.removeprefix(b".")
        status = await self.answer(recipient)
        self._set_post_data_state()
        await self.say(status)

    async def answer(self, recipient):
        """What is said of a whole message."""
        content = self.envelope.content
        if self.told.size and len(content) > self.told.size:
            return "552 5.3.4 message too big"
        lines = content.split(b"\r\n")
        self.longest = max(map(len, lines))
        if self.longest > LINE:
            return "554 5.6.0 a line is too long"
        if any(content.count(end) != len(lines) - 1 for end in (b"\r", b"\n")):
            return "554 5.6.0 a bare CR or LF"
        kinds = "refuse-data defer-data drop-after garbage-data".split()
        kind = self.world.is_due(recipient, kinds)
        if kind == "refuse-data":
            return "554 5.6.0 the message looks bad"
        if kind == "defer-data":
            return "451 4.3.1 no room now"
        if answer := self.world.said(self, "MESSAGE", recipient):
            return answer
        for each in self.envelope.rcpt_tos:
            self.world.accept(self, each, kind is None)
        self.sent += 1
        if kind == "drop-after":
            self.leave()
        if kind == "garbage-data":
            await self.garbage()
        behaviour, seconds = self.world.behaviour(recipient)
        if behaviour == "slow":
            await asyncio.sleep(2 if seconds is None else seconds)
        return "250 2.0.0 taken"


def certified(files, told):
    if not files:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    if told.old_tls:
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        context.set_ciphers("ALL:@SECLEVEL=0")
    if told.old_ciphers:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("AES128-SHA:ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA")
    return context


def narrowed(listener):
    """Lets a client hand over a few KiB ahead and no more.

    Loopback takes two megabytes at once, so that a client has written the whole of most messages
    before the relay has read the first of it, and cannot tell a drop during from one after it.
    """
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)


async def main():
    told = options()
    world = World(told)
    login = told.auth.read_bytes().splitlines()[:2] if told.auth else None

    def authenticate(server, session, envelope, mechanism, data):
        return AuthResult(success=[data.login, data.password] == login, handled=False)

    def connection():
        return Connection(
            world,
            data_size_limit=told.size,
            enable_SMTPUTF8=told.utf8,
            tls_context=certified(told.starttls, told),
            authenticator=authenticate,
            auth_required=told.require_auth,
            auth_exclude_mechanism=oauth.excluded(told),
            auth_require_tls=told.starttls is not None,
            loop=asyncio.get_running_loop(),
        )

    loop = asyncio.get_running_loop()
    # What a client that is killed leaves behind is no news.
    loop.set_exception_handler(lambda loop, context: None)
    # Named as TCP, or asyncio would not see that small answers must not wait for others.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if told.narrow:
        narrowed(listener)
    listener.bind(("127.0.0.1", 0))
    await loop.create_server(connection, sock=listener, ssl=certified(told.tls, told))
    print(listener.getsockname()[1], flush=True)
    ended = loop.run_in_executor(None, sys.stdin.read)
    await asyncio.wait([ended], timeout=600)
    world.file.flush()


if __name__ == "__main__":
    logging.disable()  # What goes wrong stands in RECORD.
    warnings.simplefilter("ignore")
    # Whoever started it may hold standard input open for ever.
    threading.Timer(600, lambda: os._exit(1)).start()
    asyncio.run(main())
    os._exit(0)
