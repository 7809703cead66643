"""What the relay of the tests says to everybody, and beyond its limits."""

import collections
import time


def add_options(parser):
    parser.add_argument("--answer", action="append", default=[], metavar="STEP:TEXT")
    parser.add_argument("--rate-limit", metavar="MESSAGES/SECONDS")
    parser.add_argument("--max-connections", type=int)
    parser.add_argument("--busy", default="451 4.7.1 too much mail, slow down")
    parser.add_argument("--busy-at", choices=["GREETING", "MAIL", "RCPT", "MESSAGE"], default="MAIL")
    parser.add_argument("--quota", type=int)
    parser.add_argument("--over", default="550 5.4.5 daily sending quota exceeded")
    parser.add_argument("--greylist", type=float, metavar="SECONDS")


class Limits:
    """The part of what all connections share that knows how much the relay takes."""

    def __init__(self, told):
        self.told = told
        self.open = []  # The numbers of the connections that are open, the oldest first.
        self.taken = collections.deque()  # When the messages within the limit came.
        self.seen = {}  # When each recipient was named first.
        self.messages = 0
        self.answers = dict(each.split(":", 1) for each in told.answer)

    def busy(self, connection, step):
        """Whether a limit is reached, which is looked at in one step only."""
        if step != self.told.busy_at:
            return False
        most = self.told.max_connections
        if most is not None and connection.number in self.open[most:]:
            return True
        if self.told.rate_limit is None:
            return False
        messages, seconds = map(float, self.told.rate_limit.split("/"))
        now = time.monotonic()
        while self.taken and now - self.taken[0] >= seconds:
            self.taken.popleft()
        if len(self.taken) >= messages:
            return True
        self.taken.append(now)
        return False

    def said(self, connection, step, recipient=""):
        """What the whole relay says at a step, if it has something of its own to say."""
        answer = self.answers.get(step)
        if self.busy(connection, step):
            answer = self.told.busy
        elif step == "MESSAGE" and self.told.quota is not None and self.messages >= self.told.quota:
            answer = self.told.over
        elif step == "RCPT" and self.told.greylist is not None:
            first = self.seen.setdefault(recipient, time.monotonic())
            if time.monotonic() - first < self.told.greylist:
                answer = "451 4.7.1 please try again"
        if answer:
            answer = answer.replace("{to}", recipient)
            self.record("said", connection=connection.number, step=step, answer=answer)
        return answer
