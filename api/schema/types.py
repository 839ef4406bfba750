"""Papers, concepts, authors, and the lists of them: the types that lead to each other."""

from __future__ import annotations

import strawberry

from api.schema.answers import concepts as of_concepts
from api.schema.answers import lists as of_lists
from api.schema.answers import papers as of_papers
from api.schema.answers import similar as of_similar
from api.schema.base import ID, Node, PageInfo, answered, choices, column, output
from graph.model import TextField
from graph.rows import QUOTED, RECORD
from graph.similarity import Signal, Tie

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
class TextSpan:
    """A stretch of a paper's text, in Unicode code points: `field[start:end] == text`."""

    field: TextField = column("The text it lies in.")
    start: int = column("Where it begins, from 0.")
    end: int = column("Where it ends; the character there is not part of it.")
    text: str = column("What stands there.")


@output
class Mention:
    """A place in a text where a concept is named, with the sentence around it."""

    concept: Concept = column("The concept it names; one that is not in the store has a paperCount of 0.")
    field: TextField = column("The text it lies in.")
    start: int = column("Where it begins, from 0, in Unicode code points.")
    end: int = column("Where it ends; the character there is not part of it.")
    text: str = column("The words that name the concept: `field[start:end]`, always.")
    sentence: TextSpan = column("The sentence it stands in.")
    rule: str = column("The rule or model that found it.")
    confidence: float = column("How sure that rule is, 0 to 1.")


@output
class Source:
    """Where a paper was read."""

    name: str = column("The source's name.")
    run: ID = column("The ingest run that read it.")
    record: str | None = answered(of_papers.record)


@output
class Paper(Node):
    """A paper, by its best known id."""

    other_ids: list[ID] = column("Every other id it answers to, sorted.")
    title: str = column("Its title.")
    title_derived: bool = column("True where the source had no title and this one was derived from the abstract.")
    abstract: str | None = answered(of_papers.abstract, "abstract")
    year: int | None = column("Year of publication.")
    venue: str | None = column("Journal, conference or publisher.")
    volume: str | None = column("Volume, as the source writes it.")
    issue: str | None = column("Issue, as the source writes it.")
    pages: str | None = column("Pages, as the source writes them.")
    doi: str | None = column("Its DOI, without a prefix: `10.1000/x`.")
    url: str | None = column("An address given by the source.")
    language: str | None = column("The language tag that the source gives, like `en`.")
    cited_by_count: int | None = column(
        "How often it is cited, as the source says; null where it says nothing.", "cited_by"
    )
    sources: list[Source] = column("Where it was read.")
    reference_ids: list[ID] = column(
        "Every id that its sources give for the works it cites, whether the store holds them or not, sorted.",
        "references",
    )
    authors: AuthorConnection = answered(of_papers.authors, "authors", "orcids")
    mentions: list[Mention] = answered(of_papers.mentions, *QUOTED, mentioned=("kind", "spans"))
    concepts: PaperConceptConnection = answered(of_papers.concepts, mentioned=("kind", "count"))
    similar: SimilarPaperConnection = answered(of_similar.similar_to_paper)
    references: PaperConnection = answered(of_papers.references, "cites")
    cited_by: PaperConnection = answered(of_papers.cited_by, "citing")
    versions: list[Paper] = answered(of_papers.versions)
    citation: str = answered(of_papers.citation, *RECORD)
    bibtex: str = answered(of_papers.bibtex, *RECORD)
    ris: str = answered(of_papers.ris, *RECORD)


@output
class Author(Node):
    """An author of one paper; equal names on two papers are not taken for one person."""

    name: str = column("The name, as the paper gives it.")
    orcid: str | None = column(
        "The ORCID iD that a source gives for this author of this paper: `0000-0002-1825-0097`; null where none does."
    )
    papers: PaperConnection = answered(of_papers.papers_of_author)


@output
class Concept(Node):
    """A canonical thing that papers mention: a country, a place, an agency, a technology, a topic …"""

    kind: str = column("Its kind, one of `conceptKinds`.")
    aliases: list[str] = column("Other words for it, sorted.")
    same_as: list[str] = column("Ids elsewhere, like `iso3166:KR`, where they are known.")
    paper_count: int = column("How many papers mention it.")
    name: str = answered(of_concepts.name, "id", "name", "name_zh", plain=of_concepts.name_as_it_is)
    papers: PaperConnection = answered(of_concepts.papers_of_concept)
    co_mentioned: CoMentionConnection = answered(of_concepts.co_mentioned)
    papers_by_year: list[YearCount] = answered(of_concepts.papers_by_year)
    broader: list[Concept] = answered(of_concepts.broader, "broader")
    narrower: list[Concept] = answered(of_concepts.narrower, "narrower")


@output
class AuthorEdge:
    """An author and the place in the paper's list."""

    cursor: str = column("Its place, for `after`.")
    node: Author = column("The author.")
    position: int = column("The place in the list of authors, from 0.", "node.position")


@output
class AuthorConnection:
    """A page of a paper's authors."""

    total_count: int = column("How many there are on all pages.")
    page_info: PageInfo = column("Where this page lies.")
    edges: list[AuthorEdge] = column("The authors with their places.")
    nodes: list[Author] = column("The authors alone.")


@output
class ConceptEdge:
    """A concept and its place in the list."""

    cursor: str = column("Its place, for `after` and `before`.")
    node: Concept = column("The concept.")


@output
class ConceptConnection:
    """A page of concepts, those that most papers mention first, then by id."""

    total_count: int = column("How many there are on all pages.")
    page_info: PageInfo = column("Where this page lies.")
    edges: list[ConceptEdge] = column("The concepts with their places.")
    nodes: list[Concept] = column("The concepts alone.")


@output
class CoMentionEdge:
    """A concept that goes together with another, and how strongly."""

    cursor: str = column("Its place, for `after`.")
    node: Concept = column("The concept.")
    papers: int = column("How many papers mention both.")
    g2: float = column("The strength of the association: the log-likelihood ratio G², 0 or more; comparable anywhere.")


@output
class CoMentionConnection:
    """A page of concepts that go together with another, the strongest association first, then by id."""

    total_count: int = column("How many there are on all pages.")
    page_info: PageInfo = column("Where this page lies.")
    edges: list[CoMentionEdge] = column("The concepts with their counts.")
    nodes: list[Concept] = column("The concepts alone.")


@output
class YearCount:
    """A year and how many papers are of it."""

    year: int = column("The year of publication.")
    count: int = column("How many papers, 1 or more.")


@output
class PaperConceptEdge:
    """A concept that a paper mentions."""

    cursor: str = column("Its place, for `after`.")
    node: Concept = column("The concept.")
    count: int = column("How many mentions of it the paper has.", "node.count")
    weight: float = column("The share of the paper's mentions (of the kinds asked for) that name it, 0 to 1.")


@output
class PaperConceptConnection:
    """The concepts that a paper mentions, the most frequent first, then by id."""

    total_count: int = column("How many there are on all pages.")
    page_info: PageInfo = column("Where this page lies.")
    edges: list[PaperConceptEdge] = column("The concepts with their counts.")
    nodes: list[Concept] = column("The concepts alone.")


@output
class Facet:
    """One value that papers of a list share, and how many do."""

    id: str = column("The value: a year, a name, or a concept's id.")
    count: int = column("How many papers of the whole list have it.")
    label: str = answered(of_lists.label, "id", "name", "name_zh")


@output
class PaperEdge:
    """A paper and its place in the list."""

    cursor: str = column("Its place, for `after` and `before`.")
    node: Paper = column("The paper.")
    score: float | None = column(
        "How well it matches the search, 0 to 1; null without a search text or in another order."
    )
    highlights: list[TextSpan] = answered(of_lists.highlights, *QUOTED, mentioned=("spans",))


@output
class PaperConnection:
    """A page of papers, and counts over the whole list."""

    total_count: int = column("How many there are on all pages.")
    took_ms: float = column(
        "How long finding and ordering took, in milliseconds, without reading papers; 0 for `references` and the like."
    )
    page_info: PageInfo = column("Where this page lies.")
    edges: list[PaperEdge] = column("The papers with their places.")
    nodes: list[Paper] = column("The papers alone.")
    facets: list[Facet] = answered(of_lists.facets)


@output
class Weights:
    """The weights a ranking was made with; they add up to 1."""

    text: float = column("Of the wording, 0 to 1.")
    concepts: float = column("Of shared concepts, 0 to 1.")
    citations: float = column("Of shared citations, 0 to 1.")
    semantic: float = column("Of sentence embeddings, 0 to 1.")
    overlap: float = column("Of the share of concepts that are shared, 0 to 1.")


@output
class Reason:
    """One part of a score: the contributions of an edge's reasons add up to its score within 1e-6."""

    signal: Signal = column("What this part comes from.")
    contribution: float = column("How much of the score it is.")
    concept: Concept | None = column("The shared concept, for a reason of concepts or of their overlap.")
    work: strawberry.ID | None = column("The id of the work that ties both, for a reason of citations.")
    tie: Tie | None = column("How that work ties them.")
    term: str | None = answered(of_similar.term, *QUOTED, mentioned=("spans",))
    here: TextSpan | None = answered(of_similar.here, *QUOTED, mentioned=("spans",))
    there: TextSpan | None = answered(of_similar.there, *QUOTED, mentioned=("spans",))


@output
class SimilarPaperEdge:
    """A similar paper, how similar it is, and why."""

    cursor: str = column("Its place, for `after`.")
    node: Paper = column("The paper.")
    score: float = column("How similar it is; comparable within one list only.")
    why: list[Reason] = answered(of_similar.why)


@output
class SimilarPaperConnection:
    """A page of similar papers, the most similar first."""

    total_count: int = column("How many papers are similar at all.")
    took_ms: float = column("How long the ranking took, in milliseconds, without reading papers or writing the answer.")
    weights: Weights = column("The weights that were used.")
    page_info: PageInfo = column("Where this page lies.")
    edges: list[SimilarPaperEdge] = column("The papers with scores and reasons.")
    nodes: list[Paper] = column("The papers alone.")
