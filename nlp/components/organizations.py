"""Universities, companies and societies by the form of their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.bodies import MEMBERS
from nlp.components.foreign import foreign
from nlp.components.found import Candidate
from nlp.components.institutions import confirmed, institutions, made, owners
from nlp.components.names import Places, Word, name_to_left, name_to_right, words_after
from nlp.components.register import register
from nlp.components.spans import Spans
from nlp.linking import linker_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from graph.model import Concept
    from nlp.lexicon import Lexicon

RULE: Final = "organization-pattern"
CONFIDENCE: Final = 0.8

_UNIVERSITY_OF = re.compile(r"University of (?:the )?(?=[A-Z])")
_SCHOOL = re.compile(r"(?:University|Polytechnic|Institute of (?:Technology|Science))\b")
_COMPANY = re.compile(r",? (?:(?:Inc|Corp|Ltd)\b\.?|(?:Corporation|GmbH|Limited|LLC|PLC|(?:Company )?plc|KG|AG)(?!\w))")
_FORMS: Final = frozenset("Inc Corp Ltd Corporation GmbH Limited LLC PLC KG AG BV".split())
_SOCIETY = re.compile(
    r"(?:Foundation|Association|Society|Federation|Organi[sz]ation|Commission|Committee|Council|Board|Party|Union)\b"
)
# the first are bodies of a state unless it is said whose they are; a union and a party may be anything
_ALSO_PUBLIC: Final = frozenset("Commission Committee Council Board".split())
_OF_PEOPLE: Final = frozenset("Farmers International Labor Labour National Students Teachers Trade Workers".split())
_NO_PARTY: Final = frozenset("Each Opposition Other Political Ruling Second Third Working".split())
_SOCIETIES: Final = _ALSO_PUBLIC | frozenset(
    "Association Federation Foundation Organisation Organization Party Society Union".split()
)
_STUDIES = re.compile(r" of (?:the )?(?:[A-Z][a-z]+ )?(?:Arts|Sciences?|Technology|Medicine|Economics|Engineering)\b")
_CAMPUS = re.compile(r"(?: at |-|, )(?:[A-Z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2,5})\b")
_CAMPUSES: Final = ("California", "Texas", "Illinois", "Wisconsin", "North Carolina", "Maryland", "Massachusetts")
_PART = re.compile(
    r" (?:for|Institutional|Hospitals?|School|College|Medical|Health|Cancer|Community|Press|Department|Faculty"
    r"|Library)\b"
)
_GENERIC: Final = frozenset("International Local National New Open Private Public State Virtual".split())
_FOR = re.compile(r" (?:of|for|on) (?:the )?[A-Z]")
# foundation models, association rules, and names that go on as those of laws and products
_NO_BODY = re.compile(r" (?:Models?|MLLMs?|LLMs?|Agents?|Class|Rules?|Mining|Patterns?|Tasks?|Features?|Learning)\b")
_SUCH_AS = re.compile(r"(?:,? (?:such as|like|including) | \((?:e\.g\.,? )?)(?=[A-Z])")
_NOUNS: Final = (
    "company companies firms giants providers vendors publishers retailers startups start-ups corporations"
    " manufacturers NGOs universities charities newspapers"
).split()
_COMPANIES = re.compile(rf"\b(?:{'|'.join(_NOUNS)})$")
_SEPARATOR = re.compile(r",? (?:and|or|&) |, ")
_ONE_WORD = re.compile(r"(?![A-Z]+s\b)[A-Z]\w{2,}(?=[,.;)]|'s | and | or |$)")
_MOST: Final = 8
_KNOWN_BY = re.compile(r" \([A-Z][A-Za-z]{1,9}[);,]")

# the state's own: what belongs to veterans, to the army, or to a state as a corporation
_PUBLIC = re.compile(
    r"\b(?:Veterans|VA|Army|Naval|Navy|Air Force)\b|\b(?:State|Federal|National|Public) .*\bCorporation\b"
)


def _names(plain: str, capitals: frozenset[str], places: Places) -> Iterator[tuple[int, int]]:
    if "University" in capitals:
        yield from _universities_of(plain, places)
    if not capitals.isdisjoint({"University", "Polytechnic", "Institute"}):
        yield from _schools(plain, places)
    if not capitals.isdisjoint(_FORMS) or " plc" in plain:
        yield from _companies(plain, places)
    if not capitals.isdisjoint(_SOCIETIES):
        yield from _societies(plain, places)
    yield from institutions(plain, capitals, places)
    yield from foreign(plain, capitals, public=False)
    yield from owners(plain)
    yield from _examples(plain, places)


def _universities_of(plain: str, places: Places) -> Iterator[tuple[int, int]]:
    for match in _UNIVERSITY_OF.finditer(plain):
        start, end = match.start(), match.start() + len("University")
        right = name_to_right(plain, end, places, lists=bool(_STUDIES.match(plain, end)))
        part = _PART.search(plain, match.end(), right)
        right = part.start() if part else right
        if plain[start:right].endswith(_CAMPUSES) and (campus := _CAMPUS.match(plain, right)):
            right = campus.end()
        if right > match.end():
            yield name_to_left(plain, start, places, lists=False)[0], right


def _schools(plain: str, places: Places) -> Iterator[tuple[int, int]]:
    for match in _SCHOOL.finditer(plain):
        left = _with_country(plain, name_to_left(plain, match.start(), places, lists=False)[0], places)
        if set(plain[left : match.start()].split()) - _GENERIC and not _FOR.match(plain, match.end()):
            yield left, match.end()


def _companies(plain: str, places: Places) -> Iterator[tuple[int, int]]:
    for match in _COMPANY.finditer(plain):
        word = plain.rfind(" ", 0, match.start()) + 1
        word = max(word, *(plain.rfind(each, word, match.start()) + 1 for each in "\n("))
        if plain[word : word + 1].isupper():
            yield name_to_left(plain, word, places, lists=False)[0], match.end()


def _societies(plain: str, places: Places) -> Iterator[tuple[int, int]]:
    for match in _SOCIETY.finditer(plain):
        if _NO_BODY.match(plain, match.end()):
            continue
        left = name_to_left(plain, match.start(), places, lists=True)[0]
        whole = _with_country(plain, left, places)
        right = name_to_right(plain, match.end(), places, lists=True) if _FOR.match(plain, match.end()) else match.end()
        words = plain[whole : match.start()].split()
        told = whole < left or places.within(whole, right) or _KNOWN_BY.match(plain, right)
        told = told or words[:1] in (["National"], ["International"], ["Royal"])
        if match[0] in _ALSO_PUBLIC:
            rest = plain[match.end() : right].split()
            told = not MEMBERS.isdisjoint(rest) or (words[:1] == ["International"] and bool(rest))
            told = told or (match[0] == "Board" and whole < left and rest[:1] == ["of"])
            if told:
                yield whole, right
            continue
        if match[0] in {"Party", "Union"}:
            told = words[:1] and (
                _NO_PARTY.isdisjoint(words) if match[0] == "Party" else not _OF_PEOPLE.isdisjoint(words)
            )
        if not words and right > match.end() and plain.endswith(" the ", 0, whole):
            yield whole, right  # the Association for the Advancement of Medical Instrumentation
        elif words and (told or (len(words) > 1 and plain.endswith(("the ", "The "), 0, whole))):
            yield whole, right


def _examples(plain: str, places: Places) -> Iterator[tuple[int, int]]:
    """Names given as examples of companies and the like: "retailers such as Amazon, Wayfair and Groupon"."""
    if not any(noun in plain for noun in _NOUNS):
        return
    for match in _SUCH_AS.finditer(plain):
        if not _COMPANIES.search(plain, max(0, match.start() - 16), match.start()):
            continue
        name: list[Word] = []
        for word in words_after(plain, match.end(), _MOST):
            joins = word.text in {"and", "or"}
            if name and (joins or name[-1].after or not word.capital):
                yield name[0].start, places.houses.get(name[0].start, name[-1].end)
                name = []
            if not joins and (not word.capital or _known_otherwise(word, places)):
                break
            name += [] if joins else [word]
        else:
            if name:
                yield name[0].start, places.houses.get(name[0].start, name[-1].end)


def _known_otherwise(word: Word, places: Places) -> bool:
    return word.start in places.names_start and word.start not in places.houses


def _beside(plain: str, candidates: list[Candidate]) -> Iterator[tuple[int, int]]:
    """What stands in one list with two organizations that are known: "OpenAI, Google, Meta, and Mistral"."""
    known = {each.start: each.end for each in candidates if each.kind == "ORGANIZATION" and not each.mark}
    if len(known) < 2:
        return
    # a doubtful name may be one; what is known as something else is none
    maybe = {each.start: each.end for each in candidates if each.kind == "ORGANIZATION" and each.mark}
    other = {each.start for each in candidates if each.kind != "ORGANIZATION"}
    seen = -1
    for first in sorted(known):
        if first < seen:
            continue
        end, members, new = known[first], 1, []
        while separator := _SEPARATOR.match(plain, end):
            at = separator.end()
            if at in known:
                end, members = known[at], members + 1
                continue
            word = _ONE_WORD.match(plain, at)
            if not word or (at in other and at not in maybe):
                break
            end = maybe.get(at, word.end())
            new.append((at, end))
        seen = end
        if members > 1:
            yield from new


def _with_country(plain: str, left: int, places: Places) -> int:
    """Where a name begins with the country before it: unlike an agency's, it is part of an organization's name."""
    before = places.before(left)
    inside = before and plain[before.end] == " " and plain[before.end - 1].islower()
    return name_to_left(plain, before.start if before and inside else left, places, lists=False)[0]


class Organizations:
    """Reads the names of organizations out of a plain text in which countries and places are known."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._linker = linker_of(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds candidates for organizations."""
        plain = doc._.plain
        places = Places(doc._.candidates, plain, self._lexicon)
        agencies = [each for each in doc._.candidates if each.kind == "AGENCY" and not each.mark]
        public = {each.end for each in agencies}
        near = Spans([each[:2] for each in agencies])
        named = {
            *_names(plain, doc._.capitals, places),
            *confirmed(plain, doc._.definitions, public, places),
            *_beside(plain, doc._.candidates),
        }
        known: dict[tuple[str, bool], Concept] = {}
        for start, end in named:
            if places.fixed(start, end) or made(plain, start, end):
                continue
            name = plain[start:end]
            state = bool(_PUBLIC.search(name)) or any(
                start <= agencies[at].start and agencies[at].end < end for at in near.touching(start, end)
            )
            body = known.get((name, state)) or (
                self._linker.agency(name, None) if state else self._linker.organization(name)
            )
            known[name, state] = body
            doc._.coined.setdefault(body.id, body)
            doc._.candidates.append(Candidate(start, end, body.kind, body.id, RULE, CONFIDENCE))
        return doc


register("organizations", Organizations)
