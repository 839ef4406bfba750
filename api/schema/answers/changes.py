"""What changes the graph: literature that is taken in, papers that are taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from api.limits import CONTENT_CHARACTERS, at_most
from api.schema.base import ID, argument
from nlp.readers import FORMATS, read_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.execution.ask import Ask
    from graph.ingest import Report
    from graph.records import Reject


class Removal:
    """A paper that was taken out."""

    __slots__ = ("id", "papers")

    def __init__(self, own: str, papers: int) -> None:
        self.id = own
        self.papers = papers


def ingest(
    _: None,
    ask: Ask,
    content: Annotated[str, argument("The text of a file of literature, up to 200,000 characters.")],
    format: Annotated[  # noqa: A002 - the contract's word
        str | None, argument(f"Its format, one of {', '.join(sorted(FORMATS))}; null: the one that it looks like.")
    ] = None,
    name: Annotated[str | None, argument("What to call the source.")] = "graphql",
) -> Report:
    """Takes literature in: known papers are brought up to date, the same text again changes nothing.

    Answers when papers, similarity index and lists of similar papers are all there. SOURCE for a text that is none.
    """
    at_most("content", len(content), CONTENT_CHARACTERS, "characters")
    return ask.library.take_in(read_text(content, name or "graphql", format))


def remove_paper(_: None, ask: Ask, known: Annotated[ID, argument("Any id of the paper.", name="id")]) -> Removal:
    """Takes a paper out, with all that only it had: concepts, citations, other ids. NOT_FOUND for an unknown id.

    A source that was read whole does not bring it back when it is ingested again.
    """
    own = ask.library.reading().find(known)  # an earlier change of this request may have taken it out
    ask.library.take_out([own])
    return Removal(own, ask.library.store.counts().papers)


def new(report: Report, ask: Ask) -> int:
    """Papers that were not there before."""
    return report.tally.new


def updated(report: Report, ask: Ask) -> int:
    """Papers that were there, and say more or something else now."""
    return report.tally.updated


def unchanged(report: Report, ask: Ask) -> int:
    """Papers that were there already, just as they are."""
    return report.tally.unchanged + report.known


def rejected(report: Report, ask: Ask) -> Sequence[Reject]:
    """Entries that could not be taken in; they stop no others."""
    return report.rejects


def advice(reject: Reject, ask: Ask) -> str | None:
    """What would mend it; null where nothing is known."""
    return reject.advice or None
