"""Authors out of JSON: names in one string, in a list, or as objects of their parts; ORCIDs where they are given."""

from __future__ import annotations

from typing import Any, Final, cast

from graph.orcids import parse_orcid, said_with
from nlp.readers.cleaning import clean, given_family, split_authors
from nlp.readers.values import at, items, texts

_PARTS: Final = (
    ("given", "first", "firstname", "first_name", "forename"),
    ("middle", "middlename", "middle_name"),
    ("dropping-particle",),
    ("non-dropping-particle",),
    ("family", "last", "lastname", "last_name", "surname"),
    ("suffix",),
)
"""How sources call the parts of a name, in the order in which people write them."""


def persons(value: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names, each given name first, and the ORCIDs of those who have one, each with the name."""
    if isinstance(value, str):
        return split_authors(value), ()
    names: list[str] = []
    orcids: list[str] = []
    for each in items(value):
        if isinstance(each, str):
            name, orcid = given_family(each), ""
        else:
            fields = (
                {key.lower(): part for key, part in cast("dict[str, Any]", each).items()}
                if isinstance(each, dict)
                else {}
            )
            name, orcid = _name(each, fields), _orcid(fields)
        if name:
            names.append(name)
            if orcid:
                orcids.append(said_with(name, orcid))
    return tuple(names), tuple(orcids)


def _name(value: Any, fields: dict[str, Any]) -> str:
    """The parts of a name put together; else a name that is one text, turned round where it is no literal."""
    parts = [next((found for key in keys if (found := " ".join(texts(fields.get(key))))), "") for keys in _PARTS]
    if any((parts[0], parts[1], parts[4])):
        return clean(" ".join(parts))
    if literal := texts(fields.get("literal")):
        return clean(literal[0])
    return given_family(next(iter(texts(value)), ""))


def _orcid(fields: dict[str, Any]) -> str:
    holders = (fields.get("orcid"), fields.get("_orcid"), at(fields.get("externalids"), "ORCID"))
    return next((found for holder in holders for text in texts(holder) if (found := parse_orcid(text))), "")
