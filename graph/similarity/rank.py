"""How alike papers are to a seed: a weighted sum of one likeness per signal, of those that know both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graph.errors import NotFoundError, QueryError
from graph.similarity.paging import NANO
from graph.similarity.question import Seed, Signal, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.spaces import Space
    from graph.similarity.strings import Strings

FEW: Final = 5_000
"""A corpus of no more papers is compared whole; in a larger one candidates are."""

READ: Final = 1_500_000
"""How many entries of the index are read, at most, to find candidates by a signal that is the whole score."""

READ_PER_PAPER: Final = 4
"""As many times more are read as the corpus has papers, up to that."""

POOL: Final = 5_000
"""How many papers that are roughly the most alike are looked at again."""

BEST: Final = 1_000
"""How many of these are candidates."""

_MANY, _EVERY = 6, 16


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: the seed, its place in the space of each signal, and each signal's share of a full score.

    `own` are the numbers of the seed's papers, which are in no ranking of it.
    """

    seed: Seed
    own: list[int]
    places: Mapping[Signal, Any]
    shares: Mapping[Signal, float]

    @property
    def weights(self) -> Weights:
        """The shares as weights that sum to 1."""
        return Weights(**{signal.lower(): share for signal, share in self.shares.items()})


def compare(seed: Seed, weights: Weights, spaces: Mapping[Signal, Space], ids: Strings) -> Compared:
    """The seed in every space; what a signal cannot say of it, the others say.

    Raises NotFoundError for a paper that the index does not hold, QueryError if no weighted signal is left.
    """
    like, unlike = _numbers(seed.papers, ids), _numbers(seed.unlike, ids)
    places = {
        signal: place
        for signal, space in spaces.items()
        if weights.of(signal) > 0 and (place := space.place(like, seed, unlike)) is not None
    }
    if not places:
        raise QueryError("there is nothing to compare by", "give a paper or a longer text, and a signal some weight")
    total = sum(weights.of(signal) for signal in places)
    return Compared(seed, [*like, *unlike], places, {signal: weights.of(signal) / total for signal in places})


def ranked(
    compared: Compared, spaces: Mapping[Signal, Space], number: int, allowed: NDArray[np.bool_] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Those of a number of papers that are like the seed, in no order, and their scores in whole nanos.

    Only allowed ones, if it is said which are.
    Of more than `FEW` papers only the `BEST` candidates of a `POOL` are scored, unless no more than these are allowed.
    No paper of the seed is among them.
    """
    signal = next(iter(compared.shares))
    if number > FEW and len(compared.shares) == 1 and spaces[signal].exact:
        likeness = spaces[signal].rough(compared.places[signal], 0, 1.0)
        papers = most(_wanted(compared, likeness, allowed), BEST)
        return papers, np.rint(likeness[papers] * NANO).astype(np.int64)
    if number > FEW and (allowed is None or np.count_nonzero(allowed) > BEST):
        papers = _candidates(compared, spaces, number, allowed)
    else:
        wanted = np.ones(number, np.bool_) if allowed is None else allowed.copy()
        wanted[compared.own] = False
        papers = np.flatnonzero(wanted)
    nanos = np.rint(_scores(compared, spaces, papers) * NANO).astype(np.int64)
    return papers[nanos > 0], nanos[nanos > 0]


def known(compared: Compared, spaces: Mapping[Signal, Space], papers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Of each paper, the shares of the signals that know it: what its score is a part of."""
    return np.sum([share * spaces[signal].has(papers) for signal, share in compared.shares.items()], axis=0)


def _scores(compared: Compared, spaces: Mapping[Signal, Space], papers: NDArray[np.int64]) -> NDArray[np.float64]:
    total = np.zeros(len(papers))
    for signal, share in compared.shares.items():
        total += share * spaces[signal].likeness(compared.places[signal], papers)
    whole = known(compared, spaces, papers)
    return np.divide(total, whole, out=np.zeros(len(papers)), where=whole > 0)


def _candidates(
    compared: Compared, spaces: Mapping[Signal, Space], number: int, allowed: NDArray[np.bool_] | None
) -> NDArray[np.int64]:
    def roughly(signals: Sequence[Signal]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The papers that are roughly the most alike by some signals, and how alike they are by these."""
        rough = np.zeros(0)
        for signal in signals:
            share = compared.shares[signal]
            # by the square root: of a signal with a small share the candidates are few, but its keys are common ones
            entries = int(min(READ, READ_PER_PAPER * number) * share**0.5)
            found = spaces[signal].rough(compared.places[signal], entries, share)
            rough = np.add(rough, found, out=rough) if len(rough) else found
        pool = most(_wanted(compared, rough, allowed), POOL)
        return pool, rough[pool]

    finding = [signal for signal in compared.shares if spaces[signal].finds]
    pool, refined = roughly(finding) if finding else (np.empty(0, np.int64), np.empty(0))
    if len(pool) < BEST and len(finding) < len(compared.shares):
        finding = list(compared.shares)
        pool, refined = roughly(finding)
    for signal, share in compared.shares.items():
        refine = spaces[signal].refined if signal in finding else spaces[signal].likeness
        refined += share * refine(compared.places[signal], pool)
    # in order, for what stands together is read together
    return np.sort(pool[most(refined / known(compared, spaces, pool), BEST)])


def _wanted(
    compared: Compared, likeness: NDArray[np.float64], allowed: NDArray[np.bool_] | None
) -> NDArray[np.float64]:
    """The likeness of papers without that of the seed's and of those that are not allowed."""
    likeness[compared.own] = 0.0
    if allowed is not None:
        likeness[~allowed] = 0.0
    return likeness


def most(values: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Where the highest positive values stand; of equal ones at the end, the first."""
    least = 0.0
    if len(values) > _MANY * number:
        # every n-th value tells which are surely too low, unless these happen to be unlike the others
        some = values[::_EVERY]
        least = max(0.0, float(np.partition(some, -2 * number // _EVERY)[-2 * number // _EVERY]))
    above = np.flatnonzero(values > least)
    if least and len(above) < number:
        equal = np.flatnonzero(values == least)
        if len(above) + len(equal) >= number:
            return np.concatenate([above, equal[: number - len(above)]])
        above = np.flatnonzero(values > 0)
    if len(above) <= number:
        return above
    found = values[above]
    least = np.partition(found, len(above) - number)[len(above) - number]
    higher = above[found > least]
    return np.concatenate([higher, above[found == least][: number - len(higher)]])


def _numbers(papers: Sequence[str], ids: Strings) -> list[int]:
    found = {each: ids.find(each) for each in papers}
    for paper, number in found.items():
        if number is None:
            raise NotFoundError(
                f"the similarity index has no paper {paper}", "is the id right, and the paper ingested?"
            )
    return [number for number in found.values() if number is not None]
