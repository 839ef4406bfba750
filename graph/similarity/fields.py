"""Which papers have certain words in one field: in the title, in the abstract, in an author's name, in the venue's.

Fields have few words: their rows, and the names of authors and venues, are looked through from end to end, which takes
some milliseconds where there are 60,000 papers, and no room for postings. An abstract has what its paper's text has,
without what stands in the title alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graph.similarity.analysis import name_words, terms
from graph.similarity.packed import Packed
from graph.similarity.strings import Strings, common

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.matrix import Postings
    from graph.similarity.question import PaperFilter
    from graph.similarity.strings import Arrays

_ALONE, _TOO = 1, 2  # in the title alone, or in the abstract too
_VENUES: Final = "venue-words"
_NO_LETTERS: Final[Mapping[str, int]] = MappingProxyType({})


def title_cells(title: str, abstract: Sequence[str]) -> Mapping[str, int]:
    """The terms of a title as it is shown, derived or not, each with whether it is one of the abstract's too."""
    found = {*terms(title)}
    return dict.fromkeys(found, _ALONE) | dict.fromkeys(found.intersection(abstract), _TOO)


def author_names(authors: Iterable[str]) -> Iterator[str]:
    """The names of authors as they are kept: a space before every word."""
    return (_spaced(name_words(each)) for each in authors)


def save_venue_words(arrays: Arrays) -> None:
    """Writes the words of each venue's name, likewise."""
    Packed.of(_spaced(terms(each)).encode() for each in Strings.load(arrays, "venue").all()).save(arrays, _VENUES)


def _spaced(words: Iterable[str]) -> str:
    return "".join(f" {each}" for each in words)


@dataclass(frozen=True, slots=True)
class Fields:
    """The words of each field of a number of papers."""

    text: Postings
    title_words: Strings
    titles: Rows
    authors: Names
    venues: Names
    papers: int

    @classmethod
    def load(cls, arrays: Arrays, text: Postings, papers: int) -> Fields:
        """The fields of an index; the postings of the whole texts are open already."""
        authors, venues = Strings.load(arrays, "authors"), Packed.load(arrays, _VENUES)
        return cls(
            text,
            Strings.load(arrays, "title"),
            Rows.load(arrays, "title"),
            Names(Rows.load(arrays, "authors"), authors.data, authors.ends),
            Names(Rows.load(arrays, "venue"), venues.data, venues.starts[1:]),
            papers,
        )

    def having(self, wanted: PaperFilter) -> Iterator[NDArray[np.integer[Any]]]:
        """For each field that a filter asks of, the papers that have all its words there, ascending."""
        if wanted.title:
            yield self._in_title(terms(wanted.title))
        if wanted.abstract:
            yield self._in_abstract(terms(wanted.abstract))
        if wanted.author:
            words = name_words(wanted.author)
            letters = Counter(each for each in words if len(each) == 1)
            yield self.authors.having({*words}.difference(letters), letters)
        if wanted.venue:
            yield self.venues.having({*terms(wanted.venue)})

    def _in_title(self, words: Sequence[str]) -> NDArray[np.integer[Any]]:
        keys = [key for key in self.title_words.find_all(words) if key is not None]
        if not words or len(keys) < len(words):
            return np.empty(0, np.int32)
        papers, having = self.titles.papers(np.isin(self.titles.keys, keys))
        return papers[having == len({*keys})]

    def _in_abstract(self, words: Sequence[str]) -> NDArray[np.integer[Any]]:
        papers = self.text.having_all(words, self.papers)
        keys = [key for key in self.title_words.find_all(words) if key is not None]
        elsewhere, _ = self.titles.papers(np.isin(self.titles.keys, keys) & (self.titles.counts == _ALONE))
        return papers[~common(papers, elsewhere, self.papers)]


@dataclass(frozen=True, slots=True)
class Rows:
    """What stands in the rows of a table: the keys of row i from `starts[i]` to `starts[i + 1]`."""

    starts: NDArray[np.int64]
    keys: NDArray[np.int32]
    counts: NDArray[np.uint8]

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> Rows:
        """The rows of the table of this name."""
        return cls(*(arrays[f"{name}.paper-{part}"] for part in ("starts", "keys", "counts")))

    def papers(self, chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows with any chosen cell, ascending, and how many of these each has."""
        rows = np.searchsorted(self.starts, np.flatnonzero(chosen), side="right") - 1
        return np.unique(rows, return_counts=True)


@dataclass(frozen=True, slots=True)
class Names:
    """The names in each row, and their words end to end: those of name i end at `ends[i]`, a space is before each."""

    rows: Rows
    data: NDArray[np.uint8]
    ends: NDArray[np.int64]

    def having(self, words: Collection[str], letters: Mapping[str, int] = _NO_LETTERS) -> NDArray[np.int64]:
        """The papers, ascending, with a name that has all these words, and so many others that begin with each letter.

        None where nothing is asked for.
        """
        # what follows a word, be it the next word or the next name, begins with a space
        wanted = {f" {each} ": 1 for each in words}
        for letter, number in letters.items():
            wanted[f" {letter}"] = number + sum(each.startswith(letter) for each in words)
        chosen = np.full(len(self.ends), bool(wanted))
        spaces = np.flatnonzero(self.data == ord(" "))
        behind = max((len(each.encode()) for each in wanted), default=0)  # no text ends beyond the last name
        whole = np.append(self.data, np.frombuffer(b" ".ljust(behind, b"\0"), np.uint8))
        for text, number in wanted.items():
            if not chosen.any():
                break
            places = spaces
            for at, byte in enumerate(text.encode()[1:], 1):
                places = places[whole[places + at] == byte]
            having = np.bincount(np.searchsorted(self.ends, places, side="right"), minlength=len(chosen))
            chosen &= having >= number
        papers, _ = self.rows.papers(chosen[self.rows.keys])
        return papers
