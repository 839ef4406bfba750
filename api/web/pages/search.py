"""Results: the papers that a search and what narrows it find, and what they have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.web.charts import years
from api.web.kinds import counted
from api.web.narrowing import SORTS, chips, concepts, narrowed, turned, turns
from api.web.visit import Shown

if TYPE_CHECKING:
    from api.web.visit import Visit

OTHERS: Final = {"venues": "venues", "source": "sources", "language": "languages"}
"""What else papers are counted by, by the parameter that narrows to one value of it."""


def page(visit: Visit) -> Shown:
    """A page of the list, with facets over all of it."""
    address = visit.address
    sort = address.choice("sort", SORTS, "relevance")
    kinds = counted(visit)
    found = visit.ask(
        "search",
        counting=kinds,
        locale=visit.locale,
        search=address.get("q") or None,
        filter=narrowed(address),
        order=SORTS[sort],
        chosen=concepts(address)[:100],
        **turned(address),
    )
    papers = found["papers"]
    named = {each["id"]: each["name"] for each in found["chosen"] if each}
    return Shown(
        "search.html",
        {
            "found": papers,
            "years": years({each["id"]: each["count"] for each in papers["years"]}),
            "facets": {kind: papers[kind] for kind in kinds if papers[kind]},
            "labels": kinds,
            "others": {name: papers[key] for name, key in OTHERS.items() if papers[key]},
            "chips": list(chips(address, named, visit.words)),
            "sorts": list(SORTS),
            "sort": sort,
            "turns": turns(address, papers["pageInfo"], len(papers["edges"])),
        },
    )
