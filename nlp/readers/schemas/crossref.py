"""Works of Crossref, from its API or by way of a DOI: JATS in abstracts, several dates, references without a DOI."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from nlp.readers.values import at, items, texts

_DATES: Final = ("issued", "published", "published-print", "published-online", "posted", "created")
"""When a work appeared, the best first; a work may say `issued` and name no year."""

_HEADING = re.compile(r"^\s*<jats:title>\s*(?:abstract|summary)\s*:?\s*</jats:title>", re.IGNORECASE)
_TEX = re.compile(r"<jats:tex-math\b[^<>]{0,500}>[^<]*</jats:tex-math>")
_TAG = re.compile(r"<(/?)(?:jats|mml):([\w-]{1,40})(?:\s[^<>]{0,500})?/?>")
_BLOCKS: Final = set("break def-item disp-formula disp-quote label list list-item p sec title".split())


def knows(value: dict[str, Any]) -> bool:
    """Whether the object counts citations as Crossref does, names it as its source, or has a list of titles."""
    return (
        "is-referenced-by-count" in value
        or value.get("source") == "Crossref"
        or ("DOI" in value and isinstance(value.get("title"), list))
    )


def usual(value: dict[str, Any]) -> dict[str, Any]:
    """The work in usual fields."""
    return value | {
        "id": value.get("id") or value.get("DOI"),
        "abstract": _text(" ".join(texts(value.get("abstract")))),
        "author": [_person(each) for each in items(value.get("author"))],
        "year": [value.get(each) for each in _DATES],
        "page": value.get("page") or value.get("article-number"),
        "cited_by": value.get("is-referenced-by-count"),
        "reference": [_cited(each) for each in items(value.get("reference"))],
    }


def other_answer(value: Any) -> str | None:
    """What an answer of Crossref holds instead of works (`journal-list`); None if it holds works, or is no answer."""
    kind = at(value, "message-type")
    return kind if isinstance(kind, str) and "status" in value and not kind.startswith("work") else None


def _text(abstract: str) -> str:
    """An abstract without its heading and without JATS: of a formula that is given twice, the one that can be read."""
    if "<mml:" in abstract:
        abstract = _TEX.sub("", abstract)
    return _TAG.sub(lambda tag: " " if tag.group(2) in _BLOCKS else "", _HEADING.sub("", abstract))


def _person(value: Any) -> Any:
    # an organisation has a name instead of a family name: it is not turned round at a comma
    return {"literal": value["name"], **value} if isinstance(value, dict) and "name" in value else value


def _cited(value: Any) -> Any:
    """A reference, or the text that may name a DOI where no field does."""
    return value if at(value, "DOI") or not isinstance(value, dict) else at(cast("Any", value), "unstructured")
