"""Sources whose fields mean something of their own: a module each tells their objects and says them in usual fields."""

from __future__ import annotations

from typing import Any

from nlp.readers.schemas import arxiv, crossref, openalex, semantic_scholar

_SOURCES = (openalex, crossref, semantic_scholar, arxiv)


def known(value: dict[str, Any]) -> bool:
    """Whether the object is of one of these sources."""
    return any(each.knows(value) for each in _SOURCES)


def usual(value: dict[str, Any]) -> dict[str, Any]:
    """The object in fields that any source could have, if it is of a known source; else as it stands."""
    return next((each.usual(value) for each in _SOURCES if each.knows(value)), value)
