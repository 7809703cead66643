#!/usr/bin/env python3
"""What icalendar, a reader of Python's, finds in a calendar: tests/mail/entry.py FOLDER FILE

FOLDER holds the package. One object of JSON goes to standard output, of the same form as that of
entry.mjs; a fault of form goes to standard error, and the exit code is 1.
"""

import datetime
import json
import sys

folder = sys.argv[1]
# Not what lies beside this script.
sys.path[0] = folder

import icalendar  # noqa: E402


def time(entry, name):
    value = entry.get(name)
    if value is None:
        return None
    if isinstance(value.dt, datetime.datetime):
        utc = value.dt.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return value.dt.isoformat()


def text(value):
    return None if value is None else str(value)


def main():
    raw = open(sys.argv[2], "rb").read()
    for line in raw.split(b"\r\n"):
        if len(line) > 75 or b"\r" in line or b"\n" in line:
            sys.exit(f"a line of more than 75 bytes, or a bare line end: {line!r}")
    calendar = icalendar.Calendar.from_ical(raw)
    (entry,) = calendar.walk("VEVENT")
    if calendar.errors or entry.errors:
        sys.exit(f"{calendar.errors} {entry.errors}")
    organizer = entry.get("ORGANIZER")
    contacts = entry.get("CONTACT", [])
    json.dump(
        {
            "method": text(calendar.get("METHOD")),
            "uid": text(entry.get("UID")),
            "sequence": int(entry["SEQUENCE"]),
            "stamp": time(entry, "DTSTAMP"),
            "start": time(entry, "DTSTART"),
            "end": time(entry, "DTEND"),
            "summary": text(entry.get("SUMMARY")),
            "location": text(entry.get("LOCATION")),
            "description": text(entry.get("DESCRIPTION")),
            "contacts": [str(one) for one in (contacts if isinstance(contacts, list) else [contacts])],
            "organizer": organizer and [organizer.params["CN"], str(organizer)],
            "status": text(entry.get("STATUS")),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
