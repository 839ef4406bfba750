"""The picture: who is where, which lines are strong, and in which order it is all drawn."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from api.web.picture import columns, forces, svg, years
from api.web.picture.ink import Ink
from api.web.picture.labels import labels
from api.web.picture.model import HEIGHT, WIDTH, Layout, Placement, finite, radii, targets
from api.web.picture.shapes import shape_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from api.web.picture.model import Dot, Floats, Line, Side, Words

    Ends = Sequence[tuple[int, int]]

STRONGEST: Final = {Layout.FORCE: 3, Layout.COLUMNS: 3, Layout.YEARS: 1}
"""So many lines of a relation are drawn in full at either end; the others are faint until somebody asks for them."""

PULLS: Final = {"SIMILAR_TO": 1.0, "MENTIONS": 0.7}
"""How strongly the heaviest line of a relation draws its two dots together."""

PLAIN: Final = 0.6
"""A line of a path is at least so wide, as a part of the widest."""

AIR: Final = 4.0
"""What is left free between two dots."""


def draw(
    dots: Sequence[Dot],
    lines: Sequence[Line],
    layout: Layout,
    *,
    words: Words,
    title: str,
    path: Sequence[str] = (),
    standalone: bool = False,
) -> str:
    """An `<svg>` element of these dots, each a link, and the lines between them; the same input gives the same bytes.

    Of dots with the same id the first counts; lines that lead from or to no dot, or to where they began, are left out.
    `path` are ids of dots that follow one another, and are brought out. A `standalone` picture is a file of its own:
    without links, on white, in need of no style sheet.
    """
    dots = list({each.id: each for each in reversed(dots)}.values())[::-1]
    number = {each.id: at for at, each in enumerate(dots)}
    lines = [each for each in lines if each.source != each.target and each.source in number and each.target in number]
    ends = [(number[each.source], number[each.target]) for each in lines]
    shares = _shares(lines)
    radius = radii(dots)
    extent = np.array([shape_of(each.kind).reach for each in dots]) * radius + [svg.RING * each.seed for each in dots]
    placed = _placed(dots, lines, ends, shares, layout, np.maximum(extent, targets(dots)) + AIR / 2, words)

    followed = [number[each] for each in path if each in number]
    steps = {frozenset(each) for each in pairwise(followed)}
    first = list(dict.fromkeys([*(at for at, each in enumerate(dots) if each.seed), *followed]))
    below = [extent[at] if each.seed else radius[at] * shape_of(each.kind).below for at, each in enumerate(dots)]
    written = labels(dots, placed, extent, below, first)
    strong = _strong(lines, ends, shares, STRONGEST[layout])
    stops = np.where([each.seed for each in dots], extent, 0.7 * radius)  # rings are hollow, dots are not
    ink = Ink(standalone)

    def names(at: int) -> str:
        return " ".join(["seed"] * dots[at].seed + ["on-path"] * (at in followed))

    # what matters most is drawn last, and so lies on top
    upwards = sorted(range(len(lines)), key=lambda at: (frozenset(ends[at]) in steps, at in strong, shares[at]))
    strokes = (
        svg.line(
            lines[at],
            svg.Way.of(placed, ends[at], _gaps(lines[at], ends[at], extent, stops)),
            max(shares[at], PLAIN if frozenset(ends[at]) in steps else 0.0),
            ink.line(lines[at].relation, strong=at in strong, on_path=frozenset(ends[at]) in steps),
        )
        for at in upwards
    )
    marks = (
        svg.dot(dots[at], placed.at[at], radius[at], max(extent[at], targets(dots)), written[at], ink, names(at))
        for at in placed.order
    )
    return svg.whole(placed, ink, title, "".join(strokes), "".join(marks), followed=bool(steps))


def _placed(
    dots: Sequence[Dot],
    lines: Sequence[Line],
    ends: Ends,
    shares: Sequence[float],
    layout: Layout,
    reach: Floats,
    words: Words,
) -> Placement:
    """Where everything is, dots at least their reaches apart."""
    if not dots:
        return Placement(np.zeros((0, 2)), [], [])
    if layout is Layout.COLUMNS:
        return columns.place(dots, ends, shares, reach)
    # likeness of papers decides; a strong line pulls much more than a weak one, or all would end in one heap
    pulls = [
        PULLS.get(each.relation, 0.5) * (0.2 + 0.8 * share * share) for each, share in zip(lines, shares, strict=True)
    ]
    rest = forces.fit(forces.settle(len(dots), ends, pulls))
    if layout is Layout.YEARS:
        return years.place(dots, ends, rest, reach, words)
    seeds = [at for at, each in enumerate(dots) if each.seed]
    order = [*seeds, *(at for at in range(len(dots)) if not dots[at].seed)]
    around: list[Side] = ["around"] * len(dots)
    return Placement(forces.apart(rest, reach, WIDTH, HEIGHT), around, order)


def _gaps(line: Line, ends: tuple[int, int], extent: Floats, stops: Floats) -> tuple[float, float]:
    """How far from the middles of its dots a line ends: it goes under them, but for an arrow's tip."""
    tip = extent if line.relation == "CITES" else stops
    return float(stops[ends[0]]), float(tip[ends[1]])


def _shares(lines: Sequence[Line]) -> list[float]:
    """Each line's weight as a part of the heaviest of its relation."""
    heaviest: dict[str, float] = {}
    for each in lines:
        heaviest[each.relation] = max(heaviest.get(each.relation, 0.0), finite(each.weight))
    return [finite(each.weight) / (heaviest[each.relation] or 1.0) for each in lines]


def _strong(lines: Sequence[Line], ends: Ends, shares: Sequence[float], most: int) -> Collection[int]:
    """The lines that are among the `most` strongest of their relation at either of their ends."""
    seen: Counter[tuple[str, int]] = Counter()
    found: set[int] = set()
    for at in sorted(range(len(lines)), key=lambda at: (-shares[at], at)):
        places = [(lines[at].relation, end) for end in ends[at]]
        if any(seen[place] < most for place in places):
            found.add(at)
        seen.update(places)
    return found


def sign(kind: str) -> str:
    """A small `<svg>` of a kind's shape in its colour, for a legend; it says nothing to screen readers."""
    return svg.sign(kind, Ink(standalone=False))
