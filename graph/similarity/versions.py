"""Near-twins: a preprint and its article, a paper that two sources describe under different ids.

Two papers are versions of one where their titles, or their abstracts, have the same terms in the same order, and their
words are nearly the same. Longer chains of such pairs are one group.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.model import TextField

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.matrix import Matrix, Postings
    from graph.similarity.strings import Arrays

VERSIONS: Final = "versions"

ALIKE: Final = 0.7
"""The least cosine of the words of two versions: one title may stand over two papers."""

TITLE_TERMS: Final = 3
"""Shorter titles (Editorial, Book review) tell nothing."""

ABSTRACT_TERMS: Final = 12
"""Nor do shorter abstracts."""

NEIGHBOURS: Final = 2
"""With so many of the next ones by length a paper is compared, of those that share a key."""

_BLOCK: Final = 20_000


def twin_keys(found: Mapping[TextField, Sequence[str]]) -> Iterator[str]:
    """What versions have in common: a name for the title, and one for the abstract, where their terms tell enough."""
    for field, least in ((TextField.TITLE, TITLE_TERMS), (TextField.ABSTRACT, ABSTRACT_TERMS)):
        if len(found.get(field, ())) >= least:
            text = " ".join((field, *found[field]))
            yield hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def save_versions(arrays: Arrays, twins: Postings, words: Matrix) -> None:
    """Writes for each paper the number of the first of its versions: its own where there is no other before it."""
    number = len(words.norms)
    first = np.arange(number)
    for one, other in _alike(twins, words):
        low, high = sorted((_root(first, one), _root(first, other)))
        first[high] = low
    for paper in np.flatnonzero(first != np.arange(number)).tolist():
        first[paper] = _root(first, paper)
    arrays[VERSIONS] = first.astype(np.int32)


def _alike(twins: Postings, words: Matrix) -> Iterator[tuple[int, int]]:
    """The pairs with a key in common and nearly the same words; of many, each with the next ones by their length."""
    papers = np.asarray(twins.papers)
    keys = np.repeat(np.arange(len(twins)), np.diff(twins.starts))
    order = np.lexsort((papers, np.diff(words.starts)[papers], keys))
    keys, papers = keys[order], papers[order]
    for step in range(1, NEIGHBOURS + 1):
        at = np.flatnonzero(keys[step:] == keys[:-step])
        for begin in range(0, len(at), _BLOCK):
            block = at[begin : begin + _BLOCK]
            one, other = papers[block], papers[block + step]
            cosines = words.rows(one).multiply(words.rows(other)).sum(axis=1)
            near = np.flatnonzero(np.asarray(cosines).ravel() >= ALIKE)
            yield from zip(one[near].tolist(), other[near].tolist(), strict=True)


def folded(versions: NDArray[np.int32], papers: NDArray[np.int64], nanos: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where the best of each group of versions stands among scored papers; of equal ones the first."""
    groups = versions[papers]
    ordered = np.sort(groups)
    if (ordered[1:] != ordered[:-1]).all():
        return np.arange(len(papers))
    order = np.lexsort((papers, -nanos, groups))
    best = np.ones(len(order), np.bool_)
    best[1:] = groups[order][1:] != groups[order][:-1]
    return order[best]


def _root(first: NDArray[np.int64], paper: int) -> int:
    while (before := int(first[paper])) != paper:
        paper = before
    return paper
