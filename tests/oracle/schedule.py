"""Who is on call: a slow, direct reading of the numbered rules of the schedule semantics.

A plan is the plain dict its TOML parses to. Turns and windows are walked from `starts`; nothing is
computed ahead and nothing comes from the tool that this checks. Where the rules leave a choice:

- a window belongs to the turn whose civil boundaries enclose its civil start;
- the edges of a layer (rule 3) are its turn boundaries, or with windows their starts and ends, and
  with `split-windows` both;
- a rotation is in force over the hull of its layers' [max(from, starts), until), a follower over
  that of its root within its own `from`/`until`;
- in rule 13 the k-th occurrence of an entry goes on at the k-th one of the new list, or its last;
- in rule 16 the root of a family of followers decides first, then the followers by depth and id;
- an override that changes nothing leaves no boundary, but `assign` always does;
- a shift that an override opens in a hole belongs to no layer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count, pairwise
from operator import attrgetter
from zoneinfo import ZoneInfo

from civil import (
    DAY,
    FAR_FUTURE,
    Period,
    add_period,
    parse_period,
    resolve,
    to_civil,
    written_span,
)
from windows import Window, windows_of

SECOND = timedelta(seconds=1)
MARGIN = 3 * DAY  # more than any clock change moves an edge

Span = tuple[datetime, datetime]
Entry = list[str]  # the people on call together; empty for "nobody"


def entry_of(value: str | list[str]) -> Entry:
    """One place of a line-up, or the people an override names."""
    listed = [value] if isinstance(value, str) else value
    return [person for person in listed if person != "nobody"]


def clip(span: Span, bounds: Span) -> Span:
    return max(span[0], bounds[0]), min(span[1], bounds[1])


def is_empty(span: Span) -> bool:
    return span[0] >= span[1]


def overlaps(one: Span, other: Span) -> bool:
    return not is_empty(clip(one, other))


def subtract(span: Span, others: Iterable[Span]) -> list[Span]:
    """What is left of a span outside the others, in order."""
    left, at = [], span[0]
    for start, end in sorted(others):
        left.append((at, min(start, span[1])))
        at = max(at, end)
    left.append((at, span[1]))
    return [piece for piece in left if not is_empty(piece)]


@dataclass(frozen=True)
class CivilTurn:
    """Turn `turn`, a window of it, or a piece of a window, by the wall clock."""

    turn: int
    start: datetime
    end: datetime


class Walk:
    """Spans of civil time that a generator yields in order, walked as far as they were asked for."""

    def __init__(self, items: Iterator[CivilTurn]):
        self._rest = items
        self._seen: list[CivilTurn] = []

    def between(self, low: datetime, high: datetime) -> list[CivilTurn]:
        """Every item that ends after `low` and starts before `high`."""
        while not self._seen or self._seen[-1].start < high:
            item = next(self._rest, None)
            if item is None:
                break
            self._seen.append(item)
        first = bisect_right(self._seen, low, key=attrgetter("end"))
        return self._seen[first : bisect_left(self._seen, high, key=attrgetter("start"))]


@dataclass(frozen=True)
class LineUp:
    """A list of entries in force from turn `first_turn`, which the entry at `place` takes."""

    entries: list[Entry]
    first_turn: int = 0
    place: int = 0

    def index(self, turn: int) -> int:
        """Rule 7."""
        return (turn - self.first_turn + self.place) % len(self.entries)

    def follower(self, index: int, offset: int) -> int:
        """Rule 14: the index `offset` further, "nobody" not counted and staying nobody."""
        held = [i for i, entry in enumerate(self.entries) if entry]
        if index not in held:
            return index
        return held[(held.index(index) + offset) % len(held)]

    def order_after(self, index: int, member: int) -> list[str]:
        """Rule 16: everybody else in order, from the one after a member of the entry at `index`."""
        place = sum(map(len, self.entries[:index])) + member
        flat = [person for entry in self.entries for person in entry]
        return flat[place + 1 :] + flat[:place]


def continued_place(old: LineUp, turn: int, entries: list[Entry]) -> int:
    """Rule 13 without `first`: where the new list goes on at `turn`."""
    last = old.index(turn - 1)
    for step in range(len(old.entries)):
        index = (last + step) % len(old.entries)
        entry = old.entries[index]
        if entry in entries:
            occurrence = old.entries[:index].count(entry)
            places = [i for i, other in enumerate(entries) if other == entry]
            place = places[min(occurrence, len(places) - 1)]
            return (place + 1) % len(entries) if step == 0 else place
    return 0


def given_place(first: str | int, entries: list[Entry]) -> int:
    """Rule 13 with `first`: an id, or a position from 1."""
    return first - 1 if isinstance(first, int) else entries.index([first])


@dataclass(frozen=True)
class BaseShift:
    """A turn, window or piece of a split window of one layer, before painting."""

    layer: int
    civil_start: datetime
    span: Span
    line_up: LineUp
    index: int


class Layer:
    """One layer of a rotation, with everything it inherits filled in."""

    def __init__(self, number: int, settings: dict, plan: dict):
        self.number = number
        self.name = settings.get("name")
        self.zone = ZoneInfo(settings.get("time-zone", plan["plan"]["time-zone"]))
        self.starts: datetime = settings["starts"]
        self.people = settings["people"]
        start, end = written_span({k: settings[k] for k in ("from", "until") if k in settings}, self.zone)
        self.in_force = max(start, resolve(self.starts, self.zone)), end
        self._settings = settings
        self._holidays = plan.get("holidays", {})
        self._split = settings.get("split-windows", False)
        self._read_turn(settings["turn"])
        self._turns = Walk(self._civil_turns())
        self._base = Walk(self._civil_base())

    def _read_turn(self, turn: str | list[str]) -> None:
        """Either `_per_turn` windows make a turn, or `_periods` are cycled."""
        self._per_turn = 0
        self._periods: list[Period] = []
        if isinstance(turn, str) and turn.endswith(("shift", "shifts")):
            self._per_turn = int(turn.split()[0])
        else:
            listed = turn if isinstance(turn, list) else [turn]
            self._periods = [parse_period(period) for period in listed]

    # -- civil time: turns, windows and edges --------------------------------------------------

    def boundary(self, n: int) -> datetime:
        """Rule 2: the civil boundary n of a turn with periods."""
        cycles, rest = divmod(n, len(self._periods))
        moved = Period()
        for period in self._periods:
            moved = moved.plus(period.times(cycles))
        for period in self._periods[:rest]:
            moved = moved.plus(period)
        return add_period(self.starts, moved)

    def _civil_turns(self) -> Iterator[CivilTurn]:
        """The turns of a layer with periods, whatever its windows."""
        start = self.boundary(0)
        for n in count():
            end = self.boundary(n + 1)
            yield CivilTurn(n, start, end)
            start = end

    def _windows(self) -> Iterator[Window]:
        """Rule 8: the windows from `starts` on; with `split-windows` also one open at `starts`."""
        for start, end in windows_of(self._settings["when"], self.starts, self._holidays):
            if start >= self.starts or (self._split and end > self.starts):
                yield start, end

    def _civil_base(self) -> Iterator[CivilTurn]:
        """What becomes a shift: turns, windows, or windows cut at turns."""
        if "when" not in self._settings:
            return self._civil_turns()
        if self._per_turn:
            return self._counted_windows()
        return self._split_windows() if self._split else self._whole_windows()

    def _counted_windows(self) -> Iterator[CivilTurn]:
        """Rule 9."""
        for n, (start, end) in enumerate(self._windows()):
            yield CivilTurn(n // self._per_turn, start, end)

    def _whole_windows(self) -> Iterator[CivilTurn]:
        """Rule 8: a window belongs to the turn in which it starts."""
        turns = self._civil_turns()
        turn = next(turns)
        for start, end in self._windows():
            while turn.end <= start:
                turn = next(turns)
            yield CivilTurn(turn.turn, start, end)

    def _split_windows(self) -> Iterator[CivilTurn]:
        """Rule 8 with `split-windows`: a handoff inside a window cuts it."""
        turns = self._civil_turns()
        turn = next(turns)
        for start, end in self._windows():
            start = max(start, self.starts)
            while start < end:
                while turn.end <= start:
                    turn = next(turns)
                yield CivilTurn(turn.turn, start, min(end, turn.end))
                start = min(end, turn.end)

    def _resolved_edges(self, first: datetime, last: datetime) -> dict[datetime, datetime]:
        """Rule 3: each civil edge's instant, never later than that of a later edge."""
        around = self._base.between(first, last + MARGIN)
        if self._split and "when" in self._settings:
            around += self._turns.between(first, last + MARGIN)
        edges = {edge for item in around for edge in (item.start, item.end)}
        resolved, earliest = {}, FAR_FUTURE
        for edge in sorted(edges, reverse=True):
            earliest = min(earliest, resolve(edge, self.zone))
            resolved[edge] = earliest
        return resolved

    def handoffs(self, limit: datetime) -> list[datetime]:
        """The civil starts of turns 0, 1, 2 ... before a limit."""
        if self._per_turn:
            return [item.start for item in self._base.between(self.starts, limit)][:: self._per_turn]
        return [turn.start for turn in self._turns.between(self.starts, limit)]

    # -- line-ups ------------------------------------------------------------------------------

    @cached_property
    def line_ups(self) -> list[LineUp]:
        """Rules 12 and 13: the line-ups in the order they take over."""
        line_ups = [LineUp(list(map(entry_of, self.people)))]
        for change in self._settings.get("line-ups", []):
            entries = list(map(entry_of, change["people"]))
            turn = self._turn_at(change["from"])
            if "first" in change:
                place = given_place(change["first"], entries)
            else:
                place = continued_place(line_ups[-1], turn, entries)
            line_ups.append(LineUp(entries, turn, place))
        return line_ups

    def _turn_at(self, value: date | datetime) -> int:
        """The number of the turn that starts at a handoff, or at a day's only handoff."""
        if not isinstance(value, datetime):
            handoffs = self.handoffs(datetime.combine(value, datetime.max.time()))
            (turn,) = (n for n, handoff in enumerate(handoffs) if handoff.date() == value)
            return turn
        civil = to_civil(value, self.zone) if value.tzinfo else value
        return self.handoffs(civil + SECOND).index(civil)

    def _line_up(self, turn: int) -> LineUp:
        return [line_up for line_up in self.line_ups if line_up.first_turn <= turn][-1]

    # -- instants ------------------------------------------------------------------------------

    def base_shifts(self, a: datetime, b: datetime) -> list[BaseShift]:
        """The layer's shifts that overlap [a, b), whole but cut by `from` and `until` (rule 11)."""
        a, b = clip((a, b), self.in_force)
        if a >= b:
            return []
        items = self._base.between(to_civil(a, self.zone) - MARGIN, to_civil(b, self.zone) + MARGIN)
        if not items:
            return []
        edges = self._resolved_edges(items[0].start, items[-1].end)
        spans = [clip((edges[item.start], edges[item.end]), self.in_force) for item in items]
        return [self._base_shift(i, s) for i, s in zip(items, spans) if overlaps(s, (a, b)) and not is_empty(s)]

    def _base_shift(self, item: CivilTurn, span: Span) -> BaseShift:
        line_up = self._line_up(item.turn)
        return BaseShift(self.number, item.start, span, line_up, line_up.index(item.turn))


def layer_settings(rotation: dict) -> Iterator[dict]:
    """What each layer of a rotation says, or takes from its rotation."""
    inherited = ("time-zone", "starts", "turn", "people", "line-ups", "when", "split-windows", "from", "until")
    given = {key: rotation[key] for key in inherited if key in rotation}
    for layer in rotation.get("layers", [{}]):
        settings = given | layer
        if "people" in layer and "line-ups" not in layer:
            settings.pop("line-ups", None)
        yield settings


@dataclass(frozen=True)
class Override:
    """One override with its span as instants."""

    number: int
    span: Span
    table: dict

    def acts_on(self, people: Entry | None) -> Entry | None:
        """Rule 17: who is on call after it; None is a hole."""
        table, on = self.table, people or []
        if "assign" in table:
            return entry_of(table["assign"])
        if "add" in table:
            return on + [person for person in entry_of(table["add"]) if person not in on]
        if people is None:
            return None
        out = entry_of(table["remove" if "remove" in table else "replace"])
        if not set(out) & set(on):
            return people
        stay = [person for person in on if person not in out]
        place = min(i for i, person in enumerate(on) if person in out)
        into = [person for person in entry_of(table.get("with", [])) if person not in stay]
        return stay[:place] + into + stay[place:]

    def changes(self, before: Entry | None, after: Entry | None) -> bool:
        """Whether it leaves a boundary."""
        return "assign" in self.table or (before is None) != (after is None) or set(before or []) != set(after or [])


@dataclass(frozen=True)
class Shift:
    """A shift as it is answered."""

    rotation: str
    layer: str | None
    people: tuple[str, ...]
    start: datetime
    end: datetime


class Person:
    """When somebody is away or employed, by whole days of their own zone."""

    def __init__(self, person: str, plan: dict):
        table = plan["people"][person]
        zone = ZoneInfo(table.get("time-zone", plan["plan"]["time-zone"]))
        absences = [off for off in plan.get("time-off", []) if off["person"] == person]
        self._away = [written_span(off, zone) for off in absences]
        employed = {"from": table.get("joined"), "through": table.get("left")}
        self._employed = written_span({k: v for k, v in employed.items() if v}, zone)

    def is_away(self, pieces: list[Span]) -> bool:
        return any(overlaps(piece, off) for piece in pieces for off in self._away)

    def is_free(self, pieces: list[Span]) -> bool:
        return not self.is_away(pieces) and all(clip(piece, self._employed) == piece for piece in pieces)


class Schedule:
    """The shifts of every rotation of a plan."""

    def __init__(self, plan: dict):
        self._plan = plan
        self._rotations: dict[str, dict] = plan["rotations"]
        self._people = {person: Person(person, plan) for person in plan["people"]}
        self._layers: dict[str, list[Layer]] = {}
        self._covers: dict[tuple[str, int, datetime], dict[str, Entry]] = {}

    # -- rotations and those that follow them --------------------------------------------------

    def chain(self, rotation: str) -> list[str]:
        """A rotation, the one it follows, and so on up to the root."""
        chain = [rotation]
        while follows := self._rotations[chain[-1]].get("follows"):
            chain.append(follows["rotation"])
        return chain

    def root(self, rotation: str) -> str:
        return self.chain(rotation)[-1]

    def offset(self, rotation: str) -> int:
        """Rule 14: the offsets of a chain of followers add up."""
        return sum(self._rotations[one].get("follows", {}).get("offset", 0) for one in self.chain(rotation))

    def family(self, root: str) -> list[str]:
        """A root and all that follow it, in the order in which they find cover."""
        members = [one for one in self._rotations if self.root(one) == root]
        return sorted(members, key=lambda one: (len(self.chain(one)), one))

    def layers(self, rotation: str) -> list[Layer]:
        """The layers of a rotation's root."""
        root = self.root(rotation)
        if root not in self._layers:
            settings = layer_settings(self._rotations[root])
            self._layers[root] = [Layer(n, layer, self._plan) for n, layer in enumerate(settings)]
        return self._layers[root]

    def zone(self, rotation: str) -> ZoneInfo:
        """The zone of a rotation's civil times; a follower has its root's."""
        table = self._rotations[self.root(rotation)]
        return ZoneInfo(table.get("time-zone", self._plan["plan"]["time-zone"]))

    def own_bounds(self, rotation: str) -> Span:
        """A follower's `from` and `until`; those of other rotations are their layers'."""
        table = self._rotations[rotation]
        return written_span(table if "follows" in table else {}, self.zone(rotation))

    def in_force(self, rotation: str) -> Span:
        """When `add` and `assign` fill holes."""
        spans = [layer.in_force for layer in self.layers(rotation) if not is_empty(layer.in_force)]
        hull = min(start for start, _ in spans), max(end for _, end in spans)
        return clip(hull, self.own_bounds(rotation))

    # -- painting and cover --------------------------------------------------------------------

    def _visible(self, rotation: str, base: BaseShift) -> list[Span]:
        """Rule 15: what later layers leave of a shift, within the rotation's own bounds."""
        above = self.layers(rotation)[base.layer + 1 :]
        painted = [other.span for layer in above for other in layer.base_shifts(*base.span)]
        pieces = [clip(piece, self.own_bounds(rotation)) for piece in subtract(base.span, painted)]
        return [piece for piece in pieces if not is_empty(piece)]

    def _turn_index(self, rotation: str, base: BaseShift) -> int:
        return base.line_up.follower(base.index, self.offset(rotation))

    def _covers_of(self, rotation: str, base: BaseShift) -> dict[str, Entry]:
        """Rule 16 for one shift of all members of a family that are in force during it."""
        root = self.root(rotation)
        key = root, base.layer, base.civil_start
        if key not in self._covers:
            members = [m for m in self.family(root) if overlaps(base.span, self.own_bounds(m))]
            holders = {m: base.line_up.entries[self._turn_index(m, base)] for m in members}
            for member in members:
                taken = {person for m in members if m != member for person in holders[m]}
                holders[member] = self._covered(member, base, taken)
            self._covers[key] = holders
        return self._covers[key]

    def _covered(self, rotation: str, base: BaseShift, taken: set[str]) -> Entry:
        """The holders of a shift once everybody who is away was replaced, if anybody is free."""
        index = self._turn_index(rotation, base)
        entry = base.line_up.entries[index]
        if self._rotations[rotation].get("on-away") != "next":
            return entry
        pieces = self._visible(rotation, base)
        on = list(entry)
        for member, person in enumerate(entry):
            if self._people[person].is_away(pieces):
                order = base.line_up.order_after(index, member)
                free = (p for p in order if p not in taken and p not in on and self._people[p].is_free(pieces))
                on[member] = next(free, person)
        return on

    def _covered_shifts(self, rotation: str, a: datetime, b: datetime) -> list[tuple[Span, str | None, Entry]]:
        """The visible pieces that overlap [a, b), whole, before overrides."""
        found = []
        for layer in self.layers(rotation):
            for base in layer.base_shifts(a, b):
                pieces = [piece for piece in self._visible(rotation, base) if overlaps(piece, (a, b))]
                found += [(piece, layer.name, self._covers_of(rotation, base)[rotation]) for piece in pieces]
        return sorted(found, key=lambda item: item[0])

    # -- overrides -----------------------------------------------------------------------------

    def overrides(self, rotation: str) -> list[Override]:
        """Rule 18: a rotation's overrides, the outer before the inner."""
        tables = enumerate(self._plan.get("overrides", []))
        zone = self.zone(rotation)
        found = [Override(n, written_span(t, zone), t) for n, t in tables if t["rotation"] == rotation]
        return sorted(found, key=lambda o: (o.span[0], FAR_FUTURE - o.span[1]))

    def shifts(self, rotation: str, a: datetime, b: datetime) -> list[Shift]:
        """The shifts of a rotation that overlap [a, b), whole and in order."""
        overrides = self.overrides(rotation)
        near = [o.span for o in overrides if overlaps(o.span, (a, b))]
        wide = min([a, *(start for start, _ in near)]), max([b, *(end for _, end in near)])
        covered = self._covered_shifts(rotation, *wide)
        holes = subtract(clip(wide, self.in_force(rotation)), [span for span, _, _ in covered])
        slots = covered + [(hole, None, None) for hole in holes]
        shifts = [
            Shift(rotation, layer, tuple(on), *piece)
            for span, layer, people in slots
            for piece, on in overridden(span, people, overrides)
            if on is not None and overlaps(piece, (a, b))
        ]
        return sorted(shifts, key=attrgetter("start"))

    def on_call(self, rotation: str, at: datetime) -> Shift | None:
        """The shift during which an instant lies."""
        found = self.shifts(rotation, at, at + SECOND)
        return next((shift for shift in found if shift.start <= at < shift.end), None)


def overridden(span: Span, people: Entry | None, overrides: list[Override]) -> list[tuple[Span, Entry | None]]:
    """Rules 17 to 19: a piece (or a hole) cut where the chain of effective overrides changes."""
    near = [override for override in overrides if overlaps(override.span, span)]
    cuts = {span[0], span[1], *(cut for o in near for cut in o.span if span[0] < cut < span[1])}
    pieces: list[tuple[Span, Entry | None]] = []
    previous = None
    for start, end in pairwise(sorted(cuts)):
        on, chain = people, []
        for override in near:
            if override.span[0] <= start < override.span[1]:
                after = override.acts_on(on)
                if override.changes(on, after):
                    on, chain = after, [*chain, override.number]
        if chain == previous:
            start = pieces.pop()[0][0]
        pieces.append(((start, end), on))
        previous = chain
    return pieces
