"""A concept: how often and when it is mentioned, what goes together with it, and the papers that mention it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.web.charts import years
from api.web.narrowing import SORTS, turned, turns
from api.web.visit import Shown
from graph.errors import NotFoundError

if TYPE_CHECKING:
    from api.web.visit import Visit

ORDERS: Final = ("newest", "oldest", "cited")


def page(visit: Visit) -> Shown:
    """The concept with one page of its papers."""
    address = visit.address
    sort = address.choice("sort", ORDERS, "newest")
    asked = address.get("id")
    found = visit.ask("concept", id=asked, locale=visit.locale, order=SORTS[sort], **turned(address))
    concept = found["concept"]
    if concept is None:
        raise NotFoundError(f"no concept has the id {asked}")
    strongest = max((each["g2"] for each in concept["coMentioned"]["edges"]), default=1.0)
    names = dict.fromkeys((concept["english"], concept["chinese"], *concept["aliases"]))
    return Shown(
        "concept.html",
        {
            "concept": concept,
            "kind": next((each["label"] for each in found["conceptKinds"] if each["name"] == concept["kind"]), ""),
            "names": [each for each in names if each != concept["name"]],
            "years": years({str(each["year"]): each["count"] for each in concept["papersByYear"]}),
            "together": [
                {**each, "bar": round(100 * each["g2"] / strongest, 1)} for each in concept["coMentioned"]["edges"]
            ],
            "sorts": ORDERS,
            "sort": sort,
            "turns": turns(address, concept["papers"]["pageInfo"], len(concept["papers"]["nodes"])),
        },
    )
