"""What narrows a list of papers, as an address says it: the API's filter, and a chip to take each part out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.web.address import Address
    from api.web.words import Words

TEXTS: Final = ("title", "abstract", "author", "venue")
"""Fields that are searched in by words."""

CONCEPTS: Final = ("all", "any", "none")
LISTS: Final = {"venues": "venues", "source": "sources"}
"""Parameters that may stand there several times, and what the filter calls them."""

YEARS: Final = ("from", "to")
NARROWING: Final = (*TEXTS, *CONCEPTS, *LISTS, *YEARS, "language")
SORTS: Final = {
    "relevance": "RELEVANCE",
    "newest": "YEAR_DESC",
    "oldest": "YEAR_ASC",
    "cited": "CITED_BY_DESC",
    "record": "RECORD",
    "id": "ID",
}

PAGE: Final = 20


class Chip(NamedTuple):
    """One part of what narrows a list, as people read it, and the list without it."""

    label: str
    without: Address


def year(address: Address, name: str) -> int | None:
    """A year of the address, or None where there is none."""
    value = address.get(name)
    return int(value) if value.removeprefix("-").isdecimal() and len(value) <= 6 else None


def narrowed(address: Address) -> dict[str, Any] | None:
    """The API's filter that the address asks for; None where it asks for none."""
    asked: dict[str, Any] = {name: address.get(name) for name in (*TEXTS, "language") if address.get(name)}
    asked |= {filtered: address.all(name) for name, filtered in LISTS.items() if address.all(name)}
    years = {"gte": year(address, "from"), "lte": year(address, "to")}
    if given := {name: value for name, value in years.items() if value is not None}:
        asked["year"] = given
    if concepts := {name: address.all(name) for name in CONCEPTS if address.all(name)}:
        asked["concepts"] = concepts
    return asked or None


def concepts(address: Address) -> list[str]:
    """The concepts that the address names, wherever."""
    return [each for name in CONCEPTS for each in address.all(name)]


def chips(address: Address, names: Mapping[str, str], words: Words) -> Iterator[Chip]:
    """Every part of what narrows the list; `names` are those of its concepts."""
    for name in (*TEXTS, "language"):
        if value := address.get(name):
            yield Chip(words(f"chips.{name}", value=value), address.having(**{name: None}))
    for name in (*CONCEPTS, *LISTS):
        for value in address.all(name):
            yield Chip(words(f"chips.{name}", value=names.get(value, value)), address.without(name, value))
    for name in YEARS:
        if (value := year(address, name)) is not None:
            yield Chip(words(f"chips.{name}", value=str(value)), address.having(**{name: None}))


def turned(address: Address) -> dict[str, Any]:
    """Which page of a list the address asks for, as the API takes it."""
    if before := address.get("before"):
        return {"last": PAGE, "before": before}
    return {"first": PAGE, "after": address.get("after") or None}


class Turns(NamedTuple):
    """The number of a page's first entry, and where its neighbours are."""

    start: int
    back: Address | None
    on: Address | None


def turns(address: Address, info: Mapping[str, Any], shown: int) -> Turns:
    """The neighbours of a page with so many entries."""
    start = address.number("at", 1, 10**9, 1)
    back, on = None, None
    if info.get("hasPreviousPage"):
        back = address.having(before=info["startCursor"], at=max(1, start - PAGE))
    if info["hasNextPage"]:
        on = address.having(after=info["endCursor"], at=start + shown)
    return Turns(start, back, on)
