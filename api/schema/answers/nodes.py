"""Papers, concepts and authors by their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from api.execution.nodes import AskedNode, ConceptNode
from api.limits import IDS, at_most
from api.schema.base import ID, argument
from graph.identity import parse_id

if TYPE_CHECKING:
    from api.execution.ask import Ask

NODE_ID = "A global id: of a paper (any it answers to), a concept or an author."


def node(_: None, ask: Ask, known: Annotated[ID, argument(NODE_ID, name="id")]) -> AskedNode:
    """Any node by its global id; null where there is none."""
    return AskedNode(known, "Author", "Concept", "Paper")


def nodes(_: None, ask: Ask, ids: Annotated[list[ID], argument("Up to 100 global ids.")]) -> list[AskedNode]:
    """Nodes by their global ids, in this order, null where there is none."""
    at_most("ids", len(ids), IDS, "ids")
    return [node(None, ask, each) for each in ids]


def paper(
    _: None,
    ask: Ask,
    known: Annotated[
        ID, argument("Its own id, any other it answers to, or a source's record id; in any spelling.", name="id")
    ],
) -> AskedNode:
    """A paper by its own id or any known one: `doi:…`, `arxiv:…`, `pmid:…`, `openalex:…`, `text:…`; null for none.

    An old id of a merged paper still finds it. AMBIGUOUS_ID where several papers carry a source's record id.
    """
    return AskedNode(known, "Paper", sure=ask.holds(parse_id(known) or known))


def concept(
    _: None, ask: Ask, known: Annotated[ID, argument("A concept's id, like `country:KR`.", name="id")]
) -> ConceptNode:
    """A concept by its id; null where there is none."""
    return ConceptNode(known)


def author(
    _: None, ask: Ask, known: Annotated[ID, argument("An author's id, `author:<paper>/<position>`.", name="id")]
) -> AskedNode:
    """An author by id; null where there is none."""
    return AskedNode(known, "Author")
