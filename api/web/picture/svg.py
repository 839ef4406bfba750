"""The elements of a picture as text; every number has one decimal, every text is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Final, Self

from api.web.picture.labels import LEADING
from api.web.picture.shapes import shape_of
from api.web.picture.texts import attribute, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.web.picture.ink import Ink
    from api.web.picture.labels import Label
    from api.web.picture.model import Dot, Floats, Line, Placement

RING: Final = 3.5
"""How far the ring around a seed reaches beyond its shape."""

THIN: Final = 0.8
THICK: Final = 3.6
"""Widths of the weakest and of the strongest line of a relation."""

TIP: Final = 8.0
SIGN: Final = 20


def num(value: float) -> str:
    """A number with one decimal, and no zero below zero."""
    return f"{round(float(value), 1) + 0.0:.1f}"


@dataclass(frozen=True, slots=True)
class Way:
    """A line's way from the outline of one dot to that of another, bent where the picture wants curves."""

    start: tuple[float, float]
    bends: Sequence[tuple[float, float]]
    stop: tuple[float, float]

    @classmethod
    def of(cls, placed: Placement, ends: tuple[int, int], gaps: tuple[float, float]) -> Self:
        """The way between two dots of a picture, so far from their middles."""
        (ax, ay), (bx, by) = placed.at[ends[0]].tolist(), placed.at[ends[1]].tolist()
        if placed.curved and ax == bx:
            # within a column: out into the middle of the picture, and back
            out = min(170.0, 22.0 + abs(by - ay) * 0.35) * (1 if ax < placed.width / 2 else -1)
            bends = [(ax + out, ay), (bx + out, by)]
        elif placed.curved:
            bends = [((ax + bx) / 2, ay), ((ax + bx) / 2, by)]
        else:
            bends = []
        near, far = (bends[0], bends[-1]) if bends else ((bx, by), (ax, ay))
        return cls(_towards(ax, ay, *near, gaps[0]), bends, _towards(bx, by, *far, gaps[1]))

    def path(self, *, arrow: bool) -> str:
        """What an SVG path has for `d`; an arrow's tip is part of it."""
        (ax, ay), (bx, by) = self.start, self.stop
        bent = "".join(f"{num(x)} {num(y)} " for x, y in self.bends)
        d = f"M{num(ax)} {num(ay)}{'C' if bent else 'L'}{bent}{num(bx)} {num(by)}"
        x, y = self.bends[-1] if self.bends else self.start
        long = hypot(bx - x, by - y)
        if not arrow or not long:
            return d
        u, v = (bx - x) / long * TIP, (by - y) / long * TIP
        one, other = (bx - u + v / 2, by - v - u / 2), (bx - u - v / 2, by - v + u / 2)
        return f"{d}M{num(one[0])} {num(one[1])}L{num(bx)} {num(by)}L{num(other[0])} {num(other[1])}"


def _towards(x: float, y: float, to_x: float, to_y: float, step: float) -> tuple[float, float]:
    """The point `step` from one point on the way to another, at most half the way."""
    long = hypot(to_x - x, to_y - y)
    part = min(0.5, step / long) if long else 0.0
    return x + (to_x - x) * part, y + (to_y - y) * part


def line(of: Line, way: Way, share: float, looks: str) -> str:
    """One line, the wider the heavier it is among its relation; `share` is its part of the heaviest."""
    wide = num(THIN + (THICK - THIN) * share)
    return (
        f'<path {looks} stroke-width="{wide}" d="{way.path(arrow=of.relation == "CITES")}" '
        f'data-from="{attribute(of.source)}" data-to="{attribute(of.target)}">'
        f"<title>{attribute(plain(of.says))}</title></path>"
    )


def dot(of: Dot, at: Floats, radius: float, target: float, label: Label, ink: Ink, names: str) -> str:
    """One dot with its label: a link, or in a file of its own a group; `names` are its classes."""
    x, y = at.tolist()
    says = attribute(plain(of.says) or plain(of.label) or plain(of.id))
    inside = f"<title>{says}</title>"
    if not ink.standalone:
        inside += f'<circle class="target" cx="{num(x)}" cy="{num(y)}" r="{num(target)}"/>'
    inside += outline(of.kind, x, y, radius, ink)
    if of.seed:
        inside += (
            f'<circle {ink.ring()} cx="{num(x)}" cy="{num(y)}" r="{num(radius * shape_of(of.kind).reach + RING)}"/>'
        )
    if ink.standalone:
        return f"<g>{inside}{text(label, ink, important=bool(names)) if label.shown else ''}</g>"
    inside += text(label, ink, important=bool(names))
    classes = f' class="{names}"' if names else ""
    return f'<a{classes} href="{attribute(of.href)}" data-id="{attribute(of.id)}" aria-label="{says}">{inside}</a>'


def outline(kind: str, x: float, y: float, radius: float, ink: Ink) -> str:
    """A dot's shape, with the area of a circle of that radius."""
    points = shape_of(kind).points(x, y, radius)
    if not points:
        return f'<circle {ink.shape(kind)} cx="{num(x)}" cy="{num(y)}" r="{num(radius)}"/>'
    return f'<polygon {ink.shape(kind)} points="{" ".join(f"{num(u)},{num(v)}" for u, v in points)}"/>'


def text(label: Label, ink: Ink, *, important: bool) -> str:
    """A label in its lines."""
    if not label.lines:
        return ""
    direction = "" if label.rightward else ' direction="rtl"'
    spans = "".join(
        f'<tspan x="{num(label.x)}"{f""" dy="{LEADING}em" """.rstrip() if row else ""}>{attribute(each)}</tspan>'
        for row, each in enumerate(label.lines)
    )
    looks = ink.label(shown=label.shown, important=important)
    return f'<text {looks} x="{num(label.x)}" y="{num(label.y)}" text-anchor="{label.anchor}"{direction}>{spans}</text>'


def whole(placed: Placement, ink: Ink, title: str, lines: str, dots: str, *, followed: bool) -> str:
    """The picture around its lines and dots; `followed` is whether there is a path in it."""
    wide, high = num(placed.width), num(placed.height)
    name = attribute(plain(title))
    box = f'viewBox="0 0 {wide} {high}"'
    rules = "".join(_rules(placed, ink))
    captions = "".join(_captions(placed, ink))
    if ink.standalone:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} width="{wide}" height="{high}" role="img" '
            f'aria-label="{name}"><title>{name}</title><rect width="{wide}" height="{high}" fill="#ffffff"/>'
            f"{rules}<g>{lines}</g>{captions}<g>{dots}</g></svg>"
        )
    return (
        f'<svg class="picture{" followed" if followed else ""}" {box} role="group" aria-label="{name}">'
        f'<g class="lines" aria-hidden="true">{rules}{lines}</g><g aria-hidden="true">{captions}</g>'
        f'<g class="dots">{dots}</g></svg>'
    )


def _rules(placed: Placement, ink: Ink) -> Iterator[str]:
    """The axis, a line for each of its years, and what parts the lanes."""
    rules = [(0.0, y, placed.width, y) for y in placed.rules]
    if placed.ticks:
        rules += [(0.0, placed.axis, placed.width, placed.axis)]
        rules += [(x, 0.0, x, placed.axis) for x, _ in placed.ticks]
    for x, y, to_x, to_y in rules:
        yield f'<path {ink.rule()} d="M{num(x)} {num(y)}L{num(to_x)} {num(to_y)}"/>'


def _captions(placed: Placement, ink: Ink) -> Iterator[str]:
    """The years, and what the lanes are called: what the dots' own texts say too."""
    captions = [(x, placed.axis + 20.0, "middle", said) for x, said in placed.ticks]
    captions += [(x, y, "start", plain(said)) for x, y, said in placed.captions]
    for x, y, anchor, said in captions:
        yield f'<text {ink.caption()} x="{num(x)}" y="{num(y)}" text-anchor="{anchor}">{attribute(said)}</text>'


def sign(kind: str, ink: Ink) -> str:
    """A kind's shape in its colour, small."""
    middle = SIGN / 2
    shape = outline(kind, middle, middle, 0.72 * middle / max(1.0, shape_of(kind).reach * 0.8), ink)
    return (
        f'<svg class="sign" viewBox="0 0 {SIGN} {SIGN}" width="{SIGN}" height="{SIGN}" aria-hidden="true">{shape}</svg>'
    )
