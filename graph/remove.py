"""Taking papers out of a store: some by their ids, or all that a source or a run brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graph.model import AnnotatedPaper
from graph.runs import never_ingested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.model import Run, Source
    from graph.store import Store, Transaction

BATCH: Final = 200


@dataclass(slots=True)
class Removal:
    """What became of the papers that a source or a run had a part in.

    `removed` are gone, `kept` are in other sources too and lost only the word that this one has them.
    """

    removed: int = 0
    kept: int = 0


def remove(store: Store, ids: Sequence[str]) -> tuple[str, ...]:
    """Takes papers out by their own ids, all or none, and says which of them were there, each once and in this order.

    Concepts and citations that only they had go too; the index follows when it is next refreshed. What their texts
    added to the names of a concept that other papers mention stays. The ledger still has them as read: the same source
    does not bring them back. Raises StoreError where the store fails, and nothing is gone then.
    """
    with store.transaction() as transaction:
        there = transaction.papers(ids)
        removed = tuple(each for each in dict.fromkeys(ids) if each in there)
        if removed:
            transaction.remove_papers(removed)
            transaction.next_revision()
    return removed


def brought_by(store: Store, *, source: str | None = None, run: str | None = None) -> Removal:
    """What `remove_brought` would do, without doing it; raises as it does."""
    told = Removal()
    for _, left in _touched(store, _named(store.runs(), source, run)):
        told.kept += left
        told.removed += not left
    return told


def remove_brought(
    store: Store,
    *,
    source: str | None = None,
    run: str | None = None,
    on_batch: Callable[[int, int], None] | None = None,
) -> Removal:
    """Takes out what a source, by its name, or a run, by its id, brought and no other source or run has too.

    Papers that others have too stay as they are, what was learnt from the removed source included: nobody can tell any
    more which of two sources said it first. The ledger forgets the source, so that it can be read again. In batches;
    whoever is stopped runs the same again. `on_batch` hears how many of all papers are done.

    Raises NotFoundError for a name or an id that the store never heard of.
    """
    runs = store.runs()
    gone = _named(runs, source, run)
    names = {each.source for each in runs if each.id == run or each.source == source}
    ids = [own for own, _ in _touched(store, gone)]
    told = Removal()
    with store.transaction() as transaction:  # first: what is half removed has to be read again
        transaction.forget([each.id for each in runs if each.source in names])
    for start in range(0, len(ids), BATCH):
        with store.transaction() as transaction:
            _take_out(transaction, ids[start : start + BATCH], gone, told)
        if on_batch:
            on_batch(min(start + BATCH, len(ids)), len(ids))
    return told


def _named(runs: Sequence[Run], source: str | None, run: str | None) -> Callable[[Source], bool]:
    """Which words of papers about their sources are meant."""
    if run is not None:
        if run not in (ids := [each.id for each in runs]):
            raise never_ingested("run", run, ids, "litgraph runs lists them")
        return lambda each: each.run == run
    if source not in (names := [each.source for each in runs]):
        raise never_ingested("source", source or "", names, "litgraph runs lists what was read")
    return lambda each: each.name == source


def _touched(store: Store, gone: Callable[[Source], bool]) -> Iterator[tuple[str, bool]]:
    """The own ids of the papers that this has a part in, and whether others have a part in them too."""
    for batch in store.scan_papers():
        for each in batch:
            parts = [gone(source) for source in each.paper.sources]
            if any(parts):
                yield each.paper.id, not all(parts)


def _take_out(transaction: Transaction, ids: Sequence[str], gone: Callable[[Source], bool], told: Removal) -> None:
    papers, mentions = transaction.papers(ids), transaction.mentions(ids)
    left = {key: tuple(each for each in paper.sources if not gone(each)) for key, paper in papers.items()}
    removed = [key for key in papers if not left[key]]
    kept = [
        (AnnotatedPaper(replace(paper, sources=left[key]), mentions[key]), left[key][0].run)
        for key, paper in papers.items()
        if left[key] and left[key] != paper.sources
    ]
    if not removed and not kept:
        return
    transaction.remove_papers(removed)
    for run in sorted({each for _, each in kept}):
        transaction.save_papers([paper for paper, each in kept if each == run], run)
    transaction.next_revision()
    told.removed += len(removed)
    told.kept += len(kept)
