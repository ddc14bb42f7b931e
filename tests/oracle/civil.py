"""Civil time: zones, resolution to instants, periods, and the spans a plan writes.

"Civil" values are naive datetimes (a wall clock); "instants" are aware datetimes in UTC.
"""

from __future__ import annotations

import re
import zoneinfo
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(to=[])  # only the tzdata package, never the machine's own zones

UTC = timezone.utc
FAR_PAST = datetime.min.replace(tzinfo=UTC)
FAR_FUTURE = datetime.max.replace(tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

_SHORT = re.compile(r"(\d+)(mo|h|d|w)")
_ISO = re.compile(r"P(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(\d+)H)?")


def resolve(civil: datetime, zone: ZoneInfo) -> datetime:
    """Rule 3: a skipped time moves forward by the gap, a doubled one means the first.

    With fold=0 Python takes the offset in force before the change for both, which is just that.
    """
    return civil.replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_plain(civil: datetime, zone: ZoneInfo) -> bool:
    """Whether a civil time names exactly one instant (rule 5)."""
    first = civil.replace(tzinfo=zone, fold=0).utcoffset()
    return first == civil.replace(tzinfo=zone, fold=1).utcoffset()


def to_civil(instant: datetime, zone: ZoneInfo) -> datetime:
    """The wall clock of a zone at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


@dataclass(frozen=True)
class Period:
    """A civil period: months, or hours, days and weeks."""

    months: int = 0
    delta: timedelta = timedelta(0)

    def times(self, n: int) -> Period:
        return Period(self.months * n, self.delta * n)

    def plus(self, other: Period) -> Period:
        return Period(self.months + other.months, self.delta + other.delta)


def parse_period(text: str) -> Period:
    """Reads "12h", "3d", "1w", "1mo" and the ISO 8601 forms "P3D", "PT12H", "P1W", "P1M"."""
    if short := _SHORT.fullmatch(text):
        n, unit = int(short[1]), short[2]
        if unit == "mo":
            return Period(months=n)
        return Period(delta=n * {"h": timedelta(hours=1), "d": DAY, "w": WEEK}[unit])
    iso = _ISO.fullmatch(text)
    if iso is None or not any(iso.groups()):
        raise ValueError(f"not a period: {text!r}")
    months, weeks, days, hours = (int(part or 0) for part in iso.groups())
    return Period(months, timedelta(weeks=weeks, days=days, hours=hours))


def add_period(civil: datetime, period: Period) -> datetime:
    """Rule 2: days and weeks move the date, hours the clock, months the month (day clamped)."""
    month0 = civil.month - 1 + period.months
    year, month = civil.year + month0 // 12, month0 % 12 + 1
    day = min(civil.day, monthrange(year, month)[1])
    return civil.replace(year=year, month=month, day=day) + period.delta


def midnight(day: date) -> datetime:
    """The civil start of a day."""
    return datetime.combine(day, time())


def instant_of(value: date | datetime, zone: ZoneInfo) -> datetime:
    """The instant a plan's value names: an offset date-time, a civil date-time, or a day's start."""
    if not isinstance(value, datetime):
        return resolve(midnight(value), zone)
    return value.astimezone(UTC) if value.tzinfo else resolve(value, zone)


def written_span(table: dict, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """`from`/`until` are exact and half-open; `from`/`through` whole local days, the last included."""
    start = instant_of(table["from"], zone) if "from" in table else FAR_PAST
    if "through" in table:
        return start, instant_of(table["through"] + DAY, zone)
    return start, instant_of(table["until"], zone) if "until" in table else FAR_FUTURE
