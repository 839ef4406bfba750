"""What is told of one concept, and lists of concepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from api.execution.nodes import ConceptNode
from api.limits import window
from api.schema.answers.labels import concept_label, language
from api.schema.answers.lists import PaperPage, found_papers
from api.schema.answers.pages import Edge, Page, bad_cursor, cursor, read_cursor
from api.schema.base import After, Before, First, Kinds, Last, Locale, argument
from api.schema.inputs import PaperFilter, paper_filter, search_text
from graph.similarity import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.execution.ask import Ask
    from graph.similarity.together import CoMention

EVERYTHING = 1 << 30


@dataclass(frozen=True, slots=True)
class YearCount:
    """A year and how many papers are of it."""

    year: int
    count: int


def name(concept: Any, ask: Ask, locale: Locale = "en") -> str:
    """Its name: in English, for countries in any language, for others also in Chinese where that is known."""
    return concept_label(concept, locale)


def name_as_it_is(locale: str | None = "en") -> str | None:
    """The attribute that is the name in a language, where there is one."""
    return "name" if language(locale) == "en" else None


def papers_of_concept(
    concept: Any,
    ask: Ask,
    where: Annotated[PaperFilter | None, argument("Which of them count.", name="filter")] = None,
    order_by: Annotated[Order | None, argument("Their order; newest first when left out.")] = None,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> PaperPage:
    """The papers that mention it, 20 when no number is given."""
    wanted = paper_filter(where, ask.reading, concept.id)
    return found_papers(ask, "", wanted, order_by or Order.YEAR_DESC, first, after, last, before)


class CoMentionEdge(Edge):
    """A concept that goes together with another."""

    page: CoMentionPage

    @property
    def papers(self) -> int:
        """How many papers mention both."""
        return self.page.hits[self.place].papers

    @property
    def g2(self) -> float:
        """How strong the association is."""
        return self.page.hits[self.place].g2


class CoMentionPage(Page):
    """A page of concepts that go together with another."""

    edge = CoMentionEdge
    hits: Sequence[CoMention] = ()


def co_mentioned(
    concept: Any, ask: Ask, kinds: Kinds = None, first: First = None, after: After = None
) -> CoMentionPage:
    """Concepts that papers mention beside it more often than chance has it, strongest first; 20 without a number."""
    size, _ = window(first, None, 20)
    found = ask.reading.index.co_mentioned(concept.id, kinds)
    part = found.page(size or 0, after)
    page = CoMentionPage(
        [ConceptNode(hit.concept) for hit in part.hits],
        lambda place: part.hits[place].cursor,
        found.total,
        has_next=part.has_next,
        has_previous=part.has_previous,
    )
    page.hits = part.hits
    return page


def papers_by_year(concept: Any, ask: Ask) -> list[YearCount]:
    """How many papers of each year mention it, oldest first; years without any are left out."""
    return [YearCount(*each) for each in ask.reading.index.years(concept.id)]


def broader(concept: Any, ask: Ask) -> list[ConceptNode]:
    """The concepts it lies within: Seoul within South Korea."""
    return [ConceptNode(each) for each in concept.broader]


def narrower(concept: Any, ask: Ask) -> list[ConceptNode]:
    """The concepts that lie within it."""
    return [ConceptNode(each) for each in concept.narrower]


def concepts(
    _: None,
    ask: Ask,
    search: Annotated[str | None, argument("Part of a name or an alias, up to 1,000 characters.")] = None,
    kinds: Kinds = None,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> Page:
    """Concepts, those that most papers mention first, 20 when no number is given."""
    first, last = window(first, last, 20)
    start, stop = _place(after), _place(before)
    # the port walks forwards only: what lies before a place is read from the front, and cut
    enough = EVERYTHING if last or stop else (first or 0) + 1
    part = ask.library.store.find_concepts(search_text(search) or None, kinds, start, enough)
    ahead = [each for each in part.concepts if stop is None or (-each.paper_count, each.id) < (-stop[0], stop[1])]
    taken = ahead[-last:] if last else ahead[:first]
    return Page(
        [ConceptNode(each.id, each) for each in taken],
        lambda place: cursor([taken[place].paper_count, taken[place].id]),
        part.total,
        has_next=stop is not None if last else len(ahead) > len(taken) or stop is not None,
        has_previous=len(ahead) > len(taken) or start is not None if last else start is not None,
    )


def _place(word: str | None) -> tuple[int, str] | None:
    match read_cursor(word) if word is not None else None:
        case None if word is None:
            return None
        case [int(count), str(known)] if 0 <= count < EVERYTHING:
            return count, known
        case _:
            raise bad_cursor(word or "")
