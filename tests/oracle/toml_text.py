"""Writes a plan's dicts as TOML files, spread over folders as people do."""

from __future__ import annotations

import json
from datetime import date, datetime

from civil import UTC

TABLE_LISTS = ("layers", "line-ups")


def value_text(value: object) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime) and value.tzinfo is UTC:
        return value.replace(tzinfo=None).isoformat() + "Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[" + ", ".join(map(value_text, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {value_text(item)}" for key, item in value.items()) + " }"
    return json.dumps(value)


def table_text(header: str, table: dict) -> str:
    """A table under its header, its lists of tables after its own keys."""
    path = header.strip("[]")
    lines = [header] + [f"{key} = {value_text(value)}" for key, value in table.items() if key not in TABLE_LISTS]
    nested = [table_text(f"[[{path}.{key}]]", item) for key in TABLE_LISTS for item in table.get(key, [])]
    return "\n".join(lines) + "\n\n" + "".join(nested)


def rotation_text(plan: dict, rotation: str) -> str:
    """One rotation."""
    return table_text(f"[rotations.{rotation}]", plan["rotations"][rotation])


def list_text(plan: dict, key: str) -> str:
    """A top-level list of tables, such as the overrides."""
    return "".join(table_text(f"[[{key}]]", table) for table in plan[key])


def plan_files(plan: dict) -> dict[str, str]:
    """The files of a plan by their path."""
    files = {
        "irp.toml": "irp = 1\n\n" + table_text("[plan]", plan["plan"]),
        "people.toml": "".join(table_text(f"[people.{id}]", person) for id, person in plan["people"].items()),
        "overrides.toml": list_text(plan, "overrides"),
        "time-off.toml": list_text(plan, "time-off"),
    }
    for name, days in plan["holidays"].items():
        files[f"holidays/{name}.toml"] = "".join(table_text(f"[[holidays.{name}]]", day) for day in days)
    for rotation in plan["rotations"]:
        files[f"rotations/{rotation}.toml"] = rotation_text(plan, rotation)
    return files
