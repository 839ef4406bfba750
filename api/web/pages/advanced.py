"""Advanced search: a form with a field for each thing one can search in; concepts are named as people call them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from api.web.narrowing import CONCEPTS, NARROWING, concepts
from api.web.visit import Elsewhere, Shown

if TYPE_CHECKING:
    from api.web.visit import Visit

NAMES: Final = {each: f"{each}_names" for each in CONCEPTS}
_BETWEEN: Final = re.compile(r"[;；\n]")


def page(visit: Visit) -> Shown | Elsewhere:
    """The form; once it is filled in and every concept of it is known, the results."""
    address, unknown, found = visit.address, dict[str, list[dict[str, Any]]](), dict[str, list[str]]()
    if not address.get("go"):
        return Shown("advanced.html", {"unknown": {}, "names": _named(visit)})
    for name, field in NAMES.items():
        for each in filter(None, map(str.strip, _BETWEEN.split(address.get(field)))):
            near = visit.ask("concepts", locale=visit.locale, search=each, first=20)["concepts"]["nodes"]
            if (known := _meant(each, near)) is None:
                unknown[each] = near[:5]
            else:
                found.setdefault(name, []).append(known)
    if unknown:
        return Shown("advanced.html", {"unknown": unknown, "names": {key: address.get(key) for key in NAMES.values()}})
    asked = address.only("q", "sort", "lang", *(each for each in NARROWING if each not in CONCEPTS))
    return Elsewhere(asked.at("/search").having(**found))


def _meant(text: str, near: list[dict[str, Any]]) -> str | None:
    """The id of the concept that a text names, if any of those near it has that id, name or alias."""
    wanted = text.casefold()
    for each in near:
        if wanted in (each["id"].casefold(), each["name"].casefold(), *map(str.casefold, each["aliases"])):
            return each["id"]
    return None


def _named(visit: Visit) -> dict[str, str]:
    """The concepts of an address, as the form's fields write them: whoever narrows a list further finds them there."""
    ids = concepts(visit.address)
    nodes = visit.ask("nodes", locale=visit.locale, ids=ids)["nodes"] if ids else []
    names = {each["id"]: each["name"] for each in nodes if each}
    return {
        field: "; ".join(names.get(each, each) for each in visit.address.all(name)) for name, field in NAMES.items()
    }
