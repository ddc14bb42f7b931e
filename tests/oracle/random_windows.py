"""Random windows of a layer, in every form, none of which overlap."""

from __future__ import annotations

from datetime import datetime
from itertools import islice, pairwise

from chance import Chance
from civil import DAY, WEEK, parse_period
from ingredients import MIXED, RRULES
from windows import parse_weekly, rrule_windows


def overlap_in_a_week(texts: list[str]) -> bool:
    """Whether windows written as strings overlap anywhere in a week."""
    windows = sorted((day * DAY + begin, length) for text in texts for day, begin, length in parse_weekly(text))
    first_again = (windows[0][0] + WEEK, windows[0][1])
    return any(one[0] + one[1] > other[0] for one, other in pairwise([*windows, first_again]))


class RandomWindows:
    """Makes the value of `when`."""

    def __init__(self, chance: Chance):
        self.chance, self.rng = chance, chance.rng

    def make_when(self, starts: datetime, split: bool) -> str | dict | list:
        kind = self.rng.random()
        if kind < 0.65:
            return self.string_windows()
        if kind < 0.85:
            return self.rrule_window(starts, split)
        if kind < 0.93 and not split:
            return [dict(w) if isinstance(w, dict) else w for w in self.rng.choice(MIXED)]
        window = {"holidays": self.rng.choice(["north", "south", "east"])}
        if self.chance.happens(0.5):
            window |= {"at": self.chance.clock(), "lasts": self.rng.choice(["1h", "8h", "12h", "24h", "1d"])}
        return window

    def string_windows(self) -> str | list[str]:
        """One window, or several that do not overlap."""
        texts: list[str] = []
        several = [self.one_window() for _ in range(self.rng.choice([1, 1, 2, 4]))]
        candidates = self.day_parts() if self.chance.happens(0.35) else several
        for text in candidates:
            if not overlap_in_a_week([*texts, text]):
                texts.append(text)
        self.rng.shuffle(texts)
        return texts[0] if len(texts) == 1 and self.chance.happens(0.7) else texts

    def one_window(self) -> str:
        kind = self.rng.random()
        if kind < 0.25:
            return self.two_day_window()
        if kind < 0.4:
            return self.days()
        times = f"{self.chance.clock()}-{self.rng.choice([self.chance.clock(), self.chance.clock(), '24:00'])}"
        return times if kind < 0.55 else f"{self.days()} {times}"

    def two_day_window(self) -> str:
        first, last = self.rng.choice(
            ["fri mon", "sat sun", "mon mon", "sun wed", "sat sat", "thu tue", "sun sun"],
        ).split()
        end = "24:00" if self.chance.happens(0.15) else self.chance.clock()
        return f"{first} {self.chance.clock()}{self.rng.choice([' - ', ' - ', '-'])}{last} {end}"

    def days(self) -> str:
        return self.rng.choice("mon-fri sat,sun sun-thu sun fri-mon mon,wed,sun mon-wed,sat mon-sun".split())

    def day_parts(self) -> list[str]:
        """The day cut at a few times, with some parts left out: windows that touch or nearly do."""
        cuts = sorted({"02:30", *(self.chance.clock() for _ in range(self.rng.randint(2, 6))), "09:00"})
        prefix = "" if self.chance.happens(0.6) else self.rng.choice(["sun-wed ", "sat,sun ", "fri-sun "])
        parts = [f"{prefix}{a}-{b}" for a, b in pairwise([*cuts, cuts[0]])]
        return self.rng.sample(parts, max(1, len(parts) - self.rng.choice([0, 0, 1, 2])))

    def rrule_window(self, starts: datetime, split: bool) -> dict:
        """A rule whose occurrences end before the next begins."""
        rule = self.rng.choice(RRULES)
        at = self.chance.clock()
        if split or "COUNT" in rule:
            at = max(at, f"{starts:%H:%M}")
        if "COUNT" not in rule and self.chance.happens(0.1):
            rule += f";UNTIL={starts + self.rng.randint(200, 1200) * DAY:%Y%m%d}T120000"
        window = {"rrule": rule, "at": at, "lasts": "12h"}
        begins = [start for start, _ in islice(rrule_windows(window, starts), 200)]
        gap = min((b - a for a, b in pairwise(begins)), default=DAY)
        lengths = ("1h", "8h", "12h", "24h", "1d", "36h", "2d", "1w", "P3D")
        fitting = [text for text in lengths if parse_period(text).delta <= gap]
        return window | {"lasts": self.rng.choice(fitting)}
