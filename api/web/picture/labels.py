"""Where labels go: beside their dots, on no other label and no dot; who is less important goes without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from api.web.picture import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.web.picture.model import Dot, Floats, Placement, Side

Anchor = Literal["start", "middle", "end"]

TURNED: Final[dict[Anchor, Anchor]] = {"start": "end", "middle": "middle", "end": "start"}
"""A text that runs to the left starts at its right end."""

EM: Final = 12.0
LEADING: Final = 1.15
BOLD: Final = 1.1
GAP: Final = 3.0
EDGE: Final = 4.0
AROUND: Final = (-3.0, -2.0, 3.0, 2.0)
"""What is left free around a label, on each of its sides."""

ASIDE: Final = 0.33
"""How far a line's base lies below its middle, in ems."""


@dataclass(frozen=True, slots=True)
class Label:
    """The lines of a label, their common x and the base of the first; `shown` is whether there was room for it."""

    lines: Sequence[str]
    x: float
    y: float
    anchor: Anchor
    shown: bool
    rightward: bool = True


class Spot(NamedTuple):
    """A place for a label: what of it is at `x`, its top, its width and its height."""

    anchor: Anchor
    x: float
    top: float
    wide: float
    high: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Its left, top, right and bottom."""
        left = self.x - self.wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return left, self.top, left + self.wide, self.top + self.high


def labels(
    dots: Sequence[Dot], placed: Placement, reach: Floats, below: Sequence[float], first: Sequence[int]
) -> list[Label]:
    """A label for every dot; those of `first` are shown whatever they hide, then those of the larger dots.

    `reach` is how far each dot reaches from its middle, `below` how far down.
    """
    found: list[Label | None] = [None] * len(dots)
    taken = np.zeros((2 * len(dots), 4))
    taken[: len(dots)] = np.concatenate([placed.at - reach[:, None], placed.at + reach[:, None]], axis=1)
    count = len(dots)
    others = sorted(set(range(len(dots))) - set(first), key=lambda at: (-reach[at], at))
    for at in [*first, *others]:
        side = placed.sides[at]
        x, y = placed.at[at].tolist()
        label = texts.cut(dots[at].label)
        rows = texts.lines(label) if side == "around" else [label]
        if not label:
            found[at] = Label([], x, y, "middle", shown=False)
            continue
        wide, high = max(map(texts.width, rows)) * (BOLD if at in first else 1.0) * EM, len(rows) * LEADING * EM
        spots = _spots(side, x, y, float(reach[at]), below[at], wide, high)
        hidden = [_hidden(each.box, taken[:count], at, placed) for each in spots]
        best = int(np.argmin(hidden))
        shown = side != "around" or hidden[best] == 0 or at in first
        spot = spots[best if shown else 0]
        rightward = texts.is_rightward(label)
        anchor = spot.anchor if rightward else TURNED[spot.anchor]
        base = spot.top + (LEADING / 2 + ASIDE) * EM
        found[at] = Label(rows, _within(spot, placed), base, anchor, shown, rightward)
        if shown:
            taken[count] = np.array(spot.box) + AROUND
            count += 1
    return [each for each in found if each]


def _spots(side: Side, x: float, y: float, reach: float, below: float, wide: float, high: float) -> Sequence[Spot]:
    """Where a label might stand, best first."""
    far = reach + GAP
    right = Spot("start", x + far, y - high / 2, wide, high)
    left = Spot("end", x - far, y - high / 2, wide, high)
    if side != "around":
        return [right if side == "right" else left]
    under, over = Spot("middle", x, y + below + GAP, wide, high), Spot("middle", x, y - far - high, wide, high)
    aside: list[Spot] = []
    for top in (y + 0.5 * far, y - 0.5 * far - high):
        aside += [Spot("start", x + 0.8 * far, top, wide, high), Spot("end", x - 0.8 * far, top, wide, high)]
    return [under, over, right, left, *aside]


def _hidden(box: Sequence[float], taken: Floats, own: int, placed: Placement) -> float:
    """How much a label would hide, or lose outside the picture, in square units."""
    across = np.minimum(box[2], taken[:, 2]) - np.maximum(box[0], taken[:, 0])
    down = np.minimum(box[3], taken[:, 3]) - np.maximum(box[1], taken[:, 1])
    both = np.where((across > 0) & (down > 0), across * down, 0.0)
    both[own] = 0.0
    outside = max(0.0, EDGE - box[0], box[2] - placed.width + EDGE, EDGE - box[1], box[3] - placed.height + EDGE)
    return float(both.sum()) + 100.0 * outside


def _within(spot: Spot, placed: Placement) -> float:
    """The x at which a label in the middle does not stick out of the picture."""
    if spot.anchor != "middle" or spot.wide >= placed.width:
        return spot.x
    return min(max(spot.x, spot.wide / 2 + EDGE), placed.width - spot.wide / 2 - EDGE)
