"""What a writer is to the rest: a name, the extensions it owns, a way to write a selection of papers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from nlp.readers.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.model import Paper
    from graph.selection import Selection


@dataclass(frozen=True, slots=True)
class Writer:
    """One format to export to; `write` yields the text piece by piece and keeps no paper longer than its batch."""

    name: str
    extensions: tuple[str, ...]
    description: str
    write: Callable[[Selection], Iterator[str]]


def papers_of(selection: Selection) -> Iterator[Paper]:
    """The papers one by one, without their mentions."""
    return (each.paper for each in chain.from_iterable(selection.batches()))


def stated_title(paper: Paper) -> str:
    """The title that a source gave the paper; none where it was derived from the abstract."""
    return "" if paper.title_derived and paper.abstract else paper.title


def ids_of(paper: Paper, scheme: str) -> list[str]:
    """The paper's ids of one scheme without the scheme's name, its own id first."""
    known = (paper.id, *paper.other_ids)
    return [each.removeprefix(f"{scheme}:") for each in known if each.startswith(f"{scheme}:")]


def readable(text: str) -> str:
    """The text so that cleaning gives it back: with `&amp;` for `&` where it would be taken for an entity."""
    return text if clean(text) == text else text.replace("&", "&amp;")
