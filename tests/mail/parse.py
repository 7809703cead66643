#!/usr/bin/env python3
"""Reads a message as a stranger does: tests/mail/parse.py FILE

Python's `email` in its strictest policy, which fails at the first fault of form that it knows. What
it found is printed as one JSON object; with a fault, the message goes to standard error and the
exit code is 1.
"""

import email
import email.policy
import hashlib
import json
import sys


def structure(part):
    """Type, parameters and parts, as a tree."""
    shown = {
        "type": part.get_content_type(),
        "parameters": dict(part["Content-Type"].params) if part["Content-Type"] else {},
        "encoding": str(part.get("Content-Transfer-Encoding", "")),
        "disposition": part.get_content_disposition(),
        "file": part.get_filename(),
        "language": str(part.get("Content-Language", "")),
    }
    if part.is_multipart():
        shown["parts"] = [structure(below) for below in part.iter_parts()]
    return shown


def body(message, kind):
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().replace("\r\n", "\n") if part is not None else None


def attachment(part):
    content = part.get_payload(decode=True)
    return {
        "file": part.get_filename(),
        "type": part.get_content_type(),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def faults(message, raw):
    """What the strictest policy does not raise by itself."""
    for part in message.walk():
        for defect in part.defects:
            yield f"{part.get_content_type()}: {defect!r}"
        for name, value in part.items():
            for defect in value.defects:
                yield f"{name}: {defect!r}"
    ends = raw.count(b"\r\n")
    if raw.count(b"\r") != ends or raw.count(b"\n") != ends:
        yield "a bare CR or LF"
    if b"\0" in raw:
        yield "a NUL"
    once = "From To Subject Date Message-ID Reply-To Sender Cc In-Reply-To References MIME-Version"
    for name in once.split():
        if len(message.get_all(name, [])) > 1:
            yield f"{name}: more than once"


def main():
    raw = open(sys.argv[1], "rb").read()
    message = email.message_from_bytes(raw, policy=email.policy.strict)
    found = list(faults(message, raw))
    if found:
        sys.exit("\n".join(found))
    headers = {}
    addresses = {}
    for name, value in message.items():
        headers.setdefault(name.lower(), []).append(str(value))
        if hasattr(value, "addresses"):
            each = [[one.display_name, one.addr_spec] for one in value.addresses]
            addresses.setdefault(name.lower(), []).extend(each)
    print(
        json.dumps(
            {
                "headers": headers,
                "names": [name for name, _ in message.items()],
                "addresses": addresses,
                "moment": message["Date"].datetime.isoformat() if message["Date"] else None,
                "structure": structure(message),
                "text": body(message, "plain"),
                "html": body(message, "html"),
                "attachments": [attachment(part) for part in message.iter_attachments()],
                "longest_line": max(map(len, raw.split(b"\r\n"))),
                "ascii": raw.isascii(),
            }
        )
    )


if __name__ == "__main__":
    main()
