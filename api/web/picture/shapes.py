"""A kind's shape and colour: either tells the kinds apart alone."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline around 0, 0 with the area of a circle of radius 1; without corners it is that circle.

    None of it lies further out than `reach`, or further down than `below`. `light` is its colour on white; the style
    sheet knows the one on black by `name`.
    """

    name: str
    light: str
    corners: tuple[tuple[float, float], ...] = ()
    reach: float = 1.0
    below: float = 1.0

    def points(self, x: float, y: float, radius: float) -> list[tuple[float, float]]:
        """The corners, with the area of a circle of that radius."""
        return [(x + radius * across, y + radius * down) for across, down in self.corners]


def _polygon(name: str, light: str, *corners: tuple[float, float]) -> Shape:
    after = (*corners[1:], corners[0])
    area = abs(sum(x * v - u * y for (x, y), (u, v) in zip(corners, after, strict=True))) / 2
    scale = sqrt(pi / area)
    scaled = tuple((x * scale, y * scale) for x, y in corners)
    reach = max(sqrt(x * x + y * y) for x, y in scaled)
    return Shape(name, light, scaled, reach, max(y for _, y in scaled))


def _regular(name: str, light: str, count: int, turn: float = -0.25) -> Shape:
    angles = [2 * pi * (turn + each / count) for each in range(count)]
    return _polygon(name, light, *((cos(angle), sin(angle)) for angle in angles))


HOUSE: Final = ((-1.0, 0.95), (-1.0, -0.25), (0.0, -1.15), (1.0, -0.25), (1.0, 0.95))
ARM: Final = 0.36
CROSS: Final = (
    *((-ARM, -1.0), (ARM, -1.0), (ARM, -ARM), (1.0, -ARM), (1.0, ARM), (ARM, ARM)),
    *((ARM, 1.0), (-ARM, 1.0), (-ARM, ARM), (-1.0, ARM), (-1.0, -ARM), (-ARM, -ARM)),
)

OTHER: Final = _regular("other", "#6b5900", 5)

SHAPES: Final = {
    "PAPER": _regular("paper", "#323232", 4, 0.125),
    "TECHNOLOGY": Shape("technology", "#0022d9"),
    "TOPIC": _regular("topic", "#a74fb0", 3),
    "AGENCY": _polygon("agency", "#b85b12", *HOUSE),
    "ORGANIZATION": _regular("organization", "#582e00", 6),
    "COUNTRY": _regular("place", "#2f8458", 4),
    "PLACE": _regular("place", "#2f8458", 4),
    "AUTHOR": _polygon("author", "#55606b", *CROSS),
}
"""In the order in which columns and legends show them."""


def shape_of(kind: str) -> Shape:
    """The shape of a kind; kinds of people's own share one."""
    return SHAPES.get(kind.upper(), OTHER)


def rank_of(kind: str) -> tuple[int, str]:
    """What kinds are sorted by: known ones first, then by name."""
    known = list(SHAPES)
    return (known.index(kind.upper()) if kind.upper() in SHAPES else len(known), kind)
