"""Random rotations: turns, layers, bounds, line-ups and followers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from chance import PEOPLE, Chance
from civil import DAY, is_plain, parse_period, resolve, to_civil
from ingredients import TURNS
from random_windows import RandomWindows
from schedule import Layer, LineUp, Schedule, entry_of, layer_settings


def mean_length(turn: str | list[str]) -> timedelta:
    """About how long a turn lasts."""
    periods = [parse_period(text) for text in (turn if isinstance(turn, list) else [turn])]
    return sum((p.months * 30 * DAY + p.delta for p in periods), timedelta(0)) / len(periods)


def counts_windows(turn: str | list[str]) -> bool:
    """Whether a turn is "N shifts"."""
    return str(turn).endswith(("shift", "shifts"))


class RandomRotations:
    """Makes rotations for a plan that has everything else but overrides."""

    def __init__(self, chance: Chance, plan: dict):
        self.chance, self.rng, self.plan = chance, chance.rng, plan
        self.windows = RandomWindows(chance)

    def make_rotation(self) -> dict:
        kind = self.rng.random()
        if kind < 0.3:
            rotation = self.plain_rotation()
        elif kind < 0.65:
            rotation = self.windowed_rotation()
        else:
            rotation = self.layered_rotation()
        if self.chance.happens(0.35):
            rotation["on-away"] = self.rng.choice(["next", "next", "next", "keep"])
        return rotation

    def basics(self, zones: list[str], turn: str | list[str], reach: timedelta) -> dict:
        """The keys that every rotation has; `starts` lies up to `reach` before a moment, rarely after."""
        latest = 5 * DAY if self.chance.happens(0.1) else -DAY
        starts = self.chance.civil_around(zones, reach * self.rng.random() ** 3 + 2 * DAY, latest)
        rotation = {"starts": starts, "turn": turn, "people": self.make_entries()}
        if zones[0] != self.plan["plan"]["time-zone"] or self.chance.happens(0.5):
            rotation["time-zone"] = zones[0]
        return rotation

    def period(self) -> str | list[str]:
        return self.rng.choice(self.rng.choice(TURNS))

    def reach(self, turn: str | list[str]) -> timedelta:
        """How far back a turn may start and still be walked quickly."""
        return min(3000 * mean_length(turn), 60 * 365 * DAY)

    def plain_rotation(self) -> dict:
        turn = self.period()
        rotation = self.basics([self.chance.zone()], turn, self.reach(turn))
        self.add_bounds(rotation)
        self.add_line_ups(rotation, rotation)
        return rotation

    def windowed_rotation(self) -> dict:
        turn = self.period()
        reach = min(self.reach(turn), self.rng.choice([2, 2, 8]) * 365 * DAY)
        rotation = self.basics([self.chance.zone()], turn, reach)
        self.add_windows(rotation, rotation)
        self.add_bounds(rotation)
        self.add_line_ups(rotation, rotation)
        return rotation

    def add_windows(self, table: dict, settings: dict) -> None:
        """Windows for a rotation or layer, and how its turns treat them."""
        if self.chance.happens(0.5):
            table["turn"] = self.shift_turn()
        elif not counts_windows(settings["turn"]) and self.chance.happens(0.4):
            table["split-windows"] = True
        split = (settings | table).get("split-windows", False)
        table["when"] = self.windows.make_when(settings["starts"], split)

    def shift_turn(self) -> str:
        n = self.rng.choice([1, 1, 2, 3, 5])
        return "1 shift" if n == 1 else f"{n} shifts"

    def layered_rotation(self) -> dict:
        zones = [self.chance.zone()] + [self.chance.zone() for _ in range(2)]
        turn = self.period()
        rotation = self.basics(zones, turn, min(self.reach(turn), 6 * 365 * DAY))
        if self.chance.happens(0.1):
            self.add_windows(rotation, rotation)
        rotation["layers"] = [self.make_layer(n, rotation, zones) for n in range(self.rng.randint(2, 4))]
        self.add_bounds(rotation)
        if self.inheriting_layers_agree(rotation):
            self.add_line_ups(rotation, rotation)
        self.drop_replaced_keys(rotation)
        return rotation

    def make_layer(self, number: int, rotation: dict, zones: list[str]) -> dict:
        layer: dict = {"name": f"layer-{number}"}
        if self.chance.happens(0.3):
            layer["time-zone"] = self.rng.choice(zones)
        if self.chance.happens(0.3):
            layer["turn"] = self.period()
        if "when" not in rotation and self.chance.happens(0.25):
            layer["starts"] = self.chance.civil_around([layer.get("time-zone", zones[0])], 300 * DAY, 2 * DAY)
        if self.chance.happens(0.2):
            layer["split-windows"] = False
        if self.chance.happens(0.88 if number else 0.3):
            self.add_windows(layer, rotation | layer)
        if (rotation | layer).get("split-windows") and counts_windows((rotation | layer)["turn"]):
            layer["split-windows"] = False
        if self.chance.happens(0.5):
            layer["people"] = ["nobody"] if number and self.chance.happens(0.3) else self.make_entries()
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
            if all(key in layer for layer in rotation["layers"]) and self.chance.happens(0.5):
                del rotation[key]

    # -- bounds, line-ups ----------------------------------------------------------------------

    def add_bounds(self, rotation: dict) -> None:
        """Sometimes `from` and `until`, for a rotation or one of its layers, which every layer lives to see."""
        for table in [rotation, *rotation.get("layers", [])]:
            takers = [rotation | table] if table is not rotation else [rotation, *layer_settings(rotation)]
            zones = {layer.get("time-zone", self.plan["plan"]["time-zone"]) for layer in takers}
            bounds = {}
            if self.chance.happens(0.12):
                bounds["from"] = self.bound(zones, 20 * DAY, 5 * DAY)
            if self.chance.happens(0.12):
                bounds["until"] = self.bound(zones, 3 * DAY, 20 * DAY)
            table |= bounds
            lives = [Layer(0, settings, self.plan).in_force for settings in layer_settings(rotation)]
            if any(end - start < 2 * DAY for start, end in lives):
                for key in bounds:
                    del table[key]

    def bound(self, zone_names: set[str], before: timedelta, after: timedelta) -> datetime:
        """A civil time where one zone reads it, otherwise an instant."""
        if len(zone_names) == 1 and self.chance.happens(0.5):
            return self.chance.civil_around(list(zone_names), before, after)
        return self.chance.written(self.chance.around(before, after))

    def make_entries(self) -> list:
        """A line-up: people, at times a group, nobody, or somebody twice."""
        people = self.rng.sample(PEOPLE, self.rng.choice([1, 2, 2, 3, 3, 4, 5, 6, 7]))
        entries: list = list(people)
        if self.chance.happens(0.3) and len(people) > 2:
            entries.append(people[0])
        if self.chance.happens(0.25):
            spare = [person for person in PEOPLE if person not in people]
            entries[-1 if entries.count(entries[-1]) == 1 else 1] = self.rng.sample(spare, self.rng.choice([2, 2, 3]))
        if self.chance.happens(0.2):
            entries.insert(self.rng.randint(0, len(entries)), "nobody")
        return entries

    def changed_entries(self, entries: list) -> list:
        """Another line-up that has much of the old one."""
        kept = (
            self.rng.sample(entries, self.rng.randint(0, len(entries))) if self.chance.happens(0.5) else list(entries)
        )
        if kept and self.chance.happens(0.4):
            del kept[self.rng.randrange(len(kept))]
        known = {person for entry in kept for person in entry_of(entry)}
        spare = [person for person in PEOPLE if person not in known]
        for person in self.rng.sample(spare, self.rng.choice([0, 1, 1, 2])):
            kept.insert(self.rng.randint(0, len(kept)), person)
        return kept if any(map(entry_of, kept)) else self.make_entries()

    def add_line_ups(self, table: dict, settings: dict) -> None:
        """Sometimes changes of the people, each from a handoff of the layer."""
        if not self.chance.happens(0.4) or table["people"] == ["nobody"]:
            return
        layer = Layer(0, settings, self.plan)
        turns = self.handoffs_to_write(layer)
        chosen = sorted(self.rng.sample(sorted(turns), min(len(turns), self.rng.choice([1, 1, 2, 4]))))
        changes, people = [], table["people"]
        for turn in chosen:
            people = self.changed_entries(people)
            change = {"from": turns[turn], "people": people}
            if self.chance.happens(0.4):
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
        moments = [to_civil(moment, layer.zone) for moment in self.chance.moments]
        handoffs = layer.handoffs(max(moments) + 22 * DAY)
        days = [handoff.date() for handoff in handoffs]
        close = [any(-60 * DAY < handoff - moment < 20 * DAY for moment in moments) for handoff in handoffs]
        near = [turn for turn in range(1, len(handoffs)) if close[turn]]
        written: dict[int, date | datetime] = {}
        for turn in self.rng.sample(near, min(len(near), 12)):
            kind = self.rng.random()
            if kind < 0.35 and days.count(days[turn]) == 1:
                written[turn] = days[turn]
            elif is_plain(handoffs[turn], layer.zone):
                plain = kind < 0.85
                written[turn] = handoffs[turn] if plain else self.chance.written(resolve(handoffs[turn], layer.zone))
        return written

    # -- followers -----------------------------------------------------------------------------

    def add_follower(self, name: str) -> None:
        """A rotation that follows one of the others with an offset that is no fault."""
        schedule = Schedule(self.plan)
        followers = [one for one, table in self.plan["rotations"].items() if "follows" in table]
        for _ in range(50):
            target = self.rng.choice(
                followers if followers and self.chance.happens(0.3) else list(self.plan["rotations"])
            )
            offset = self.rng.choice([1, 1, 2, 3, -1, -2, 4, 5, 7, -4])
            bounded = target in followers and {"from", "until"} & self.plan["rotations"][target].keys()
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
        if self.chance.happens(0.45):
            rotation["on-away"] = "next"
        start, end = self.chance.around(20 * DAY, 3 * DAY), self.chance.around(0 * DAY, 20 * DAY)
        if start < end and self.chance.happens(0.3):
            rotation |= self.rng.choice([{"from": start}, {"until": end}, {"from": start, "until": end}])
        return rotation
