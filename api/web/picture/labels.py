"""Where labels go: beside their dots, on no other label and no dot; who is less important goes without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from api.web.picture import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.web.picture.model import Dot, Floats, Placement

Anchor = Literal["start", "middle", "end"]

EM: Final = 12.0
LEADING: Final = 1.15
BOLD: Final = 1.1
GAP: Final = 3.0
EDGE: Final = 4.0
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


def labels(dots: Sequence[Dot], placed: Placement, reach: Floats, first: Sequence[int]) -> list[Label]:
    """A label for every dot; those of `first` are shown whatever they hide, then those of the larger dots.

    `reach` is how far each dot reaches from its middle.
    """
    found: list[Label | None] = [None] * len(dots)
    taken = np.zeros((2 * len(dots), 4))
    taken[: len(dots)] = np.concatenate([placed.at - reach[:, None], placed.at + reach[:, None]], axis=1)
    count = len(dots)
    others = sorted(set(range(len(dots))) - set(first), key=lambda at: (-reach[at], at))
    for at in [*first, *others]:
        side = placed.sides[at]
        label = texts.cut(dots[at].label)
        rows = texts.lines(label) if side == "around" else [label]
        if not label:
            found[at] = Label([], *placed.at[at].tolist(), "middle", shown=False)
            continue
        wide, high = max(map(texts.width, rows)) * (BOLD if at in first else 1.0) * EM, len(rows) * LEADING * EM
        boxes = _boxes(side, *placed.at[at].tolist(), reach[at], wide, high)
        hidden = [_hidden(box, taken[:count], at, placed) for box, _, _ in boxes]
        best = int(np.argmin(hidden))
        box, anchor, x = boxes[best]
        shown = side != "around" or hidden[best] == 0 or at in first
        if not shown:
            box, anchor, x = boxes[0]
        rightward = texts.is_rightward(label)
        if not rightward and anchor != "middle":
            # a text that runs to the left starts at its right end
            anchor = "end" if anchor == "start" else "start"
        found[at] = Label(
            rows, _within(x, wide, anchor, placed), box[1] + (LEADING / 2 + ASIDE) * EM, anchor, shown, rightward
        )
        if shown:
            taken[count] = box
            count += 1
    return [each for each in found if each]


def _boxes(
    side: str, x: float, y: float, reach: float, wide: float, high: float
) -> list[tuple[list[float], Anchor, float]]:
    """Where a label might stand, best first: its left, top, right and bottom, its anchor and the anchor's x."""
    far = reach + GAP
    right = ([x + far, y - high / 2, x + far + wide, y + high / 2], "start", x + far)
    left = ([x - far - wide, y - high / 2, x - far, y + high / 2], "end", x - far)
    if side != "around":
        return [right if side == "right" else left]
    found = [([x - wide / 2, y + far, x + wide / 2, y + far + high], "middle", x)]
    found += [([x - wide / 2, y - far - high, x + wide / 2, y - far], "middle", x), right, left]
    for down in (y + 0.5 * far, y - 0.5 * far - high):
        found += [([x + 0.8 * far, down, x + 0.8 * far + wide, down + high], "start", x + 0.8 * far)]
        found += [([x - 0.8 * far - wide, down, x - 0.8 * far, down + high], "end", x - 0.8 * far)]
    return found


def _hidden(box: Sequence[float], taken: Floats, own: int, placed: Placement) -> float:
    """How much a label would hide, or lose outside the picture, in square units."""
    across = np.minimum(box[2], taken[:, 2]) - np.maximum(box[0], taken[:, 0])
    down = np.minimum(box[3], taken[:, 3]) - np.maximum(box[1], taken[:, 1])
    both = np.where((across > 0) & (down > 0), across * down, 0.0)
    both[own] = 0.0
    outside = max(0.0, EDGE - box[0], box[2] - placed.width + EDGE, EDGE - box[1], box[3] - placed.height + EDGE)
    return float(both.sum()) + 100.0 * outside


def _within(x: float, wide: float, anchor: Anchor, placed: Placement) -> float:
    """The x at which a label in the middle does not stick out of the picture."""
    if anchor != "middle" or wide >= placed.width:
        return x
    return min(max(x, wide / 2 + EDGE), placed.width - wide / 2 - EDGE)
