"""The candidates of a text while some are taken away and others come: found by their place, kept in their order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nlp.components.found import Candidate


class Pool:
    """Candidates by the span that they stand at, and by their end."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._numbered: dict[int, Candidate] = {}
        self._at = defaultdict[tuple[int, int], list[int]](list)
        self._ending = defaultdict[int, list[int]](list)
        self._next = 0
        for each in candidates:
            self.add(each)

    def add(self, candidate: Candidate) -> None:
        """Puts a candidate behind all others."""
        number, self._next = self._next, self._next + 1
        self._numbered[number] = candidate
        self._at[candidate.start, candidate.end].append(number)
        self._ending[candidate.end].append(number)

    def at(self, span: tuple[int, int]) -> list[Candidate]:
        """Those of a span, the first one first."""
        return [self._numbered[each] for each in self._at.get(span, ())]

    def ending(self, end: int) -> list[Candidate]:
        """Those that end at a position, the first one first."""
        return [self._numbered[each] for each in self._ending.get(end, ())]

    def keep(self, span: tuple[int, int], wanted: Callable[[Candidate], bool]) -> None:
        """Takes those of a span away that are not wanted."""
        for each in [number for number in self._at.get(span, ()) if not wanted(self._numbered[number])]:
            del self._numbered[each]
            self._at[span].remove(each)
            self._ending[span[1]].remove(each)

    def all(self) -> list[Candidate]:
        """What is left, in its order."""
        return list(self._numbered.values())
