"""Lists of papers that a search or a filter finds, with counts over the whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from api.execution.nodes import Handle, PaperNode
from api.limits import PAGE, window, within
from api.schema.answers.labels import concept_label
from api.schema.answers.pages import Page, front
from api.schema.base import After, Before, First, Last, Locale, argument
from api.schema.inputs import FacetBy, PaperFilter, paper_filter, search_text
from graph import similarity
from graph.rows import as_annotated
from graph.similarity import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.execution.ask import Ask
    from api.execution.nodes import Reads
    from api.reading import Found
    from graph.model import TextSpan
    from graph.rows import Fetched


class PaperEdge(Handle):
    """A paper's place in a page, read when words are to be shown in it."""

    __slots__ = ("page", "place")
    typename = "PaperEdge"

    def __init__(self, page: PaperPage, place: int) -> None:
        self.record = None
        self.page = page
        self.place = place

    @property
    def node(self) -> PaperNode:
        """The paper."""
        return self.page.nodes[self.place]

    @property
    def cursor(self) -> str:
        """The place as a word."""
        return self.page.cursor(self.place)

    @property
    def score(self) -> float | None:
        """How well it matches."""
        return self.page.scores[self.place] if self.page.scores else None

    def ask(self, reads: Reads) -> None:
        reads.papers[self.node.id] = None

    def take(self, fetched: Fetched) -> None:
        self.record = fetched.papers.get(self.node.id)


class PaperPage(Page):
    """A page of papers; `found` is the ranking that it is of, or `listed` the ids of the whole list."""

    edge = PaperEdge
    found: Found | None = None
    listed: Sequence[str] = ()
    search = ""
    scores: Sequence[float | None] = ()


class FacetValue(Handle):
    """A value that papers share and how many do; a concept is read for its name."""

    __slots__ = ("_concept", "count", "id")
    typename = "Facet"

    def __init__(self, value: str, count: int, *, concept: bool) -> None:
        self.record = None
        self.id = value
        self.count = count
        self._concept = concept

    def ask(self, reads: Reads) -> None:
        if self._concept:
            reads.concepts[self.id] = None

    def take(self, fetched: Fetched) -> None:
        self.record = fetched.concepts.get(self.id) if self._concept else None


def papers(
    _: None,
    ask: Ask,
    search: Annotated[str | None, argument("Words to look for, up to 1,000 characters; null: all papers.")] = None,
    where: Annotated[PaperFilter | None, argument("Which papers count.", name="filter")] = None,
    order_by: Annotated[Order | None, argument("Their order.")] = Order.RELEVANCE,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> PaperPage:
    """Papers that a search and a filter find, 20 when no number is given."""
    wanted, order = paper_filter(where, ask.reading), order_by or Order.RELEVANCE
    return found_papers(ask, search_text(search), wanted, order, first, after, last, before)


def found_papers(
    ask: Ask,
    search: str,
    where: similarity.PaperFilter,
    order: Order,
    first: int | None,
    after: str | None,
    last: int | None = None,
    before: str | None = None,
) -> PaperPage:
    """A page of the papers that a search finds, 20 when no number is given."""
    first, last = window(first, last, 20)
    found = ask.reading.search(search, where, order)
    part = found.page(first, after, last, before)
    page = PaperPage(
        [PaperNode(hit.id) for hit in part.hits],
        lambda place: part.hits[place].cursor,
        found.ranking.total,
        has_next=part.has_next,
        has_previous=part.has_previous,
    )
    page.found, page.search, page.took_ms = found, search, found.took_ms
    page.scores = [hit.score for hit in part.hits]
    return page


def listed_papers(ids: Sequence[str], first: int | None, after: str | None) -> PaperPage:
    """A page of papers that the store lists by their own ids, 20 when no number is given."""
    page = front(ids, str, first, after, 20, PaperNode, PaperPage)
    page.listed = ids
    return page


def highlights(edge: PaperEdge, ask: Ask) -> list[TextSpan]:
    """The words of the search as they stand in title and abstract, and mentions of concepts it names in Chinese."""
    found = edge.page.found
    if not found or not edge.page.search or edge.record is None:
        return []
    read = as_annotated(edge.record)
    return found.highlights(edge.page.search, read.paper, read.mentions)


def facets(
    page: PaperPage,
    ask: Ask,
    by: Annotated[FacetBy, argument("What to count the papers by.")],
    first: Annotated[int | None, argument("How many values, 1 to 100.")] = 10,
) -> list[FacetValue]:
    """The most frequent values among all papers of the list, on every page."""
    most = within("first", 10 if first is None else first, PAGE)
    found = page.found or ask.reading.listed(page.listed)
    concepts = by not in similarity.Facet.__members__
    return [FacetValue(value, count, concept=concepts) for value, count in found.facets(by.value, most)]


def label(facet: FacetValue, ask: Ask, locale: Locale = "en") -> str:
    """The value as people read it."""
    return concept_label(facet.record, locale) if facet.record else facet.id
