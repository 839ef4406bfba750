"""Papers, their authors, and lists of both."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.limits import PAGE
from api.loaders import Loaders
from api.schema.base import ID, After, First, Info, Kinds, Node, PageInfo, argument, described, output, resolved
from api.schema.concepts import Concept, PaperConceptConnection, PaperConceptEdge
from api.schema.inputs import PaperFilter, SignalWeights, paper_filter, signal_weights
from api.schema.paging import front
from api.schema.similar import SimilarPaperConnection, similar_papers
from api.schema.texts import Mention, mentions_in
from graph import model, similarity
from graph.identity import author_id
from graph.similarity import Order, Seed

if TYPE_CHECKING:
    from api.schema.lists import PaperConnection


@output
class Source:
    """Where a paper was read."""

    name: str = described("The source's name.")
    run: ID = described("The ingest run that read it.")
    record: str | None = described("The source's own id of the record; null where it has none.")


@output
class Paper(Node):
    """A paper, by its best known id."""

    record: strawberry.Private[model.Paper]
    other_ids: list[ID] = described("Every other id it answers to, sorted.")
    title: str = described("Its title.")
    title_derived: bool = described("True where the source had no title and this one was derived from the abstract.")
    abstract: str | None = described("Its abstract; null where there is none.")
    year: int | None = described("Year of publication.")
    venue: str | None = described("Journal, conference or publisher.")
    volume: str | None = described("Volume, as the source writes it.")
    issue: str | None = described("Issue, as the source writes it.")
    pages: str | None = described("Pages, as the source writes them.")
    doi: str | None = described("Its DOI, without a prefix: `10.1000/x`.")
    url: str | None = described("An address given by the source.")
    language: str | None = described("The language tag that the source gives, like `en`.")
    cited_by_count: int | None = described("How often it is cited, as the source says; null where it says nothing.")
    sources: list[Source] = described("Where it was read.")
    reference_ids: list[ID] = described(
        "Every id that its sources give for the works it cites, whether the store holds them or not, sorted."
    )

    @classmethod
    def of(cls, paper: model.Paper) -> "Paper":
        """The domain's paper as the schema shows it."""
        return cls(
            record=paper,
            id=ID(paper.id),
            other_ids=[ID(each) for each in paper.other_ids],
            title=paper.title,
            title_derived=paper.title_derived,
            abstract=paper.abstract or None,
            year=paper.year,
            venue=paper.venue,
            volume=paper.volume,
            issue=paper.issue,
            pages=paper.pages,
            doi=paper.doi,
            url=paper.url,
            language=paper.language,
            cited_by_count=paper.cited_by,
            sources=[Source(name=each.name, run=ID(each.run), record=each.record or None) for each in paper.sources],
            reference_ids=[ID(each) for each in paper.references],
        )

    @resolved
    def authors(self, first: First = None, after: After = None) -> "AuthorConnection":
        """Its authors in their order, 100 when no number is given."""
        authors = [Author.of(self.record, position) for position in range(len(self.record.authors))]
        part = front(authors, lambda each: each.id, first, after, PAGE)
        edges = [
            AuthorEdge(cursor=place, node=each, position=each.position)
            for place, each in zip(part.cursors, part.items, strict=True)
        ]
        return AuthorConnection(total_count=len(authors), page_info=part.page_info, edges=edges, nodes=list(part.items))

    @resolved
    async def mentions(self, info: Info, kinds: Kinds = None) -> list[Mention]:
        """Every place in the title or the abstract where a concept was found, in order."""
        return mentions_in(self.record, (each for each, _ in await self._named(info.context, kinds)))

    @resolved
    async def concepts(
        self, info: Info, kinds: Kinds = None, first: First = None, after: After = None
    ) -> PaperConceptConnection:
        """The concepts it mentions, the most frequent first, 20 when no number is given."""
        named = await self._named(info.context, kinds)
        counts = Counter(concept for _, concept in named)
        ranked = sorted(counts, key=lambda each: (-counts[each], each.id))
        part = front(ranked, lambda each: each.id, first, after, 20)
        nodes = [Concept.of(each) for each in part.items]
        edges = [
            PaperConceptEdge(cursor=place, node=node, count=counts[each], weight=counts[each] / len(named))
            for place, node, each in zip(part.cursors, nodes, part.items, strict=True)
        ]
        return PaperConceptConnection(total_count=len(counts), page_info=part.page_info, edges=edges, nodes=nodes)

    @resolved
    async def similar(
        self,
        info: Info,
        weights: Annotated[SignalWeights | None, argument("What counts; null: the default fusion.")] = None,
        where: Annotated[PaperFilter | None, argument("Which papers count.", name="filter")] = None,
        first: First = 20,
        after: After = None,
    ) -> SimilarPaperConnection:
        """The papers most like this one."""
        seed = Seed(papers=(self.id,))
        wanted = paper_filter(where)
        return await similar_papers(info.context, seed, signal_weights(weights), wanted, first, after)

    @resolved
    async def references(
        self, info: Info, first: First = None, after: After = None
    ) -> Annotated["PaperConnection", strawberry.lazy("api.schema.lists")]:
        """The papers in the store that it cites, by id, 20 when no number is given."""
        from api.schema.lists import listed_papers

        return await listed_papers(info.context, await info.context.references.load(self.id) or (), first, after)

    @resolved
    async def cited_by(
        self, info: Info, first: First = None, after: After = None
    ) -> Annotated["PaperConnection", strawberry.lazy("api.schema.lists")]:
        """The papers in the store that cite it, by id, 20 when no number is given."""
        from api.schema.lists import listed_papers

        return await listed_papers(info.context, await info.context.cited_by.load(self.id) or (), first, after)

    @resolved
    async def versions(self, info: Info) -> list["Paper"]:
        """Its other versions in the store, by id: nearly the same text, such as a preprint; lists show one for all."""
        found = await load_papers(info.context, await info.context.versions.load(self.id) or ())
        return list(found.values())

    async def _named(self, load: Loaders, kinds: Sequence[str] | None) -> list[tuple[model.Mention, model.Concept]]:
        mentions = await load.mentions.load(self.id) or ()
        concepts = await load.concepts.load_many(each.concept for each in mentions)
        return [
            (mention, concept)
            for mention, concept in zip(mentions, concepts, strict=True)
            if concept and (kinds is None or concept.kind in kinds)
        ]


@output
class Author(Node):
    """An author of one paper; equal names on two papers are not taken for one person."""

    record: strawberry.Private[model.Paper]
    position: strawberry.Private[int]
    name: str = described("The name, as the paper gives it.")

    @classmethod
    def of(cls, paper: model.Paper, position: int) -> "Author":
        """The author at a position (from 0) of a paper."""
        return cls(id=ID(author_id(paper.id, position)), record=paper, position=position, name=paper.authors[position])

    @resolved
    async def papers(
        self, info: Info, first: First = None, after: After = None
    ) -> Annotated["PaperConnection", strawberry.lazy("api.schema.lists")]:
        """The papers of this author entry: the one it stands on."""
        from api.schema.lists import found_papers

        wanted = similarity.PaperFilter(authors=(self.id,))
        return await found_papers(info.context, "", wanted, Order.ID, first=first, after=after)


@output
class AuthorEdge:
    """An author and the place in the paper's list."""

    cursor: str = described("Its place, for `after`.")
    node: Author = described("The author.")
    position: int = described("The place in the list of authors, from 0.")


@output
class AuthorConnection:
    """A page of a paper's authors."""

    total_count: int = described("How many there are on all pages.")
    page_info: PageInfo = described("Where this page lies.")
    edges: list[AuthorEdge] = described("The authors with their places.")
    nodes: list[Author] = described("The authors alone.")


async def load_papers(load: Loaders, ids: Iterable[str]) -> dict[str, Paper]:
    """Those of the papers that are in the store, by id."""
    return {each.id: Paper.of(each) for each in await load.papers.load_many(ids) if each}
