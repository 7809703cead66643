"""Holds lines of JSON against a JSON Schema, as a stranger would: `validate.py SCHEMA < LINES`.

Prints what is wrong with the first lines that do not keep the schema, and the number of lines.
"""

import json
import sys

from jsonschema import Draft202012Validator

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
count = 0
faults = []
for line in sys.stdin:
    count += 1
    value = json.loads(line)
    if not validator.is_valid(value):
        reasons = [error.message[:300] for error in validator.iter_errors(value)]
        faults.append(f"{line[:300]}\n  {reasons[:3]}")
for fault in faults[:5]:
    print(fault)
print(f"{count} lines, {len(faults)} not valid")
sys.exit(1 if faults else 0)
