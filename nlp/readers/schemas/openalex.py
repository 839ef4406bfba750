"""Works of OpenAlex: abstracts by the places of their words, the venue in the primary location, pages in `biblio`."""

from __future__ import annotations

import re
from typing import Any, cast

from nlp.readers.cleaning import page_range
from nlp.readers.values import at, items

_WORK = re.compile(r"(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?W\d+", re.IGNORECASE)


def knows(value: dict[str, Any]) -> bool:
    """Whether the object has OpenAlex's own kind of abstract, or the id of a work."""
    own = value.get("id")
    return "abstract_inverted_index" in value or (isinstance(own, str) and bool(_WORK.match(own)))


def usual(value: dict[str, Any]) -> dict[str, Any]:
    """The work in usual fields; a work from before 2023 has its venue in `host_venue`."""
    first, last = at(value, "biblio", "first_page"), at(value, "biblio", "last_page")
    return {
        "id": value.get("id"),
        "title": [value.get("title"), value.get("display_name")],
        "abstract": _text(value.get("abstract_inverted_index")) or value.get("abstract"),
        "authors": [
            {
                "name": [at(each, "author", "display_name"), at(each, "raw_author_name")],
                "orcid": at(each, "author", "orcid"),
            }
            for each in items(value.get("authorships"))
        ],
        "year": [value.get("publication_year"), value.get("publication_date")],
        "venue": [
            at(value, "primary_location", "source", "display_name"),
            at(value, "primary_location", "raw_source_name"),
            at(value, "host_venue", "display_name"),
        ],
        "volume": at(value, "biblio", "volume"),
        "issue": at(value, "biblio", "issue"),
        "pages": page_range(first or "", last or ""),
        "url": at(value, "primary_location", "landing_page_url") or at(value, "host_venue", "url"),
        "language": value.get("language"),
        "cited_by": value.get("cited_by_count"),
        "doi": value.get("doi"),
        "ids": value.get("ids"),
        "references": value.get("referenced_works"),
    }


def _text(index: Any) -> str:
    """The text of an abstract that is kept as each word with its places."""
    if not isinstance(index, dict):
        return ""
    places = (
        (place, word)
        for word, each in cast("dict[str, Any]", index).items()
        for place in items(each)
        if isinstance(place, int)
    )
    return " ".join(word for _, word in sorted(places))
