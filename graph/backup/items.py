"""What a store holds, thing by thing: beside the nouns of `graph.model`, what a store keeps with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.model import AnnotatedPaper, Concept, Progress, Run

if TYPE_CHECKING:
    from graph.members import Member


FILLING: Final = "restore"
"""The run that the ledger names while a store is being filled: what stopped knows by it how far it got."""


@dataclass(frozen=True, slots=True)
class RunPart:
    """Some of a run's members, and which place they have among all."""

    run: str
    part: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper, the run that last saved it (nobody knows of one without mentions), and its vector with its model."""

    paper: AnnotatedPaper
    run: str = ""
    model: str = ""
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class SimilarList:
    """A paper's list of similar papers: (own id, score), best first."""

    paper: str
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class VersionOf:
    """A paper, and the one that stands for it."""

    paper: str
    main: str


Item = Run | RunPart | Concept | StoredPaper | SimilarList | VersionOf | Progress
"""One thing that a store holds; they come in this order, what is needed before what needs it."""
