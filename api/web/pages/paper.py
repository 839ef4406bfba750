"""A paper: what it says, what it mentions, how to cite it, and the papers most like it with the reasons in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from api.web.graphs import Piece
from api.web.likeness import ranked, weights
from api.web.visit import File, Shown
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.web.visit import Visit

STYLES: Final = {
    "apa": "APA",
    "mla": "MLA",
    "chicago": "Chicago",
    "ieee": "IEEE",
    "vancouver": "Vancouver",
    "harvard": "Harvard",
    "gb-t-7714": "GB/T 7714",
    "portal": "勤云",
}
LOCALES: Final = {"en": "en-US", "zh": "zh-CN"}
TRAIL: Final = 12
"""So many papers that one came by are remembered."""

AROUND: Final = 40
MOST: Final = 20_000
"""So many characters of an abstract are shown with their mentions; the rest unfolds."""


def page(visit: Visit) -> Shown:
    """The paper with one page of those like it, and the picture of what surrounds it."""
    address = visit.address
    style = address.choice("style", STYLES, "gb-t-7714" if visit.locale == "zh" else "apa")
    trail = address.all("trail")[-TRAIL:]
    found = visit.ask(
        "paper",
        id=_asked_for(visit),
        locale=visit.locale,
        style=style,
        citationLocale=LOCALES[visit.locale],
        weights=weights(address),
        after=address.get("after") or None,
        trail=trail,
        around=AROUND,
    )
    paper = found["paper"]
    here = address.having(id=paper["id"])
    around = found["neighbourhood"]
    piece = Piece.of(around["nodes"], around["links"], found["conceptKinds"], address)
    title = visit.words("map.title", name=piece.nodes[0].name)
    return Shown(
        "paper.html",
        {
            "paper": paper,
            "most": MOST,
            "here": here,
            "style": style,
            "styles": STYLES,
            "trail": _before(paper["id"], found["trail"]),
            "ranked": ranked(here, paper["similar"]),
            "piece": piece,
            "picture": piece.picture(visit.words, title, seeds=(paper["id"],)),
        },
    )


def bibtex(visit: Visit) -> File:
    """Its BibTeX entry, as a file."""
    return File(_cited(visit)["bibtex"], "application/x-bibtex; charset=utf-8", "paper.bib")


def ris(visit: Visit) -> File:
    """Its RIS record, as a file."""
    return File(_cited(visit)["ris"], "application/x-research-info-systems; charset=utf-8", "paper.ris")


def _before(own: str, trail: Sequence[Mapping[str, Any] | None]) -> list[Mapping[str, Any]]:
    """The papers that one came by before this one was first reached."""
    there = [each for each in trail if each]
    return there[: next((at for at, each in enumerate(there) if each["id"] == own), len(there))]


def _cited(visit: Visit) -> Any:
    asked = _asked_for(visit)
    paper = visit.ask("cite", id=asked)["paper"]
    if paper is None:
        raise NotFoundError(f"no paper has the id {asked}")
    return paper


def _asked_for(visit: Visit) -> str:
    asked = visit.address.get("id")
    if not asked:
        raise NotFoundError("the address names no paper", "add ?id= and a paper's id")
    return asked
