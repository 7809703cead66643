#!/usr/bin/env python3
"""Reads a message as many newsrooms' systems do: tests/mail/newsroom.py FILE

Importers of editorial systems take the subject as the first piece that `decode_header` gives, and the
text from the first part in HTML, else in plain text. Nothing of a release may be lost on the way. What
such a program gets is printed as one JSON object.
"""

import email
import json
import re
import sys
from email.header import decode_header
from html.parser import HTMLParser


def first_piece(value):
    """The first piece of a header, as these programs take it."""
    text, charset = decode_header(value)[0]
    return text.decode(charset or "ascii") if isinstance(text, bytes) else text


def joined(value):
    """All pieces, one behind the other with nothing between."""
    pieces = decode_header(value)
    return "".join(
        text.decode(charset or "ascii") if isinstance(text, bytes) else text for text, charset in pieces
    )


class Words(HTMLParser):
    """The words of a page, but for its head."""

    def __init__(self):
        super().__init__()
        self.words = []
        self.skipped = 0

    def handle_starttag(self, tag, attributes):
        self.skipped += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.skipped -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


def text_of(message):
    """The first part in HTML, else in plain text."""
    for kind in ("text/html", "text/plain"):
        for part in message.walk():
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                charset = part.get_content_charset() or "ascii"
                text = part.get_payload(decode=True).decode(charset)
                if kind == "text/html":
                    parser = Words()
                    parser.feed(text)
                    text = "".join(parser.words)
                return re.sub(r"\s+", " ", text)
    return ""


def main():
    # The old interface, and no policy: the one of most of these programs.
    message = email.message_from_bytes(open(sys.argv[1], "rb").read())
    attachments = [
        [part.get_content_type(), part.get_filename()]
        for part in message.walk()
        if part.get_filename()
    ]
    print(
        json.dumps(
            {
                "subject": first_piece(message["Subject"]),
                "joined": joined(message["Subject"]),
                "from": first_piece(message["From"]),
                "text": text_of(message),
                "attachments": attachments,
            }
        )
    )


if __name__ == "__main__":
    main()
