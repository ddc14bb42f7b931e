"""Parsers of calendars that others wrote, each as a function from bytes to events."""

import ctypes
import ctypes.util
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import icalendar
import ics
import recurring_ical_events
import vobject
from ics.utils import escape_string, unescape_string

# A year with both clock changes.
FROM, UNTIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)


class Event(NamedTuple):
    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str


def by_icalendar(text: bytes) -> Iterator[Event]:
    calendar = icalendar.Calendar.from_ical(text)
    faults = [fault for part in calendar.walk() for fault in part.errors]
    assert not faults, faults
    return seen(calendar.walk("VEVENT"))


def by_recurring_ical_events(text: bytes) -> Iterator[Event]:
    calendar = icalendar.Calendar.from_ical(text)
    return seen(recurring_ical_events.of(calendar).between(FROM, UNTIL))


def seen(events: Iterable[icalendar.Event]) -> Iterator[Event]:
    for e in events:
        uid, summary, text = (str(e[name]) for name in ("UID", "SUMMARY", "DESCRIPTION"))
        yield Event(uid, e.start, e.end, summary, text)


def by_vobject(text: bytes) -> Iterator[Event]:
    for e in vobject.readOne(text.decode()).contents.get("vevent", []):
        parts = e.uid, e.dtstart, e.dtend, e.summary, e.description
        yield Event(*(part.value for part in parts))


def by_ics(text: bytes) -> Iterator[Event]:
    for e in ics.Calendar(text.decode()).events:
        yield Event(e.uid, e.begin.datetime, e.end.datetime, e.name, e.description)


class Libical:
    """The C library, asked through its text forms alone: its structures differ by version."""

    def __init__(self, name: str) -> None:
        library = ctypes.CDLL(name)

        def function(name: str, result: type, *takes: type):
            found = getattr(library, name)
            found.restype, found.argtypes = result, takes
            return found

        text, number, part = ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p
        self.parse = function("icalparser_parse_string", part, text)
        self.free = function("icalcomponent_free", None, part)
        self.faults = function("icalcomponent_count_errors", number, part)
        self.allowed = function("icalrestriction_check", number, part)
        self.texts = [
            function(f"icalcomponent_get_{name}", text, part)
            for name in ("uid", "summary", "description")
        ]
        self.first = function("icalcomponent_get_first_component", part, part, number)
        self.next = function("icalcomponent_get_next_component", part, part, number)
        self.property = function("icalcomponent_get_first_property", part, part, number)
        self.value = function("icalproperty_get_value_as_string", text, part)
        self.event = function("icalcomponent_string_to_kind", number, text)(b"VEVENT")
        kind = function("icalproperty_string_to_kind", number, text)
        self.start, self.end = kind(b"DTSTART"), kind(b"DTEND")

    def __call__(self, text: bytes) -> Iterator[Event]:
        calendar = self.parse(text)
        assert calendar and self.faults(calendar) == 0, "libical finds faults"
        assert self.allowed(calendar), "libical: a property is missing, or there too often"
        event = self.first(calendar, self.event)
        while event:
            start, end = self.instant(event, self.start), self.instant(event, self.end)
            uid, summary, description = (get(event).decode() for get in self.texts)
            yield Event(uid, start, end, summary, description)
            event = self.next(calendar, self.event)
        self.free(calendar)

    def instant(self, event: int, kind: int) -> datetime:
        value = self.value(self.property(event, kind)).decode()
        return datetime.strptime(value, "%Y%m%dT%H%M%S%z")


READERS = {
    "icalendar": by_icalendar,
    "recurring-ical-events": by_recurring_ical_events,
    "vobject": by_vobject,
    "ics": by_ics,
}
# ics undoes one kind of escape after another, so that a backslash before an n is lost.
MISREAD = {"ics": lambda text: unescape_string(escape_string(text))}

if library := ctypes.util.find_library("ical"):
    READERS["libical"] = Libical(library)
else:
    print("SKIPPED: libical, which is not installed")
