"""Reading all that a store holds, once, from start to end."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Final

from graph.backup.items import FILLING, RunPart, SimilarList, StoredPaper, VersionOf
from graph.errors import BackupError, StoreError
from graph.fingerprint import Fingerprint
from graph.ingest import BATCH

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    from graph.backup.items import Item
    from graph.model import AnnotatedPaper
    from graph.store import StoreReader

PAPERS: Final = 1000


class Dump:
    """What a store holds, as it was when the dump began."""

    def __init__(self, store: StoreReader) -> None:
        self.identity, self.revision, self.counts = store.identity(), store.revision(), store.counts()
        lists = store.similar_revision()
        self.linked = lists == self.revision
        """Whether the lists of similar papers are written for what the papers say."""
        self.name = f"{self.identity}-{self.revision}-{lists}-{self.counts.runs}"
        """Another one, where the items are others."""
        self._store = store
        self._fingerprint = Fingerprint()

    @property
    def fingerprint(self) -> str:
        """That of the store, once all items were read."""
        return str(self._fingerprint)

    def items(self, progress: Callable[[int, int], None] | None = None) -> Iterator[Item]:
        """Everything, in the order of `Item`; `progress` hears (papers, of how many). To be read once."""
        runs = self._store.runs()
        yield from runs
        for run in runs:
            members = iter(self._store.members(run.id))
            for part, some in enumerate(iter(lambda of=members: tuple(islice(of, BATCH)), ())):
                yield RunPart(run.id, part, some)
        for concepts in self._store.scan_concepts():
            for concept in concepts:
                self._fingerprint.concept(concept)
                yield concept
        models, ids = self._store.vector_models(), list[str]()
        for papers in self._store.scan_papers(PAPERS):
            yield from self._papers(papers, models)
            ids += [each.paper.id for each in papers]
            if progress:
                progress(len(ids), self.counts.papers)
        # lists come last: a paper may be like one that is read after it
        for start in range(0, len(ids), PAPERS):
            lists = self._store.similar(ids[start : start + PAPERS])
            yield from (SimilarList(paper, others) for paper, others in sorted(lists.items()) if others)
        yield from (VersionOf(paper, main) for paper, main in self._store.versions().items())
        yield from self._store.ledger()

    def _papers(self, papers: Sequence[AnnotatedPaper], models: Sequence[str]) -> Iterator[StoredPaper]:
        ids = [each.paper.id for each in papers]
        runs = self._store.written_by(ids)
        vectors = {own: (model, each) for model in models for own, each in self._store.vectors(model, ids).items()}
        for each in papers:
            self._fingerprint.paper(each)
            own = each.paper.id
            yield StoredPaper(each, runs.get(own, ""), *vectors.get(own, ("", b"")))


@contextmanager
def dumped(store: StoreReader) -> Generator[Dump]:
    """A dump to be read within the block; raises StoreError at its end if somebody wrote into the store meanwhile."""
    with store.frozen():
        if any(each.run == FILLING for each in store.ledger()):
            raise BackupError(
                f"{store.url} is filled in part only", "finish the restore or the copy first: run its command again"
            )
        dump = Dump(store)
        yield dump
        if store.revision() != dump.revision:
            raise StoreError(f"{store.url} was written to while it was read", "run the command again")
