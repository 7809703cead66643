"""Holds letterheads against a JSON Schema, as an editor would: `letterheads.py SCHEMA FILE…`.

Prints the name of each file that the schema refuses, with the first reason.
"""

import datetime
import json
import sys
import tomllib
from pathlib import Path

from jsonschema import Draft202012Validator


def plain(value):
    """What JSON has for a value of TOML: a day is a text."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for path in sys.argv[2:]:
    letterhead = plain(tomllib.loads(Path(path).read_text(encoding="utf-8")))
    for error in validator.iter_errors(letterhead):
        print(f"{Path(path).name}: {error.message[:200]}")
        break
