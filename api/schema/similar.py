"""Similar papers, and why they are."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry.dataloader import DataLoader

from api.library import Found
from api.limits import window
from api.loaders import Loaders
from api.schema.base import Info, PageInfo, choices, described, output, resolved
from api.schema.concepts import Concept
from api.schema.paging import page_info
from api.schema.texts import TextSpan
from graph import similarity
from graph.similarity import Signal, Tie

if TYPE_CHECKING:
    from api.schema.papers import Paper

Reasons = DataLoader[str, Sequence[similarity.Reason]]


choices(
    Signal,
    "Signal",
    "What a part of a score comes from.",
    TEXT="The wording of title and abstract.",
    CONCEPTS="A concept that both mention; rare ones count more.",
    CITATIONS="References and citations they share.",
    SEMANTIC="The nearness of their sentence embeddings.",
    OVERLAP="A concept that both mention; all count the same.",
)


choices(
    Tie,
    "Tie",
    "How a work ties the seed and the similar paper by citations.",
    BOTH_CITE="Both cite it.",
    CITES_BOTH="It cites both.",
    CITES="It is the similar paper itself, which the seed cites.",
    CITED_BY="It is a paper of the seed, which the similar paper cites.",
)


@output
class Weights:
    """The weights a ranking was made with; they add up to 1."""

    text: float = described("Of the wording, 0 to 1.")
    concepts: float = described("Of shared concepts, 0 to 1.")
    citations: float = described("Of shared citations, 0 to 1.")
    semantic: float = described("Of sentence embeddings, 0 to 1.")
    overlap: float = described("Of the share of concepts that are shared, 0 to 1.")


@output
class Reason:
    """One part of a score: the contributions of an edge's reasons add up to its score within 1e-6."""

    concept_id: strawberry.Private[str | None]
    signal: Signal = described("What this part comes from.")
    contribution: float = described("How much of the score it is.")
    term: str | None = described("The shared term, for a reason of wording; null for all the other words together.")
    work: strawberry.ID | None = described("The id of the work that ties both, for a reason of citations.")
    tie: Tie | None = described("How that work ties them.")
    here: TextSpan | None = described("A sentence of the paper asked about that shows it; null where none does.")
    there: TextSpan | None = described("A sentence of the similar paper that shows it; null where none does.")

    @classmethod
    def of(cls, reason: similarity.Reason) -> "Reason":
        """The domain's reason as the schema shows it."""
        return cls(
            concept_id=reason.concept,
            signal=reason.signal,
            contribution=reason.contribution,
            term=reason.term,
            work=strawberry.ID(reason.work) if reason.work else None,
            tie=reason.tie,
            here=TextSpan.of(reason.here) if reason.here else None,
            there=TextSpan.of(reason.there) if reason.there else None,
        )

    @resolved
    async def concept(self, info: Info) -> Concept | None:
        """The shared concept, for a reason of concepts or of their overlap."""
        found = await info.context.concepts.load(self.concept_id) if self.concept_id else None
        return Concept.of(found) if found else None


@output
class SimilarPaperEdge:
    """A similar paper, how similar it is, and why."""

    reasons: strawberry.Private[Reasons]
    cursor: str = described("Its place, for `after`.")
    node: Annotated["Paper", strawberry.lazy("api.schema.papers")] = described("The paper.")
    score: float = described("How similar it is; comparable within one list only.")

    @resolved
    async def why(self) -> list[Reason]:
        """The parts of its score, the largest first; their contributions add up to it."""
        return [Reason.of(each) for each in await self.reasons.load(self.node.id)]


@output
class SimilarPaperConnection:
    """A page of similar papers, the most similar first."""

    total_count: int = described("How many papers are similar at all.")
    took_ms: float = described(
        "How long the ranking took, in milliseconds, without reading papers or writing the answer."
    )
    weights: Weights = described("The weights that were used.")
    page_info: PageInfo = described("Where this page lies.")
    edges: list[SimilarPaperEdge] = described("The papers with scores and reasons.")
    nodes: list[Annotated["Paper", strawberry.lazy("api.schema.papers")]] = described("The papers alone.")


async def similar_papers(
    load: Loaders,
    seed: similarity.Seed,
    weights: similarity.Weights | None,
    where: similarity.PaperFilter,
    first: int | None,
    after: str | None,
) -> SimilarPaperConnection:
    """A page of the papers that are most like the seed."""
    from api.schema.papers import load_papers

    size, _ = window(first, None, 20)
    found = await load.ask(load.library.similar, seed, weights, where)
    page = found.page(size, after)
    papers = await load_papers(load, [hit.id for hit in page.hits])
    reasons = _reasons(found)
    used = found.ranking.weights or similarity.Weights()
    return SimilarPaperConnection(
        total_count=found.ranking.total,
        took_ms=found.took_ms,
        weights=Weights(**{name.lower(): used.of(name) for name in Signal}),
        page_info=page_info([hit.cursor for hit in page.hits], has_next=page.has_next, has_previous=page.has_previous),
        edges=[
            SimilarPaperEdge(reasons=reasons, cursor=hit.cursor, node=papers[hit.id], score=hit.score or 0.0)
            for hit in page.hits
            if hit.id in papers
        ],
        nodes=[papers[hit.id] for hit in page.hits if hit.id in papers],
    )


def _reasons(found: Found) -> Reasons:
    async def load(ids: list[str]) -> list[Sequence[similarity.Reason]]:
        reasons = await asyncio.to_thread(found.reasons, ids)
        return [reasons.get(each, ()) for each in ids]

    return DataLoader(load_fn=load)
