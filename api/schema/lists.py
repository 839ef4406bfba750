"""Lists of papers that a search or a filter finds, with counts over the whole list."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import strawberry

from api.library import Found
from api.limits import PAGE, window, within
from api.loaders import Loaders
from api.schema.base import Info, Locale, PageInfo, argument, described, output, resolved
from api.schema.inputs import FacetBy
from api.schema.labels import concept_label
from api.schema.paging import front, page_info
from api.schema.papers import Paper, load_papers
from api.schema.texts import TextSpan
from graph import model, similarity


@output
class Facet:
    """One value that papers of a list share, and how many do."""

    concept: strawberry.Private[model.Concept | None]
    id: str = described("The value: a year, a name, or a concept's id.")
    count: int = described("How many papers of the whole list have it.")

    @resolved
    def label(self, locale: Locale = "en") -> str:
        """The value as people read it."""
        return concept_label(self.concept, locale) if self.concept else self.id


@output
class PaperEdge:
    """A paper and its place in the list."""

    found: strawberry.Private[Found | None]
    search: strawberry.Private[str]
    cursor: str = described("Its place, for `after` and `before`.")
    node: Paper = described("The paper.")
    score: float | None = described(
        "How well it matches the search, 0 to 1; null without a search text or in another order."
    )

    @resolved
    async def highlights(self, info: Info) -> list[TextSpan]:
        """The words of the search as they stand in title and abstract, and mentions of concepts it names in Chinese."""
        if not self.found or not self.search:
            return []
        mentions = (await info.context.mentions.load(self.node.id) or ()) if self.found.named else ()
        spans = await asyncio.to_thread(self.found.highlights, self.search, self.node.record, mentions)
        return [TextSpan.of(each) for each in spans]


@output
class PaperConnection:
    """A page of papers, and counts over the whole list."""

    found: strawberry.Private[Found | None]
    listed: strawberry.Private[Sequence[str]]
    total_count: int = described("How many there are on all pages.")
    took_ms: float = described(
        "How long the search took, in milliseconds, without reading papers or writing the answer; 0 without a search."
    )
    page_info: PageInfo = described("Where this page lies.")
    edges: list[PaperEdge] = described("The papers with their places.")
    nodes: list[Paper] = described("The papers alone.")

    @resolved
    async def facets(
        self,
        info: Info,
        by: Annotated[FacetBy, argument("What to count the papers by.")],
        first: Annotated[int | None, argument("How many values, 1 to 100.")] = 10,
    ) -> list[Facet]:
        """The most frequent values among all papers of the list, on every page."""
        most = within("first", 10 if first is None else first, PAGE)
        found = self.found or await info.context.ask(info.context.library.listed, self.listed)
        counts = await asyncio.to_thread(found.facets, by.value, most)
        concepts: dict[str, model.Concept | None] = {}
        if by not in similarity.Facet.__members__:
            values = [value for value, _ in counts]
            concepts = dict(zip(values, await info.context.concepts.load_many(values), strict=True))
        return [Facet(concept=concepts.get(value), id=value, count=count) for value, count in counts]


async def found_papers(
    load: Loaders,
    search: str,
    where: similarity.PaperFilter,
    order: similarity.Order,
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
) -> PaperConnection:
    """A page of the papers that a search finds, 20 when no number is given."""
    first, last = window(first, last, 20)
    found = await load.ask(load.library.search, search, where, order)
    page = found.page(first, after, last, before)
    papers = await load_papers(load, [hit.id for hit in page.hits])
    hits = [hit for hit in page.hits if hit.id in papers]
    return PaperConnection(
        found=found,
        listed=(),
        total_count=found.ranking.total,
        took_ms=found.took_ms,
        page_info=page_info([hit.cursor for hit in page.hits], has_next=page.has_next, has_previous=page.has_previous),
        edges=[
            PaperEdge(
                found=found,
                search=search,
                cursor=hit.cursor,
                node=papers[hit.id],
                score=hit.score,
            )
            for hit in hits
        ],
        nodes=[papers[hit.id] for hit in hits],
    )


async def listed_papers(load: Loaders, ids: Sequence[str], first: int | None, after: str | None) -> PaperConnection:
    """A page of papers that the store lists by their own ids, 20 when no number is given."""
    part = front(ids, str, first, after, 20)
    papers = await load_papers(load, part.items)
    edges = [
        PaperEdge(found=None, search="", cursor=place, node=papers[each], score=None)
        for place, each in zip(part.cursors, part.items, strict=True)
        if each in papers
    ]
    return PaperConnection(
        found=None,
        listed=ids,
        total_count=len(ids),
        took_ms=0.0,
        page_info=part.page_info,
        edges=edges,
        nodes=[each.node for each in edges],
    )
