"""Compares the schedules of `irp` with the oracle's, over random plans; see README.md."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import Pool
from pathlib import Path
from random import Random

import tzdata

from civil import UTC
from generate import Case, make_case
from ingredients import ZONES
from schedule import SECOND, Schedule, Shift
from toml_text import plan_files, rotation_text, table_text

POINTS = 4
TIMEOUT = 300


@dataclass(frozen=True)
class Options:
    """What every plan is run with."""

    irp: str
    rotations: int
    keep: bool


@dataclass(frozen=True)
class Outcome:
    """How one plan went."""

    seed: int
    passed: int
    failed: int
    shifts: int
    report: str


class IrpError(Exception):
    """The tool could not answer."""


def rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ask(irp: str, *arguments: str) -> dict:
    """The JSON answer to a command; 0 and 1 are answers, anything else is an error."""
    command = [irp, *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)
    if done.returncode not in (0, 1):
        raise IrpError(f"{' '.join(command)}\nexit {done.returncode}\n{done.stderr}")
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise IrpError(f"{' '.join(command)}\nno JSON: {error}\n{done.stderr}") from error


def write_plan(plan: dict, folder: Path) -> None:
    for name, text in plan_files(plan).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read_shift(row: dict) -> Shift | None:
    """A shift of the tool's JSON; None where it says that there is none."""
    if row["start"] is None:
        return None
    start, end = (datetime.fromisoformat(row[key]).astimezone(UTC) for key in ("start", "end"))
    return Shift(row["rotation"], row.get("layer"), tuple(row["people"]), start, end)


def comparable(shift: Shift | None, with_layer: bool) -> tuple | None:
    """What must agree: the order of the people in a shift has no meaning."""
    if shift is None:
        return None
    key = shift.start, shift.end, sorted(shift.people)
    return (*key, shift.layer) if with_layer else key


def shift_text(shift: Shift | None) -> str:
    if shift is None:
        return "  no shift"
    people = ",".join(shift.people) or "nobody"
    return f"  {rfc3339(shift.start)} .. {rfc3339(shift.end)}  {people}  layer {shift.layer}"


def related_text(plan: dict, schedule: Schedule, rotation: str) -> str:
    """The part of a plan on which a rotation's answer rests."""
    family = schedule.family(schedule.root(rotation))
    parts = [table_text("[plan]", plan["plan"])]
    parts += [rotation_text(plan, member) for member in family]
    used = [name for name in plan["holidays"] if f'holidays = "{name}"' in "".join(parts)]
    parts += [table_text(f"[[holidays.{name}]]", day) for name in used for day in plan["holidays"][name]]
    parts += [table_text("[[overrides]]", o) for o in plan["overrides"] if o["rotation"] == rotation]
    line_ups = [line_up for layer in schedule.layers(rotation) for line_up in layer.line_ups]
    people = {person for line_up in line_ups for entry in line_up.entries for person in entry}
    parts += [table_text(f"[people.{person}]", plan["people"][person]) for person in sorted(people)]
    parts += [table_text("[[time-off]]", off) for off in plan["time-off"] if off["person"] in people]
    return "".join(parts)


def difference(question: str, expected: list[Shift | None], got: list[Shift | None], with_layer: bool) -> str:
    """Both answers to a question, the shifts on which they differ marked."""

    def listing(name: str, shifts: list[Shift | None], others: list[Shift | None]) -> list[str]:
        known = [comparable(other, with_layer) for other in others]
        marks = ["    " if comparable(shift, with_layer) in known else "  ! " for shift in shifts]
        return [f"{name}: {len(shifts)}"] + [mark + shift_text(shift) for mark, shift in zip(marks, shifts)]

    return "\n".join([question, *listing("oracle", expected, got), *listing("irp", got, expected)])


class PlanRun:
    """Asks the tool and the oracle the same questions about one plan."""

    def __init__(self, case: Case, folder: Path, options: Options):
        self.case, self.folder, self.options = case, folder, options
        self.schedule = Schedule(case.plan)
        self.shifts = 0
        self.boundaries: list[datetime] = []
        self.differences: dict[str, str] = {}

    def run(self) -> None:
        for a, b in self.case.ranges:
            self.compare_range(a, b)
        random = Random(self.case.plan["plan"]["name"])
        boundaries = sorted(set(self.boundaries))
        for boundary in random.sample(boundaries, min(POINTS, len(boundaries))):
            self.compare_point(boundary + random.choice([-SECOND, 0 * SECOND, SECOND]))

    def ask(self, *arguments: str) -> dict:
        return ask(self.options.irp, *arguments, "--plan", str(self.folder))

    def compare_range(self, a: datetime, b: datetime) -> None:
        answer = self.ask("schedule", "--from", rfc3339(a), "--until", rfc3339(b))
        got: dict[str, list[Shift | None]] = {}
        for row in answer["shifts"]:
            got.setdefault(row["rotation"], []).append(read_shift(row))
        for rotation in self.case.plan["rotations"]:
            expected = self.schedule.shifts(rotation, a, b)
            self.boundaries += [edge for shift in expected for edge in (shift.start, shift.end)]
            question = f"schedule of {rotation} from {rfc3339(a)} until {rfc3339(b)}"
            self.compare(rotation, question, expected, got.get(rotation, []), with_layer=True)

    def compare_point(self, at: datetime) -> None:
        answer = self.ask("oncall", rfc3339(at))
        got = {row["rotation"]: read_shift(row) for row in answer["rotations"]}
        for rotation in self.case.plan["rotations"]:
            expected = self.schedule.on_call(rotation, at)
            question = f"on call in {rotation} at {rfc3339(at)}"
            self.compare(rotation, question, [expected], [got.get(rotation)], with_layer=False)

    def compare(self, rotation: str, question: str, expected: list, got: list, with_layer: bool) -> None:
        """Keeps the first difference of a rotation."""
        self.shifts += len(expected)
        if [comparable(s, with_layer) for s in expected] != [comparable(s, with_layer) for s in got]:
            plan_text = related_text(self.case.plan, self.schedule, rotation)
            answers = difference(question, expected, got, with_layer)
            self.differences.setdefault(rotation, plan_text + answers)


@contextmanager
def plan_folder(seed: int, keep: bool) -> Iterator[Path]:
    """A temporary folder for a plan, left where it is if asked."""
    folder = Path(tempfile.mkdtemp(prefix=f"irp-oracle-{seed}-"))
    try:
        yield folder
    finally:
        if not keep:
            shutil.rmtree(folder)


def run_plan(arguments: tuple[int, Options]) -> Outcome:
    """One seed, from the plan to the outcome."""
    seed, options = arguments
    case = make_case(seed, options.rotations)
    rotations = len(case.plan["rotations"])
    with plan_folder(seed, options.keep) as folder:
        write_plan(case.plan, folder)
        run = PlanRun(case, folder, options)
        try:
            run.run()
        except (IrpError, subprocess.TimeoutExpired) as error:
            return Outcome(seed, 0, rotations, run.shifts, f"==== seed {seed}, plan in {folder}: {error}")
    failed = len(run.differences)
    report = ""
    if failed:
        rotation, text = next(iter(run.differences.items()))
        differing = " ".join(run.differences)
        report = f"==== seed {seed}, rotation {rotation}, plan in {folder}; differing: {differing}\n{text}"
    return Outcome(seed, rotations - failed, failed, run.shifts, report)


def same_tzdata(irp: str) -> bool:
    """Whether the tool says that it holds the zone data that the oracle uses."""
    version = subprocess.run([irp, "--version"], capture_output=True, text=True, timeout=TIMEOUT).stdout
    if tzdata.IANA_VERSION in version:
        return True
    print(f"warning: the oracle uses tzdata {tzdata.IANA_VERSION}, but irp --version says: {version.strip()}")
    return False


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare irp with the schedule oracle.")
    parser.add_argument("--irp", required=True, help="path of the irp binary")
    parser.add_argument("--plans", type=int, default=34, help="how many plans, of successive seeds (default 34)")
    parser.add_argument("--seed", type=int, default=1, help="the first seed (default 1)")
    parser.add_argument("--rotations", type=int, default=60, help="rotations in each plan (default 60)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="plans at a time (default: all cores)")
    parser.add_argument("--keep", action="store_true", help="leave the plans in their temporary folders")
    parser.add_argument("--allow-other-tzdata", action="store_true", help="go on when irp holds another tzdata release")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    irp = str(Path(arguments.irp).resolve())
    print(f"tzdata {tzdata.IANA_VERSION}, {len(ZONES)} zones")
    if not same_tzdata(irp) and not arguments.allow_other_tzdata:
        return 1
    options = Options(irp, arguments.rotations, arguments.keep)
    seeds = range(arguments.seed, arguments.seed + arguments.plans)
    passed = failed = shifts = 0
    with Pool(arguments.jobs) as pool:
        for outcome in pool.imap(run_plan, [(seed, options) for seed in seeds]):
            passed, failed, shifts = passed + outcome.passed, failed + outcome.failed, shifts + outcome.shifts
            if outcome.report:
                print(outcome.report, flush=True)
    print(f"{len(seeds)} plans, {shifts} shifts compared")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
