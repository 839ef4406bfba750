"""Papers of arXiv as JSON: the dump of its metadata (`authors_parsed`, `versions`), lists with ids and categories."""

from __future__ import annotations

import re
from typing import Any, Final

from nlp.readers.latex import plain
from nlp.readers.values import at, items, texts

_ID = re.compile(
    r"(?:^|[/:])(?:(?P<new>\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/(?P<old>\d\d)\d{5})(?:v\d+)?$"
)
_ACCENT = re.compile(
    r"""\\["'`^~=.]\s*\{?\\?[A-Za-z]|\\[cvuHk](?:\s|\{)|\\(?:aa|AA|ae|AE|oe|OE|o|O|l|L|ss)(?![A-Za-z])"""
)

_LONGEST: Final = 20_000
"""Longer texts are no abstracts, and reading LaTeX is slow."""


def knows(value: dict[str, Any]) -> bool:
    """Whether the object has categories, and an id as arXiv gives them."""
    own = value.get("id")
    return "categories" in value and isinstance(own, str) and bool(_ID.search(own))


def usual(value: dict[str, Any]) -> dict[str, Any]:
    """The paper in usual fields; where no other field says it, the year is that of its first version, or of its id."""
    found = {"issued": _year(value)} | value
    if "authors_parsed" in value:
        found["authors"] = [_person(each) for each in items(value["authors_parsed"])] or value.get("authors")
        found |= {name: _plain(value.get(name)) for name in ("title", "abstract", "journal-ref")}
        found["doi"] = " ".join(texts(value.get("doi"))).split()
    return found


def _year(value: dict[str, Any]) -> Any:
    if created := at(next(iter(items(value.get("versions"))), None), "created"):
        return created
    match = _ID.search(value["id"])
    two = int(match["new"] or match["old"]) if match else 0
    return f"{two + (1900 if match and match['old'] and two > 90 else 2000)}"


def _person(parts: Any) -> dict[str, str]:
    """One of `authors_parsed`: family name, given name, suffix, and then affiliations."""
    return {
        key: plain(part)
        for key, part in zip(("family", "given", "suffix"), items(parts), strict=False)
        if isinstance(part, str)
    }


def _plain(value: Any) -> Any:
    short = isinstance(value, str) and len(value) <= _LONGEST
    return plain(value) if short and _ACCENT.search(value) else value
