"""Similar papers, and why they are: the sentences are read only where somebody asks for them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

from api.execution.nodes import ConceptNode, Handle, PaperNode
from api.limits import IDS, TEXT_CHARACTERS, at_most, window
from api.schema.answers.pages import Edge, Page
from api.schema.base import After, First, argument
from api.schema.inputs import PaperFilter, SignalWeights, SimilarTo, paper_filter, signal_weights
from graph.rows import as_annotated
from graph.similarity import Reason, Seed
from graph.similarity.explain import Part, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.execution.ask import Ask
    from api.execution.nodes import Reads
    from api.reading import Found
    from graph import similarity
    from graph.rows import Fetched


class SimilarEdge(Edge):
    """A similar paper and how similar it is."""

    page: SimilarPage

    @property
    def score(self) -> float:
        """How similar it is."""
        return self.page.scores[self.place]


class SimilarPage(Page):
    """A page of similar papers."""

    edge = SimilarEdge

    def __init__(self, found: Found, first: int | None, after: str | None) -> None:
        size, _ = window(first, None, 20)
        part = found.page(size, after)
        super().__init__(
            [PaperNode(hit.id) for hit in part.hits],
            lambda place: part.hits[place].cursor,
            found.ranking.total,
            has_next=part.has_next,
            has_previous=part.has_previous,
        )
        self.found = found
        self.took_ms = found.took_ms
        self._hits = part.hits
        self.scores = [hit.score or 0.0 for hit in part.hits]
        self._read: Fetched | None = None

    @property
    def weights(self) -> Any:
        """The weights it was made with."""
        return self.found.ranking.weights

    @property
    def seed(self) -> Seed:
        """What the papers are compared with."""
        return self.found.ranking.compared.seed if self.found.ranking.compared else Seed()

    @cached_property
    def parts(self) -> Mapping[str, Sequence[Part]]:
        """What each paper's score is made of."""
        return self.found.parts(self._hits)

    def reasons(self, fetched: Fetched) -> Mapping[str, tuple[Reason, ...]]:
        """The parts with their sentences, found once in what was read for all of them."""
        if self._read is not fetched:
            wanted = {*self.seed.papers, *self.parts}
            texts = {each: as_annotated(fetched.papers[each]) for each in wanted if each in fetched.papers}
            self._read, self._reasons = fetched, quoted(self.seed, self.parts, texts)
        return self._reasons


class ReasonAt(Handle):
    """A part of a similar paper's score; the papers are read where its words or sentences are asked for."""

    __slots__ = ("_page", "_paper", "_part", "_place")
    typename = "Reason"

    def __init__(self, page: SimilarPage, paper: str, place: int, part: Part) -> None:
        self.record = None
        self._page = page
        self._paper = paper
        self._place = place
        self._part = part

    @property
    def signal(self) -> similarity.Signal:
        """What it comes from."""
        return self._part.signal

    @property
    def contribution(self) -> float:
        """How much of the score it is."""
        return self._part.contribution

    @property
    def concept(self) -> ConceptNode | None:
        """The shared concept."""
        return ConceptNode(self._part.concept) if self._part.concept else None

    @property
    def work(self) -> str | None:
        """The work that ties both."""
        return self._part.work

    @property
    def tie(self) -> similarity.Tie | None:
        """How it does."""
        return self._part.tie(self._page.seed, self._paper)

    def ask(self, reads: Reads) -> None:
        reads.papers |= dict.fromkeys((*self._page.seed.papers, self._paper))

    def take(self, fetched: Fetched) -> None:
        self.record = self._page.reasons(fetched)[self._paper][self._place]


def similar(
    _: None,
    ask: Ask,
    to: Annotated[SimilarTo, argument("What to compare with.")],
    weights: Annotated[SignalWeights | None, argument("What counts; null: the default fusion.")] = None,
    where: Annotated[PaperFilter | None, argument("Which papers count.", name="filter")] = None,
    first: First = 20,
    after: After = None,
) -> SimilarPage:
    """Papers like some papers and unlike others, and/or like a pasted text, with reasons."""
    at_most("papers", len(to.papers or ()), IDS, "ids")
    at_most("notPapers", len(to.not_papers or ()), IDS, "ids")
    at_most("text", len(to.text or ""), TEXT_CHARACTERS, "characters")
    seed = ask.reading.seed(to.papers or (), to.text or "", to.not_papers or ())
    wanted = paper_filter(where, ask.reading)
    return SimilarPage(ask.reading.similar(seed, signal_weights(weights), wanted), first, after)


def similar_to_paper(
    paper: Any,
    ask: Ask,
    weights: Annotated[SignalWeights | None, argument("What counts; null: the default fusion.")] = None,
    where: Annotated[PaperFilter | None, argument("Which papers count.", name="filter")] = None,
    first: First = 20,
    after: After = None,
) -> SimilarPage:
    """The papers most like this one."""
    seed = Seed(papers=(paper.id,))
    wanted = paper_filter(where, ask.reading)
    return SimilarPage(ask.reading.similar(seed, signal_weights(weights), wanted), first, after)


def why(edge: SimilarEdge, ask: Ask) -> list[ReasonAt]:
    """The parts of its score, the largest first; their contributions add up to it."""
    page, paper = edge.page, edge.node.id
    return [ReasonAt(page, paper, place, part) for place, part in enumerate(page.parts.get(paper, ()))]


def term(reason: ReasonAt, ask: Ask) -> str | None:
    """The shared term, for a reason of wording; null for all the other words together."""
    return reason.record.term


def here(reason: ReasonAt, ask: Ask) -> Any:
    """A sentence of the paper asked about that shows it; null where none does."""
    return reason.record.here


def there(reason: ReasonAt, ask: Ask) -> Any:
    """A sentence of the similar paper that shows it; null where none does."""
    return reason.record.there
