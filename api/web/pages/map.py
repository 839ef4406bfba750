"""The map: the picture of what surrounds a paper or a concept, and its links as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.web.graphs import Piece
from api.web.picture import Layout
from api.web.visit import File, Shown
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from markupsafe import Markup

    from api.web.visit import Visit

SIZES: Final = (25, 40, 80, 120, 200)
USUAL_SIZE: Final = 40
ROWS: Final = 400
"""So many links, the strongest, are in the table."""

SHOWN: Final = {
    "all": ["SIMILAR_TO", "MENTIONS", "BROADER", "CITES"],
    "papers": ["SIMILAR_TO", "CITES"],
    "concepts": ["MENTIONS", "BROADER"],
}
"""What can be on the map, and along which relations that is found."""


def page(visit: Visit) -> Shown:
    """The map with what it can be told: how much of what is on it, and in which order."""
    piece, truncated = _found(visit)
    return Shown(
        "map.html",
        {
            "of": piece.nodes[0],
            "piece": piece,
            "picture": _picture(visit, piece),
            "rows": piece.links[:ROWS],
            "truncated": truncated,
            "layouts": [each.value for each in Layout],
            "layout": _layout(visit).value,
            "sizes": SIZES,
            "size": _size(visit),
            "shows": list(SHOWN),
            "show": _show(visit),
        },
    )


def file(visit: Visit) -> File:
    """The picture alone, to be kept."""
    piece, _ = _found(visit)
    drawn = _picture(visit, piece, standalone=True)
    return File(str(drawn), "image/svg+xml", "map.svg" if visit.address.get("keep") else "")


def _picture(visit: Visit, piece: Piece, *, standalone: bool = False) -> Markup:
    of = piece.nodes[0]
    title = visit.words("map.title", name=of.name)
    return piece.picture(visit.words, title, layout=_layout(visit), seeds=(of.id,), standalone=standalone)


def _found(visit: Visit) -> tuple[Piece, bool]:
    of = visit.address.get("of")
    if not of:
        raise NotFoundError("the address does not say of what", "add ?of= and the id of a paper or a concept")
    found: Any = visit.ask("map", of=of, locale=visit.locale, hops=2, via=SHOWN[_show(visit)], limit=_size(visit))
    around = found["neighbourhood"]
    return Piece.of(around["nodes"], around["links"], found["conceptKinds"], visit.address), around["truncated"]


def _size(visit: Visit) -> int:
    return visit.address.number("size", SIZES[0], SIZES[-1], USUAL_SIZE)


def _show(visit: Visit) -> str:
    return visit.address.choice("show", SHOWN, "all")


def _layout(visit: Visit) -> Layout:
    return Layout(visit.address.choice("layout", set(Layout), Layout.FORCE))
