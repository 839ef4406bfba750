"""From a name in a text to the one concept it stands for.

The authority list (the lexicon) decides first, by id and by exact name; what it does not know gets an id made of its
country and its name. Nothing is merged because it looks alike: Australia and Austria do, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.identity import slug
from graph.model import Concept
from nlp.lexicon.folding import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nlp.lexicon import Lexicon

UNKNOWN: Final = "ZZ"
NO_COUNTRY: Final = "INT"
"""The place of a country in the ids of bodies that several countries have together."""

_COUNTRY = re.compile(r"(?:country:|place:|agency:)([A-Z]{2})(?=/|$)")


def country_of(concept: str) -> str | None:
    """The country (ISO 3166 alpha-2) that a country, place or agency belongs to, by its id."""
    found = _COUNTRY.match(concept)
    return found[1] if found and found[1] != UNKNOWN else None


class Linker:
    """Answers which concept a name stands for, making a new one only where the lexicon has none."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def known(self, kind: str, name: str) -> list[Concept]:
        """The lexicon's concepts of this kind and exactly this name."""
        forms = self._lexicon.forms.get(fold(plain(name)), ())
        return [self._lexicon.concepts[form.concept] for form in forms if form.kind == kind]

    def agency(self, name: str, country: str | None) -> Concept:
        """The agency of this name in this country (None: not known, `NO_COUNTRY`: of several)."""
        for each in self.known("AGENCY", name):
            if country in {None, country_of(each.id)} or country_of(each.id) is None:
                return each
        broader = (f"country:{country}",) if country not in {None, NO_COUNTRY} else ()
        return Concept(f"agency:{country or UNKNOWN}/{slug(name)}", "AGENCY", _tidy(name), broader=broader)

    def organization(self, name: str) -> Concept:
        """The organization of this name."""
        known = self.known("ORGANIZATION", name)
        return known[0] if known else Concept(f"organization:{slug(name)}", "ORGANIZATION", _tidy(name))

    def place(self, name: str) -> Concept:
        """The place of this name; of one that is not listed nobody says in which country it is."""
        known = self.known("PLACE", name)
        return known[0] if known else Concept(f"place:{UNKNOWN}/{slug(name)}", "PLACE", _tidy(name))

    def concept(self, concept: str, coined: Mapping[str, Concept]) -> Concept:
        """The concept of an id, the lexicon's or a newly coined one."""
        return self._lexicon.concepts.get(concept) or coined[concept]

    def with_broader(self, ids: Iterable[str], coined: Mapping[str, Concept]) -> tuple[Concept, ...]:
        """The concepts of these ids and all that are broader, sorted by id; links that lead nowhere are left out."""
        found: dict[str, Concept] = {}
        waiting = list(ids)
        while waiting:
            each = waiting.pop()
            if each not in found and (each in self._lexicon.concepts or each in coined):
                found[each] = self.concept(each, coined)
                waiting.extend(found[each].broader)
        return tuple(found[each] for each in sorted(found))


def _tidy(name: str) -> str:
    return " ".join(plain(name).split())
