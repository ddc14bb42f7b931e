"""The windows of a layer: every way of writing them, as civil (start, end) pairs in order."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import count

from dateutil.rrule import rrulestr

from civil import DAY, WEEK, add_period, midnight, parse_period

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TWO_DAYS = re.compile(r"([a-z]{3}) (\d\d:\d\d) ?- ?([a-z]{3}) (\d\d:\d\d)")
_DAYS_AND_TIMES = re.compile(r"(?:([a-z,-]+) ?)?(?:(\d\d:\d\d)-(\d\d:\d\d))?")

Weekly = tuple[int, timedelta, timedelta]  # weekday, time of day, length
Window = tuple[datetime, datetime]


def clock(text: str) -> timedelta:
    """A time of day as the time since midnight; "24:00" is a whole day."""
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def parse_days(text: str) -> list[int]:
    """ "mon-fri", "sat,sun", "sun-thu" (round the end of the week), "mon-wed,sat"."""
    days: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin = DAYS.index(first)
        days += [(begin + i) % 7 for i in range((DAYS.index(last or first) - begin) % 7 + 1)]
    return days


def parse_weekly(text: str) -> list[Weekly]:
    """A window written as a string: one entry for each window it opens in a week."""
    if long := _TWO_DAYS.fullmatch(text):
        day, end_day = DAYS.index(long[1]), DAYS.index(long[3])
        length = end_day * DAY + clock(long[4]) - day * DAY - clock(long[2])
        return [(day, clock(long[2]), length if length > timedelta(0) else length + WEEK)]
    parts = _DAYS_AND_TIMES.fullmatch(text)
    if parts is None:
        raise ValueError(f"not a window: {text!r}")
    begin, end = clock(parts[2] or "00:00"), clock(parts[3] or "24:00")
    length = end - begin if end > begin else end - begin + DAY
    return [(day, begin, length) for day in parse_days(parts[1] or "mon-sun")]


def weekly_windows(text: str, starts: datetime) -> Iterator[Window]:
    """A string's windows, from those that can still be open at `starts`."""
    weekly = sorted(parse_weekly(text))
    first_day = midnight(starts.date()) - 8 * DAY
    for n in count():
        day = first_day + n * DAY
        for weekday, begin, length in weekly:
            if weekday == day.weekday():
                yield day + begin, day + begin + length


def rrule_windows(window: dict, starts: datetime) -> Iterator[Window]:
    """DTSTART is the date of `starts` at `at`; an occurrence before `starts` is none."""
    dtstart = datetime.combine(starts.date(), time.fromisoformat(window["at"]))
    lasts = parse_period(window["lasts"])
    for occurrence in rrulestr(window["rrule"], dtstart=dtstart):
        if occurrence >= starts:
            yield occurrence, add_period(occurrence, lasts)


def holiday_windows(window: dict, holidays: dict) -> Iterator[Window]:
    """Every day of a holiday list, whole unless `at` and `lasts` say otherwise."""
    lasts = parse_period(window.get("lasts", "1d"))
    for day in sorted(entry["date"] for entry in holidays[window["holidays"]]):
        start = midnight(day) + clock(window.get("at", "00:00"))
        yield start, add_period(start, lasts)


def windows_of(when: str | dict | list, starts: datetime, holidays: dict) -> Iterator[Window]:
    """All windows of a layer in order of their start; some may lie before `starts`."""

    def one(window: str | dict) -> Iterator[Window]:
        if isinstance(window, str):
            return weekly_windows(window, starts)
        if "rrule" in window:
            return rrule_windows(window, starts)
        return holiday_windows(window, holidays)

    return heapq.merge(*map(one, when if isinstance(when, list) else [when]))
