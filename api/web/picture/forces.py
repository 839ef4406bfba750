"""Places by likeness: dots that hang together are near one another, and none lies on another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from api.web.picture.model import HEIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.web.picture.model import Floats

ROUNDS: Final = 160
GRAVITY: Final = 0.9
STRETCH: Final = 1.6
"""How much more a picture may be stretched one way than the other to fill its room."""

EVEN: Final = 0.6
"""How far dots are spread evenly, from 0 to 1, where there are at least a few of them."""

FEW: Final = 6

GOLDEN: Final = (-0.7373688780783197, 0.6754902942615237)
"""Cosine and sine of the golden angle: dots turned by it one after another never stand in rows."""

# Only operations that every machine rounds alike (+ - * / and the square root), and sums in a fixed order: a difference
# in the last place would grow from round to round into another picture. No matrix products, powers or eigenvectors.


def spiral(count: int) -> Floats:
    """Points (count, 2) around 0, 0, evenly spread over a circle of radius 1, the first ones inmost."""
    at = np.empty((count, 2))
    x, y = 1.0, 0.0
    for each in range(count):
        far = np.sqrt((each + 0.5) / count)
        at[each] = far * x, far * y
        x, y = x * GOLDEN[0] - y * GOLDEN[1], x * GOLDEN[1] + y * GOLDEN[0]
    return at


def settle(count: int, ends: Sequence[tuple[int, int]], pulls: Sequence[float]) -> Floats:
    """Where dots come to rest that push one another off while lines pull: (count, 2) around 0, 0, of any size.

    `ends` are the lines' two dots, (m, 2); `pulls` how strong each is, about 1. Earlier dots start further in.
    """
    pull = np.zeros((count, count))
    for (one, other), strength in zip(ends, pulls, strict=True):
        pull[one, other] += strength
        pull[other, one] += strength
    # who has many lines is not pulled by each of them as if it were the only one
    degree = np.sqrt(1.0 + np.add.reduce(pull, axis=0))
    pull /= np.sqrt(degree[:, None] * degree[None, :])
    x, y = (np.ascontiguousarray(each) for each in spiral(count).T * np.sqrt(count))
    for each in range(ROUNDS):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        square = dx * dx + dy * dy + 0.01
        push = 1.0 / square - pull * np.sqrt(square)
        # everything is drawn to the middle, so that what hangs on nothing stays in sight
        fx = -np.add.reduce(push * dx, axis=0) - GRAVITY * x / np.sqrt(count)
        fy = -np.add.reduce(push * dy, axis=0) - GRAVITY * y / np.sqrt(count)
        size = np.sqrt(fx * fx + fy * fy) + 1e-9
        heat = 0.6 * (1.0 - each / ROUNDS) * (1.0 - each / ROUNDS) + 0.004
        step = np.minimum(size * 0.3, heat) / size
        x, y = x + fx * step, y + fy * step
    return np.stack([x, y], axis=1)


def fit(at: Floats, width: float = WIDTH, height: float = HEIGHT, margin: float = 50.0) -> Floats:
    """The same picture, turned so that it is broadest from left to right, and made to fill a room but for a margin."""
    x, y = (each - each.mean() for each in np.ascontiguousarray(at.T))
    # the axis of the greatest spread, by the half-angle formulas
    along, aside = np.add.reduce(x * x - y * y), 2 * np.add.reduce(x * y)
    both = np.sqrt(along * along + aside * aside)
    cosine = along / both if both else 1.0
    cos, sin = np.sqrt(np.maximum((1 + cosine) / 2, 0)), np.sqrt(np.maximum((1 - cosine) / 2, 0))
    sin = -sin if aside < 0 else sin
    at = np.stack([x * cos + y * sin, y * cos - x * sin], axis=1)
    low, high = at.min(axis=0), at.max(axis=0)
    room = np.array([width - 2 * margin, height - 2 * margin])
    scale = room / np.maximum(high - low, 1e-6)
    scale = np.minimum(scale, scale.min() * STRETCH)
    scale = np.minimum(scale, room.max() / 3)  # two dots do not stand in opposite corners
    far = (at - (low + high) / 2) * scale
    if len(at) >= FEW:
        # half by distance and half by rank: the crowd in the middle gets room, and who is far out comes nearer
        rank = np.argsort(np.argsort(at, axis=0, kind="stable"), axis=0, kind="stable") / (len(at) - 1) - 0.5
        far = (1 - EVEN) * far + EVEN * rank * (high - low) * scale
    return far + np.array([width, height]) / 2


def apart(at: Floats, reach: Floats, width: float = WIDTH, height: float = HEIGHT, rounds: int = 400) -> Floats:
    """The same places, but that no two dots come nearer than both their reaches, and all stay within the room."""
    count = len(at)
    need = reach[:, None] + reach[None, :]
    np.fill_diagonal(need, 0.0)
    away = spiral(count)
    limit = np.array([width, height]) - reach[:, None]
    at = np.clip(at, reach[:, None], limit)
    for _ in range(rounds):
        way = at[:, None, :] - at[None, :, :]
        far = np.sqrt(way[..., 0] * way[..., 0] + way[..., 1] * way[..., 1])
        short = need - far
        if not (short > 0.1).any():
            break
        # a little too much, or the last overlaps would only ever halve
        push = np.where(short > 0.1, (short + 0.5) / 2, 0.0) / np.maximum(far, 1e-6)
        same = (far < 1e-3) & (need > 0)
        way = np.where(same[..., None], (away[:, None] - away[None, :]) * 1e-6, way)
        at = np.clip(at + np.add.reduce(way * push[..., None], axis=1), reach[:, None], limit)
    return at
