"""Which papers have the words of a search, and how well they fit: BM25 over the same terms as similarity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.analysis import terms
from graph.similarity.matrix import logarithm
from graph.similarity.paging import NANO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.similarity.matrix import Postings

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75


def relevance(text: str, postings: Postings, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every paper's fit in whole nanos of the most a paper could reach; 0 where words are missing.

    All words must be there; if no paper has them all, any of them will do. Nothing in the text is an operator.
    """
    words = sorted(set(terms(text)))
    keys = [key for word in words if (key := postings.names.find(word)) is not None]
    fit, found = np.zeros(len(lengths)), np.zeros(len(lengths), np.int64)
    mean, most = float(lengths.sum()) / max(1, len(lengths)), 0.0
    for key in keys:
        part = postings.of(key)
        papers, counts = postings.papers[part], postings.counts[part].astype(np.float64)
        rarity = logarithm(1 + (len(lengths) - len(papers) + 0.5) / (len(papers) + 0.5))
        damping = _SATURATION * (1 - _LENGTH + _LENGTH * lengths[papers] / mean)
        fit[papers] += rarity * counts / (counts + damping)
        found[papers] += 1
        most += rarity
    if not keys:
        return found
    everything = found == len(words)
    kept = everything if everything.any() else found > 0
    # a paper that has the words stays, however little they say
    return np.where(kept, np.maximum(1, np.rint(fit / most * NANO)), 0).astype(np.int64)
