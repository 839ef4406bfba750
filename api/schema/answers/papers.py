"""What is told of one paper: its authors, what it mentions, what it cites."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Final

from api.execution.nodes import AuthorRow, PaperNode, authors_of
from api.limits import PAGE
from api.schema.answers.lists import PaperPage, found_papers, listed_papers
from api.schema.answers.pages import Edge, Page, front
from api.schema.answers.texts import QuotedMention
from api.schema.base import After, First, Kinds, argument
from graph import similarity
from graph.model import TextField
from graph.rows import as_annotated, as_paper
from graph.sentences import sentences
from graph.similarity import Order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.execution.ask import Ask
    from graph.model import Source


PORTAL: Final = "portal"
"""The style of the similar-literature page, which CSL does not know."""


class MentionedEdge(Edge):
    """A concept that a paper mentions."""

    page: MentionedPage

    @property
    def weight(self) -> float:
        """The share of the paper's mentions that name it."""
        return self.node.count / self.page.mentions


class MentionedPage(Page):
    """Concepts that a paper mentions; `ranked` are all of them."""

    edge = MentionedEdge
    ranked: Sequence[Any] = ()

    @cached_property
    def mentions(self) -> int:
        """How often it mentions any of them."""
        return sum(each.count for each in self.ranked)


def abstract(paper: Any, ask: Ask) -> str | None:
    """Its abstract; null where there is none."""
    return paper.abstract or None


def citation(
    paper: Any,
    ask: Ask,
    style: Annotated[
        str | None,
        argument(
            "A CSL style by name: `apa`, `ieee`, `gb-t-7714-2015-numeric` …; BAD_QUERY if unknown. Besides `portal`: "
            "the line of the similar-literature page, `Mosweu  Tshepho 《Archival Science》2021,21(3):267-280`."
        ),
    ] = "apa",
    locale: Annotated[str | None, argument("The language of words like `and others`: `en-US`, `zh-CN` …")] = "en-US",
) -> str:
    """How it is cited in a style of the Citation Style Language, or as the portal does, as plain text."""
    from nlp.writers import citation as formatted
    from nlp.writers import portal_line

    if style == PORTAL:
        return portal_line(as_paper(paper))
    return formatted(as_paper(paper), style or "apa", locale or "en-US")


def bibtex(paper: Any, ask: Ask) -> str:
    """Its BibTeX entry; the key is made of its id, and stays."""
    from nlp.writers import bibtex as formatted

    return formatted(as_paper(paper))


def ris(paper: Any, ask: Ask) -> str:
    """Its RIS record, which reference managers read: a tag a line, the lines ended by CR LF."""
    from nlp.writers.ris import ris as formatted

    return formatted(as_paper(paper))


def record(source: Source, ask: Ask) -> str | None:
    """The source's own id of the record; null where it has none."""
    return source.record or None


def authors(paper: Any, ask: Ask, first: First = None, after: After = None) -> Page:
    """Its authors in their order, 100 when no number is given."""
    return front(authors_of(paper), attrgetter("id"), first, after, PAGE, None, Page)


def mentions(paper: Any, ask: Ask, kinds: Kinds = None) -> list[QuotedMention]:
    """Every place in the title or the abstract where a concept was found, in order."""
    concepts = {each.id: each for each in _mentioned(paper, kinds)}
    read = as_annotated(paper)
    bounds = {where: sentences(read.paper.text(where)) for where in TextField}
    return [
        QuotedMention(each, read.paper.text(each.field), bounds[each.field], concepts[each.concept])
        for each in read.mentions
        if each.concept in concepts
    ]


def concepts(paper: Any, ask: Ask, kinds: Kinds = None, first: First = None, after: After = None) -> MentionedPage:
    """The concepts it mentions, the most frequent first, 20 when no number is given."""
    ranked = sorted(_mentioned(paper, kinds), key=attrgetter("id"))
    ranked.sort(key=attrgetter("count"), reverse=True)  # those that count the same stay in order
    page = front(ranked, attrgetter("id"), first, after, 20, None, MentionedPage)
    page.ranked = ranked
    return page


def references(paper: Any, ask: Ask, first: First = None, after: After = None) -> PaperPage:
    """The papers in the store that it cites, by id, 20 when no number is given."""
    return listed_papers(paper.cites, first, after)


def cited_by(paper: Any, ask: Ask, first: First = None, after: After = None) -> PaperPage:
    """The papers in the store that cite it, by id, 20 when no number is given."""
    return listed_papers(paper.citing, first, after)


def versions(paper: Any, ask: Ask) -> list[PaperNode]:
    """Its other versions in the store, by id: nearly the same text, such as a preprint; lists show one for all."""
    return [PaperNode(each) for each in ask.reading.versions([paper.id]).get(paper.id, ())]


def papers_of_author(author: AuthorRow, ask: Ask, first: First = None, after: After = None) -> PaperPage:
    """The papers of this author entry: the one it stands on."""
    return found_papers(ask, "", similarity.PaperFilter(authors=(author.id,)), Order.ID, first, after)


def _mentioned(paper: Any, kinds: Sequence[str] | None) -> list[Any]:
    return paper.mentioned if kinds is None else [each for each in paper.mentioned if each.kind in kinds]
