"""Random choices around the clock changes that a plan is about."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

from civil import DAY, UTC, is_plain, midnight, resolve, to_civil
from ingredients import FIRST_YEAR, LAST_YEAR, ODD_CHANGES, OTHER_HOURS, SMALL_HOURS, ZONES
from schedule import SECOND
from windows import clock

HOUR = timedelta(hours=1)
PEOPLE = [f"p{n}" for n in range(24)]


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


class Chance:
    """One seed's dice: a focus zone, some moments to ask about, and choices near them."""

    def __init__(self, seed: int):
        self.rng = Random(seed)
        self.focus_zone, self.moments = self.make_moments()

    def happens(self, probability: float) -> bool:
        return self.rng.random() < probability

    def around(self, before: timedelta, after: timedelta) -> datetime:
        """An instant near one of the plan's moments, on a half hour."""
        moment = self.rng.choice(self.moments)
        halves = self.rng.randint(-int(before / HOUR * 2), int(after / HOUR * 2))
        return moment.replace(second=0) + halves * HOUR / 2

    def zone(self) -> str:
        return self.focus_zone if self.happens(0.35) else self.rng.choice(ZONES)

    def clock(self) -> str:
        return self.rng.choice(SMALL_HOURS if self.happens(0.6) else OTHER_HOURS)

    def civil_around(self, zones: list[str], before: timedelta, after: timedelta) -> datetime:
        """A civil time near a moment that names one instant in each of the zones."""
        while True:
            day = to_civil(self.around(before, after), ZoneInfo(zones[0])).date()
            civil = midnight(max(day, date(FIRST_YEAR, 1, 2))) + clock(self.clock())
            if all(is_plain(civil, ZoneInfo(name)) for name in zones):
                return civil

    def make_moments(self) -> tuple[str, list[datetime]]:
        """A zone with a clock change, that change, and others within some months of it."""
        if self.happens(0.3):
            name, day = self.rng.choice(ODD_CHANGES)
            start = resolve(midnight(day), ZoneInfo(name))
            focus = next(iter(clock_changes(name, start - 3 * DAY, start + 3 * DAY)), start)
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
            year = (
                self.rng.randint(2024, 2032) if self.happens(0.5) else self.rng.randint(FIRST_YEAR + 1, LAST_YEAR - 1)
            )
            changes = clock_changes(name, datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
            if changes:
                return name, self.rng.choice(changes)

    def written(self, instant: datetime) -> datetime:
        """The same instant with some offset."""
        minutes = self.rng.choice([0, 0, 60, 120, 330, -300, -210, 765])
        return instant.astimezone(timezone(timedelta(minutes=minutes)) if minutes else UTC)
