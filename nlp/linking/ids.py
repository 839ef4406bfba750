"""Which country a concept's id says it belongs to."""

from __future__ import annotations

import re
from typing import Final

UNKNOWN: Final = "ZZ"
NO_COUNTRY: Final = "INT"
"""The place of a country in the ids of bodies that several countries have together."""

_COUNTRY = re.compile(r"(?:country:|place:|agency:)([A-Z]{2})(?=/|$)")


def country_of(concept: str) -> str | None:
    """The country (ISO 3166 alpha-2) that a country, place or agency belongs to, by its id."""
    found = _COUNTRY.match(concept)
    return found[1] if found and found[1] != UNKNOWN else None
