"""Public bodies by the form of their names: "Ministry of …", "… Authority", "Statistics Canada".

A country as an adjective or possessive before the name stays outside, a noun is part of it; "of <Country>" after the
name is outside if the name has an of/for complement already. Bodies named by kind only ("federal agencies", "City
Council") are none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from nlp.components.bodies import (
    COUNTRY_FIELDS,
    HEAD,
    HEADS,
    every_country_has,
    international,
    named_before,
    named_by_complement,
)
from nlp.components.foreign import foreign
from nlp.components.found import Candidate, Named
from nlp.components.names import Places, name_to_left, name_to_right, word_before
from nlp.components.register import register
from nlp.components.state_organs import organs
from nlp.lexicon import NOTHING
from nlp.linking import NO_COUNTRY, country_of, linker_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from graph.model import Concept
    from nlp.lexicon import Lexicon

RULE: Final = "agency-pattern"
CONFIDENCE: Final = 0.8

_OF = re.compile(r" (?:of|for|on) ")
_OF_THE = re.compile(r" of (?:the )?")
_THEN = re.compile(r"(?: (?:of|in) |, | \()(?:the )?")
_LAW = re.compile(r" (?:Reform |Amendment )?(?:Act|Bill|Directive|Law|Regulation|Model|Theory)\b")
_OFFICIAL = re.compile(r"United States Agency for International")
_RUNS_ON = re.compile(r" [A-Z]")
_AT_UNIVERSITY = re.compile(
    r"(?: \([A-Z]+\))? at (?:the )?[A-Z]|, (?:[A-Z][\w&-]+ ){0,3}(?:University|School|Faculty|College)\b"
)


class Agencies:
    """Reads the names of public bodies out of a plain text in which countries and places are known."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._linker = linker_of(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds candidates for agencies, and settles which country's body a listed name means."""
        plain, candidates = doc._.plain, doc._.candidates
        places = Places(candidates, plain, self._lexicon)
        listed = [each for each in candidates if each.kind == "AGENCY" and not each.mark]
        bodies = {*organs(plain, doc._.capitals, places), *_before_countries(plain, places)}
        if not HEADS.isdisjoint(doc._.capitals):
            bodies.update(_with_heads(plain, places, listed))
        for start, end in foreign(plain, doc._.capitals, public=True):
            bodies.add(Named(start, end, _country(plain, start, end, places.before(start), places)))
        candidates[:] = list(_settled(plain, candidates, places, bodies))
        around = {country_of(each.concept) for each in candidates if each.kind == "COUNTRY" and not each.mark}
        only = around.pop() if len(around) == 1 else None
        known: dict[tuple[str, str | None], Concept] = {}
        for start, end, country in bodies:
            if places.fixed(start, end):
                continue
            name = plain[start:end]
            home = NO_COUNTRY if international(name) else country or (only if every_country_has(name) else None)
            agency = known.get((name, home)) or self._linker.agency(name, home)
            known[name, home] = agency
            doc._.coined.setdefault(agency.id, agency)
            candidates.append(Candidate(start, end, "AGENCY", agency.id, RULE, CONFIDENCE))
        return doc


def _settled(plain: str, candidates: list[Candidate], places: Places, bodies: set[Named]) -> Iterator[Candidate]:
    """The candidates, with listed bodies as their context means them; another country's is a new body."""
    organs_of = {(each.start, each.end): each.country for each in bodies}
    for each in candidates:
        home = country_of(each.concept) if each.kind == "AGENCY" else None
        if home and organs_of.get((each.start, each.end), home) != home:
            continue  # the Kenyan Army is not the one that the bare name stands for
        if each.kind != "AGENCY" or each.mark or " " not in plain[each.start : each.end]:
            yield each
            continue
        own, lead = places.starting.get(each.start), places.before(each.start)
        if _LAW.match(plain, each.end):
            yield each._replace(kind=NOTHING, concept=NOTHING)
        elif own and own.end < each.end and _is_lead(plain, own, places) and not _OFFICIAL.match(plain, each.start):
            yield each._replace(start=own.end + 1)  # [U.S.] [Supreme Court]
        elif home and lead and country_of(lead.concept) not in {None, home}:
            bodies.add(Named(each.start, each.end, country_of(lead.concept)))
        else:
            yield each


def _is_lead(plain: str, country: Candidate, places: Places) -> bool:
    """Whether a country before a body's listed name is no part of it: U.S. Geological Survey."""
    return (
        country.kind == "COUNTRY"
        and plain[country.end : country.end + 1] == " "
        and plain[country.end + 1 : country.end + 2].isupper()
        and places.outside(country)
    )


def _with_heads(plain: str, places: Places, listed: list[Candidate]) -> Iterator[Named]:
    ends = {each.end: each for each in listed}
    full = defaultdict[int, list[int]](list)
    for each in listed:
        if " " in plain[each.start : each.end]:
            full[each.start].append(each.end)
    for match in HEAD.finditer(plain):
        at, end = match.span()
        if at and (plain[at - 1].isalnum() or plain[at - 1] == "-"):
            continue
        right = name_to_right(plain, end, places, lists=True) if _OF.match(plain, end) else end
        body = _by_complement(plain, at, end, right, places) if right > end else _by_modifier(plain, at, end, places)
        if body is None or _LAW.match(plain, body.end):
            continue
        parent = ends.get(body.start - 1)
        if parent is not None and plain[parent.end] == " ":
            body = body._replace(start=parent.start)  # the USDA National Agricultural Statistics Service is one
        # a list knows better, also where a body ends: "National Institutes of Health Stroke Scale"
        if not any(last == body.end or _RUNS_ON.match(plain, last, body.end) for last in full.get(body.start, ())):
            yield body


def _by_complement(plain: str, at: int, end: int, right: int, places: Places) -> Named | None:
    """The body named "<modifiers> <head> of/for/on …"; a country before it is not part of the name."""
    left, lead = name_to_left(plain, at, places, lists=False)
    if lead and lead.kind == "COUNTRY" and left == lead.start:
        left = lead.end + 1
    rest = plain[end + 1 : right].replace(",", "").split()
    country = places.starting.get(end + 4) if rest[0] == "of" else None
    named = named_by_complement(
        plain[at:end],
        plain[left:at].split(),
        rest,
        country=country is not None and country.kind == "COUNTRY",
        lead=lead is not None,
    )
    if not named or _AT_UNIVERSITY.match(plain, right):
        return None
    return Named(left, right, _country(plain, left, right, lead, places))


def _by_modifier(plain: str, at: int, end: int, places: Places) -> Named | None:
    """The body named "<modifiers> <head>", with "of <Country>" if that follows."""
    left, lead = name_to_left(plain, at, places, lists=True)
    words = plain[left:at].replace(",", "").split()
    follows = _OF_THE.match(plain, end)
    own = places.starting.get(follows.end()) if follows else None
    right = own.end if own and own.kind == "COUNTRY" and not places.adjective(own) else end
    placed = right > end or bool(places.within(left, at))
    if not words or not named_before(
        words, plain[at:end], plain[right : right + 14], placed=placed, lead=lead is not None
    ):
        return None
    return Named(left, right, _country(plain, left, right, lead, places))


def _before_countries(plain: str, places: Places) -> Iterator[Named]:
    """Names that end in their country: Statistics Canada; Immigration, Refugees and Citizenship Canada."""
    for country in places.starting.values():
        word = word_before(plain, country.start) if country.kind == "COUNTRY" else None
        if word and not word.after and word.text in COUNTRY_FIELDS and not places.adjective(country):
            left, _ = name_to_left(plain, country.start, places, lists=True)
            yield Named(left, country.end, country_of(country.concept))


def _country(plain: str, left: int, right: int, lead: Candidate | None, places: Places) -> str | None:
    inside = [each for each in places.within(left, right) if each.end <= right]
    follows = _THEN.match(plain, right)
    after = places.starting.get(follows.end()) if follows else None
    for each in (lead, *inside, after):
        if each and (country := country_of(each.concept)):
            return country
    return None


register("agencies", Agencies)
