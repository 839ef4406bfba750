"""Places no list knows, by what stands beside them: "in Nalasopara, India", "Socotra (Yemen)", "Katsina State".

Found once, such a place is known in the rest of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.american import states
from nlp.components.found import Candidate, Named
from nlp.components.names import OPENERS, PRODUCTS, Places
from nlp.components.register import register
from nlp.components.spans import occurrences
from nlp.lexicon.folding import inside_word
from nlp.linking import country_of, linker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from nlp.lexicon import Lexicon

RULE: Final = "place-pattern"
CONFIDENCE: Final = 0.7

_CAP: Final = r"[^\W\d_a-z][^\W\d_]+(?:['-][^\W\d_]+)?"
_BEFORE_COUNTRY = re.compile(rf"(?<![\w-])({_CAP}(?: {_CAP}){{0,2}})(?:, | \()$")
_WHERE = re.compile(
    r"(?:\b(?:in|at|from|near|around|outside|to|of|between|for|across|within)(?: the)?(?: [a-z]+(?:ern|al)?)? "
    r"|(?:Hospitals?|University|Institute|Clinic|Cent(?:er|re)|College|School|Laborator(?:y|ies)|Area|County|State|Life"
    r"|Province|Museum)(?:, | \()|\()$"
)
_UNIT: Final = (
    r"(?:State|Province|County|District|Region|Prefecture|Governorate|Municipality|Oblast|Voivodeship|[Pp]eninsula"
    r"|Local Government Area|National (?:Park|Forest)|(?:Nature|Game) Reserve|Marine Park|Wildlife Sanctuary)"
)
_WITH_UNIT = re.compile(
    rf"\b(?:in|of|from|across|within|near|throughout|the|and|around)(?: (?:rural|urban|the|[a-z]+thern|[a-z]+stern))? "
    rf"((?P<name>{_CAP}(?: {_CAP})?) {_UNIT})\b(?! [A-Z])"
    rf"|, ((?P<next>{_CAP}) {_UNIT})(?=[,.;)])"
)
_UNITS: Final = frozenset(
    "State Province County District Region Prefecture Governorate Municipality Oblast Voivodeship Peninsula"
    " Area Forest Park Reserve Sanctuary".split()
)
_NOT_PLACES: Final = frozenset(
    """
    Academic Academy Agency April Association August Board Bureau Center Centre Clinic College Commission Company
    Conference Corporation Council County Current Data December Deep Department Division Each Every Faculty February
    Finite Foundation Free Ground Group Hidden Hospital Hospitals Inc Institute Institutes Internal International
    Islamic January Journal July June Laboratory Library Limited Local Ltd March Medical Medicine Mental Ministry
    Museum Nation National New November October Office Pediatrics Penn Psychiatry Public Psychology Republic Research
    School Schools September Service Services Society Solid Southern State Steady Studies Surgery System Target Trust
    Union Unit United University Universities Upper Urban Welfare
    """.split()
)


class Localities:
    """Reads the names of places out of a plain text in which countries and known places are found."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._linker = linker_of(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds candidates for places."""
        plain, candidates = doc._.plain, doc._.candidates
        places = Places(candidates, plain, self._lexicon)
        around = {country_of(each.concept) for each in places.starting.values()} - {None}
        only = next(iter(around)) if len(around) == 1 else None
        towns: list[Named] = []
        for state in states(plain, places):
            concept = self._linker.place(state.name, "US").id
            candidates.append(Candidate(state.start, state.end, "PLACE", concept, RULE, CONFIDENCE))
            if state.town is not None:
                towns.append(Named(state.town, state.start - 2, "US"))
        found = {
            each.start: each
            for each in (*_before_countries(plain, places), *_with_units(plain, doc._.capitals), *towns)
        }
        known = {(each.start, each.end) for each in candidates if each.kind == "PLACE"}
        named: dict[str, str] = {}
        for start, end, country in found.values():
            if (start, end) not in known:
                place = self._linker.place(plain[start:end], country or only)
                doc._.coined.setdefault(place.id, place)
                named.setdefault(plain[start:end], place.id)
        for name, begins in occurrences(plain, named).items():
            for start, end in _words(plain, begins, len(name)):
                candidates.append(Candidate(start, end, "PLACE", named[name], RULE, CONFIDENCE))
        return doc


def _before_countries(plain: str, places: Places) -> Iterator[Named]:
    """Names right before a country or a state: Worcester, Massachusetts; Reading (UK)."""
    for each in places.starting.values():
        bracket = plain[each.start - 1 : each.start] == "(" and plain[each.end : each.end + 1] == ")"
        if (each.mark and not bracket) or (places.adjective(each) and plain[each.end - 1].islower()):
            continue
        before = _BEFORE_COUNTRY.search(plain, max(0, each.start - 60), each.start)
        if before is None or not _is_place(before[1]):
            continue
        start, end = before.span(1)
        if any(at in places.names_end for at in range(start + 1, end + 1)):
            continue
        if _WHERE.search(plain, max(0, start - 24), start):
            yield Named(start, end, country_of(each.concept))


def _with_units(plain: str, capitals: frozenset[str]) -> Iterator[Named]:
    if _UNITS.isdisjoint(capitals) and "peninsula" not in plain:
        return
    for match in _WITH_UNIT.finditer(plain):
        group = 1 if match["name"] else 3
        if _is_place(match["name"] or match["next"]):
            yield Named(match.start(group), match.end(group), None)


def _is_place(name: str) -> bool:
    words = name.split()
    return not any(each in OPENERS or each in _NOT_PLACES or each in PRODUCTS or each.isupper() for each in words)


def _words(plain: str, begins: Iterable[int], length: int) -> Iterator[tuple[int, int]]:
    """Those occurrences of a name that are no part of a longer word, and of no one before."""
    end = 0
    for at in begins:
        if at >= end:
            end = at + length
            if not (inside_word(plain[at - 1 : at]) or inside_word(plain[end : end + 1])):
                yield at, end


register("localities", Localities)
