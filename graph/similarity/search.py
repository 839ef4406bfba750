"""Which papers have what a search asks for, and how well they fit: BM25 over the same terms as similarity.

A search asks for words and, where a name in Chinese stands for a concept, for that concept under any name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graph.model import TextSpan
from graph.similarity.analysis import UNSPACED, term_spans, terms, unspaced
from graph.similarity.matrix import logarithm
from graph.similarity.paging import NANO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from graph.model import Mention, Paper
    from graph.similarity.matrix import Postings
    from graph.similarity.question import Named

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75

# words that only join others: beside a name they are not asked for; of a word that begins like one, a pair less is
_JOINING = "(?:关于|基于|面向|之间|有关|中的|上的|里的|下的|[的之与和及或跟在于对从以为被把由等]){1,8}"
# so much of them that two characters are left, or none: 和平 is a word, and a single character is no pair
_AFTER_NAME = re.compile(f"{_JOINING}(?=[{UNSPACED}]{{2}}|(?![{UNSPACED}]))|的?[{UNSPACED}](?![{UNSPACED}])")
_BEFORE_NAME = re.compile(f"(?:(?<=[{UNSPACED}]{{2}})|(?<![{UNSPACED}])){_JOINING}$|(?<![{UNSPACED}])[{UNSPACED}]$")
_ONLY_JOINING = re.compile(f"(?<![{UNSPACED}]){_JOINING}(?![{UNSPACED}])")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a paper answers to with all its words, or with a mention of one of the concepts."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a search asks for: words and names, each once and in a fixed order."""

    words: tuple[str, ...]
    names: tuple[Name, ...] = ()


def asked(text: str, named: Sequence[Named] = ()) -> Asked:
    """What a text asks for. Pairs of characters of which a name has only one are not asked for, nor joining words."""
    names = {Name(tuple(sorted(set(terms(text[each.start : each.end])))), each.concepts) for each in named}
    gaps, end = list[str](), 0
    for number, each in enumerate(named):
        gaps.append(_gap(text[end : each.start], after=number > 0, before=True))
        end = each.end
    gaps.append(_gap(text[end:], after=bool(named), before=False))
    words = sorted({word for gap in gaps for word in terms(gap)})
    return Asked(tuple(words), tuple(sorted(names, key=lambda each: (each.words, each.concepts))))


def _gap(text: str, *, after: bool, before: bool) -> str:
    """What is asked for beside names: after one, before one, or both."""
    if after and (joining := _AFTER_NAME.match(text)):
        text = text[joining.end() :]
    if before:
        text = _BEFORE_NAME.sub("", text)
    return _ONLY_JOINING.sub(" ", text)


def relevance(
    search: Asked, words: Postings, concepts: Postings, scale: Scale
) -> tuple[NDArray[np.integer[Any]], NDArray[np.int64]]:
    """The papers that have what is asked for, ascending, and their fit in whole nanos of the most one could reach.

    Everything must be there; if no paper has it all, any of it will do. A name is worth its words or its best concept,
    whichever is more in the paper. A paper that has the names by its mentions, and none of the search's characters,
    is in another language, and not asked for further characters. Nothing in the text is an operator.
    """
    papers = np.empty(0, np.int32) if search.names else words.having_all(search.words, len(scale.lengths))
    if len(papers):
        fit, most = scale.fit(search.words, words, papers)
    else:
        kept, worth, most = _any_of(search, words, concepts, scale)
        papers = np.flatnonzero(kept)
        fit = worth[papers]
    # a paper that has the words stays, however little they say
    return papers, np.maximum(1, np.rint(fit / (most or 1.0) * NANO)).astype(np.int64)


def _any_of(
    search: Asked, words: Postings, concepts: Postings, scale: Scale
) -> tuple[NDArray[np.bool_], NDArray[np.float64], float]:
    """Which papers have what is asked for, what that is worth in every paper, and the worth it stays below."""
    lengths = scale.lengths
    written = np.zeros(len(lengths), np.bool_)

    def spelt(those: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.int64], float]:
        """What these words are worth in every paper, how many of them it has, and the worth it stays below."""
        fit, having, worth = np.zeros(len(lengths)), np.zeros(len(lengths), np.int64), 0.0
        for word in those:
            papers, weights, rarity = scale.weigh(word, words)
            fit[papers] += weights
            having[papers] += 1
            if unspaced(word):
                written[papers] = True
            worth += rarity
        return fit, having, worth

    fit, met, most = spelt(search.words)
    for name in search.names:
        by_words, having, worth = spelt(name.words)
        mentioned = np.zeros(len(lengths))
        for concept in name.concepts:
            papers, weights, rarity = scale.weigh(concept, concepts)
            mentioned[papers] = np.maximum(mentioned[papers], weights)
            worth = max(worth, rarity)
        fit += np.maximum(by_words, mentioned)
        met += (having == len(name.words)) | (mentioned > 0)
        most += worth
    if not most:
        return np.zeros(len(lengths), np.bool_), fit, most
    if search.names:
        met[~written] += sum(map(unspaced, search.words))
    everything = met == len(search.words) + len(search.names)
    return everything if everything.any() else fit > 0, fit, most


class Scale:
    """BM25 of keys, words or concepts, in papers of these lengths."""

    def __init__(self, lengths: NDArray[np.int64]) -> None:
        self.lengths = lengths
        self._mean = float(lengths.sum()) / max(1, len(lengths))

    def weigh(self, name: str, postings: Postings) -> tuple[NDArray[np.int32], NDArray[np.float64], float]:
        """The papers that have it, its weight in each, and the weight it stays below; nothing where no paper has it."""
        key = postings.names.find(name)
        if key is None:
            return np.empty(0, np.int32), np.empty(0), 0.0
        part = postings.of(key)
        papers, counts = postings.papers[part], postings.counts[part].astype(np.float64)
        rarity = self._rarity(len(papers))
        return papers, rarity * counts / (counts + self._damping(papers)), rarity

    def fit(
        self, names: Sequence[str], postings: Postings, papers: NDArray[np.int32]
    ) -> tuple[NDArray[np.float64], float]:
        """What these names are worth in papers that have them all, and the worth it stays below."""
        damping, fit, worth = self._damping(papers), np.zeros(len(papers)), 0.0
        for key in postings.names.find_all(names):
            if key is not None:
                part = postings.of(key)
                theirs = postings.papers[part]
                counts = postings.counts[part][np.searchsorted(theirs, papers)].astype(np.float64)
                rarity = self._rarity(len(theirs))
                fit += rarity * counts / (counts + damping)
                worth += rarity
        return fit, worth

    def _rarity(self, papers: int) -> float:
        return logarithm(1 + (len(self.lengths) - papers + 0.5) / (papers + 0.5))

    def _damping(self, papers: NDArray[np.int32]) -> NDArray[np.floating[Any]]:
        return _SATURATION * (1 - _LENGTH + _LENGTH * self.lengths[papers] / self._mean)


def highlights(search: Asked, paper: Paper, mentions: Iterable[Mention] = ()) -> list[TextSpan]:
    """Where a paper has what a search asks for, in reading order: words, and mentions of the concepts it names."""
    words = frozenset([*search.words, *(word for name in search.names for word in name.words)])
    concepts = {concept for name in search.names for concept in name.concepts}
    found: list[TextSpan] = []
    for where, text in paper.texts:
        spans = [(start, end) for start, end, _ in term_spans(text, words)]
        spans += [(each.start, each.end) for each in mentions if each.concept in concepts and each.field is where]
        found += [TextSpan(where, start, end, text[start:end]) for start, end in _merged(spans)]
    return found


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that overlap as one, such as touching pairs of characters."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
