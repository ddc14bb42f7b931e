"""Random plans without faults, biased to what goes wrong: clock changes and handoffs in the small hours.

`python tests/oracle/generate.py SEED [ROTATIONS]` prints a plan. The same seed gives the same plan.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chance import HOUR, PEOPLE, Chance
from civil import DAY, written_span
from random_overrides import RandomOverrides
from random_rotations import RandomRotations
from schedule import SECOND, Span, is_empty
from toml_text import plan_files


@dataclass(frozen=True)
class Case:
    """A plan and the ranges to ask for."""

    plan: dict
    ranges: list[Span]


class Builder:
    """Makes one plan from one seed."""

    def __init__(self, seed: int):
        self.chance = Chance(seed)
        self.rng = self.chance.rng
        self.plan = {
            "plan": {"name": f"Plan {seed}", "time-zone": self.chance.zone()},
            "people": self.make_people(),
            "holidays": self.make_holidays(),
            "rotations": {},
            "overrides": [],
            "time-off": self.make_time_off(),
        }

    def build(self, rotations: int) -> dict:
        """The plan with about so many rotations, a fifth of them followers."""
        self.drop_empty_time_off()
        random_rotations, followers = RandomRotations(self.chance, self.plan), rotations // 5
        for n in range(rotations - followers):
            self.plan["rotations"][f"r{n}"] = random_rotations.make_rotation()
        for n in range(followers):
            random_rotations.add_follower(f"f{n}")
        self.plan["overrides"] = RandomOverrides(self.chance, self.plan).make_overrides()
        for tables in (self.plan["overrides"], self.plan["time-off"]):
            self.rng.shuffle(tables)  # their order has no meaning
        return self.plan

    def make_people(self) -> dict:
        people = {}
        for n in range(24):
            person = {"name": f"Person {n}"}
            if self.chance.happens(0.7):
                person["time-zone"] = self.chance.zone()
            if self.chance.happens(0.12):
                person["joined"] = self.chance.around(20 * DAY, 20 * DAY).date()
            elif self.chance.happens(0.12):
                person["left"] = self.chance.around(20 * DAY, 20 * DAY).date()
            people[f"p{n}"] = person
        return people

    def make_holidays(self) -> dict:
        def days() -> list[dict]:
            dates = {self.chance.around(40 * DAY, 40 * DAY).date() for _ in range(self.rng.randint(4, 14))}
            return [{"date": day, "name": f"Day {n}"} for n, day in enumerate(sorted(dates))]

        return {name: days() for name in ("north", "south", "east")}

    def make_time_off(self) -> list[dict]:
        absences = []
        for person in PEOPLE:
            for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
                start = self.chance.around(8 * DAY, 8 * DAY)
                length = self.rng.randint(1, 12) * DAY
                if self.chance.happens(0.75):
                    span = {"from": start.date(), "through": (start + length - DAY).date()}
                else:
                    span = {"from": self.chance.written(start), "until": self.chance.written(start + length / 3)}
                absences.append({"person": person, **span})
        return absences

    def drop_empty_time_off(self) -> None:
        """A day that a zone skipped altogether would be an absence of no length."""

        def zone_of(person: str) -> ZoneInfo:
            return ZoneInfo(self.plan["people"][person].get("time-zone", self.plan["plan"]["time-zone"]))

        absences = self.plan["time-off"]
        self.plan["time-off"] = [off for off in absences if not is_empty(written_span(off, zone_of(off["person"])))]

    def make_ranges(self) -> list[Span]:
        """One range around each moment and one further away."""
        ranges = []
        for moment in [*self.chance.moments, self.chance.moments[0] + 400 * DAY]:
            length = self.rng.choice([SECOND, HOUR, 12 * HOUR, 2 * DAY, 7 * DAY, 21 * DAY, 60 * DAY])
            start = moment - self.rng.random() * min(length, 4 * DAY)
            start = start.replace(microsecond=0, second=0) if self.chance.happens(0.7) else start.replace(microsecond=0)
            ranges.append((start, start + length))
        return ranges


def make_case(seed: int, rotations: int) -> Case:
    """The plan of a seed."""
    builder = Builder(seed)
    return Case(builder.build(rotations), builder.make_ranges())


if __name__ == "__main__":
    case = make_case(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    for path, text in plan_files(case.plan).items():
        print(f"# ---- {path}\n{text}")
