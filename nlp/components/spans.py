"""Where things stand in a text, asked for without looking at all of them: a text may name thousands."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Final

import ahocorasick

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_FEW: Final = 8
"""So many names are looked for one by one; more of them in one pass."""


class Spans:
    """Spans of a text that may overlap, asked for by what they touch."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        order = sorted(range(len(spans)), key=lambda at: spans[at][0])
        self._order = order
        self._starts = [spans[at][0] for at in order]
        self._ends = [spans[at][1] for at in order]
        self._reach = list(accumulate(self._ends, max))

    def touching(self, start: int, end: int) -> list[int]:
        """The numbers of those that share a character with a span, in their order."""
        found: list[int] = []
        at = bisect_left(self._starts, end) - 1
        while at >= 0 and self._reach[at] > start:
            if self._ends[at] > start:
                found.append(self._order[at])
            at -= 1
        return sorted(found)


def occurrences(plain: str, names: Collection[str]) -> dict[str, list[int]]:
    """Where each name begins in a text, within longer words too, the overlapping ones as well."""
    if len(names) <= _FEW:
        return {each: _one_by_one(plain, each) for each in names}
    automaton, found = ahocorasick.Automaton(), defaultdict[str, list[int]](list)
    for each in names:
        automaton.add_word(each, each)
    automaton.make_automaton()
    for last, name in automaton.iter(plain):
        found[name].append(last + 1 - len(name))
    return {each: found[each] for each in names}


def _one_by_one(plain: str, name: str) -> list[int]:
    found: list[int] = []
    at = plain.find(name)
    while at >= 0:
        found.append(at)
        at = plain.find(name, at + 1)
    return found
