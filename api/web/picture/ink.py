"""How things look: classes where a style sheet is at hand, attributes of the light palette in a file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.web.picture.shapes import Shape, shape_of

FONT: Final = "system-ui, 'Noto Sans', 'DejaVu Sans', 'Noto Sans CJK SC', sans-serif"
HALO: Final = 'stroke="#ffffff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"'

LINES: Final = {
    "MENTIONS": ("mentions", "#8a949e", ""),
    "SIMILAR_TO": ("similar", "#4c5a68", ""),
    "CITES": ("cites", "#323232", ""),
    "BROADER": ("broader", "#a74fb0", "7 4"),
    "AUTHORED_BY": ("authored", "#55606b", "1.5 4"),
}
"""Of each relation its class, its colour and its dashes."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Attributes that say how an element looks; `standalone` is for files that no style sheet comes with."""

    standalone: bool

    def _either(self, name: str, attributes: str) -> str:
        return attributes if self.standalone else f'class="{name}"'

    def shape(self, kind: str) -> str:
        """A dot's outline."""
        shape: Shape = shape_of(kind)
        return self._either(f"dot {shape.name}", f'fill="{shape.light}" stroke="#ffffff" stroke-width="1.5"')

    def ring(self) -> str:
        """The ring around a paper that the picture starts from."""
        return self._either("ring", 'fill="none" stroke="#323232" stroke-width="2.5"')

    def line(self, relation: str, *, strong: bool, on_path: bool) -> str:
        """A line of a relation; `strong` is whether it is among the strongest of either end."""
        name, colour, dashes = LINES.get(relation, ("related", "#8a949e", "3 3"))
        colour = "#b3261e" if on_path else colour
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        names = f"line {name}{'' if strong else ' weak'}{' on-path' if on_path else ''}"
        faint = "" if on_path else f' opacity="{0.6 if strong else 0.12}"'
        return self._either(names, f'fill="none" stroke="{colour}" stroke-linecap="round"{dashed}{faint}')

    def label(self, *, shown: bool, important: bool) -> str:
        """A dot's label."""
        bold = ' font-weight="600"' if important else ""
        attributes = f'font-family="{FONT}" font-size="12" fill="#1b1f23" {HALO}{bold}'
        return self._either(f"label{'' if shown else ' crowded'}{' important' if important else ''}", attributes)

    def caption(self) -> str:
        """A year at the axis, or what a lane is called."""
        return self._either("caption", f'font-family="{FONT}" font-size="13" fill="#55606b" {HALO}')

    def rule(self) -> str:
        """The axis, and the thin lines of the years."""
        return self._either("rule", 'fill="none" stroke="#dde2e7" stroke-width="1"')
