"""Crossref: works by a bibliographic query or by their DOIs, with the DOIs of the works that they cite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from graph.errors import SourceError
from graph.identity import parse_id
from nlp.connectors.service import Page, Service, inside, items, json_object, number, text
from nlp.readers.fields import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS: Final = (
    "DOI,URL,title,abstract,author,issued,container-title,volume,issue,page,is-referenced-by-count,reference"
)
_BETWEEN: Final = re.compile(r"[,\s]+(?=10\.|doi:|https?:|dx\.|www\.)", re.IGNORECASE)


def ids(asked: str) -> list[str]:
    """The DOIs that a text consists of. Raises SourceError for one with a comma, which no list can hold."""
    found = [parse_id(part) or "" for part in _BETWEEN.split(asked.strip(", \t\n"))]
    if not all(each.startswith("doi:") for each in found):
        return []
    if comma := next((each for each in found if "," in each), None):
        raise SourceError(f"crossref parts DOIs by commas and cannot be asked for {comma}", "leave it out")
    return list(dict.fromkeys(each.removeprefix("doi:") for each in found))


def search(query: str, cursor: str, size: int) -> dict[str, str]:
    """The most relevant works first."""
    return {"query": query, "cursor": cursor, "rows": str(size), "select": _FIELDS}


def look_up(dois: Sequence[str]) -> dict[str, str]:
    """The works with these DOIs, on one page."""
    return {"filter": ",".join(f"doi:{each}" for each in dois), "rows": str(len(dois)), "select": _FIELDS}


def page(body: bytes) -> Page:
    """A page of `/works`. Its cursor is there even on the last page: an empty page comes after it."""
    value = json_object(body)
    works = items(inside(value, "message", "items"), "items")
    total = number(inside(value, "message", "total-results"), "how many works there are")
    cursor = text(value, "message", "next-cursor") if works else ""
    return Page(total, tuple((text(each, "DOI").lower(), each) for each in works), cursor or None)


def answers_to(work: Any) -> set[str]:
    """Its DOI, as ids are spelled."""
    return {(parse_id(text(work, "DOI")) or "").removeprefix("doi:")}


SERVICE: Final = Service(
    name="crossref",
    title="Crossref",
    address="https://api.crossref.org/works",
    suffix=".json",
    per_second=1,
    size=200,
    at_once=50,
    first="*",
    contact_field="mailto",
    needs_contact=True,
    key_variable="",
    ids=ids,
    search=search,
    look_up=look_up,
    page=page,
    answers_to=answers_to,
    record=record_of,
)
