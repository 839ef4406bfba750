"""Figures as bars: how long each is, and what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_BARS: Final = 40
"""So many bars stand side by side; more years than that are joined."""


class Bar(NamedTuple):
    """One bar: the years it stands for, how many papers there are, and its height in hundredths of the tallest."""

    start: int
    end: int
    papers: int
    height: float

    @property
    def label(self) -> str:
        """The years as people write them."""
        return str(self.start) if self.start == self.end else f"{self.start}–{self.end}"


def years(counts: Mapping[str, int]) -> list[Bar]:
    """Bars of papers by year from the first to the last, years without any included; stretches of many years joined."""
    numbers = {int(year): count for year, count in counts.items()}
    if not numbers:
        return []
    first, last = min(numbers), max(numbers)
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 1000, 10000) if (last - first) // each < MOST_BARS)
    begin = first // step * step
    sums = [
        (start, sum(numbers.get(year, 0) for year in range(start, start + step)))
        for start in range(begin, last + 1, step)
    ]
    tallest = max(count for _, count in sums)
    return [
        Bar(max(start, first), min(start + step - 1, last), count, round(100 * count / tallest, 1))
        for start, count in sums
    ]
