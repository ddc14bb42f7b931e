"""Checks the oracle itself against vectors worked out by hand: python tests/oracle/test_vectors.py"""

import tomllib
import unittest
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from civil import UTC, is_plain, resolve, to_civil
from generate import make_case
from schedule import SECOND, Schedule, Shift
from toml_text import plan_files
from windows import parse_weekly

HOUR = timedelta(hours=1)

PLAN = """
[plan]
name = "vectors"
time-zone = "UTC"
[people]
a.name = "A"
b.name = "B"
c.name = "C"
d.name = "D"
e.name = "E"
x.name = "X"
y.name = "Y"
"""


def at(text: str) -> datetime:
    """An instant; without an offset it is UTC."""
    value = datetime.fromisoformat(text)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def shifts(toml: str, a: str, b: str, rotation: str = "r") -> list[Shift]:
    """The shifts of a plan given as TOML text without its people."""
    return Schedule(tomllib.loads(PLAN + toml)).shifts(rotation, at(a), at(b))


def brief(found: list[Shift]) -> list[str]:
    """Shifts as "DDTHH:MM-DDTHH:MM people", in UTC."""
    return [f"{s.start:%dT%H:%M}-{s.end:%dT%H:%M} {','.join(s.people) or '-'}" for s in found]


def simple(turn: str, people: str = '["a", "b", "c"]', starts: str = "2026-01-05T09:00:00", more: str = "") -> str:
    """A rotation without layers."""
    return f"[rotations.r]\nstarts = {starts}\nturn = {turn}\npeople = {people}\n{more}\n"


def daily(zone: str) -> str:
    """24 h turns with a 09:00 handoff."""
    return simple('"24h"', starts="2026-01-01T09:00:00", more=f'time-zone = "{zone}"')


class Time(unittest.TestCase):
    def length(self, zone: str, day: str) -> timedelta:
        start = resolve(datetime.fromisoformat(f"{day}T09:00"), ZoneInfo(zone))
        (shift,) = Schedule(tomllib.loads(PLAN + daily(zone))).shifts("r", start, start + HOUR)
        self.assertEqual(shift.start, start)
        return shift.end - shift.start

    def test_lengths_at_clock_changes(self):
        cases = [
            ("America/New_York", "2026-03-07", 23),
            ("America/New_York", "2026-10-31", 25),
            ("Europe/London", "2026-03-28", 23),
            ("Europe/London", "2026-10-24", 25),
            ("Australia/Lord_Howe", "2026-04-04", 24.5),
            ("Australia/Lord_Howe", "2026-10-03", 23.5),
            ("Europe/Berlin", "2026-06-01", 24),
        ]
        for zone, day, hours in cases:
            self.assertEqual(self.length(zone, day), hours * HOUR, (zone, day))

    def test_resolution(self):
        zone = ZoneInfo("America/New_York")
        self.assertEqual(resolve(datetime(2026, 3, 8, 2, 30), zone), at("2026-03-08T07:30"))
        self.assertEqual(resolve(datetime(2026, 11, 1, 1, 30), zone), at("2026-11-01T05:30"))
        self.assertFalse(is_plain(datetime(2026, 3, 8, 2, 30), zone))
        self.assertFalse(is_plain(datetime(2026, 11, 1, 1, 30), zone))
        self.assertTrue(is_plain(datetime(2026, 3, 8, 3, 0), zone))

    def test_resolution_agrees_with_a_search(self):
        """Every quarter of an hour around changes, against looking through all instants."""
        cases = [
            ("Europe/Dublin", datetime(2026, 3, 29)),
            ("Europe/Dublin", datetime(2026, 10, 25)),
            ("Australia/Lord_Howe", datetime(2026, 10, 4)),
            ("Antarctica/Troll", datetime(2026, 3, 29)),
            ("Pacific/Apia", datetime(2011, 12, 30)),
            ("Pacific/Kwajalein", datetime(1993, 8, 21)),
            ("America/Santiago", datetime(2026, 9, 6)),
            ("America/Caracas", datetime(2007, 12, 9)),
            ("Asia/Gaza", datetime(2094, 3, 27)),
            ("America/Godthab", datetime(2094, 3, 28)),
        ]
        for name, day in cases:
            zone = ZoneInfo(name)
            for quarter in range(-96, 192):
                civil = day + quarter * HOUR / 4
                self.assertEqual(resolve(civil, zone), self.searched(civil, zone), (name, civil))

    def searched(self, civil: datetime, zone: ZoneInfo) -> datetime:
        """The first instant that shows a wall clock, or for a skipped one the first after the gap, moved on."""
        begin = civil.replace(tzinfo=UTC) - 28 * HOUR
        instants = [begin + n * HOUR / 4 for n in range(4 * 56)]
        showing = [instant for instant in instants if to_civil(instant, zone) == civil]
        if showing:
            return showing[0]
        before = max(instant for instant in instants if to_civil(instant, zone) < civil)
        return before + (civil - to_civil(before, zone))

    def test_apia_skips_a_day(self):
        toml = simple('"1d"', starts="2011-12-01T09:00:00", more='time-zone = "Pacific/Apia"')
        found = shifts(toml, "2011-12-29T00:00", "2012-01-01T00:00")
        self.assertEqual(
            brief(found), ["28T19:00-29T19:00 a", "29T19:00-30T19:00 b", "30T19:00-31T19:00 a", "31T19:00-01T19:00 b"]
        )

    def test_edges_never_go_backwards(self):
        toml = simple(
            '"1 shift"',
            starts="2026-03-01T00:00:00",
            more='time-zone = "America/New_York"\nwhen = ["22:00-02:30", "03:00-09:00"]',
        )
        found = shifts(toml, "2026-03-08T02:00", "2026-03-08T13:00")
        self.assertEqual([s[:11] for s in brief(found)], ["08T03:00-08", "08T07:00-08"])
        self.assertEqual(found[0].end, at("2026-03-08T07:00"))

    def test_empty_turns_still_count(self):
        toml = simple('"1h"', starts="2026-03-08T00:00:00", more='time-zone = "America/New_York"')
        found = shifts(toml, "2026-03-08T05:00", "2026-03-08T09:00")
        self.assertEqual(
            brief(found), ["08T05:00-08T06:00 a", "08T06:00-08T07:00 b", "08T07:00-08T08:00 a", "08T08:00-08T09:00 b"]
        )


class Turns(unittest.TestCase):
    def test_months_are_counted_from_starts(self):
        toml = simple('"1mo"', starts="2026-01-31T10:00:00")
        found = shifts(toml, "2026-01-31T12:00", "2026-05-01T00:00")
        self.assertEqual([s.start.day for s in found], [31, 28, 31, 30])

    def test_a_list_is_cycled(self):
        found = shifts(simple('["4d", "3d"]'), "2026-01-05T09:00", "2026-01-19T09:00")
        self.assertEqual([(s.end - s.start).days for s in found], [4, 3, 4, 3])
        self.assertEqual([s.people for s in found], [("a",), ("b",), ("c",), ("a",)])

    def test_a_window_belongs_to_the_turn_it_starts_in(self):
        toml = simple('"1d"', starts="2026-01-05T00:00:00", more='when = "22:00-06:00"')
        found = shifts(toml, "2026-01-05T00:00", "2026-01-07T00:00")
        self.assertEqual(brief(found), ["05T22:00-06T06:00 a", "06T22:00-07T06:00 b"])

    def test_split_windows(self):
        toml = simple('"1d"', starts="2026-01-05T00:00:00", more='when = "22:00-06:00"\nsplit-windows = true')
        found = shifts(toml, "2026-01-05T00:00", "2026-01-06T12:00")
        self.assertEqual(brief(found), ["05T00:00-05T06:00 a", "05T22:00-06T00:00 a", "06T00:00-06T06:00 b"])

    def test_counted_windows(self):
        toml = simple('"2 shifts"', starts="2026-01-07T00:00:00", more='when = "mon-fri 09:00-17:00"')
        found = shifts(toml, "2026-01-07T00:00", "2026-01-15T00:00")
        self.assertEqual([s.people[0] for s in found], list("aabbcc"))

    def test_from_and_until_cut(self):
        toml = simple('"1d"', more="from = 2026-01-06T12:00:00\nuntil = 2026-01-07T12:00:00")
        self.assertEqual(
            brief(shifts(toml, "2026-01-01", "2026-02-01")), ["06T12:00-07T09:00 b", "07T09:00-07T12:00 c"]
        )

    def test_window_forms(self):
        def lengths(text):
            return [(day, begin / HOUR, length / HOUR) for day, begin, length in parse_weekly(text)]

        self.assertEqual(lengths("sat,sun"), [(5, 0, 24), (6, 0, 24)])
        self.assertEqual(lengths("sat 00:00 - sun 24:00"), [(5, 0, 48)])
        self.assertEqual(lengths("mon 09:00 - mon 09:00"), [(0, 9, 168)])
        self.assertEqual(lengths("mon 09:00-mon 17:00"), [(0, 9, 8)])
        self.assertEqual(lengths("fri 18:00 - mon 08:00"), [(4, 18, 62)])
        self.assertEqual(lengths("sun-tue 22:00-06:00"), [(6, 22, 8), (0, 22, 8), (1, 22, 8)])
        self.assertEqual(lengths("00:00-24:00"), [(day, 0, 24) for day in range(7)])

    def test_rrule_and_holidays(self):
        toml = simple(
            '"1 shift"',
            starts="2026-01-01T00:00:00",
            more='when = { rrule = "FREQ=MONTHLY;BYDAY=1SA", at = "08:00", lasts = "12h" }',
        )
        self.assertEqual(
            brief(shifts(toml, "2026-01-01", "2026-03-01")), ["03T08:00-03T20:00 a", "07T08:00-07T20:00 b"]
        )
        toml = simple('"1 shift"', more='when = { holidays = "h" }\n[[holidays.h]]\ndate = 2026-05-01')
        self.assertEqual(brief(shifts(toml, "2026-01-01", "2027-01-01")), ["01T00:00-02T00:00 a"])


class LineUps(unittest.TestCase):
    def holders(self, change: str, people: str = '["a", "b", "c"]') -> str:
        """Who has the days from 5 Jan when the list changes on 7 Jan, after the second turn."""
        toml = simple('"1d"', people, more=f"[[rotations.r.line-ups]]\nfrom = 2026-01-07T09:00:00\n{change}")
        return "".join(s.people[0] if s.people else "-" for s in shifts(toml, "2026-01-05T09:00", "2026-01-11T09:00"))

    def test_continuing(self):
        self.assertEqual(self.holders('people = ["a", "b", "d"]'), "abdabd")
        self.assertEqual(self.holders('people = ["c", "b", "d"]'), "abdcbd")
        self.assertEqual(self.holders('people = ["d", "a", "c"]'), "abcdac")
        self.assertEqual(self.holders('people = ["d", "e"]'), "abdede")
        self.assertEqual(self.holders('people = ["b", "a", "b", "c"]', '["b", "a", "b", "c"]'), "babcba")

    def test_first(self):
        self.assertEqual(self.holders('people = ["a", "b", "d"]\nfirst = "b"'), "abbdab")
        self.assertEqual(self.holders('people = ["a", "b", "a"]\nfirst = 3'), "abaaba")

    def test_a_date_means_its_only_handoff(self):
        toml = simple('"1d"', more='[[rotations.r.line-ups]]\nfrom = 2026-01-07\npeople = ["d", "b"]')
        self.assertEqual([s.people[0] for s in shifts(toml, "2026-01-05T09:00", "2026-01-09T09:00")], list("abdb"))


class LayersAndFollowers(unittest.TestCase):
    def test_painting(self):
        toml = simple('"1w"', '["a"]') + (
            '[[rotations.r.layers]]\nname = "base"\n'
            '[[rotations.r.layers]]\nname = "nobody"\nwhen = "wed"\npeople = ["nobody"]\n'
        )
        found = shifts(toml, "2026-01-05T09:00", "2026-01-12T09:00")
        self.assertEqual(brief(found), ["05T09:00-07T00:00 a", "07T00:00-08T00:00 -", "08T00:00-12T09:00 a"])
        self.assertEqual([s.layer for s in found], ["base", "nobody", "base"])

    def test_following_skips_nobody(self):
        toml = simple('"1d"', '["a", "nobody", "b", "c"]') + '[rotations.s]\nfollows = { rotation = "r", offset = 1 }\n'
        found = shifts(toml, "2026-01-05T09:00", "2026-01-09T09:00", "s")
        self.assertEqual([s.people for s in found], [("b",), (), ("c",), ("a",)])

    def test_following_a_follower(self):
        toml = simple('"1d"') + (
            '[rotations.s]\nfollows = { rotation = "r", offset = 1 }\n'
            '[rotations.t]\nfollows = { rotation = "s", offset = 1 }\n'
        )
        found = shifts(toml, "2026-01-05T09:00", "2026-01-08T09:00", "t")
        self.assertEqual([s.people for s in found], [("c",), ("a",), ("b",)])


class Cover(unittest.TestCase):
    AWAY = '[[time-off]]\nperson = "a"\nfrom = 2026-01-06\nthrough = 2026-01-06\n'

    def test_the_next_covers_the_whole_shift(self):
        toml = simple('"1d"', more='on-away = "next"') + self.AWAY
        self.assertEqual([s.people[0] for s in shifts(toml, "2026-01-05T09:00", "2026-01-08T09:00")], list("bbc"))

    def test_a_follower_keeps_its_holder(self):
        toml = simple('"1d"', more='on-away = "next"') + '[rotations.s]\nfollows = { rotation = "r", offset = 1 }\n'
        self.assertEqual(shifts(toml + self.AWAY, "2026-01-05T09:00", "2026-01-06T09:00")[0].people, ("c",))

    def test_a_group_is_covered_from_outside(self):
        toml = simple('"1d"', '[["a", "b"], "c"]', more='on-away = "next"') + self.AWAY
        self.assertEqual(shifts(toml, "2026-01-05T09:00", "2026-01-06T09:00")[0].people, ("c", "b"))

    def test_nobody_free_keeps_the_holder(self):
        toml = simple('"1d"', '["a"]', more='on-away = "next"') + self.AWAY
        self.assertEqual(shifts(toml, "2026-01-05T09:00", "2026-01-06T09:00")[0].people, ("a",))

    def test_a_day_begins_when_the_clock_shows_it(self):
        """Cairo skips midnight of 2026-04-24: the day before ends at 22:00Z."""
        toml = simple('"1h"', starts="2026-04-23T00:00:00", more='on-away = "next"')
        toml += '[people.z]\nname = "Z"\ntime-zone = "Africa/Cairo"\n'
        toml += '[[time-off]]\nperson = "z"\nfrom = 2026-04-23\nthrough = 2026-04-23\n'
        found = shifts(toml.replace('"a"', '"z"'), "2026-04-23T21:00", "2026-04-24T01:00")
        self.assertEqual([s.people[0] for s in found], ["b", "b", "c", "z"])


class Overrides(unittest.TestCase):
    def changed(self, *overrides: str, more: str = "") -> list[str]:
        """One-day turns from 5 Jan 00:00 of a, b and c, with overrides "HH-HH rest" counted from there."""
        toml = simple('"1d"', starts="2026-01-05T00:00:00", more=more)
        for override in overrides:
            span, rest = override.split(" ", 1)
            start, end = (at("2026-01-05") + int(hours) * HOUR for hours in span.split("-"))
            toml += f'[[overrides]]\nrotation = "r"\nfrom = {start.isoformat()}\nuntil = {end.isoformat()}\n{rest}\n'
        return brief(shifts(toml, "2026-01-05", "2026-01-06"))

    def test_kinds(self):
        self.assertEqual(self.changed('6-30 replace = "a"\nwith = "x"'), ["05T00:00-05T06:00 a", "05T06:00-06T00:00 x"])
        self.assertEqual(self.changed('6-12 replace = "b"\nwith = "x"'), ["05T00:00-06T00:00 a"])
        self.assertEqual(self.changed('0-6 add = "x"'), ["05T00:00-05T06:00 a,x", "05T06:00-06T00:00 a"])
        self.assertEqual(self.changed('0-6 add = "a"'), ["05T00:00-06T00:00 a"])
        self.assertEqual(self.changed('0-6 remove = "a"'), ["05T00:00-05T06:00 -", "05T06:00-06T00:00 a"])
        self.assertEqual(self.changed('0-6 assign = "a"'), ["05T00:00-05T06:00 a", "05T06:00-06T00:00 a"])
        self.assertEqual(self.changed('0-24 assign = "nobody"'), ["05T00:00-06T00:00 -"])

    def test_nesting(self):
        outer = '6-18 replace = "a"\nwith = "x"'
        inner = '6-12 replace = "x"\nwith = "y"'
        expected = ["05T00:00-05T06:00 a", "05T06:00-05T12:00 y", "05T12:00-05T18:00 x", "05T18:00-06T00:00 a"]
        self.assertEqual(self.changed(outer, inner), expected)
        self.assertEqual(self.changed(inner, outer), expected)

    def test_holes(self):
        more = 'when = "09:00-17:00"\nuntil = 2026-01-05T23:00:00'
        self.assertEqual(
            self.changed('16-30 add = "x"', more=more),
            ["05T09:00-05T16:00 a", "05T16:00-05T17:00 a,x", "05T17:00-05T23:00 x"],
        )
        self.assertEqual(self.changed('0-24 replace = "b"\nwith = "x"', more=more), ["05T09:00-05T17:00 a"])

    def test_a_filled_hole_has_no_layer(self):
        toml = simple('"1d"', starts="2026-01-05T00:00:00", more='when = "09:00-17:00"')
        toml += '[[overrides]]\nrotation = "r"\nassign = ["x", "y"]\n'
        toml += "from = 2026-01-05T00:00:00Z\nuntil = 2026-01-06T00:00:00Z\n"
        found = shifts(toml, "2026-01-05", "2026-01-06")
        self.assertEqual(brief(found), ["05T00:00-05T09:00 x,y", "05T09:00-05T17:00 x,y", "05T17:00-06T00:00 x,y"])


class Laws(unittest.TestCase):
    """What must hold for any plan, with generated ones."""

    def test_laws(self):
        for seed in range(3):
            case = make_case(seed, 40)
            schedule = Schedule(case.plan)
            for rotation in case.plan["rotations"]:
                for a, b in case.ranges:
                    self.check(schedule, rotation, a, b)

    def check(self, schedule: Schedule, rotation: str, a: datetime, b: datetime):
        found = schedule.shifts(rotation, a, b)
        middle = a + ((b - a) // 3 // SECOND) * SECOND
        if a < middle:
            parts = schedule.shifts(rotation, a, middle) + schedule.shifts(rotation, middle, b)
            self.assertEqual(found, list(dict.fromkeys(parts)), rotation)
        for one, other in pairwise(found):
            self.assertLess(one.start, one.end)
            self.assertLessEqual(one.end, other.start)
        for shift in found[:5]:
            self.assertEqual(schedule.on_call(rotation, shift.start), shift)
            self.assertEqual(schedule.on_call(rotation, shift.end - SECOND), shift)

    def test_the_text_of_a_plan_is_the_plan(self):
        case = make_case(0, 40)
        plan = tomllib.loads("\n".join(plan_files(case.plan).values()))
        self.assertEqual(plan.pop("irp"), 1)
        self.assertEqual(plan, case.plan)


if __name__ == "__main__":
    unittest.main()
