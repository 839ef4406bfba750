"""Which media type and which coding a client takes, by the weights (`q`) it gives them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from api.http.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON: Final = "application/json"
GRAPHQL: Final = "application/graphql-response+json"
HTML: Final = "text/html"

_WEIGHT: Final = re.compile(r"q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$", re.IGNORECASE)
_NAMED: Final = 2
"""How closely a range says a type: 0 for all types, 1 for all of its group, this for the type itself."""


@lru_cache(maxsize=256)
def media_type(accept: str) -> str:
    """The media type to answer in: the one that `Accept` weighs most, JSON where it does not say.

    Of two with the same weight the one that is named wins, then the one named first. Raises RefusedError (406) where
    neither is taken.
    """
    if not accept.strip():
        return JSON
    ranges = list(_weighed(accept))
    best = max((_preference(ranges, each) for each in (JSON, GRAPHQL)), key=lambda each: each[0])
    if best[0][0] == 0:
        raise RefusedError(406, f"the answer comes as {GRAPHQL} or {JSON} only")
    return best[1]


@lru_cache(maxsize=256)
def prefers_page(accept: str) -> bool:
    """Whether `Accept` weighs HTML more than any media type that GraphQL is answered in, as browsers do."""
    ranges = list(_weighed(accept))
    page, *answers = (_preference(ranges, each)[0] for each in (HTML, JSON, GRAPHQL))
    return page[0] > 0 and page > max(answers)


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client asks for gzip rather than for the plain bytes."""
    weights = dict(_weighed(accept_encoding))
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _preference(ranges: list[tuple[str, float]], media: str) -> tuple[tuple[float, int, int], str]:
    """How much a type is wanted: its weight, how closely it is named, how early; the closest range has the say."""
    close = {"*/*": 0, f"{media.partition('/')[0]}/*": 1, media: _NAMED}
    said = [(close[name], -at, weight) for at, (name, weight) in enumerate(ranges) if name in close]
    if not said:
        return (0.0, 0, 0), media
    closeness, at, weight = max(said)
    return (weight, closeness, at if closeness == _NAMED else 0), media


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    for each in header.split(","):
        name, *parameters = (part.strip() for part in each.split(";"))
        if name:
            found = next((match for part in parameters if (match := _WEIGHT.match(part))), None)
            broken = any(part[:1] in "qQ" and part[1:].lstrip().startswith("=") for part in parameters) and not found
            yield name.lower(), 0.0 if broken else float(found[1]) if found else 1.0
