"""A thousand papers to walk through, and the walk itself: page by page, in either direction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from api.schema import execute
from graph.identity import identify
from graph.model import AnnotatedPaper, Concept
from graph.records import Record
from tests.api import corpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.library import Library

TOPICS = tuple(Concept(f"topic:street-{n:02}", "TOPIC", f"street {n:02}") for n in range(60))
CONCEPTS = (*corpus.CONCEPTS, *TOPICS)
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class List:
    """A list of the schema: how it is asked for, where it stands in the answer, whether it is walked backwards too."""

    field: str
    way: tuple[str, ...]
    backwards: bool = True
    rank: str = "node { id }"
    """What an edge shows of its place."""

    def query(self) -> str:
        """The query of one page."""
        pages = "pageInfo { startCursor endCursor hasNextPage hasPreviousPage }"
        inner = f" {{ {pages} edges {{ {self.rank} node {{ id }} }} }}"
        both = ", last: $last, before: $before" if self.backwards else ""
        page = self.field.replace("PAGE", f"first: $first, after: $after{both}") + inner
        closing = " }" * (len(self.way) - 1)
        sent = "$first: Int, $after: String" + (", $last: Int, $before: String" if self.backwards else "")
        return f"query ({sent}) {{ {page}{closing} }}"


PAPERS = {
    "by id": List("papers(orderBy: ID, PAGE)", ("papers",)),
    "newest first": List("papers(orderBy: YEAR_DESC, PAGE)", ("papers",)),
    "oldest first": List("papers(orderBy: YEAR_ASC, PAGE)", ("papers",)),
    "most cited first": List("papers(orderBy: CITED_BY_DESC, PAGE)", ("papers",)),
    "without an order": List("papers(PAGE)", ("papers",)),
    "filtered": List('papers(filter: { concepts: { any: ["country:NL"] } }, orderBy: YEAR_ASC, PAGE)', ("papers",)),
    "found, newest first": List('papers(search: "Twitter", orderBy: YEAR_DESC, PAGE)', ("papers",)),
    "of a concept": List('concept(id: "technology:twitter") { papers(PAGE)', ("concept", "papers")),
}
"""Lists whose order depends on nothing but the papers themselves."""

SCORED = {
    "found": List('papers(search: "Twitter budget street", PAGE)', ("papers",), rank="score"),
    "similar": List('similar(to: { papers: ["doi:10.1000/walk.0001"] }, PAGE)', ("similar",), False, "score"),
    "similar by concepts": List(
        'paper(id: "doi:10.1000/walk.0002") { similar(weights: { concepts: 1 }, PAGE)',
        ("paper", "similar"),
        backwards=False,
        rank="score",
    ),
}
"""Lists whose order depends on scores, and thereby on what else is there."""

CONCEPT_LIST = {"concepts": List("concepts(PAGE)", ("concepts",), rank="node { paperCount }")}


def paper(number: int) -> AnnotatedPaper:
    """One of the papers: equal years, equal counts and equal texts are frequent, some have none."""
    town, street = number % 7, number % len(TOPICS)
    place = ("the Netherlands", "Seoul", "South Korea")[number % 3]
    words = ("Twitter", "open data", "social media", "budget")[number % 4]
    record = Record(
        1,
        str(number),
        f"Town {town} and {words}",
        f"In {place} the mayor of street {street:02} reads {words}. A budget for Twitter is {number % 11}.",
        (f"Clerk {number}",),
        None if number % 13 == 0 else 2000 + number % 9,
        ids=(f"10.1000/walk.{number:04}",),
        cited_by=None if number % 5 == 0 else number % 6,
    )
    found = identify(record, "walks", "run-1")
    # equal abstracts, where a text: id is no other paper's
    found = replace(found, other_ids=())
    return AnnotatedPaper(found, corpus.mentions(found, CONCEPTS))


def change(library: Library, add: Sequence[int] = (), remove: Sequence[int] = ()) -> None:
    """Puts papers in and takes others out, as an ingest would."""
    with library.store.transaction() as batch:
        batch.remove_papers([f"doi:10.1000/walk.{number:04}" for number in remove])
        batch.save_concepts(CONCEPTS)  # those that nobody mentioned any more are gone
        batch.save_papers([paper(number) for number in add], "run-1")
        batch.next_revision()


def fill_thousand(library: Library) -> None:
    """A thousand papers, into an empty store."""
    change(library, range(THOUSAND))


def page(library: Library, of: List, **window: Any) -> dict[str, Any]:
    """One page of a list."""
    response = execute(library, of.query(), window)
    assert "errors" not in response, response
    found = response["data"]
    for each in of.way:
        found = found[each]
    return found


def ids(found: dict[str, Any]) -> list[str]:
    """What is on a page."""
    return [each["node"]["id"] for each in found["edges"]]


def ahead(library: Library, of: List, size: int) -> Iterator[dict[str, Any]]:
    """The pages of a list from its beginning."""
    found = page(library, of, first=size)
    yield found
    while found["pageInfo"]["hasNextPage"]:
        found = page(library, of, first=size, after=found["pageInfo"]["endCursor"])
        assert found["pageInfo"]["hasPreviousPage"]
        yield found


def back(library: Library, of: List, size: int) -> Iterator[dict[str, Any]]:
    """The pages of a list from its end."""
    found = page(library, of, last=size)
    yield found
    while found["pageInfo"]["hasPreviousPage"]:
        found = page(library, of, last=size, before=found["pageInfo"]["startCursor"])
        assert found["pageInfo"]["hasNextPage"]
        yield found
