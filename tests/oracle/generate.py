"""Random plans without faults, biased to what goes wrong: clock changes and handoffs in the small hours.

`python tests/oracle/generate.py SEED [ROTATIONS]` prints a plan. The same seed gives the same plan.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import islice, pairwise
from random import Random
from zoneinfo import ZoneInfo

from civil import DAY, UTC, WEEK, instant_of, is_plain, midnight, parse_period, resolve, to_civil, written_span
from schedule import Layer, LineUp, Schedule, Span, entry_of, is_empty, layer_settings, overlaps
from toml_text import plan_files
from windows import clock, parse_weekly, rrule_windows

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
FIRST_YEAR, LAST_YEAR = 1970, 2095

ZONES = """
Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Lagos Africa/Monrovia America/Anchorage
America/Argentina/San_Luis America/Asuncion America/Caracas America/Chicago America/Godthab America/Halifax
America/Havana America/Los_Angeles America/Mexico_City America/Miquelon America/New_York America/Phoenix
America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns America/Vancouver America/Winnipeg
Antarctica/Casey Antarctica/Troll Asia/Amman Asia/Beirut Asia/Damascus Asia/Dhaka Asia/Gaza Asia/Hong_Kong
Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Tehran Asia/Tokyo Asia/Yangon Atlantic/Azores
Australia/Adelaide Australia/Eucla Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin
Europe/Istanbul Europe/London Europe/Moscow Europe/Volgograd Pacific/Apia Pacific/Auckland Pacific/Chatham
Pacific/Easter Pacific/Fakaofo Pacific/Fiji Pacific/Kiritimati Pacific/Kwajalein Pacific/Norfolk
Pacific/Tongatapu UTC
""".split()

# Changes that are no ordinary summer time: skipped days, half hours, two hours, midnight, politics.
ODD_CHANGES = [
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Africa/Monrovia", date(1972, 1, 7)),
    ("America/Caracas", date(2007, 12, 9)),
    ("America/Caracas", date(2016, 5, 1)),
    ("America/Godthab", date(2023, 3, 26)),
    ("America/Havana", date(2026, 11, 1)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Vancouver", date(2026, 11, 1)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Asia/Amman", date(2022, 10, 28)),
    ("Asia/Dhaka", date(2009, 12, 31)),
    ("Asia/Gaza", date(2026, 3, 28)),
    ("Asia/Pyongyang", date(2015, 8, 15)),
    ("Asia/Pyongyang", date(2018, 5, 5)),
    ("Asia/Tehran", date(2022, 9, 22)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("Europe/Istanbul", date(2016, 9, 7)),
    ("Europe/Moscow", date(2011, 3, 27)),
    ("Europe/Moscow", date(2014, 10, 26)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Chatham", date(2026, 9, 27)),
    ("Pacific/Fakaofo", date(2011, 12, 30)),
    ("Pacific/Kiritimati", date(1994, 12, 31)),
    ("Pacific/Kwajalein", date(1993, 8, 21)),
]

SMALL_HOURS = ("00:00", "01:30", "02:00", "02:30", "03:00")
OTHER_HOURS = ("00:30", "01:00", "03:30", "04:00", "06:00", "09:00", "14:15", "17:00", "22:00", "23:00", "23:30")

TURNS = [
    ("1h", "2h", "3h", "4h", "6h", "7h", "8h", "12h", "24h", "36h", "PT12H", ["9h", "15h"], ["12h", "1d", "36h"]),
    ("1d", "1d", "2d", "3d", "5d", "10d", "P3D", "P1D", ["4d", "3d"], ["5d", "2d"], ["1d", "12h", "12h"]),
    ("1w", "1w", "2w", "3w", "P2W", ["1w", "2w", "3d"], ["1w", "1w", "3w"]),
    ("1mo", "2mo", "3mo", "6mo", "P1M", ["1mo", "2mo"]),
]

RRULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;BYDAY=MO,WE,FR",
    "FREQ=DAILY;INTERVAL=2;BYMONTH=1,3,4,10,11,12",
    "FREQ=DAILY;COUNT=900",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH,SU;COUNT=300",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=MONTHLY;BYDAY=2SU,-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,3",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3,10,11;BYDAY=-1SU,1SU",
    "FREQ=YEARLY;BYMONTH=3,4,9,10,11;BYDAY=SU",
    "FREQ=YEARLY;BYMONTHDAY=1,28",
    "FREQ=YEARLY;BYYEARDAY=1,67,88,-1",
    "FREQ=YEARLY;BYWEEKNO=10,13,44;BYDAY=SU",
    "FREQ=YEARLY;BYDAY=10SU,-9SU",
]

# Windows and rules that share a layer and never overlap.
MIXED = [
    ["mon-fri 09:00-17:00", {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "at": "08:00", "lasts": "12h"}],
    ["mon-sat 22:00-02:30", {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "at": "03:00", "lasts": "12h"}],
    [
        {"rrule": "FREQ=WEEKLY;BYDAY=SA", "at": "02:30", "lasts": "24h"},
        {"rrule": "FREQ=MONTHLY;BYDAY=1SU,3SU", "at": "02:30", "lasts": "1d"},
    ],
]


@dataclass(frozen=True)
class Case:
    """A plan and the ranges to ask for."""

    plan: dict
    ranges: list[Span]


def clock_changes(name: str, a: datetime, b: datetime) -> list[datetime]:
    """The instants in [a, b) at which a zone's offset changes, to the second."""
    zone, found = ZoneInfo(name), []
    for n in range((b - a) // DAY):
        before, after = a + n * DAY, a + (n + 1) * DAY
        if before.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
            continue
        while after - before > SECOND:
            middle = before + ((after - before) // 2 // SECOND) * SECOND
            same = middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset()
            before, after = (middle, after) if same else (before, middle)
        found.append(after)
    return found


def mean_length(turn: str | list[str]) -> timedelta:
    """About how long a turn lasts."""
    periods = [parse_period(text) for text in (turn if isinstance(turn, list) else [turn])]
    return sum((p.months * 30 * DAY + p.delta for p in periods), timedelta(0)) / len(periods)


def counts_windows(turn: str | list[str]) -> bool:
    """Whether a turn is "N shifts"."""
    return str(turn).endswith(("shift", "shifts"))


def overlap_in_a_week(texts: list[str]) -> bool:
    """Whether windows written as strings overlap anywhere in a week."""
    windows = sorted((day * DAY + begin, length) for text in texts for day, begin, length in parse_weekly(text))
    first_again = (windows[0][0] + WEEK, windows[0][1])
    return any(one[0] + one[1] > other[0] for one, other in pairwise([*windows, first_again]))


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


class Builder:
    """Makes one plan from one seed."""

    def __init__(self, seed: int, rotations: int):
        self.rng = Random(seed)
        self.focus_zone, self.moments = self.make_moments()
        self.plan = {
            "plan": {"name": f"Plan {seed}", "time-zone": self.zone()},
            "people": self.make_people(),
            "holidays": self.make_holidays(),
            "rotations": {},
            "overrides": [],
            "time-off": self.make_time_off(),
        }
        self.drop_empty_time_off()
        followers = rotations // 5
        for n in range(rotations - followers):
            self.plan["rotations"][f"r{n}"] = self.make_rotation()
        for n in range(followers):
            self.add_follower(f"f{n}")
        self.plan["overrides"] = self.make_overrides()
        self.shuffle_tables()

    # -- chance --------------------------------------------------------------------------------

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def around(self, before: timedelta, after: timedelta) -> datetime:
        """An instant near one of the plan's moments, on a half hour."""
        moment = self.rng.choice(self.moments)
        halves = self.rng.randint(-int(before / HOUR * 2), int(after / HOUR * 2))
        return moment.replace(second=0) + halves * HOUR / 2

    def zone(self) -> str:
        return self.focus_zone if self.chance(0.35) else self.rng.choice(ZONES)

    def clock(self) -> str:
        return self.rng.choice(SMALL_HOURS if self.chance(0.6) else OTHER_HOURS)

    def civil_around(self, zones: list[str], before: timedelta, after: timedelta) -> datetime:
        """A civil time near a moment that names one instant in each of the zones."""
        while True:
            day = to_civil(self.around(before, after), ZoneInfo(zones[0])).date()
            civil = midnight(max(day, date(FIRST_YEAR, 1, 2))) + clock(self.clock())
            if all(is_plain(civil, ZoneInfo(name)) for name in zones):
                return civil

    # -- what a plan is about ------------------------------------------------------------------

    def make_moments(self) -> tuple[str, list[datetime]]:
        """A zone with a clock change, that change, and others within some months of it."""
        if self.chance(0.3):
            name, day = self.rng.choice(ODD_CHANGES)
            focus = clock_changes(name, resolve(midnight(day), UTC) - 3 * DAY, resolve(midnight(day), UTC) + 3 * DAY)[0]
        else:
            name, focus = self.random_change()
        others = [
            change
            for other in self.rng.sample(ZONES, 5)
            for change in clock_changes(other, focus - 100 * DAY, focus + 200 * DAY)
        ]
        return name, [focus, *self.rng.sample(others, min(3, len(others)))]

    def random_change(self) -> tuple[str, datetime]:
        """Any change of any zone, half of them in the years that plans are written for today."""
        while True:
            name = self.rng.choice(ZONES)
            year = self.rng.randint(2024, 2032) if self.chance(0.5) else self.rng.randint(FIRST_YEAR + 1, LAST_YEAR - 1)
            changes = clock_changes(name, datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
            if changes:
                return name, self.rng.choice(changes)

    def make_people(self) -> dict:
        people = {}
        for n in range(24):
            person = {"name": f"Person {n}"}
            if self.chance(0.7):
                person["time-zone"] = self.zone()
            if self.chance(0.12):
                person["joined"] = self.around(20 * DAY, 20 * DAY).date()
            elif self.chance(0.12):
                person["left"] = self.around(20 * DAY, 20 * DAY).date()
            people[f"p{n}"] = person
        return people

    def make_holidays(self) -> dict:
        def days() -> list[dict]:
            dates = {self.around(40 * DAY, 40 * DAY).date() for _ in range(self.rng.randint(4, 14))}
            return [{"date": day, "name": f"Day {n}"} for n, day in enumerate(sorted(dates))]

        return {name: days() for name in ("north", "south", "east")}

    def make_time_off(self) -> list[dict]:
        absences = []
        for person in self.plan_people():
            for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
                start = self.around(8 * DAY, 8 * DAY)
                length = self.rng.randint(1, 12) * DAY
                if self.chance(0.75):
                    span = {"from": start.date(), "through": (start + length - DAY).date()}
                else:
                    span = {"from": self.written(start), "until": self.written(start + length / 3)}
                absences.append({"person": person, **span})
        return absences

    def plan_people(self) -> list[str]:
        return [f"p{n}" for n in range(24)]

    def drop_empty_time_off(self) -> None:
        """A day that a zone skipped altogether would be an absence of no length."""

        def zone_of(person: str) -> ZoneInfo:
            return ZoneInfo(self.plan["people"][person].get("time-zone", self.plan["plan"]["time-zone"]))

        absences = self.plan["time-off"]
        self.plan["time-off"] = [off for off in absences if not is_empty(written_span(off, zone_of(off["person"])))]

    def written(self, instant: datetime) -> datetime:
        """The same instant with some offset."""
        minutes = self.rng.choice([0, 0, 60, 120, 330, -300, -210, 765])
        return instant.astimezone(timezone(timedelta(minutes=minutes)) if minutes else UTC)

    # -- rotations -----------------------------------------------------------------------------

    def make_rotation(self) -> dict:
        kind = self.rng.random()
        if kind < 0.3:
            rotation = self.plain_rotation()
        elif kind < 0.65:
            rotation = self.windowed_rotation()
        else:
            rotation = self.layered_rotation()
        if self.chance(0.35):
            rotation["on-away"] = self.rng.choice(["next", "next", "next", "keep"])
        return rotation

    def basics(self, zones: list[str], turn: str | list[str], reach: timedelta) -> dict:
        """The keys that every rotation has; `starts` lies up to `reach` before a moment, rarely after."""
        starts = self.civil_around(zones, reach * self.rng.random() ** 3 + 2 * DAY, 5 * DAY if self.chance(0.1) else -DAY)
        rotation = {"starts": starts, "turn": turn, "people": self.make_entries()}
        if zones[0] != self.plan["plan"]["time-zone"] or self.chance(0.5):
            rotation["time-zone"] = zones[0]
        return rotation

    def period(self) -> str | list[str]:
        return self.rng.choice(self.rng.choice(TURNS))

    def reach(self, turn: str | list[str]) -> timedelta:
        """How far back a turn may start and still be walked quickly."""
        return min(3000 * mean_length(turn), 60 * 365 * DAY)

    def plain_rotation(self) -> dict:
        turn = self.period()
        rotation = self.basics([self.zone()], turn, self.reach(turn))
        self.add_bounds(rotation)
        self.add_line_ups(rotation, rotation)
        return rotation

    def windowed_rotation(self) -> dict:
        turn = self.period()
        reach = min(self.reach(turn), self.rng.choice([2, 2, 8]) * 365 * DAY)
        rotation = self.basics([self.zone()], turn, reach)
        self.add_windows(rotation, rotation)
        self.add_bounds(rotation)
        self.add_line_ups(rotation, rotation)
        return rotation

    def add_windows(self, table: dict, settings: dict) -> None:
        """Windows for a rotation or layer, and how its turns treat them."""
        if self.chance(0.5):
            table["turn"] = self.shift_turn()
        elif not counts_windows(settings["turn"]) and self.chance(0.4):
            table["split-windows"] = True
        table["when"] = self.make_when(settings["starts"], table.get("split-windows", False))

    def shift_turn(self) -> str:
        n = self.rng.choice([1, 1, 2, 3, 5])
        return "1 shift" if n == 1 else f"{n} shifts"

    def layered_rotation(self) -> dict:
        zones = [self.zone()] + [self.zone() for _ in range(2)]
        turn = self.period()
        rotation = self.basics(zones, turn, min(self.reach(turn), 6 * 365 * DAY))
        if self.chance(0.1):
            self.add_windows(rotation, rotation)
        rotation["layers"] = [self.make_layer(n, rotation, zones) for n in range(self.rng.randint(2, 4))]
        self.add_bounds(rotation)
        if self.inheriting_layers_agree(rotation):
            self.add_line_ups(rotation, rotation)
        self.drop_replaced_keys(rotation)
        return rotation

    def make_layer(self, number: int, rotation: dict, zones: list[str]) -> dict:
        layer: dict = {"name": f"layer-{number}"}
        if self.chance(0.3):
            layer["time-zone"] = self.rng.choice(zones)
        if self.chance(0.3):
            layer["turn"] = self.period()
        if "when" not in rotation and self.chance(0.25):
            layer["starts"] = self.civil_around([layer.get("time-zone", zones[0])], 300 * DAY, 2 * DAY)
        if self.chance(0.2):
            layer["split-windows"] = False
        if self.chance(0.75 if number else 0.3):
            self.add_windows(layer, rotation | layer)
        if (rotation | layer).get("split-windows") and counts_windows((rotation | layer)["turn"]):
            layer["split-windows"] = False
        if self.chance(0.5):
            layer["people"] = ["nobody"] if number and self.chance(0.3) else self.make_entries()
            self.add_line_ups(layer, {k: v for k, v in rotation.items() if k != "layers"} | layer)
        return layer

    def inheriting_layers_agree(self, rotation: dict) -> bool:
        """Whether a change of the rotation's people falls on a handoff of every layer that takes them."""
        takers = [rotation | layer for layer in rotation["layers"] if "people" not in layer]
        keys = ("time-zone", "starts", "turn", "when", "split-windows")
        grid = {key: rotation.get(key) for key in keys}
        return bool(takers) and all({key: taker.get(key) for key in keys} == grid for taker in takers)

    def drop_replaced_keys(self, rotation: dict) -> None:
        """What every layer says for itself, the rotation need not."""
        for key in ("starts", "turn", "people"):
            if all(key in layer for layer in rotation["layers"]) and self.chance(0.5):
                del rotation[key]

    # -- windows -------------------------------------------------------------------------------

    def make_when(self, starts: datetime, split: bool) -> str | dict | list:
        kind = self.rng.random()
        if kind < 0.65:
            return self.string_windows()
        if kind < 0.85:
            return self.rrule_window(starts, split)
        if kind < 0.93 and not split:
            return [dict(w) if isinstance(w, dict) else w for w in self.rng.choice(MIXED)]
        window = {"holidays": self.rng.choice(["north", "south", "east"])}
        if self.chance(0.5):
            window |= {"at": self.clock(), "lasts": self.rng.choice(["1h", "8h", "12h", "24h", "1d"])}
        return window

    def string_windows(self) -> str | list[str]:
        """One window, or several that do not overlap."""
        texts: list[str] = []
        candidates = self.day_parts() if self.chance(0.35) else [self.one_window() for _ in range(self.rng.choice([1, 1, 2, 4]))]
        for text in candidates:
            if not overlap_in_a_week([*texts, text]):
                texts.append(text)
        self.rng.shuffle(texts)
        return texts[0] if len(texts) == 1 and self.chance(0.7) else texts

    def one_window(self) -> str:
        kind = self.rng.random()
        if kind < 0.25:
            return self.two_day_window()
        if kind < 0.4:
            return self.days()
        times = f"{self.clock()}-{self.rng.choice([self.clock(), self.clock(), '24:00'])}"
        return times if kind < 0.55 else f"{self.days()} {times}"

    def two_day_window(self) -> str:
        first, last = self.rng.choice(
            [("fri", "mon"), ("sat", "sun"), ("mon", "mon"), ("sun", "wed"), ("sat", "sat"), ("thu", "tue"), ("sun", "sun")]
        )
        end = "24:00" if self.chance(0.15) else self.clock()
        return f"{first} {self.clock()}{self.rng.choice([' - ', ' - ', '-'])}{last} {end}"

    def days(self) -> str:
        return self.rng.choice(["mon-fri", "sat,sun", "sun-thu", "sun", "fri-mon", "mon,wed,sun", "mon-wed,sat", "mon-sun"])

    def day_parts(self) -> list[str]:
        """The day cut at a few times, with some parts left out: windows that touch or nearly do."""
        cuts = sorted(self.rng.sample(SMALL_HOURS + OTHER_HOURS, self.rng.randint(2, 5)))
        prefix = "" if self.chance(0.6) else self.rng.choice(["sun-wed ", "sat,sun ", "fri-sun "])
        parts = [f"{prefix}{a}-{b}" for a, b in pairwise([*cuts, cuts[0]])]
        return self.rng.sample(parts, max(1, len(parts) - self.rng.choice([0, 0, 1, 2])))

    def rrule_window(self, starts: datetime, split: bool) -> dict:
        """A rule whose occurrences end before the next begins."""
        rule = self.rng.choice(RRULES)
        at = self.clock()
        if split or "COUNT" in rule:
            at = max(at, f"{starts:%H:%M}")
        if "COUNT" not in rule and self.chance(0.1):
            rule += f";UNTIL={starts + self.rng.randint(200, 1200) * DAY:%Y%m%d}T120000"
        window = {"rrule": rule, "at": at, "lasts": "12h"}
        begins = [start for start, _ in islice(rrule_windows(window, starts), 200)]
        gap = min((b - a for a, b in pairwise(begins)), default=DAY)
        lengths = ("1h", "8h", "12h", "24h", "1d", "36h", "2d", "1w", "P3D")
        fitting = [text for text in lengths if parse_period(text).delta <= gap]
        return window | {"lasts": self.rng.choice(fitting)}

    # -- bounds, line-ups ----------------------------------------------------------------------

    def add_bounds(self, rotation: dict) -> None:
        """Sometimes `from` and `until`, for a rotation or one of its layers, which every layer lives to see."""
        for table in [rotation, *rotation.get("layers", [])]:
            takers = [rotation | table] if table is not rotation else list(layer_settings(rotation))
            zones = {layer.get("time-zone", self.plan["plan"]["time-zone"]) for layer in takers}
            bounds = {}
            if self.chance(0.12):
                bounds["from"] = self.bound(zones, 20 * DAY, 5 * DAY)
            if self.chance(0.12):
                bounds["until"] = self.bound(zones, 3 * DAY, 20 * DAY)
            table |= bounds
            lives = [Layer(0, settings, self.plan).in_force for settings in layer_settings(rotation)]
            if any(end - start < 2 * DAY for start, end in lives):
                for key in bounds:
                    del table[key]

    def bound(self, zone_names: set[str], before: timedelta, after: timedelta) -> datetime:
        """A civil time where one zone reads it, otherwise an instant."""
        if len(zone_names) == 1 and self.chance(0.5):
            return self.civil_around(list(zone_names), before, after)
        return self.written(self.around(before, after))

    def make_entries(self) -> list:
        """A line-up: people, at times a group, nobody, or somebody twice."""
        people = self.rng.sample(self.plan_people(), self.rng.choice([1, 2, 2, 3, 3, 4, 5, 6, 7]))
        entries: list = list(people)
        if self.chance(0.15) and len(people) > 2:
            entries.append(people[0])
        if self.chance(0.25):
            spare = [person for person in self.plan_people() if person not in people]
            entries[-1 if entries.count(entries[-1]) == 1 else 1] = self.rng.sample(spare, self.rng.choice([2, 2, 3]))
        if self.chance(0.2):
            entries.insert(self.rng.randint(0, len(entries)), "nobody")
        return entries

    def changed_entries(self, entries: list) -> list:
        """Another line-up that has much of the old one."""
        kept = self.rng.sample(entries, self.rng.randint(0, len(entries))) if self.chance(0.5) else list(entries)
        if kept and self.chance(0.4):
            del kept[self.rng.randrange(len(kept))]
        known = {person for entry in kept for person in entry_of(entry)}
        spare = [person for person in self.plan_people() if person not in known]
        for person in self.rng.sample(spare, self.rng.choice([0, 1, 1, 2])):
            kept.insert(self.rng.randint(0, len(kept)), person)
        return kept if any(map(entry_of, kept)) else self.make_entries()

    def add_line_ups(self, table: dict, settings: dict) -> None:
        """Sometimes changes of the people, each from a handoff of the layer."""
        if not self.chance(0.4) or table["people"] == ["nobody"]:
            return
        layer = Layer(0, settings, self.plan)
        turns = self.handoffs_to_write(layer)
        chosen = sorted(self.rng.sample(sorted(turns), min(len(turns), self.rng.choice([1, 1, 2, 4]))))
        changes, people = [], table["people"]
        for turn in chosen:
            people = self.changed_entries(people)
            change = {"from": turns[turn], "people": people}
            if self.chance(0.4):
                change |= self.make_first(people)
            changes.append(change)
        if changes:
            table["line-ups"] = changes

    def make_first(self, entries: list) -> dict:
        """`first` as the id of a person, or as the position of one who occurs twice."""
        place = self.rng.randrange(len(entries))
        entry = entries[place]
        if entry == "nobody" or isinstance(entry, list):
            return {}
        return {"first": entry if entries.count(entry) == 1 else place + 1}

    def handoffs_to_write(self, layer: Layer) -> dict[int, date | datetime]:
        """How to write handoffs from some weeks before the moments on, by their turn."""
        moments = [to_civil(moment, layer.zone) for moment in self.moments]
        handoffs = layer.handoffs(max(moments) + 20 * DAY)
        days = [handoff.date() for handoff in handoffs]
        near = [n for n in range(1, len(handoffs)) if any(-60 * DAY < handoffs[n] - moment < 20 * DAY for moment in moments)]
        written: dict[int, date | datetime] = {}
        for turn in self.rng.sample(near, min(len(near), 12)):
            kind = self.rng.random()
            if kind < 0.35 and days[max(0, turn - 30) : turn + 30].count(days[turn]) == 1:
                written[turn] = days[turn]
            elif is_plain(handoffs[turn], layer.zone):
                plain = kind < 0.85
                written[turn] = handoffs[turn] if plain else self.written(resolve(handoffs[turn], layer.zone))
        return written

    # -- followers -----------------------------------------------------------------------------

    def add_follower(self, name: str) -> None:
        """A rotation that follows one of the others with an offset that is no fault."""
        schedule = Schedule(self.plan)
        for _ in range(50):
            target = self.rng.choice(sorted(self.plan["rotations"]))
            offset = self.rng.choice([1, 1, 2, 3, -1, -2, 4, 5, 7, -4])
            bounded = "follows" in self.plan["rotations"][target] and {"from", "until"} & self.plan["rotations"][target].keys()
            if not bounded and self.may_follow(schedule, target, offset):
                self.plan["rotations"][name] = self.make_follower(target, offset)
                return

    def may_follow(self, schedule: Schedule, target: str, offset: int) -> bool:
        before = schedule.offset(target)
        line_ups = [line_up for layer in schedule.layers(target) for line_up in layer.line_ups]
        return all(self.offsets_differ(line_up, before, before + offset) for line_up in line_ups)

    def offsets_differ(self, line_up: LineUp, before: int, total: int) -> bool:
        """Whether a follower shares nobody with its target or with the root, at any turn."""
        entries = line_up.entries
        held = [i for i, entry in enumerate(entries) if entry]
        if not held or any(n % len(held) == 0 or n % len(entries) == 0 for n in (total, total - before)):
            return False
        return all(
            not set(entries[line_up.follower(i, total)]) & set(entries[line_up.follower(i, n)])
            for i in held
            for n in (0, before)
        )

    def make_follower(self, target: str, offset: int) -> dict:
        rotation: dict = {"follows": {"rotation": target, "offset": offset}}
        if self.chance(0.45):
            rotation["on-away"] = "next"
        start, end = self.around(20 * DAY, 3 * DAY), self.around(0 * DAY, 20 * DAY)
        if start < end and self.chance(0.3):
            rotation |= self.rng.choice([{"from": start}, {"until": end}, {"from": start, "until": end}])
        return rotation

    # -- overrides -----------------------------------------------------------------------------

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
        people = self.rng.sample(self.plan_people(), 2)
        if accepted and self.chance(0.5):
            outer = self.rng.choice(accepted)
            return self.inner_span(written_span(outer, schedule.zone(name))), sorted(people_of(outer)) or people
        start = self.around(6 * DAY, 8 * DAY)
        found = schedule.shifts(name, start, start + 2 * DAY)
        if not found or self.chance(0.25):
            return (start, start + self.rng.randint(1, 200) * HOUR), people
        shift = self.rng.choice(found)
        span = shift.start, min(shift.end, shift.start + 40 * DAY)
        if self.chance(0.3):
            span = self.inner_span(span)
        elif self.chance(0.4):
            span = start, start + self.rng.randint(1, 200) * HOUR
        return span, list(shift.people) or people

    def inner_span(self, span: Span) -> Span:
        """A span inside another, at times with one end shared."""
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
        if kind < 0.4 and not follower and all(is_plain(c, zone) and instant_of(c, zone) == i for c, i in zip(civil, span)):
            return {"from": civil[0], "until": civil[1]}
        return {"from": self.written(span[0]), "until": self.written(span[1])}

    def override_action(self, on_call: list[str]) -> dict:
        """What an override does, mostly to somebody who is on call."""
        others = [person for person in self.plan_people() if person not in on_call]
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

    def shuffle_tables(self) -> None:
        """The order of tables has no meaning."""
        self.rng.shuffle(self.plan["overrides"])
        self.rng.shuffle(self.plan["time-off"])

    # -- questions -----------------------------------------------------------------------------

    def make_ranges(self) -> list[Span]:
        """One range around each moment and one further away."""
        ranges = []
        for moment in [*self.moments, self.moments[0] + 400 * DAY]:
            length = self.rng.choice([SECOND, HOUR, 12 * HOUR, 2 * DAY, 7 * DAY, 21 * DAY, 60 * DAY])
            start = moment - self.rng.random() * min(length, 4 * DAY)
            start = start.replace(microsecond=0, second=0) if self.chance(0.7) else start.replace(microsecond=0)
            ranges.append((start, start + length))
        return ranges


def make_case(seed: int, rotations: int) -> Case:
    """The plan of a seed."""
    builder = Builder(seed, rotations)
    return Case(builder.plan, builder.make_ranges())


if __name__ == "__main__":
    case = make_case(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60)
    for path, text in plan_files(case.plan).items():
        print(f"# ---- {path}\n{text}")
