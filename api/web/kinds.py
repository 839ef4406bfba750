"""The kinds of concepts that papers are counted by, the store's own ones among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from api.web.visit import Visit

FIRST: Final = ("COUNTRY", "AGENCY", "TECHNOLOGY", "TOPIC", "PLACE", "ORGANIZATION")
"""The order in which the shipped kinds are shown; a user's own ones come before the last two."""

OWN: Final = 4


def counted(visit: Visit) -> dict[str, str]:
    """What each kind that the store has concepts of is called, in the order in which they are shown."""
    found = visit.ask("kinds", locale=visit.locale)["conceptKinds"]
    labels = {each["name"]: each["label"] for each in found if each["conceptCount"]}
    own = [each for each in labels if each not in FIRST]
    order = (*FIRST[:OWN], *own, *FIRST[OWN:])
    return {
        each: visit.words(name) if (name := f"facets.{each}") in visit.words else labels[each]
        for each in order
        if each in labels
    }
