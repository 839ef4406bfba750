"""Concepts: what papers mention, and how concepts lie within each other."""

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.limits import window
from api.loaders import Loaders
from api.schema.base import (
    ID,
    After,
    Before,
    First,
    Info,
    Last,
    Locale,
    Node,
    PageInfo,
    argument,
    described,
    output,
    resolved,
)
from api.schema.inputs import PaperFilter, paper_filter
from api.schema.labels import concept_label
from api.schema.paging import bad_cursor, cursor, page_info, read_cursor
from graph import model
from graph.similarity import Order

if TYPE_CHECKING:
    from api.schema.lists import PaperConnection

EVERYTHING = 1 << 30


@output
class Concept(Node):
    """A canonical thing that papers mention: a country, a place, an agency, a technology, a topic …"""

    entity: strawberry.Private[model.Concept]
    kind: str = described("Its kind, one of `conceptKinds`.")
    aliases: list[str] = described("Other words for it, sorted.")
    same_as: list[str] = described("Ids elsewhere, like `iso3166:KR`, where they are known.")
    paper_count: int = described("How many papers mention it.")

    @classmethod
    def of(cls, concept: model.Concept) -> "Concept":
        """The domain's concept as the schema shows it."""
        return cls(
            entity=concept,
            id=ID(concept.id),
            kind=concept.kind,
            aliases=list(concept.aliases),
            same_as=list(concept.same_as),
            paper_count=concept.paper_count,
        )

    @resolved
    def name(self, locale: Locale = "en") -> str:
        """Its name: in English, for countries in any language, for others also in Chinese where that is known."""
        return concept_label(self.entity, locale)

    @resolved
    async def papers(
        self,
        info: Info,
        where: Annotated[PaperFilter | None, argument("Which of them count.", name="filter")] = None,
        order_by: Annotated[Order | None, argument("Their order; newest first when left out.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Annotated["PaperConnection", strawberry.lazy("api.schema.lists")]:
        """The papers that mention it, 20 when no number is given."""
        from api.schema.lists import found_papers

        wanted = paper_filter(where, self.id)
        order = order_by or Order.YEAR_DESC
        return await found_papers(info.context, "", wanted, order, first=first, after=after, last=last, before=before)

    @resolved
    async def broader(self, info: Info) -> list["Concept"]:
        """The concepts it lies within: Seoul within South Korea."""
        return await load_concepts(info.context, self.entity.broader)

    @resolved
    async def narrower(self, info: Info) -> list["Concept"]:
        """The concepts that lie within it."""
        return await load_concepts(info.context, await info.context.narrower.load(self.id) or ())


@output
class ConceptEdge:
    """A concept and its place in the list."""

    cursor: str = described("Its place, for `after` and `before`.")
    node: Concept = described("The concept.")


@output
class ConceptConnection:
    """A page of concepts, those that most papers mention first, then by id."""

    total_count: int = described("How many there are on all pages.")
    page_info: PageInfo = described("Where this page lies.")
    edges: list[ConceptEdge] = described("The concepts with their places.")
    nodes: list[Concept] = described("The concepts alone.")


@output
class PaperConceptEdge:
    """A concept that a paper mentions."""

    cursor: str = described("Its place, for `after`.")
    node: Concept = described("The concept.")
    count: int = described("How many mentions of it the paper has.")
    weight: float = described("The share of the paper's mentions (of the kinds asked for) that name it, 0 to 1.")


@output
class PaperConceptConnection:
    """The concepts that a paper mentions, the most frequent first, then by id."""

    total_count: int = described("How many there are on all pages.")
    page_info: PageInfo = described("Where this page lies.")
    edges: list[PaperConceptEdge] = described("The concepts with their counts.")
    nodes: list[Concept] = described("The concepts alone.")


async def load_concepts(load: Loaders, ids: Iterable[str]) -> list[Concept]:
    """Those of the concepts that are in the store, in this order."""
    return [Concept.of(each) for each in await load.concepts.load_many(ids) if each]


async def find_concepts(
    load: Loaders,
    search: str,
    kinds: list[str] | None,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> ConceptConnection:
    """A page of the concepts with `search` in one of their names."""
    first, last = window(first, last, 20)
    start, stop = _place(after), _place(before)
    # the port walks forwards only: what lies before a place is read from the front, and cut
    enough = EVERYTHING if last or stop else (first or 0) + 1
    page = await asyncio.to_thread(load.library.store.find_concepts, search or None, kinds, start, enough)
    ahead = [each for each in page.concepts if stop is None or (-each.paper_count, each.id) < (-stop[0], stop[1])]
    taken = ahead[-last:] if last else ahead[:first]
    cursors = [cursor([each.paper_count, each.id]) for each in taken]
    nodes = [Concept.of(each) for each in taken]
    info = page_info(
        cursors,
        has_next=stop is not None if last else len(ahead) > len(taken) or stop is not None,
        has_previous=len(ahead) > len(taken) or start is not None if last else start is not None,
    )
    edges = [ConceptEdge(cursor=place, node=node) for place, node in zip(cursors, nodes, strict=True)]
    return ConceptConnection(total_count=page.total, page_info=info, edges=edges, nodes=nodes)


def _place(word: str | None) -> tuple[int, str] | None:
    match read_cursor(word) if word is not None else None:
        case None if word is None:
            return None
        case [int(count), str(known)] if 0 <= count < EVERYTHING:
            return count, known
        case _:
            raise bad_cursor(word or "")
