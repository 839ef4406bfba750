"""What only looks like a name: for people to look at, never a reason to merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.lexicon.folding import fold, plain
from nlp.linking.candidates import Effect, Feature
from nlp.linking.names import words

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_EDITS: Final = 2
LEAST_SHARE: Final = 0.5
LEAST_INITIALS: Final = 3
_SMALL: Final = frozenset("a an and at for in of on to".split())


class Likeness:
    """Answers what a name has in common with others, all of which it has been compared with before in vain."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._folded = fold(plain(name))
        self._words = _telling(name)
        self._letters = name.replace(".", "").upper() if name.isupper() and len(self._words) == 1 else ""

    def to(self, other: str) -> tuple[float, tuple[Feature, ...]]:
        """How alike another name looks (0 to 1), and in what; no features if it does not."""
        found = sorted(self._features(other), key=lambda each: -each[0])
        return (found[0][0] if found else 0.0), tuple(each for _, each in found)

    def _features(self, other: str) -> Iterator[tuple[float, Feature]]:
        folded = fold(other)
        # an acronym is never a misspelt word
        if min(len(folded), len(self._folded)) > 2 * MOST_EDITS and other.isupper() == self._name.isupper():
            apart = edits(self._folded, folded, MOST_EDITS)
            if apart <= MOST_EDITS:
                told = f"{apart} letter{'s' * (apart != 1)} away from “{other}”"
                yield 1 - apart / len(folded), Feature("edits", Effect.PROPOSES, told)
        theirs = _telling(other)
        shared, all_words = len(self._words & theirs), len(self._words | theirs)
        if shared and shared == all_words:
            yield 1.0, Feature("order", Effect.PROPOSES, f"the words of “{other}”, put together in another way")
        elif shared and shared / all_words >= LEAST_SHARE:
            told = f"shares {shared} of {all_words} words with “{other}”"
            yield shared / all_words, Feature("words", Effect.PROPOSES, told)
        if len(self._letters) >= LEAST_INITIALS and self._letters == _initials(other):
            yield 0.9, Feature("initials", Effect.PROPOSES, f"the initials of “{other}”")


def edits(one: str, other: str, most: int) -> int:
    """The edit distance of two texts (insert, delete, replace), or `most` + 1 where it is larger than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        left, row = row, [at]
        for index, each in enumerate(other, 1):
            row.append(min(left[index] + 1, row[index - 1] + 1, left[index - 1] + (char != each)))
        if min(row) > most:
            return most + 1
    return row[-1]


def _initials(name: str) -> str:
    return "".join(each[0] for each in words(name) if each not in _SMALL).upper()


def _telling(name: str) -> frozenset[str]:
    return frozenset(words(name)) - _SMALL
