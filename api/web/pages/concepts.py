"""All concepts: to look one up by its name, or to leaf through a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.web.narrowing import turned, turns
from api.web.visit import Shown

if TYPE_CHECKING:
    from api.web.visit import Visit


def page(visit: Visit) -> Shown:
    """A page of the concepts that a name or a kind finds, those most mentioned first."""
    address = visit.address
    kinds = address.all("kind")
    found = visit.ask(
        "concepts", locale=visit.locale, search=address.get("q") or None, kinds=kinds or None, **turned(address)
    )
    concepts = found["concepts"]
    return Shown(
        "concepts.html",
        {
            "found": concepts,
            "kinds": found["conceptKinds"],
            "labels": {each["name"]: each["label"] for each in found["conceptKinds"]},
            "turns": turns(address, concepts["pageInfo"], len(concepts["nodes"])),
        },
    )
