"""Papers on the left, what they mention on the right: the order in each column is the one in which few lines cross."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from api.web.picture.model import HEIGHT, WIDTH, Placement
from api.web.picture.shapes import rank_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.web.picture.model import Dot, Floats, Side

    Across = Sequence[tuple[int, int, float]]
    """Lines between the columns: the dot on the left, the one on the right, and how strong the line is."""

LEFT: Final = 0.33 * WIDTH
RIGHT: Final = 0.70 * WIDTH
PITCH: Final = 28.0
LOOSE: Final = 54.0
"""The least, and in a column that is not full the mean, from one dot to the next below it."""

EDGE: Final = 34.0
BETWEEN_KINDS: Final = 20.0

SWEEPS: Final = 12


def place(dots: Sequence[Dot], ends: Sequence[tuple[int, int]], pulls: Sequence[float], reach: Floats) -> Placement:
    """Two columns of dots, as high as they need; `ends` and `pulls` as for `forces.settle`."""
    left = [at for at, each in enumerate(dots) if each.is_paper]
    right = sorted((at for at, each in enumerate(dots) if not each.is_paper), key=lambda at: rank_of(dots[at].kind))
    across = [
        (one, other, pull) if dots[one].is_paper else (other, one, pull)
        for (one, other), pull in zip(ends, pulls, strict=True)
        if dots[one].is_paper != dots[other].is_paper
    ]
    best = left, right
    fewest = _crossings(across, *best, len(dots)) if across else 0
    for _ in range(SWEEPS if fewest else 0):
        left = _sorted(left, across, right)
        right = sorted(_sorted(right, across, left), key=lambda at: rank_of(dots[at].kind))
        crossings = _crossings(across, left, right, len(dots))
        if crossings < fewest:
            best, fewest = (left, right), crossings
    left, right = best
    height = max(HEIGHT, *(max(_tops(dots, each, reach), default=0.0) + 2 * EDGE for each in (left, right)))
    at = np.zeros((len(dots), 2))
    for column, x in ((left, LEFT), (right, RIGHT)):
        tight = _tops(dots, column, reach)
        # a short column is loosened, and stands in the middle
        room = min(height - 2 * EDGE, LOOSE * len(column))
        stretch = max(1.0, room / max(tight[-1], 1.0)) if tight else 1.0
        for each, down in zip(column, tight, strict=True):
            at[each] = x, height / 2 + (down - tight[-1] / 2) * stretch
    sides: list[Side] = ["left" if each.is_paper else "right" for each in dots]
    return Placement(at, sides, [*left, *right], height=height, curved=True)


def _tops(dots: Sequence[Dot], column: Sequence[int], reach: Floats) -> list[float]:
    """How far below the first each dot of a column is at least, kinds somewhat apart."""
    found = [0.0] if column else []
    for above, each in pairwise(column):
        parted = 0.0 if dots[above].kind == dots[each].kind else BETWEEN_KINDS
        found.append(found[-1] + max(PITCH, float(reach[above] + reach[each])) + parted)
    return found


def _sorted(column: Sequence[int], across: Across, others: Sequence[int]) -> list[int]:
    """A column sorted by the mean row of what each dot hangs together with in the other one."""
    rows = {each: row for row, each in enumerate(others)}
    sums = {each: [0.0, 0.0] for each in column}
    for one, other, pull in across:
        own, far = (one, other) if other in rows else (other, one)
        sums[own][0] += rows[far] * pull
        sums[own][1] += pull
    means = {each: sums[each][0] / sums[each][1] if sums[each][1] else row for row, each in enumerate(column)}
    return sorted(column, key=lambda each: means[each])


def _crossings(across: Across, left: Sequence[int], right: Sequence[int], count: int) -> int:
    """How many pairs of lines between the columns cross."""
    row = np.zeros(count)
    row[left], row[right] = np.arange(len(left)), np.arange(len(right))
    first, second = row[[each[0] for each in across]], row[[each[1] for each in across]]
    return int(((first[:, None] < first[None, :]) & (second[:, None] > second[None, :])).sum())
