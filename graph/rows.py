"""What a store hands out where only some attributes are asked for: rows that have those and no others."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from graph.model import AnnotatedPaper, Concept, Paper
from graph.stores.codec import unpack_mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

PAPER_FIELDS: Final = (*(each.name for each in fields(Paper)), "cites", "citing")
"""What can be asked of a paper: its attributes, and the own ids (sorted) of papers that it cites, or that cite it."""

CONCEPT_FIELDS: Final = (*(each.name for each in fields(Concept)), "narrower")
"""What can be asked of a concept: its attributes, and the ids (sorted) of those that name it as broader."""

MENTIONED_FIELDS: Final = (*CONCEPT_FIELDS, "count", "spans")
"""What can be asked of a concept that a paper mentions: also how often, and its packed mentions (stores.codec)."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which attributes to read of which papers and concepts, and of the concepts that each of the papers mentions."""

    papers: Sequence[str] = ()
    of_papers: tuple[str, ...] = ()
    of_mentioned: tuple[str, ...] = ()
    concepts: Sequence[str] = ()
    of_concepts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """Rows by id, without those that are not there, and the revision that they were read at.

    A row has what was asked for as attributes. If something of mentioned concepts was asked for, a paper's row has
    `mentioned` too: a row for each of them, in no order.
    """

    revision: int
    papers: Mapping[str, Any]
    concepts: Mapping[str, Any]


@lru_cache(maxsize=512)
def row(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """What makes rows with these attributes of their values."""
    # which attributes a row has is known when a query is, not before
    made = namedtuple("Row", names)  # type: ignore[reportUntypedNamedTuple]
    return partial(tuple.__new__, made)  # as its own `_make`, but for looking at the number of values


def concept_row(concept: Concept) -> Any:
    """All of a concept that no store holds, as a row: nothing is known to lie within it."""
    return row(CONCEPT_FIELDS)([*(getattr(concept, each.name) for each in fields(Concept)), ()])


def maker(names: Sequence[str], unpack: Sequence[Callable[[Any], Any] | None]) -> Callable[[Sequence[Any]], Any]:
    """What makes rows with these attributes of lists of values, some of which must be unpacked first."""
    make = row(tuple(names))
    packed = [(place, each) for place, each in enumerate(unpack) if each]
    if not packed:
        return make

    def made(values: Sequence[Any]) -> Any:
        unpacked = list(values)
        for place, each in packed:
            unpacked[place] = each(unpacked[place])
        return make(unpacked)

    return made


QUOTED: Final = ("id", "title", "abstract", "title_derived")
"""What must be asked of a paper for its texts to be quoted, with the `spans` of the concepts that it mentions."""


def as_annotated(paper: Any) -> AnnotatedPaper:
    """A row of a paper as a paper of which nothing is known but its texts, and its mentions."""
    return AnnotatedPaper(
        Paper(paper.id, paper.title, paper.abstract, paper.title_derived),
        unpack_mentions((each.id, each.spans) for each in paper.mentioned),
    )


RECORD: Final = tuple(each.name for each in fields(Paper))
"""What must be asked of a paper for all of it."""


def as_paper(paper: Any) -> Paper:
    """A row with all attributes of a paper as one."""
    return Paper(*[getattr(paper, each) for each in RECORD])


def in_order(names: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """The names in the order of those that are known, each once, the id first; what is not known is a KeyError."""
    asked = {*names, "id"}
    if unknown := asked - {*known}:
        raise KeyError(*sorted(unknown))
    return tuple(each for each in known if each in asked)
