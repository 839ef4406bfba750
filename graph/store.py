"""The port: what the domain asks of a graph store; two adapters answer it alike (graph/stores).

Reads take batches and answer with dictionaries; what is not there is left out. Every order is the same on every store.
Ids are compared by their code points. Methods may be called from any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from graph.faults import Fault
    from graph.members import Member
    from graph.model import AnnotatedPaper, Concept, Counts, Mention, Paper, Progress, Run
    from graph.rows import Fetched, Wanted
    from graph.vectors import PaperVector


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """Some concepts of a longer list, and how many the whole list has."""

    concepts: tuple[Concept, ...]
    total: int


class PaperReader(Protocol):
    """What can be read both inside and outside a transaction."""

    def revision(self) -> int:
        """Grows with every batch that changed something; 0 for an empty new store."""
        ...

    def resolve(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The own ids of the papers that answer to each id (own, other, or a source's record id), sorted.

        A global id has one paper; only a source's own record ids can have several. A global id hides a record id.
        """
        ...

    def papers(self, ids: Sequence[str]) -> dict[str, Paper]:
        """Papers by their own ids, with the references that they were saved with."""
        ...

    def concepts(self, ids: Sequence[str]) -> dict[str, Concept]:
        """Concepts by id, with how many papers mention them."""
        ...

    def mentions(self, paper_ids: Sequence[str]) -> dict[str, tuple[Mention, ...]]:
        """Each paper's mentions in reading order (`Mention.place`); an empty tuple for a paper without."""
        ...


class StoreReader(PaperReader, Protocol):
    """Reading a store that nobody is writing to, or that somebody is: a call sees whole batches only."""

    @property
    def url(self) -> str:
        """How the store was opened, without a password."""
        ...

    @property
    def remote(self) -> bool:
        """Whether each question is a round trip to a server: then one had better ask for all who want to know."""
        ...

    def replaced(self) -> bool:
        """Whether something else, or nothing, is by now where the store was opened: then open it again."""
        ...

    def identity(self) -> str:
        """A name for this database that stays when the store moves (32 hex digits)."""
        ...

    def fetch(self, wanted: Wanted) -> Fetched:
        """Some attributes of papers and concepts by their own ids, all as they are at one revision.

        One round trip to a server: for whoever knows beforehand what is needed. What is not there is left out.
        """
        ...

    def changed_since(self, revision: int) -> tuple[str, ...]:
        """The own ids of the papers that were saved, encoded or removed after that revision, sorted.

        0 for every paper ever.
        """
        ...

    def counts(self) -> Counts:
        """How many papers, concepts, mentions, author entries, citations and runs there are."""
        ...

    def papers_mentioning(self, concept_ids: Sequence[str], limit: int) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each concept up to `limit` (paper id, count of mentions): most mentions first, then by id."""
        ...

    def narrower(self, concept_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The ids of the concepts that name each concept as broader, sorted."""
        ...

    def references(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The own ids of the papers in the store that each paper cites, sorted; an empty tuple for a paper without.

        A reference leads to the paper that answers to it now, whichever of the two came first; never to the citing one.
        """
        ...

    def cited_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The own ids of the papers in the store that cite each paper: `references` read backwards."""
        ...

    def similar(self, ids: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
        """Each paper's list of similar papers, as (own id, score), best first; an empty tuple for a paper without."""
        ...

    def listed_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The own ids of the papers whose lists of similar papers hold each paper, sorted: `similar` read backwards."""
        ...

    def shortened_since(self, revision: int) -> tuple[str, ...]:
        """The own ids of the papers whose list of similar papers lost one that was removed after that revision, sorted.

        What such a paper says has not changed; one that was saved again or removed later is left out.
        """
        ...

    def versions(self) -> dict[str, str]:
        """Of each paper that is a version of another one, the own id of the one that stands for all, papers sorted."""
        ...

    def similar_revision(self) -> int:
        """The revision that all lists of similar papers are written for; 0 if they never were."""
        ...

    def find_concepts(
        self, search: str | None, kinds: Sequence[str] | None, after: tuple[int, str] | None, limit: int
    ) -> ConceptPage:
        """Concepts with `search` in their name or an alias, of these kinds: most papers first, then by id.

        `after` is the (paper count, id) of the last concept already seen. The comparison folds case and white space.
        """
        ...

    def concept_kinds(self) -> dict[str, int]:
        """How many concepts of each kind there are, kinds sorted."""
        ...

    def scan_papers(self, batch: int = 1000) -> Iterator[list[AnnotatedPaper]]:
        """Every paper with its mentions, in the order of their ids."""
        ...

    def scan_concepts(self, batch: int = 1000) -> Iterator[list[Concept]]:
        """Every concept, in the order of their ids."""
        ...

    def vectors(self, model: str, ids: Sequence[str]) -> dict[str, bytes]:
        """The packed vectors (`graph.vectors.unpack`) that this model made of papers, by the papers' own ids.

        Every vector is of the text that its paper has now.
        """
        ...

    def scan_vectors(self, model: str, batch: int = 1000) -> Iterator[dict[str, bytes]]:
        """Every packed vector of a model, in the order of the papers' ids."""
        ...

    def vector_models(self) -> tuple[str, ...]:
        """The models that made vectors: that of most papers first, equal ones by name."""
        ...

    def papers_without_vector(self, model: str) -> list[str]:
        """The ids of the papers that this model has no vector of, sorted."""
        ...

    def progress(self, sources: Sequence[str]) -> dict[str, Progress]:
        """What the ledger says about these sources."""
        ...

    def ledger(self) -> tuple[Progress, ...]:
        """Every entry of the ledger, sources sorted."""
        ...

    def written_by(self, ids: Sequence[str]) -> dict[str, str]:
        """The run that last saved each paper, by own ids; a paper that mentions nothing is left out."""
        ...

    def runs(self) -> tuple[Run, ...]:
        """Every run, the oldest first."""
        ...

    def members(self, run: str) -> tuple[Member, ...]:
        """What a run's records were, in their order.

        Empty for a run that is not there, or that a program wrote which did not keep them.
        """
        ...

    def faults(self) -> Iterator[Fault]:
        """What is wrong with what the store holds, in the order of `graph.faults.WORDS`: it reads all of it."""
        ...

    def frozen(self) -> AbstractContextManager[None]:
        """A block in which this thread reads the store as it was at its start, whoever wants to write meanwhile.

        A server may keep writers waiting for so long; where its user may not write, it is taken as it is.
        """
        ...

    def close(self) -> None:
        """Lets go of files and connections; safe to call twice."""
        ...


class Transaction(PaperReader, Protocol):
    """One batch: all of it becomes visible at once, or nothing. Transactions of one store run one after another.

    One that saves or removes papers calls `next_revision` too, before or after: the papers then count as changed at the
    revision that it makes current, and whoever knows the store up to the one before learns of them.
    """

    def save_concepts(self, concepts: Sequence[Concept]) -> None:
        """Adds concepts or replaces what is known of them; their broader concepts are in the call or in the store."""
        ...

    def save_papers(self, papers: Sequence[AnnotatedPaper], run: str) -> None:
        """Adds papers or replaces them whole, mentions included; their concepts are in the store already.

        A concept that a replaced paper mentioned, and that nothing leads to any more, goes too; so does the vector of
        a paper whose text to encode is another now. Lists of similar papers stay, its own and those that it is in.
        """
        ...

    def remove_papers(self, ids: Sequence[str]) -> None:
        """Takes papers out, with all ids they answer to, their vectors, and concepts that nothing leads to any more.

        Lists of similar papers lose them, and the papers that had such a list are noted (`shortened_since`).
        """
        ...

    def save_vectors(self, model: str, vectors: Mapping[str, PaperVector]) -> None:
        """Keeps the vectors that a model made of papers, by the papers' own ids; a paper has one, of the last model.

        Left out are those of papers that are not there, or say something else by now. The others count as changed at
        the next revision, in whichever transaction that is made current.
        """
        ...

    def save_run(self, run: Run) -> None:
        """Adds a run or replaces what is known of it."""
        ...

    def save_members(self, run: str, part: int, members: Sequence[Member]) -> None:
        """Keeps what some of a run's records were; `part` says which place they have among those of the run.

        They stay when papers go. No part of what the graph says: it needs no new revision.
        """
        ...

    def record(self, progress: Progress) -> None:
        """Writes into the ledger; it holds one entry per source."""
        ...

    def forget(self, runs: Sequence[str]) -> None:
        """Drops the ledger's entries that these runs wrote last: what they read can be read anew."""
        ...

    def save_similar(self, lists: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        """Replaces the lists of similar papers of these papers: (own id, score with nine decimals), best first.

        Papers that are not in the store are left out. No part of what the graph says: it needs no new revision.
        """
        ...

    def save_versions(self, mains: Mapping[str, str | None]) -> None:
        """Says which paper stands for each of these papers, by own ids; None where none does.

        Papers that are not in the store are left out. No part of what the graph says: it needs no new revision.
        """
        ...

    def similar_written(self, revision: int) -> None:
        """Remembers that every paper's list of similar papers is written for this revision."""
        ...

    def next_revision(self) -> None:
        """Says that this transaction changes what papers or concepts say."""
        ...


class Store(StoreReader, Protocol):
    """A store that can be written to."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A transaction: committed when the block ends, rolled back when it raises."""
        ...

    def mend(self, names: Sequence[str]) -> None:
        """Makes good the faults of these names, all or none, and grows the revision."""
        ...


def missing(asked: Sequence[str], found: Mapping[str, object]) -> list[str]:
    """The ids that were asked for and not found, in order, each once."""
    return [each for each in dict.fromkeys(asked) if each not in found]
