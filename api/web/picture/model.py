"""What a picture shows, and where it puts it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite, sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Side = Literal["around", "left", "right"]

PAPER: Final = "paper"

WIDTH: Final = 1000.0
HEIGHT: Final = 700.0

SMALLEST: Final = 7.0
LARGEST: Final = {True: 15.0, False: 20.0}
"""Radii of a circle in a picture that is not crowded, largest of papers and others; every shape has that area."""

CROWD: Final = 60
"""From so many dots on, dots are smaller, so that they always cover the same part of the picture."""

TARGET: Final = 14.0
TARGETS: Final = 140
"""The radius in which a dot answers to a pointer, 24 pixels across in a picture of 860; less from so many dots on."""


class Layout(StrEnum):
    """What the place of a dot means: likeness, its kind, or its year."""

    FORCE = "force"
    COLUMNS = "columns"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper, a concept or an author; its area grows with `weight`, which is compared within papers and within others.

    `kind` is "paper", or a kind of concept such as "COUNTRY". `says` is what a screen reader says, and holds the label.
    """

    id: str
    kind: str
    label: str
    weight: float
    year: int | None
    seed: bool
    href: str
    says: str

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper."""
        return self.kind.lower() == PAPER


@dataclass(frozen=True, slots=True)
class Line:
    """How two dots hang together, by their ids; `weight` is compared within a relation."""

    source: str
    target: str
    relation: str
    weight: float
    says: str


@dataclass(frozen=True, slots=True)
class Words:
    """The texts that a picture itself shows, in the reader's language."""

    no_year: str = "no year"
    concepts: str = "concepts"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the dots are: `at` is (n, 2), x to the right and y down, from 0 to `width` and `height`.

    `sides` says where each label goes, `order` in which order a keyboard reaches the dots. `ticks` are years at their
    x, just below `axis`, a y; `captions` are texts at their x and y, and `rules` horizontal lines at their y.
    """

    at: Floats
    sides: Sequence[Side]
    order: Sequence[int]
    width: float = WIDTH
    height: float = HEIGHT
    curved: bool = False
    axis: float = 0.0
    ticks: Sequence[tuple[float, str]] = ()
    captions: Sequence[tuple[float, float, str]] = ()
    rules: Sequence[float] = field(default_factory=tuple)


def finite(weight: float) -> float:
    """A weight that can be reckoned with: at least 0, and a number."""
    return max(0.0, weight) if isfinite(weight) else 0.0


def radii(dots: Sequence[Dot]) -> Floats:
    """The radius of each dot, were it a circle: its area grows with its weight, up to that of the heaviest."""
    crowded = min(1.0, sqrt(CROWD / max(1, len(dots))))
    heaviest = {True: 0.0, False: 0.0}
    for each in dots:
        heaviest[each.is_paper] = max(heaviest[each.is_paper], finite(each.weight))
    found: list[float] = []
    for each in dots:
        share = finite(each.weight) / (heaviest[each.is_paper] or 1.0)
        found.append(crowded * sqrt(SMALLEST**2 + share * (LARGEST[each.is_paper] ** 2 - SMALLEST**2)))
    return np.array(found, dtype=np.float64)


def targets(dots: Sequence[Dot]) -> float:
    """The radius within which a dot of this picture answers to a pointer, however small it is."""
    return TARGET * min(1.0, sqrt(TARGETS / max(1, len(dots))))
