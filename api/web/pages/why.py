"""Why two are alike: both texts side by side, every part of the score as a bar, and the sentences that show it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from api.web.likeness import weights
from api.web.pages.similar import compared
from api.web.visit import Shown
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from api.web.visit import Visit

TERMS: Final = 12


def page(visit: Visit) -> Shown:
    """The parts of one pair's score, the largest first, under the weights of the list that one comes from."""
    address = visit.address
    to, like = compared(address), address.get("like")
    if to is None or not like:
        raise NotFoundError("the address does not name both", "say ?paper= (or text=) and like=")
    found = visit.ask(
        "why",
        locale=visit.locale,
        to=to,
        weights=weights(address),
        filter={"ids": [like]},
        seeds=address.all("paper"),
    )
    edges = found["similar"]["edges"]
    if not edges:
        return Shown("unlike.html", {"like": like})
    edge = edges[0]
    largest = max(each["contribution"] for each in edge["why"])
    seeds = [each for each in found["seeds"] if each]
    shared = {each["concept"]["id"] for each in edge["why"] if each["concept"]}
    terms = [each["term"] for each in edge["why"] if each["term"]][:TERMS]
    return Shown(
        "why.html",
        {
            "other": edge["node"],
            "score": edge["score"],
            "reasons": [
                {
                    **each,
                    "bar": round(100 * each["contribution"] / largest, 1),
                    "share": round(100 * each["contribution"] / edge["score"], 1),
                }
                for each in edge["why"]
            ],
            "seeds": seeds,
            "text": address.get("text"),
            "shared": shared,
            "found": _spots(terms),
        },
    )


def _spots(terms: Sequence[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    """What finds the words in a text that begin as one of some terms does."""
    spelt = re.compile("|".join(rf"\b{re.escape(each)}\w*" for each in terms) or "$^", re.IGNORECASE)

    def found(text: str) -> Iterator[tuple[int, int]]:
        return (each.span() for each in spelt.finditer(text))

    return found
