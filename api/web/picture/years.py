"""Papers above their year, concepts below the axis near the years of the papers that mention them."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np

from api.web.picture.forces import apart
from api.web.picture.model import HEIGHT, WIDTH, Placement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from api.web.picture.model import Dot, Floats, Side, Words

EDGE: Final = 60.0
NO_YEAR: Final = 120.0
"""Width of the lane of papers without a year."""

TOP: Final = 24.0
TICKS: Final = 12
AXIS: Final = 30.0
"""Height of the axis with its years."""

STEP: Final = 6.0


def place(dots: Sequence[Dot], ends: Sequence[tuple[int, int]], rest: Floats, reach: Floats, words: Words) -> Placement:
    """Dots on a line of time; `rest` is where they would be by likeness, which decides who is high and who is low."""
    dated = [at for at, each in enumerate(dots) if each.is_paper and each.year is not None]
    undated = [at for at, each in enumerate(dots) if each.is_paper and each.year is None]
    others = [at for at, each in enumerate(dots) if not each.is_paper]
    start = EDGE + (NO_YEAR if undated else 0.0)
    years = [dots[at].year or 0 for at in dated]
    first, last = min(years, default=0), max(years, default=0)
    pitch = (WIDTH - start - EDGE) / max(1, last - first)
    middle = start + (WIDTH - start - EDGE) / 2

    def x_of(year: int) -> float:
        return start + (year - first) * pitch if last > first else middle

    lane = max(220.0, HEIGHT - AXIS - TOP - min(260.0, 100.0 + 7.0 * len(others)) * bool(others))
    at = np.zeros((len(dots), 2))
    wish = {each: (x_of(dots[each].year or 0), TOP + lane * rest[each, 1] / HEIGHT) for each in dated}
    wish |= {each: (EDGE, TOP + lane * rest[each, 1] / HEIGHT) for each in undated}
    slack = min(0.42 * pitch, 60.0) if last > first else 60.0
    if dated:
        bottom = _swarm(at, wish, reach, TOP, TOP + lane, slack)
    else:
        bottom = TOP + lane
        at[undated] = apart(rest[undated] * [1.0, bottom / HEIGHT], reach[undated], WIDTH, bottom)
    axis = bottom + 8.0
    near = _means(dots, ends, others, x_of, middle)
    below = axis + AXIS + 34.0
    floor = max(HEIGHT, below + 40.0)
    wish = {each: (near[each], below + (floor - below) * (0.15 + 0.6 * rest[each, 1] / HEIGHT)) for each in others}
    height = max(HEIGHT, _swarm(at, wish, reach, below, floor - 26.0, WIDTH) + 26.0) if others else axis + AXIS + 10.0
    span = max(1, last - first)
    every = next(each * ten for ten in _tens() for each in (1, 2, 5) if span / (each * ten) <= TICKS)
    ticks = [(x_of(year), str(year)) for year in range(-(-first // every) * every, last + 1, every)] if dated else []
    captions = [(14.0, axis + 20.0, words.no_year)] if undated else []
    captions += [(14.0, axis + AXIS + 18.0, words.concepts)] if others else []
    order = sorted(dated, key=lambda each: (dots[each].year or 0, at[each, 1], each)) + undated
    order += sorted(others, key=lambda each: (at[each, 0], each))
    rules = [axis + AXIS] if others else []
    around: list[Side] = ["around"] * len(dots)
    return Placement(at, around, order, height=height, axis=axis, ticks=ticks, captions=captions, rules=rules)


def _tens() -> Iterator[int]:
    return (10**each for each in count())


def _means(
    dots: Sequence[Dot],
    ends: Sequence[tuple[int, int]],
    others: Sequence[int],
    x_of: Callable[[int], float],
    middle: float,
) -> dict[int, float]:
    """The mean place in time of the papers that each of the others hangs together with."""
    seen: dict[int, list[float]] = {each: [] for each in others}
    for pair in ends:
        for one, other in (pair, pair[::-1]):
            year = dots[other].year
            if one in seen and dots[other].is_paper and year is not None:
                seen[one].append(x_of(year))
    return {each: sum(found) / len(found) if found else middle for each, found in seen.items()}


def _swarm(
    at: Floats, wish: dict[int, tuple[float, float]], reach: Floats, top: float, bottom: float, slack: float
) -> float:
    """Puts each dot as near as can be to where it wants to be, on none before it; answers with the bottom.

    Up and down come first, then sideways by at most `slack`, then further down than the bottom.
    """
    done: list[int] = []
    for each, (x, y) in wish.items():
        near = reach[each]
        levels = np.arange(top + near, max(bottom - near, top + near) + STEP, STEP)
        levels = levels[np.argsort(np.abs(levels - y), kind="stable")]
        shifts = [shift * sign for shift in np.arange(0.0, slack, 3 * STEP) for sign in ((1, -1) if shift else (1,))]
        spot = next(
            (
                (px, levels[int(free.argmax())])
                for px in (min(max(x + shift, near), WIDTH - near) for shift in shifts)
                if (free := _free(at, done, reach, each, px, levels)).any()
            ),
            None,
        )
        if spot is None:
            bottom += 2 * near + STEP
            spot = x, bottom - near
        at[each] = spot
        done.append(each)
    return max([bottom, *(at[done, 1] + reach[done]).tolist()])


def _free(at: Floats, done: list[int], reach: Floats, each: int, x: float, levels: Floats) -> np.ndarray:
    """At which heights a dot at `x` would lie on none of those that are there already."""
    need = (reach[done] + reach[each])[:, None]
    dx, dy = at[done, :1] - x, at[done, 1:] - levels[None, :]
    return (dx * dx + dy * dy >= need * need).all(axis=0)
