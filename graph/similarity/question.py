"""What the index can be asked: a seed to be similar to, weights, filters, orders; and what it answers: reasons."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Mention, TextSpan


class Signal(StrEnum):
    """What can make two papers similar."""

    TEXT = "TEXT"
    CONCEPTS = "CONCEPTS"
    CITATIONS = "CITATIONS"
    SEMANTIC = "SEMANTIC"
    OVERLAP = "OVERLAP"


class Tie(StrEnum):
    """How a work ties the seed and the paper found by citations; CITES and CITED_BY: it is one of the two itself."""

    BOTH_CITE = "BOTH_CITE"
    CITES_BOTH = "CITES_BOTH"
    CITES = "CITES"
    CITED_BY = "CITED_BY"


class Order(StrEnum):
    """How a list of papers is sorted; papers that lack the year, the count or a source come last, equal ones by id."""

    RELEVANCE = "RELEVANCE"
    YEAR_DESC = "YEAR_DESC"
    YEAR_ASC = "YEAR_ASC"
    CITED_BY_DESC = "CITED_BY_DESC"
    RECORD = "RECORD"
    ID = "ID"


class Facet(StrEnum):
    """What papers can be counted by, besides every kind of concept (`COUNTRY`, …)."""

    YEAR = "YEAR"
    VENUE = "VENUE"
    SOURCE = "SOURCE"
    LANGUAGE = "LANGUAGE"


@dataclass(frozen=True, slots=True)
class Seed:
    """What papers shall be similar to: papers by their own ids, a pasted text with the concepts found in it, or both.

    `mentions` says where the text's concepts stand (as spans of an abstract), so that reasons can quote it; `vector` is
    its packed sentence vector, of the model whose vectors the store holds, or empty. `unlike` are papers whose words,
    concepts … count less. No paper of the seed is ever in its ranking.
    """

    papers: tuple[str, ...] = ()
    text: str = ""
    concepts: Mapping[str, int] = field(default_factory=dict[str, int])
    mentions: tuple[Mention, ...] = ()
    unlike: tuple[str, ...] = ()
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of a search text (in code points) that names concepts: a paper that mentions one needs not its words.

    Several concepts are those that have the name in common.
    """

    start: int
    end: int
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each signal counts, relative to the others: finite numbers, 0 or more."""

    text: float = 0.0
    concepts: float = 0.0
    citations: float = 0.0
    semantic: float = 0.0
    overlap: float = 0.0

    def __post_init__(self) -> None:
        for signal in Signal:
            weight = self.of(signal)
            if not (math.isfinite(weight) and weight >= 0):
                raise QueryError(f"the weight of {signal.lower()} is {weight}", "use finite numbers, 0 or more")

    def of(self, signal: Signal) -> float:
        """The weight of one signal."""
        return float(getattr(self, signal.lower()))


DEFAULT_WEIGHTS: Final = Weights(text=0.9, concepts=0.1, citations=0.2, semantic=0.8)


_LATER: Final = frozenset(("ids", "title", "abstract", "author", "venue"))


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers are wanted; every part that is given must hold.

    Years are inclusive. `authors` are author ids, `venues` and `sources` names as papers have them; of these and of
    `any_concepts` one must fit. An id or a name that nothing has fits no paper. `ids` are papers' own ids: None asks
    nothing, and of no ids none fits. `title`, `abstract`, `author` and `venue` are words that must all stand there, all
    in the name of one author, where a single letter is an initial. A text without a word fits no paper, an empty one
    asks nothing.
    """

    year_from: int | None = None
    year_to: int | None = None
    all_concepts: tuple[str, ...] = ()
    any_concepts: tuple[str, ...] = ()
    no_concepts: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    language: str | None = None
    ids: tuple[str, ...] | None = None
    title: str = ""
    abstract: str = ""
    author: str = ""
    venue: str = ""

    def __repr__(self) -> str:
        """All conditions, of the later ones only those that ask something: cursors of lists without them stay good."""
        said = ((each.name, getattr(self, each.name)) for each in fields(self))
        told = ", ".join(f"{name}={value!r}" for name, value in said if name not in _LATER or value not in (None, ""))
        return f"{type(self).__name__}({told})"


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score, with a sentence from the seed (`here`) and one from the paper found (`there`).

    A reason of concepts or overlap names a shared concept, a text reason a shared word, a citation reason a work
    (its id, in the store or not) and how it ties the two; a reason that names nothing is what all else of its signal
    adds: other words, wider concepts.
    """

    signal: Signal
    contribution: float
    concept: str | None = None
    term: str | None = None
    here: TextSpan | None = None
    there: TextSpan | None = None
    work: str | None = None
    tie: Tie | None = None


def digest(*parts: object) -> bytes:
    """A short name for a question, so that its cursors can be told from another's."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
