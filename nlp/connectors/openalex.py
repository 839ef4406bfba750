"""OpenAlex: works by full-text search or by their W ids, abstracts put together from their inverted index."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from graph.errors import SourceError
from graph.identity import parse_id
from nlp.connectors.service import Page, Service, id_list, inside, items, json_object, number, text
from nlp.readers.fields import record_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS: Final = (
    "id,doi,ids,title,publication_year,language,primary_location,authorships,biblio,cited_by_count,referenced_works,"
    "abstract_inverted_index"
)


def ids(asked: str) -> list[str]:
    """The W ids that a text consists of. Raises SourceError for a list of DOIs, which would be searched as words."""
    if id_list(asked, lambda part: part if (parse_id(part) or "").startswith("doi:") else None):
        raise SourceError("openalex takes ids like W2741809807", "fetch DOIs by crossref:10.1000/182")
    return id_list(asked, _work)


def search(query: str, cursor: str, size: int) -> dict[str, str]:
    """The most relevant works first."""
    return {"search": query, "cursor": cursor, "per_page": str(size), "select": _FIELDS}


def look_up(works: Sequence[str]) -> dict[str, str]:
    """The works with these ids, on one page."""
    return {"filter": f"ids.openalex:{'|'.join(works)}", "per_page": str(len(works)), "select": _FIELDS}


def page(body: bytes) -> Page:
    """A page of `/works`."""
    value = json_object(body)
    works = items(value.get("results"), "results")
    total = number(inside(value, "meta", "count"), "how many works there are")
    return Page(total, tuple((_work(text(each, "id")) or "", each) for each in works), _next(value))


def answers_to(work: Any) -> set[str]:
    """Its W id."""
    return {_work(text(work, "id")) or ""}


def _work(spelled: str) -> str | None:
    match = re.fullmatch(r"(?:openalex:|https?://(?:api\.)?openalex\.org/(?:works/)?)?(w\d+)", spelled, re.IGNORECASE)
    return match[1].upper() if match else None


def _next(value: dict[str, Any]) -> str | None:
    return text(value, "meta", "next_cursor") or None


SERVICE: Final = Service(
    name="openalex",
    title="OpenAlex",
    address="https://api.openalex.org/works",
    suffix=".json",
    per_second=5,
    size=100,
    at_once=50,
    first="*",
    contact_field="mailto",
    needs_contact=True,
    key_variable="LITGRAPH_OPENALEX_KEY",
    ids=ids,
    search=search,
    look_up=look_up,
    page=page,
    answers_to=answers_to,
    record=record_of,
)
