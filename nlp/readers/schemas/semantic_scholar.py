"""Papers of Semantic Scholar: its Graph API, its data sets, and the metadata of S2ORC."""

from __future__ import annotations

from typing import Any, Final

from nlp.readers.values import at

_MARKS: Final = ("paperId", "corpusId", "corpusid", "s2_url")


def knows(value: dict[str, Any]) -> bool:
    """Whether the object has an id or a link of Semantic Scholar's."""
    return any(each in value for each in _MARKS)


def usual(value: dict[str, Any]) -> dict[str, Any]:
    """The paper in usual fields; volume and pages stand with the journal that they belong to."""
    journal = value.get("journal")
    volume, pages = at(journal, "volume"), at(journal, "pages")
    venues = [at(journal, "name"), value.get("venue")] if volume or pages else [value.get("venue"), journal]
    return value | {
        "venue": venues,
        "volume": volume or value.get("volume"),
        "pages": pages or value.get("pages"),
        "url": value.get("url") or value.get("s2_url"),
    }
