"""Looking for what is wrong with a store, and making it good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.backup.items import FILLING
from graph.faults import BEYOND, EXAMPLES, WORDS, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.model import AnnotatedPaper
    from graph.store import Store, StoreReader


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
