"""Papers, concepts, authors that an answer leads to: named at once, read together with all others of their level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.reading import only_owner
from graph.identity import author_id, is_paper_id, parse_author_id, parse_id
from graph.orcids import orcids_of
from graph.rows import CONCEPT_FIELDS, MENTIONED_FIELDS, PAPER_FIELDS, Wanted, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from api.execution.ask import Ask
    from graph.rows import Fetched


@dataclass(slots=True)
class Needs:
    """Which attributes of papers, of the concepts that they mention, and of concepts by themselves are read."""

    papers: set[str] = field(default_factory=set[str])
    mentioned: set[str] = field(default_factory=set[str])
    concepts: set[str] = field(default_factory=set[str])

    def __ior__(self, other: Needs) -> Needs:
        self.papers |= other.papers
        self.mentioned |= other.mentioned
        self.concepts |= other.concepts
        return self

    def __bool__(self) -> bool:
        return bool(self.papers or self.mentioned or self.concepts)


EVERYTHING: Final = Needs({*PAPER_FIELDS}, {*MENTIONED_FIELDS}, {*CONCEPT_FIELDS})


class Reads:
    """What is read in one go: papers and concepts by id, each once, and whether authors are told from the papers."""

    __slots__ = ("authors", "concepts", "papers")

    def __init__(self) -> None:
        self.papers: dict[str, None] = {}
        self.concepts: dict[str, None] = {}
        self.authors = False


class Handle:
    """Something that must be read from the store before all of it is known."""

    __slots__ = ("record",)

    typename = ""
    node = False
    """Whether it is a node of the graph, which may turn out not to be there."""
    sure = True
    """Whether its fields that need nothing read can be answered before it is."""

    def __init__(self) -> None:
        self.record: Any = None

    @property
    def value(self) -> Any:
        """What its fields are told from once it is read; None where it is not there."""
        return self

    def ask(self, reads: Reads) -> None:
        """Notes what to read for it."""

    def take(self, fetched: Fetched) -> None:
        """Finds its record among what was read."""


class NodeHandle(Handle):
    """A node of the graph by its id."""

    __slots__ = ("id",)
    node = True

    def __init__(self, own: str) -> None:
        self.record = None
        self.id = own

    @property
    def value(self) -> Any:
        return self.record


class PaperNode(NodeHandle):
    """A paper by its own id."""

    __slots__ = ()
    typename = "Paper"

    def ask(self, reads: Reads) -> None:
        reads.papers[self.id] = None

    def take(self, fetched: Fetched) -> None:
        self.record = fetched.papers.get(self.id)


class ConceptNode(NodeHandle):
    """A concept by its id; one that is not in the store can be `otherwise`, a row with all attributes."""

    __slots__ = ("_otherwise",)
    typename = "Concept"

    def __init__(self, own: str, otherwise: Any = None) -> None:
        self.record = None
        self.id = own
        self._otherwise = otherwise

    def ask(self, reads: Reads) -> None:
        reads.concepts[self.id] = None

    def take(self, fetched: Fetched) -> None:
        self.record = fetched.concepts.get(self.id, self._otherwise)


class AuthorRow(NamedTuple):
    """An author of one paper: the id, the name, the place in that paper's list, from 0, the ORCID if it is known."""

    id: str
    name: str
    position: int
    orcid: str | None

    typename = "Author"


class AskedNode(NodeHandle):
    """A node by any id, as people ask for it: of an author, a concept, a paper, whichever of these are looked for.

    `sure` says that it is known to be a paper's own id.
    """

    __slots__ = ("_author", "_paper", "_seeks_concept", "known", "seeks_paper", "sure", "typename")

    def __init__(self, known: str, *kinds: str, sure: bool = False) -> None:
        super().__init__(known)
        self._author = parse_author_id(known) if "Author" in kinds else None
        self._seeks_concept = "Concept" in kinds and not self._author
        self.seeks_paper = "Paper" in kinds or self._author is not None
        self.known = self._author[0] if self._author else known
        self._paper = parse_id(self.known) or self.known
        self.sure = sure
        self.typename = ""
        if sure:
            self.typename, self.id = "Paper", self._paper

    def ask(self, reads: Reads) -> None:
        if self._seeks_concept:
            reads.concepts[self.id] = None
        if self.seeks_paper:
            reads.papers[self._paper] = None
        reads.authors |= self._author is not None

    def take(self, fetched: Fetched) -> None:
        if self._seeks_concept and self.id in fetched.concepts:
            self.typename, self.record = "Concept", fetched.concepts[self.id]
        elif paper := fetched.papers.get(self._paper) if self.seeks_paper else None:
            if not self._author:
                self.typename, self.id, self.record = "Paper", paper.id, paper
            elif self._author[1] < len(paper.authors):
                self.record = authors_of(paper)[self._author[1]]
                self.typename, self.id = "Author", self.record.id

    def belongs_to(self, own: str) -> None:
        """Says which paper has the id that it was asked by."""
        self._paper = own


def authors_of(paper: Any) -> list[AuthorRow]:
    """The authors of a paper that has `id`, `authors` and `orcids`."""
    said = orcids_of(paper.authors, paper.orcids)
    return [
        AuthorRow(author_id(paper.id, place), name, place, orcid or None)
        for place, (name, orcid) in enumerate(zip(paper.authors, said, strict=True))
    ]


def node_of(own: str) -> NodeHandle:
    """The node of the graph with this own id."""
    if parse_author_id(own):
        return AskedNode(own, "Author")
    return PaperNode(own) if is_paper_id(own) else ConceptNode(own)


def load(ask: Ask, waiting: Iterable[tuple[Sequence[Handle], Needs]]) -> None:
    """Reads all that is needed, in one go; a second one looks for papers that were asked for by another id."""
    needs, handles = Needs(), list[Handle]()
    for some, of in waiting:
        handles += some
        needs |= of
    _read(ask, handles, needs)
    lost = [each for each in handles if isinstance(each, AskedNode) and each.record is None and each.seeks_paper]
    owners = ask.reading.owners([each.known for each in lost]) if lost else {}
    found = [each for each in lost if owners[each.known]]
    for each in found:
        each.belongs_to(only_owner(each.known, owners[each.known]) or each.known)
    if found:
        _read(ask, found, needs)


def _read(ask: Ask, handles: Sequence[Handle], needs: Needs) -> None:
    reads = Reads()
    for each in handles:
        each.ask(reads)
    papers, concepts = [*reads.papers], [*reads.concepts]
    of_papers = {*needs.papers, "authors", "orcids"} if reads.authors else needs.papers
    fetched = ask.fetch(
        Wanted(
            papers,
            in_order(of_papers, PAPER_FIELDS) if papers else (),
            in_order(needs.mentioned, MENTIONED_FIELDS) if papers and needs.mentioned else (),
            concepts,
            in_order(needs.concepts, CONCEPT_FIELDS) if concepts else (),
        )
    )
    for each in handles:
        each.take(fetched)
