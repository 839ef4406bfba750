"""What can be asked with: filters, orders, weights, relations, and how they read in the domain's words."""

from enum import StrEnum
from typing import TYPE_CHECKING

from api.limits import IDS, SEARCH_CHARACTERS, at_most
from api.schema.base import ID, choices, described, given
from graph import similarity
from graph.model import TextField
from graph.neighbourhood import Relation
from graph.similarity import Order

if TYPE_CHECKING:
    from api.reading import Reading

choices(
    TextField,
    "TextField",
    "Which text of a paper offsets count in.",
    TITLE="The title.",
    ABSTRACT="The abstract; a pasted text counts as one.",
)
choices(
    Order,
    "PaperOrder",
    "The order of a list of papers; equal places are settled by id.",
    RELEVANCE="Best match of the search first; without a search text, newest first.",
    YEAR_DESC="Newest first, papers without a year last.",
    YEAR_ASC="Oldest first, papers without a year last.",
    CITED_BY_DESC="Most cited first, as the sources say; papers without a count last.",
    RECORD="As the sources have them: by the source's name (of several the first), then by its own id of the record, "
    "numbers by their value. Its cursors hold as long as no paper comes or goes.",
    ID="By id, in the order of code points.",
)
choices(
    Relation,
    "Relation",
    "How two nodes hang together.",
    MENTIONS="A paper names a concept; the weight is how often.",
    AUTHORED_BY="A paper was written by an author; the weight is 1.",
    SIMILAR_TO="A paper has another among its 20 most similar; the weight is the score.",
    BROADER="A concept lies within a wider one (Seoul, South Korea); the weight is 1.",
    CITES="A paper has another among its references; the weight is 1.",
)


class FacetBy(StrEnum):
    """What the papers of a list are counted by."""

    YEAR = "YEAR"
    VENUE = "VENUE"
    COUNTRY = "COUNTRY"
    PLACE = "PLACE"
    AGENCY = "AGENCY"
    ORGANIZATION = "ORGANIZATION"
    TECHNOLOGY = "TECHNOLOGY"
    TOPIC = "TOPIC"
    SOURCE = "SOURCE"
    LANGUAGE = "LANGUAGE"

    @classmethod
    def _missing_(cls, value: object) -> "FacetBy":
        """A kind of a lexicon of one's own; the schema lets nothing through that its library does not know."""
        other = str.__new__(cls, value)
        other._name_ = other._value_ = str(value)
        return other


choices(
    FacetBy,
    "FacetBy",
    "What the papers of a list are counted by.",
    YEAR="Year of publication.",
    VENUE="Journal, conference or publisher.",
    COUNTRY="Countries they mention.",
    PLACE="Places they mention.",
    AGENCY="Agencies they mention.",
    ORGANIZATION="Other organizations they mention.",
    TECHNOLOGY="Technologies they mention.",
    TOPIC="Topics they mention.",
    SOURCE="The source they were read from.",
    LANGUAGE="The language they are written in, as their source says.",
)


@given
class IntRange:
    """Whole numbers from `gte` to `lte`, both included; leave one out for an open end."""

    gte: int | None = described("At least this.", default=None)
    lte: int | None = described("At most this.", default=None)


@given
class ConceptFilter:
    """Which concepts papers must mention, by concept id."""

    all: list[ID] | None = described("Every one of these.", default=None)
    any: list[ID] | None = described("At least one of these.", default=None)
    none: list[ID] | None = described("None of these.", default=None)


@given
class PaperFilter:
    """Which papers count; every condition that is given must hold."""

    year: IntRange | None = described("Year of publication; papers without one drop out.", default=None)
    concepts: ConceptFilter | None = described("Concepts they mention.", default=None)
    authors: list[ID] | None = described("At least one of these authors, by id.", default=None)
    venues: list[str] | None = described("One of these venues, as the papers spell them.", default=None)
    sources: list[str] | None = described("Read from one of these sources.", default=None)
    language: str | None = described("The language tag their source gives, like `en`.", default=None)
    ids: list[ID] | None = described(
        "Only these papers, up to 100, by any of their ids; an unknown id matches nothing.", default=None
    )
    title: str | None = described(
        "Words that all stand in the title, derived or not, whatever their case, accents or plural.", default=None
    )
    abstract: str | None = described("Words that all stand in the abstract, likewise.", default=None)
    author: str | None = described(
        "Words of one author's name, in any order, whatever their case or accents; a single letter is an initial.",
        default=None,
    )
    venue: str | None = described("Words that all stand in the venue's name, read as those of titles.", default=None)


@given
class SignalWeights:
    """Relative weights of the signals, each 0 or more; they are normalised and echoed on the connection.

    A signal that is left out weighs 0. A negative weight is BAD_QUERY.
    """

    text: float | None = described("Wording of title and abstract.", default=None)
    concepts: float | None = described("Shared concepts, rare ones counting more.", default=None)
    citations: float | None = described("Shared references and citations, where the store has any.", default=None)
    semantic: float | None = described("Nearness of sentence embeddings, where they are installed.", default=None)
    overlap: float | None = described("The share of the mentioned concepts that are shared, all alike.", default=None)


@given
class SimilarTo:
    """What to compare with: papers, a pasted text, or both; BAD_QUERY without either."""

    papers: list[ID] | None = described(
        "Up to 100 papers, by any of their ids; NOT_FOUND for an unknown one.", default=None
    )
    not_papers: list[ID] | None = described(
        "Up to 100 papers to keep away from: what they have counts less. They are not listed.", default=None
    )
    text: str | None = described("A text of up to 100,000 characters, read as an abstract would be.", default=None)


def paper_filter(asked: PaperFilter | None, reading: "Reading", concept: str | None = None) -> similarity.PaperFilter:
    """The filter in the domain's words, with one more concept that must be there; ids are looked up in the store."""
    asked = asked or PaperFilter()
    year, concepts = asked.year or IntRange(), asked.concepts or ConceptFilter()
    for name, values in (
        ("all", concepts.all),
        ("any", concepts.any),
        ("none", concepts.none),
        ("authors", asked.authors),
        ("venues", asked.venues),
        ("sources", asked.sources),
        ("ids", asked.ids),
    ):
        at_most(name, len(values or ()), IDS, "entries")
    for name, text in (
        ("title", asked.title),
        ("abstract", asked.abstract),
        ("author", asked.author),
        ("venue", asked.venue),
    ):
        at_most(name, len(text or ""), SEARCH_CHARACTERS, "characters")
    return similarity.PaperFilter(
        year_from=year.gte,
        year_to=year.lte,
        all_concepts=(*(concepts.all or ()), *((concept,) if concept else ())),
        any_concepts=tuple(concepts.any or ()),
        no_concepts=tuple(concepts.none or ()),
        authors=tuple(asked.authors or ()),
        venues=tuple(asked.venues or ()),
        sources=tuple(asked.sources or ()),
        language=asked.language,
        ids=reading.answering(asked.ids) if asked.ids else None,
        title=(asked.title or "").strip(),
        abstract=(asked.abstract or "").strip(),
        author=(asked.author or "").strip(),
        venue=(asked.venue or "").strip(),
    )


def signal_weights(asked: SignalWeights | None) -> similarity.Weights | None:
    """The weights in the domain's words; None for the default fusion."""
    if asked is None:
        return None
    return similarity.Weights(
        text=asked.text or 0.0,
        concepts=asked.concepts or 0.0,
        citations=asked.citations or 0.0,
        semantic=asked.semantic or 0.0,
        overlap=asked.overlap or 0.0,
    )


def search_text(asked: str | None) -> str:
    """A search text of at most 1,000 characters; empty for none."""
    at_most("search", len(asked or ""), SEARCH_CHARACTERS, "characters")
    return asked or ""
