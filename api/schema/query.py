"""The questions: everything that can be asked at the top of a query."""

import asyncio
from typing import Annotated

from api.library import only_owner, pasted
from api.limits import HOPS, IDS, NODES, TEXT_CHARACTERS, at_most, within
from api.loaders import Loaders
from api.schema.base import (
    ID,
    After,
    Before,
    First,
    Info,
    Kinds,
    Last,
    Node,
    argument,
    output,
    resolved,
)
from api.schema.concepts import Concept, ConceptConnection, find_concepts
from api.schema.graphs import ConceptKind, GraphStats, Link, Subgraph
from api.schema.inputs import (
    PaperFilter,
    SignalWeights,
    SimilarTo,
    paper_filter,
    search_text,
    signal_weights,
)
from api.schema.lists import PaperConnection, found_papers
from api.schema.papers import Author, Paper
from api.schema.similar import SimilarPaperConnection, similar_papers
from api.schema.texts import Mention, mentions_in
from graph.identity import parse_author_id
from graph.neighbourhood import ALL_RELATIONS, Relation
from graph.similarity import Order

NODE_ID = "A global id: of a paper (any it answers to), a concept or an author."


@output
class Query:
    """What can be asked of the literature graph; it is only read, never changed."""

    @resolved
    async def node(self, info: Info, known: Annotated[ID, argument(NODE_ID, name="id")]) -> Node | None:
        """Any node by its global id; null where there is none."""
        return await find_node(info.context, known)

    @resolved
    async def nodes(self, info: Info, ids: Annotated[list[ID], argument("Up to 100 global ids.")]) -> list[Node | None]:
        """Nodes by their global ids, in this order, null where there is none."""
        at_most("ids", len(ids), IDS, "ids")
        return list(await asyncio.gather(*(find_node(info.context, each) for each in ids)))

    @resolved
    async def paper(
        self,
        info: Info,
        known: Annotated[
            ID, argument("Its own id, any other it answers to, or a source's record id; in any spelling.", name="id")
        ],
    ) -> Paper | None:
        """A paper by its own id or any known one: `doi:…`, `arxiv:…`, `pmid:…`, `openalex:…`, `text:…`; null for none.

        An old id of a merged paper still finds it. AMBIGUOUS_ID where several papers carry a source's record id.
        """
        return await find_paper(info.context, known)

    @resolved
    async def papers(
        self,
        info: Info,
        search: Annotated[str | None, argument("Words to look for, up to 1,000 characters; null: all papers.")] = None,
        where: Annotated[PaperFilter | None, argument("Which papers count.", name="filter")] = None,
        order_by: Annotated[Order | None, argument("Their order.")] = Order.RELEVANCE,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> PaperConnection:
        """Papers that a search and a filter find, 20 when no number is given."""
        return await found_papers(
            info.context,
            search_text(search),
            paper_filter(where),
            order_by or Order.RELEVANCE,
            first=first,
            after=after,
            last=last,
            before=before,
        )

    @resolved
    async def concept(
        self, info: Info, known: Annotated[ID, argument("A concept's id, like `country:KR`.", name="id")]
    ) -> Concept | None:
        """A concept by its id; null where there is none."""
        found = await info.context.concepts.load(known)
        return Concept.of(found) if found else None

    @resolved
    async def concepts(
        self,
        info: Info,
        search: Annotated[str | None, argument("Part of a name or an alias, up to 1,000 characters.")] = None,
        kinds: Kinds = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> ConceptConnection:
        """Concepts, those that most papers mention first, 20 when no number is given."""
        return await find_concepts(info.context, search_text(search), kinds, first, after, last, before)

    @resolved
    async def author(
        self, info: Info, known: Annotated[ID, argument("An author's id, `author:<paper>/<position>`.", name="id")]
    ) -> Author | None:
        """An author by id; null where there is none."""
        return await find_author(info.context, known)

    @resolved
    async def similar(
        self,
        info: Info,
        to: Annotated[SimilarTo, argument("What to compare with.")],
        weights: Annotated[SignalWeights | None, argument("What counts; null: the default fusion.")] = None,
        where: Annotated[PaperFilter | None, argument("Which papers count.", name="filter")] = None,
        first: First = 20,
        after: After = None,
    ) -> SimilarPaperConnection:
        """Papers like some papers and unlike others, and/or like a pasted text, with reasons."""
        at_most("papers", len(to.papers or ()), IDS, "ids")
        at_most("notPapers", len(to.not_papers or ()), IDS, "ids")
        at_most("text", len(to.text or ""), TEXT_CHARACTERS, "characters")
        load = info.context
        seed = await load.ask(load.library.seed, to.papers or (), to.text or "", to.not_papers or ())
        return await similar_papers(load, seed, signal_weights(weights), paper_filter(where), first, after)

    @resolved
    async def neighbourhood(
        self,
        info: Info,
        of: Annotated[ID, argument(NODE_ID)],
        hops: Annotated[int | None, argument("How many steps to walk, 1 to 3.")] = 1,
        via: Annotated[list[Relation] | None, argument("Which relations to follow; null: all.")] = None,
        limit: Annotated[int | None, argument("How many nodes at most, 1 to 1,000.")] = 100,
    ) -> Subgraph:
        """What surrounds a node, nearest and heaviest first; NOT_FOUND for an unknown id."""
        load = info.context
        found = await load.ask(
            load.library.neighbourhood,
            of,
            ALL_RELATIONS if via is None else via,
            within("hops", 1 if hops is None else hops, HOPS),
            within("limit", 100 if limit is None else limit, NODES),
        )
        nodes = await asyncio.gather(*(find_node(load, each) for each in found.nodes))
        return Subgraph(
            nodes=[each for each in nodes if each],
            links=[Link.of(each) for each in found.links],
            truncated=found.truncated,
        )

    @resolved
    async def annotate(
        self, info: Info, text: Annotated[str, argument("Up to 100,000 characters, read as an abstract.")]
    ) -> list[Mention]:
        """What the pipeline finds in a text, without storing it."""
        at_most("text", len(text), TEXT_CHARACTERS, "characters")
        found = await asyncio.to_thread(info.context.library.annotate, text)
        return mentions_in(pasted(text), found.mentions, found.concepts)

    @resolved
    async def concept_kinds(self, info: Info) -> list[ConceptKind]:
        """The kinds of concepts in the store, with how many there are of each."""
        counts = await asyncio.to_thread(info.context.library.store.concept_kinds)
        return [ConceptKind(name=kind, concept_count=count) for kind, count in counts.items()]

    @resolved
    async def stats(self, info: Info) -> GraphStats:
        """How much the store holds, and in which state it is."""
        library = info.context.library
        counts = await asyncio.to_thread(library.store.counts)
        return GraphStats.of(counts, library.store.url)


async def find_paper(load: Loaders, known: str) -> Paper | None:
    """The paper that answers to an id; raises AmbiguousIdError where several do."""
    own = only_owner(known, await load.owners.load(known) or ())
    found = await load.papers.load(own) if own else None
    return Paper.of(found) if found else None


async def find_author(load: Loaders, known: str) -> Author | None:
    """The author with this id, by any id of the paper."""
    place = parse_author_id(known)
    paper = await find_paper(load, place[0]) if place else None
    if place is None or paper is None or place[1] >= len(paper.record.authors):
        return None
    return Author.of(paper.record, place[1])


async def find_node(load: Loaders, known: str) -> Node | None:
    """The author, concept or paper with this id."""
    if parse_author_id(known):
        return await find_author(load, known)
    concept = await load.concepts.load(known)
    return Concept.of(concept) if concept else await find_paper(load, known)
