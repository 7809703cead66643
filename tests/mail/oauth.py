"""Logins by a token for the relay of the tests: XOAUTH2, and OAUTHBEARER (RFC 7628)."""

import base64
import collections
import json
import pathlib

from aiosmtpd.smtp import MISSING, AuthResult

MECHANISMS = ["LOGIN", "OAUTHBEARER", "PLAIN", "XOAUTH2"]
ERROR = json.dumps({"status": "401", "schemes": "bearer", "scope": "mail"})
# How often each token has opened the relay.
LOGINS = collections.Counter()


def add_options(parser):
    parser.add_argument("--offer", default="LOGIN,PLAIN", help="logins that are offered, or `none`")
    parser.add_argument(
        "--tokens",
        type=pathlib.Path,
        help="a file, read at each login: the user and the token that counts, a line each",
    )
    parser.add_argument("--token-logins", type=int, help="logins until a token has run out")
    parser.add_argument("--at-once", action="store_true", help="states no error in JSON before")
    parser.add_argument("--login-answer", help="to every login: _ is a space, | a line end")


def excluded(told):
    """What aiosmtpd is not to take."""
    return set(MECHANISMS) - set(told.offer.split(","))


def offers(told, answers):
    """The answers to EHLO, with the logins that are offered."""
    has_logins = (told.auth or told.tokens) and told.offer != "none"
    line = "250-AUTH " + told.offer.replace(",", " ") if has_logins else None
    changed = [line if answer.startswith("250-AUTH") else answer for answer in answers]
    return [answer for answer in changed if answer]


class TokenLogin:
    """The part of a connection that takes tokens."""

    async def auth_XOAUTH2(self, _, args):
        return await self.by_token("XOAUTH2", args, b"")

    async def auth_OAUTHBEARER(self, _, args):
        return await self.by_token("OAUTHBEARER", args, b"\x01")

    async def by_token(self, mechanism, args, acknowledgement):
        response = base64.b64decode(args[1]) if len(args) > 1 else await self.challenge_auth("")
        if response is MISSING:
            return AuthResult(success=False, handled=True)
        user, token = self.told.tokens.read_text().split()[:2]
        port = self.transport.get_extra_info("sockname")[1]
        if mechanism == "XOAUTH2":
            before = f"user={user}\x01auth=Bearer "
        else:
            before = f"n,a={user},\x01host=localhost\x01port={port}\x01auth=Bearer "
        said = response.decode()
        given = said.removeprefix(before).removesuffix("\x01\x01")
        has_run_out = self.told.token_logins and LOGINS[token] >= self.told.token_logins
        is_good = said == f"{before}{token}\x01\x01" and not has_run_out
        self.world.record(
            "token",
            connection=self.number,
            mechanism=mechanism,
            token=given,
            good=is_good,
            asked=len(args) == 1,
            tls=self.is_secret(),
        )
        if is_good:
            LOGINS[token] += 1
            return AuthResult(success=True)
        if not self.told.at_once:
            answer = await self.challenge_auth(ERROR)
            if answer != acknowledgement:
                self.world.record("fault", connection=self.number, error=repr(answer))
                await self.close()
        # A relay may repeat what it was told.
        return AuthResult(success=False, handled=False, message=f"535 5.7.8 no: {given}")
