"""The collection at a glance: where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.web.charts import years
from api.web.kinds import counted
from api.web.visit import Shown

if TYPE_CHECKING:
    from api.web.visit import Visit


def page(visit: Visit) -> Shown:
    """Counts, papers by year, what papers mention most, where they come from, and the newest ones."""
    kinds = counted(visit)
    found = visit.ask("home", locale=visit.locale, counting=kinds)
    listed = found["papers"]
    return Shown(
        "home.html",
        {
            "stats": found["stats"],
            "years": years({each["id"]: each["count"] for each in listed["years"]}),
            "fields": {kind: listed[kind] for kind in kinds if listed[kind]},
            "labels": kinds,
            "venues": listed["venues"],
            "sources": listed["sources"],
            "papers": listed["nodes"],
        },
    )
