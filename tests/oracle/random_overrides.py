"""Random overrides, near or inside one another but never in conflict."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from chance import HOUR, PEOPLE, Chance
from civil import DAY, is_plain, to_civil, written_span
from schedule import Schedule, Span, entry_of, is_empty, overlaps


def people_of(override: dict) -> set[str]:
    """Everybody an override names."""
    return {person for key in ("replace", "with", "add", "remove") for person in entry_of(override.get(key, []))}


def conflict(one: dict, other: dict, zone: ZoneInfo) -> bool:
    """Rule 18: whether two overrides of a rotation are a fault."""
    a, b = written_span(one, zone), written_span(other, zone)
    if not overlaps(a, b):
        return False
    nested = a != b and (a[0] <= b[0] and b[1] <= a[1] or b[0] <= a[0] and a[1] <= b[1])
    return not nested and ("assign" in one or "assign" in other or bool(people_of(one) & people_of(other)))


class RandomOverrides:
    """Makes the overrides of a plan that is otherwise complete."""

    def __init__(self, chance: Chance, plan: dict):
        self.chance, self.rng, self.plan = chance, chance.rng, plan

    def make_overrides(self) -> list[dict]:
        schedule = Schedule(self.plan)
        return [override for name in self.plan["rotations"] for override in self.overrides_of(name, schedule)]

    def overrides_of(self, name: str, schedule: Schedule) -> list[dict]:
        """Up to eight overrides of a rotation, none of which is in conflict with another."""
        accepted: list[dict] = []
        for _ in range(self.rng.choice([0, 0, 1, 2, 4, 8])):
            span, people = self.override_span(name, schedule, accepted)
            zone = schedule.zone(name)
            override = {"rotation": name, **self.write_span(span, zone, "follows" in self.plan["rotations"][name])}
            override |= self.override_action(people)
            ordered = not is_empty(written_span(override, zone))
            if ordered and not any(conflict(override, other, zone) for other in accepted):
                accepted.append(override)
        return accepted

    def override_span(self, name: str, schedule: Schedule, accepted: list[dict]) -> tuple[Span, list[str]]:
        """Part of an earlier override, of a shift, or any span; and somebody likely to be on call."""
        people = self.rng.sample(PEOPLE, 2)
        if accepted and self.chance.happens(0.5):
            outer = self.rng.choice(accepted)
            return self.inner_span(written_span(outer, schedule.zone(name))), sorted(people_of(outer)) or people
        start = self.chance.around(6 * DAY, 8 * DAY)
        found = schedule.shifts(name, start, start + 2 * DAY)
        if not found or self.chance.happens(0.25):
            return (start, start + self.rng.randint(1, 200) * HOUR), people
        shift = self.rng.choice(found)
        span = shift.start, min(shift.end, shift.start + 40 * DAY)
        if self.chance.happens(0.3):
            span = self.inner_span(span)
        elif self.chance.happens(0.4):
            span = start, start + self.rng.randint(1, 200) * HOUR
        return span, list(shift.people) or people

    def inner_span(self, span: Span) -> Span:
        """A span inside another, at times with a common end."""
        quarter = timedelta(minutes=15)
        quarters = max(1, (span[1] - span[0]) // quarter)
        first, last = sorted(self.rng.choices(range(quarters + 1), k=2))
        start, end = span[0] + first * quarter, span[0] + last * quarter
        return self.rng.choice([(start, end), (start, end), (span[0], end), (start, span[1])])

    def write_span(self, span: Span, zone: ZoneInfo, follower: bool) -> dict:
        """Instants; in a rotation with a zone of its own also civil times, or whole days."""
        civil = [to_civil(instant, zone) for instant in span]
        kind = self.rng.random()
        if kind < 0.15 and not follower:
            return {"from": civil[0].date(), "through": civil[1].date()}
        if kind < 0.4 and not follower and all(is_plain(time, zone) for time in civil):
            return {"from": civil[0], "until": civil[1]}
        return {"from": self.chance.written(span[0]), "until": self.chance.written(span[1])}

    def override_action(self, on_call: list[str]) -> dict:
        """What an override does, mostly to somebody who is on call."""
        others = [person for person in PEOPLE if person not in on_call]
        one, two = self.rng.sample(others, 2)
        target = self.rng.choice(on_call)
        return self.rng.choice(
            [
                {"replace": target, "with": one},
                {"replace": target, "with": one},
                {"replace": on_call, "with": [one, two]},
                {"replace": one, "with": two},
                {"add": one},
                {"add": [one, target]},
                {"remove": target},
                {"remove": [target, one]},
                {"assign": one},
                {"assign": [one, target]},
                {"assign": "nobody"},
            ]
        )
