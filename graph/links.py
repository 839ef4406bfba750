"""SIMILAR_TO and VERSION_OF in the store: for whoever walks the graph without the index.

In a small corpus every list is made anew when something changes. In a large one those are that a changed paper has, is
in or comes into. The others stay as they were made, though the rarity of words and the latent space have moved since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from graph.errors import NotFoundError, QueryError
from graph.similarity import Order, Seed, rank
from graph.similarity.paging import NANO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from graph.similarity import Index, Ranking
    from graph.similarity.strings import Strings
    from graph.store import Store, StoreReader

T = TypeVar("T")

LINKS: Final = 20
"""How many similar papers each paper is linked to."""

BATCH: Final = 200
"""How many lists are written at once."""

CHANGED: Final = 0.2
"""Where more of the papers changed than this part, every list is made anew."""

_READ: Final = 1000


def write_links(
    store: Store, index: Index, progress: Callable[[int, int], None] | None = None, *, anew: bool = False
) -> None:
    """Brings the lists of similar papers, and the versions, up to the revision of the index; nothing to do if they are.

    `progress` hears (lists done, lists known to be needed). With `anew` every list is compared with the index. Whoever
    is stopped calls it again. A store that somebody changes meanwhile is left for them to link.
    """
    if store.revision() != index.revision or (store.similar_revision() == index.revision and not anew):
        return
    ids, known = index.search(None, order=Order.ID).ids, store.similar_revision()
    changed = store.changed_since(known)
    whole = anew or not known or len(ids) <= rank.FEW or len(changed) > CHANGED * len(ids)
    first = (
        [ids[each] for each in range(len(ids))] if whole else [each for each in changed if ids.find(each) is not None]
    )
    reach = np.zeros(len(ids))
    if not _make(store, index, first, reach, lambda done: progress(done, len(first)) if progress else None):
        return
    if not whole:
        others = sorted({*store.shortened_since(known), *_affected(store, ids, first, reach)}.difference(first))
        made, total = len(first), len(first) + len(others)
        if not _make(store, index, others, reach, lambda done: progress(made + done, total) if progress else None):
            return
    mains = _changed_mains(store, index)
    with store.transaction() as transaction:
        if transaction.revision() == index.revision:
            transaction.save_versions(mains)
            transaction.similar_written(index.revision)


def likes(index: Index, papers: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
    """The papers most like each paper, as (own id, score), best first: what the store's lists would be now.

    A paper that has nothing to compare, or that the index does not hold yet, is like none.
    """
    return {each: _listed(_ranking(index, each)) for each in papers}


def _changed_mains(store: StoreReader, index: Index) -> dict[str, str | None]:
    """Which paper stands for which, where the store says something else by now; None for no other."""
    stored, mains = store.versions(), index.mains()
    return {each: mains.get(each) for each in sorted({*stored, *mains}) if stored.get(each) != mains.get(each)}


def _make(
    store: Store, index: Index, papers: Sequence[str], reach: NDArray[np.float64], tell: Callable[[int], None]
) -> bool:
    """Makes these papers' lists; False if the store is no longer what was indexed."""
    for start in range(0, len(papers), BATCH):
        rankings = {each: _ranking(index, each) for each in papers[start : start + BATCH]}
        if not _write(store, index, rankings):
            return False
        for each in rankings.values():
            _widen(reach, each)
        tell(start + len(rankings))
    return True


def _ranking(index: Index, paper: str) -> Ranking | None:
    try:
        return index.similar(Seed(papers=(paper,)))
    except (QueryError, NotFoundError):  # nothing in it can be compared, or it came after the index was made
        return None


def _listed(ranking: Ranking | None) -> tuple[tuple[str, float], ...]:
    return tuple((hit.id, hit.score or 0.0) for hit in ranking.page(LINKS).hits) if ranking else ()


def _write(store: Store, index: Index, rankings: dict[str, Ranking | None]) -> bool:
    """Writes those lists that differ from the stored ones; False if the store is no longer what was indexed."""
    stored = store.similar(list(rankings))
    lists = {paper: _listed(ranking) for paper, ranking in rankings.items()}
    differing = {paper: each for paper, each in lists.items() if each != stored.get(paper)}
    if differing:
        with store.transaction() as transaction:
            if transaction.revision() != index.revision:
                return False
            transaction.save_similar(differing)
    return True


def _widen(reach: NDArray[np.float64], ranking: Ranking | None) -> None:
    """Notes for every paper of a changed paper's ranking the most that it may score seen from the other side, in nanos.

    Both sides have the same cosines, and what is not known of one does not count from either side. But a paper without
    concepts gives their weight to the other signals, so that its score may be higher than what the changed paper says.
    """
    if ranking and ranking.weights:
        nanos = NANO - (ranking.places >> 32)
        text, concepts = ranking.weights.text, ranking.weights.concepts
        certain = text / (text + concepts) if text else 1.0
        reach[ranking.papers] = np.maximum(reach[ranking.papers], nanos / certain + 1)


def _affected(store: StoreReader, ids: Strings, changed: Sequence[str], reach: NDArray[np.float64]) -> set[str]:
    """The papers whose lists a changed paper is in, or may come into."""
    near = np.flatnonzero(reach)
    found: set[str] = set()
    for part in _parts(near.tolist()):
        limits = {ids[each]: reach[each] for each in part}
        for paper, links in store.similar(list(limits)).items():
            if len(links) < LINKS or limits[paper] >= links[-1][1] * NANO:
                found.add(paper)
    for part in _parts(changed):
        for papers in store.listed_by(part).values():
            found.update(papers)
    return found


def _parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _READ] for start in range(0, len(values), _READ))
