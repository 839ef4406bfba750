"""What can be wrong with a store: links that lead nowhere, counts that lie, mentions outside of their texts.

None of it comes about while programs only write through the port and the disk keeps what it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.backup.items import FILLING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.model import AnnotatedPaper
    from graph.store import Store, StoreReader

EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """How many things are wrong in the same way, and a few of them, by what people know them by."""

    name: str
    count: int
    examples: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What is wrong, in words."""
        return WORDS[self.name]


WORDS: Final = {
    "file": "complaints of the database about its own file",
    "indexes": "constraints or indexes that are not there",
    "mentions": "mentions by papers, or of concepts, that are not there",
    "mention-counts": "mentions that are counted otherwise than they are listed",
    "broader": "wider concepts that are not there",
    "paper-counts": "concepts that count other papers than mention them",
    "author-counts": "papers that count other authors than they list",
    "concepts": "concepts that nothing leads to",
    "authors": "authors that no paper leads to",
    "ids": "papers that do not answer to their own ids",
    "lost-ids": "ids that lead to no paper",
    "sources": "notes of the sources of papers that are not there",
    "references": "references of papers that are not there",
    "citations": "links to cited papers that are not what the references say",
    "similar": "lists of similar papers with gaps, or with papers that are not there",
    "versions": "versions of papers that are not there",
    "vectors": "sentence vectors of papers that are not there",
    "changes": "papers of which nobody knows when they changed",
    "ledger": "sources that were read by runs that are not there",
    "members": "records of runs that are not there",
    "spans": "papers with mentions outside of their texts",
    "filling": "restores or copies into this store that were not finished",
}
"""Every fault by its name, in the order in which they are looked for and mended."""

BEYOND: Final = {
    "spans": "take them out with litgraph remove, and ingest their sources again",
    "filling": "run the restore or the copy again: it goes on",
}
"""What no mending can make good, and what to do about it."""


def find_faults(store: StoreReader, progress: Callable[[int, int], None] | None = None) -> Iterator[Fault]:
    """Every fault that a store has, in the order of `WORDS`; `progress` hears (papers, of how many)."""
    yield from store.faults()
    wrong: list[str] = []
    done, total = 0, store.counts().papers
    for papers in store.scan_papers():
        wrong += [each.paper.id for each in papers if _outside(each)]
        done += len(papers)
        if progress:
            progress(done, max(done, total))
    if wrong:
        yield Fault("spans", len(wrong), tuple(wrong[:EXAMPLES]))
    if unfinished := [each.source for each in store.ledger() if each.run == FILLING]:
        yield Fault("filling", len(unfinished))


def mend(store: Store, faults: Sequence[Fault]) -> None:
    """Makes good what can be; what was lost before does not come back."""
    named = {each.name for each in faults}
    if names := [each for each in WORDS if each in named and each not in BEYOND]:
        store.mend(names)


def _outside(each: AnnotatedPaper) -> bool:
    return any(not 0 <= m.start < m.end <= len(each.paper.text(m.field)) for m in each.mentions)
