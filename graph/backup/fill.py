"""Filling an empty store with all that another one held."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, Final, cast

from graph.backup.items import FILLING, RunPart, SimilarList, StoredPaper, VersionOf
from graph.errors import BackupError, StoreError
from graph.fingerprint import fingerprint
from graph.model import AnnotatedPaper, Concept, Counts, Progress, Run
from graph.vectors import PaperVector, text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.backup.items import Item
    from graph.store import Store, Transaction

PART: Final = 500


def fill_store(
    store: Store,
    items: Iterable[Item],
    of: str,
    *,
    linked: bool,
    papers: int,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Brings items into an empty store; `of` names what they are of, and the same call goes on where it was stopped.

    `linked` says whether their lists of similar papers are up to date; `progress` hears (papers, of how many). Raises
    BackupError for a store that holds something else.
    """
    begun = check_empty(store, of)
    seen = done = 0
    for kind, part in _parts(items):
        seen += len(part)
        done += len(part) if kind is StoredPaper else 0
        if seen > begun:
            with store.transaction() as transaction:
                _WRITE[kind](transaction, part)
                transaction.record(Progress(of, seen, complete=False, run=FILLING))
        if progress and kind is StoredPaper:
            progress(done, papers)
    with store.transaction() as transaction:
        transaction.forget([FILLING])
        if linked:
            transaction.similar_written(transaction.revision())


def check_empty(store: Store, of: str) -> int:
    """How many items of this are in the store from a filling that was stopped; raises BackupError for any other."""
    ledger = {each.source: each for each in store.ledger()}
    unfinished = [each for each in ledger.values() if each.run == FILLING]
    if unfinished and of not in ledger:
        raise BackupError(
            f"{store.url} holds part of another backup or copy", "finish that one first, or name an empty store"
        )
    if not unfinished and (ledger or store.counts() != Counts()):
        raise BackupError(
            f"{store.url} is not empty: it holds {store.counts().papers:,} papers",
            "name a store that is; two graphs are never mixed",
        )
    return ledger[of].records if unfinished else 0


def verify(store: Store, expected: str, progress: Callable[[int, int], None] | None = None) -> None:
    """Raises StoreError unless a store says what the one said that it was filled from, by its fingerprint."""
    found = fingerprint(store, progress)
    if found != expected:
        raise StoreError(
            f"{store.url} has the fingerprint {found}, what it was filled from has {expected}",
            "did somebody write into it meanwhile? empty it, and run the command again",
        )


def _parts(items: Iterable[Item]) -> Iterator[tuple[type[Item], Sequence[Any]]]:
    """Items of one kind after another, some at a time; concepts all at once, for any may be broader than any other."""
    for kind, some in groupby(items, key=type):
        many = None if kind is Concept else PART
        yield from ((cast("type[Item]", kind), each) for each in iter(lambda of=some, n=many: list(islice(of, n)), []))


def _runs(transaction: Transaction, runs: Sequence[Run]) -> None:
    for each in runs:
        transaction.save_run(each)


def _members(transaction: Transaction, parts: Sequence[RunPart]) -> None:
    for each in parts:
        transaction.save_members(each.run, each.part, each.members)


def _concepts(transaction: Transaction, concepts: Sequence[Concept]) -> None:
    named = {each.id: each for each in concepts}
    try:
        order = list(TopologicalSorter({each.id: each.broader for each in concepts}).static_order())
    except CycleError:  # one call may hold them in any order
        transaction.save_concepts(concepts)
    else:
        for start in range(0, len(order), PART):
            transaction.save_concepts([named[each] for each in order[start : start + PART]])
    transaction.next_revision()


def _papers(transaction: Transaction, papers: Sequence[StoredPaper]) -> None:
    by_run: dict[str, list[AnnotatedPaper]] = defaultdict(list)
    by_model: dict[str, dict[str, PaperVector]] = defaultdict(dict)
    for each in papers:
        paper = each.paper.paper
        by_run[each.run].append(each.paper)
        if each.model:
            by_model[each.model][paper.id] = PaperVector(text_digest(paper), each.vector)
    for run, some in by_run.items():
        transaction.save_papers(some, run)
    for model, vectors in by_model.items():
        transaction.save_vectors(model, vectors)
    transaction.next_revision()


def _similar(transaction: Transaction, lists: Sequence[SimilarList]) -> None:
    transaction.save_similar({each.paper: each.others for each in lists})


def _versions(transaction: Transaction, versions: Sequence[VersionOf]) -> None:
    transaction.save_versions({each.paper: each.main for each in versions})


def _ledger(transaction: Transaction, entries: Sequence[Progress]) -> None:
    for each in entries:
        transaction.record(each)


_WRITE: Final[dict[type[Item], Callable[[Transaction, Sequence[Any]], None]]] = {
    Run: _runs,
    RunPart: _members,
    Concept: _concepts,
    StoredPaper: _papers,
    SimilarList: _similar,
    VersionOf: _versions,
    Progress: _ledger,
}
