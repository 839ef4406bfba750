"""Papers like several papers, unlike others, and like a text of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.web.likeness import ranked, weights
from api.web.visit import Shown

if TYPE_CHECKING:
    from api.web.address import Address
    from api.web.visit import Visit


def page(visit: Visit) -> Shown:
    """The form for a text, and once there is anything to compare with, the list."""
    address = visit.address
    to = compared(address)
    if to is None:
        return Shown("similar.html", {"ranked": None, "seeds": [], "unlike": [], "text": "", "mentions_of": []})
    text = address.get("text")
    seeds, unlike = address.all("paper"), address.all("not")
    mentions = visit.ask("annotate", locale=visit.locale, text=text)["annotate"] if text else []
    found = visit.ask(
        "similar",
        locale=visit.locale,
        to=to,
        weights=weights(address),
        after=address.get("after") or None,
        seeds=seeds,
        unlike=unlike,
    )
    return Shown(
        "similar.html",
        {
            "ranked": ranked(address, found["similar"]),
            "seeds": [each for each in found["seeds"] if each],
            "unlike": [each for each in found["unlike"] if each],
            "text": text,
            "mentions_of": mentions,
        },
    )


def compared(address: Address) -> dict[str, Any] | None:
    """What the address wants papers compared with, as the API takes it; None where it names nothing."""
    papers, text = address.all("paper"), address.get("text")
    if not papers and not text:
        return None
    return {"papers": papers, "notPapers": address.all("not"), **({"text": text} if text else {})}
