"""A release as a file: the same fields as Markdown, JSON, YAML or TOML."""

import json


def scalar(value: object) -> str:
    """A value as JSON writes it, which YAML and TOML read as well."""
    return json.dumps(value, ensure_ascii=False)


def inline(value: object) -> str:
    """A value in one line of TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {inline(each)}" for name, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(inline(each) for each in value) + "]"
    return scalar(value)


def yaml(value: object, indent: str = "") -> str:
    """A group as YAML in blocks, as people write it."""
    lines = []
    for name, each in value.items():
        if isinstance(each, dict):
            lines.append(f"{indent}{name}:\n{yaml(each, indent + '  ')}")
        elif isinstance(each, list) and each and isinstance(each[0], dict):
            entries = [yaml(entry, indent + "    ") for entry in each]
            marked = "".join(f"{indent}  - {entry[len(indent) + 4:]}" for entry in entries)
            lines.append(f"{indent}{name}:\n{marked}")
        else:
            lines.append(f"{indent}{name}: {scalar(each)}\n")
    return "".join(lines)


def markdown(fields: dict, body: str) -> str:
    return f"---\n{yaml(fields)}---\n{body}"


def as_json(fields: dict, body: str) -> str:
    return json.dumps({**fields, "body": body}, ensure_ascii=False, indent=1) + "\n"


def as_yaml(fields: dict, body: str) -> str:
    block = "".join(f"  {line}\n" if line else "\n" for line in body.rstrip("\n").split("\n"))
    return f"{yaml(fields)}body: |\n{block}"


def as_toml(fields: dict, body: str) -> str:
    lines = [f"{name} = {inline(value)}\n" for name, value in fields.items()]
    # A literal text keeps backslashes; nothing in the bodies has three apostrophes.
    return "".join(lines) + f"body = '''\n{body}'''\n"


FORMS = {"md": markdown, "json": as_json, "yaml": as_yaml, "toml": as_toml}
