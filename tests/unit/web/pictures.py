"""Pictures to be tried out: a made-up piece of a graph, and what of an SVG can be measured."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from defusedxml import ElementTree

from api.web.picture import Dot, Line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KINDS = ("TECHNOLOGY", "TOPIC", "AGENCY", "COUNTRY", "PLACE", "ORGANIZATION", "LAW", "author")
WORDS = "county archives in Kenya use messages to answer farmers who ask about seeds".split()


def dot(number: int, *, kind: str = "paper", label: str | None = None, **of: object) -> Dot:
    """A dot that differs from others by its number only."""
    name = f"{' '.join(WORDS[number % 7 : number % 7 + 6])} {number}" if label is None else label
    given = {"weight": float(number % 9), "year": None, "seed": number == 0, "href": f"/x?id={number}"}
    return Dot(f"id:{number}", kind, name, **{**given, "says": f"{name}, {kind.lower()}", **of})


def piece(count: int) -> tuple[list[Dot], list[Line]]:
    """Half papers and half concepts, with a few hubs, some years, and a dot that hangs on nothing."""
    half = count // 2
    papers = [dot(each, year=None if each % 5 == 4 else 2015 + each % 8) for each in range(half)]
    concepts = [dot(each, kind=KINDS[each % len(KINDS)]) for each in range(half, count)]
    mentions = [
        Line(f"id:{paper}", f"id:{half + (paper * step + step) % max(1, half - 1)}", "MENTIONS", step, "mentions")
        for paper, step in product(range(half), (1, 2, 3))
    ]
    similar = [Line(f"id:{each}", f"id:{each // 2}", "SIMILAR_TO", 1 / (1 + each), "is like") for each in range(half)]
    return [*papers, *concepts], [*mentions, *similar]


class Shown(NamedTuple):
    """A dot as it is drawn: its id, middle and outermost points."""

    id: str
    x: float
    y: float
    points: list[tuple[float, float]]

    @property
    def reach(self) -> float:
        """How far it reaches from its middle."""
        return max(((x - self.x) ** 2 + (y - self.y) ** 2) ** 0.5 for x, y in self.points)


def parsed(svg: str) -> Element:
    """The picture as a tree."""
    return ElementTree.fromstring(svg)


def shown(svg: str) -> list[Shown]:
    """The dots in the order in which a keyboard reaches them."""
    found = []
    for link in parsed(svg).iter("a"):
        target = link.find("circle[@class='target']")
        assert target is not None
        x, y = float(target.get("cx", "")), float(target.get("cy", ""))
        found.append(Shown(link.get("data-id", ""), x, y, [*_points(link, x, y)]))
    return found


def _points(link: Element, x: float, y: float) -> list[tuple[float, float]]:
    shape = next(each for each in link if each.get("class", "").startswith("dot "))
    if shape.tag == "circle":
        radius = float(shape.get("r", ""))
        return [(x + radius, y), (x - radius, y), (x, y + radius), (x, y - radius)]
    return [(float(u), float(v)) for u, v in (each.split(",") for each in shape.get("points", "").split())]
