"""Reads irp's calendars with the parsers of others, and compares every event with irp's shifts.

    parsers.py --irp IRP --keep DIR PLAN...

A plan with hostile names is added. DIR, made anew, gets each calendar and the events that it must
hold, for parsers in other languages.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from datetime import datetime, timedelta

import tomli
from readers import FROM, MISREAD, READERS, UNTIL, Event

STAMP = ["--stamp", "2026-10-01T00:00:00Z"]

HOSTILE = [
    "Ana 🧑🏽‍🚒 Duarte 👩‍👩‍👧‍👦",
    "דנה كريم",
    "n" * 300,
    "ß語𝄞" * 100,
    "a b  c   " * 30 + "d",
    r"semi; comma, back\ \n \N \; \, \\",
    "\"double\" 'single' ^n ^' :=%0D",
    "two\nlines",
    "END:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR",
    "tab\there, return\rhere, \r\n, \0, \a, \x85",
    "\u202eoverride\u202c \u2066isolate\u2069",
    "lines\u2028END:VCALENDAR\u2029of Unicode",
]


def hostile(folder: str) -> str:
    """Writes a plan whose handoffs lie in the hour that a clock change takes or gives twice."""
    people = {f"p{number}": name for number, name in enumerate(HOSTILE)}
    text = 'irp = 1\n[plan]\nname = "Hostile; \\\\, plan"\ntime-zone = "Europe/Berlin"\n'
    for person, name in people.items():
        text += f"[people.{person}]\nname = {json.dumps(name, ensure_ascii=False)}\n"
    for turn in ("1d", "1w"):
        text += f'[rotations.turns-{turn}]\nstarts = 2026-02-22T02:30\nturn = "{turn}"\n'
        text += f"people = {json.dumps(list(people))}\n"
    pathlib.Path(folder, "irp.toml").write_text(text, encoding="utf-8")
    return folder


def ask(irp: str, command: str, plan: str, *words: str) -> bytes:
    span = ["--from", f"{FROM:%Y-%m-%dT%H:%MZ}", "--until", f"{UNTIL:%Y-%m-%dT%H:%MZ}"]
    run = subprocess.run(
        [irp, command, "--plan", plan, *span, *words], capture_output=True, check=False
    )
    # With 1 or 2, nobody is on call or a fault touches a part; the rest is answered for.
    assert run.returncode <= 2 and run.stdout, run.stderr.decode()
    return run.stdout


ACTS = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
JOINED = re.compile(r"(?<=[^\0-\x7f\s])[\u200c\u200d](?=[^\0-\x7f\s])")


def shown(name: str) -> str:
    """A name as irp shows it: what acts on a text instead of standing in it is written out."""

    def written(found: re.Match) -> str:
        at = found.start()
        if JOINED.match(name, at) and not ACTS.search(name[at - 1] + name[at + 1]):
            return found[0]
        return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}.get(found[0], f"\\u{{{ord(found[0]):x}}}")

    return ACTS.sub(written, name)


def names(plan: str) -> dict[str, str]:
    found = {}
    for file in pathlib.Path(plan).rglob("*.toml"):
        try:
            people = tomli.loads(file.read_text(encoding="utf-8")).get("people", {})
        except tomli.TOMLDecodeError:
            continue  # a plan with a fault
        found |= {person: shown(entry["name"]) for person, entry in people.items()}
    return found


def expected(irp: str, plan: str) -> list[tuple]:
    """Start, end and summary of what must be there: an event for each person of each shift."""
    name, instant = names(plan), datetime.fromisoformat
    return [
        (
            instant(shift["start"]),
            instant(shift["end"]),
            f"On call: {name[person]} ({shift['rotation']})",
        )
        for shift in json.loads(ask(irp, "schedule", plan, "--json"))["shifts"]
        for person in set(shift["people"])
    ]


def compare(where: str, read: list[tuple], told: list[tuple]) -> None:
    missing, strange = Counter(told) - Counter(read), Counter(read) - Counter(told)
    for what, events in ("missing", missing), ("strange", strange):
        assert not events, f"{where}: {events.total()} {what}: {[*events][:2]}"


def check(irp: str, plan: str, kept: pathlib.Path) -> int:
    """Has every parser read a plan's calendar; returns how many events all of them see."""
    text = ask(irp, "calendar", plan, *STAMP)
    events = list(READERS["icalendar"](text))
    compare(plan, [(e.start, e.end, e.summary) for e in events], expected(irp, plan))
    assert len({e.uid for e in events}) == len(events), f"{plan}: a UID stands there twice"
    for parser, reader in READERS.items():
        read, misread = list(reader(text)), MISREAD.get(parser, str)
        told = [Event(*e[:3], *map(misread, e[3:])) for e in events]
        compare(f"{plan}: {parser}", read, told)
        for at in (at for e in read for at in (e.start, e.end)):
            assert at.utcoffset() == timedelta(0), f"{plan}: {parser}: {at} is not UTC"
    kept.with_suffix(".ics").write_bytes(text)
    seen = [(e.uid, int(e.start.timestamp()), int(e.end.timestamp()), *e[3:]) for e in events]
    kept.with_suffix(".json").write_text(json.dumps(seen), encoding="utf-8")
    return len(events)


def has_rotations(plan: str) -> bool:
    files = pathlib.Path(plan).rglob("*.toml")
    return any("[rotations" in file.read_text(encoding="utf-8") for file in files)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--irp", required=True)
    parser.add_argument("--keep", required=True, type=pathlib.Path)
    parser.add_argument("plans", nargs="+")
    arguments = parser.parse_args()
    shutil.rmtree(arguments.keep, ignore_errors=True)
    arguments.keep.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        plans = [*arguments.plans, hostile(folder)]
        counts = [
            check(arguments.irp, plan, arguments.keep / str(number))
            for number, plan in enumerate(plans)
        ]
    idle = [plan for plan, count in zip(plans, counts) if not count and has_rotations(plan)]
    assert not idle, f"plans without an event: {idle}"
    print(f"{len(plans)} plans, {sum(counts)} events, read alike by {', '.join(READERS)}")


if __name__ == "__main__":
    main()
