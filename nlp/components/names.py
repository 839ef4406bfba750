"""Reading along a proper name, word by word, to its left and to its right. Works on plain text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.components.found import Candidate
    from nlp.lexicon import Lexicon

_WORD = re.compile(r"(&|[^\W_](?:[\w'/&]|[-.](?=\w))*+)(\S*+)(?: |$|(?=\n))")
COMPOUND = re.compile(
    r"-(?:affiliated|approved|backed|based|commissioned|defined|driven|funded|led|level|mandated|recommended|related|run"
    r"|specific|sponsored|style|supported|type|wide)$",
    re.IGNORECASE,
)
_SLASH = re.compile(r"(?<=[a-z]{3})/(?=[A-Z])")
_AND: Final = {"and", "&"}
_OF: Final = {"of", "for", "on"}
_ADJECTIVE = re.compile(r"(?:[a-z](?:an|ese|ish|i|ine|ch|ss|ek|ak|ic|ot|ai|bek|abe)|kh|jik)$")
# an adjective of a people the lexicon does not list as a country's; continents are parts of names
_PEOPLE = re.compile(r"(?<!As)(?<!Civil)[a-z](?:ian|ese|ish)$")
_SHORT = re.compile(r"[A-Z](?:\.? ?[A-Z])+\.?$")
_BODY = re.compile(
    r"Ministry|Department|Office|Bureau|Agency|Commission|Council|Secretariat|Authority|Institutes?|Universit(?:y|ies)"
    r"|Cent(?:er|re)s?|Board|Foundation|Association|Society|Federation"
)
_BEGINNINGS: Final = {"National", "Federal", "European", "International", "Royal", "World"}
_OF_PRODUCT = re.compile(r"(?: (?:Clinical|Practice|Treatment|Annual|Trials))+$")
_LONGEST: Final = 24
"""So many words of a name are read to either side; what goes on like a name for longer is none."""
SMALL: Final = frozenset("of for on and the to in with &".split())
"""Small words within names."""
PRODUCTS: Final = frozenset(
    """
    Act Award Awards Bill Challenge Collaborative Conference Corpus Criteria Data Database Dataset Directive
    Framework Grant Grants Guidance Guideline Guidelines Index Initiative Law Model Network Panel Pathways
    Program Programme Programmes Programs Project Projects Recommendation Recommendations Registry Regulation
    Report Reports Scale Score Strategy Study Survey System Systems Theory Toolkit Trial Trials Workshop
    """.split()
)
OPENERS: Final = frozenset(
    """
    A According After Against All Also Although Among An And Another Any As At Background Based Because Before
    Both But By Conclusion Conclusions Despite During Each Every Few Findings Following For Four From Further
    Furthermore Given He Her His How However I If In Introduction Is It Its Like Many Method Methods More
    Moreover Most My No Not Objective Objectives On One Or Other Our Over Purpose Recently Results She Should
    Since So Some Still Such Than That The Their Then There These They This Those Three Through Throughout Thus
    To Toward Towards Two Under Unlike Until Upon Use Using Various Via Was We What When Where Whereas Whether
    Which While Who Whose Why With Within Without You Your
    """.split()
)


class Word(NamedTuple):
    """A word of a name; `after` is the punctuation between it and the next space."""

    start: int
    end: int
    text: str
    after: str

    @property
    def capital(self) -> bool:
        """Whether it may be part of a name."""
        return self.text[0].isupper() and self.text not in OPENERS


class Places:
    """Where a text names countries and places (and other bodies), for those who read names beside them."""

    def __init__(self, candidates: Sequence[Candidate], plain: str, lexicon: Lexicon) -> None:
        named = [each for each in candidates if each.kind in {"COUNTRY", "PLACE", "AGENCY", "ORGANIZATION"}]
        found = _outermost(each for each in named if each.kind in {"COUNTRY", "PLACE"})
        self.names_start = {each.start for each in named}
        self.names_end = {each.end for each in named}
        self.houses = {each.start: each.end for each in named if each.kind == "ORGANIZATION"}
        self.starting = {each.start: each for each in sorted(found, key=lambda one: one.end)}
        self.ending = {each.end: each for each in sorted(found, key=lambda one: -one.start)}
        self.steps: dict[tuple[int, bool, bool], tuple[int, bool]] = {}
        """What `name_to_left` knows already: a name is read once, however many end in its words."""
        self._starts = sorted(self.starting)
        self._fixed = {(each.start, each.end) for each in candidates if not each.kind}
        self._plain = plain
        self._concepts = lexicon.concepts

    def adjective(self, country: Candidate) -> bool:
        """Whether a country is named by an adjective (Dutch), or by what serves as one (U.S., United Kingdom)."""
        if self.short(country):
            return True
        name = self._plain[country.start : country.end]
        # Japan, Pakistan, Haiti only look like adjectives
        last = name.rpartition(" ")[2]
        own = self._concepts[country.concept].name.rpartition(" ")[2]
        return bool(_ADJECTIVE.search(last)) and last not in {own, "Republic"}

    def outside(self, country: Candidate) -> bool:
        """Whether a country before a body's name is no part of it: an adjective, or a name that has none."""
        return self.adjective(country) or self._plain[country.start : country.end] == "New Zealand"

    def short(self, country: Candidate) -> bool:
        """Whether a country is named by its initials or as a union, which then serves as an adjective."""
        name = self._plain[country.start : country.end]
        return bool(_SHORT.fullmatch(name)) or name.startswith("United ")

    def fixed(self, start: int, end: int) -> bool:
        """Whether these words are a fixed expression that names nothing."""
        return (start, end) in self._fixed

    def within(self, left: int, right: int) -> list[Candidate]:
        """The countries and places that begin in a span, in reading order."""
        part = self._starts[bisect_left(self._starts, left) : bisect_left(self._starts, right)]
        return [self.starting[each] for each in part]

    def before(self, at: int) -> Candidate | None:
        """The country or place that ends right before a position, with a space or a possessive between."""
        head = self._plain[max(0, at - 3) : at]
        end = at - 3 if head == "'s " else at - 2 if head.endswith("' ") else at - 1
        return self.ending.get(end)


def _outermost(found: Iterable[Candidate]) -> list[Candidate]:
    """Without those that are part of a longer one: British in British Columbia."""
    kept: list[Candidate] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.end > kept[-1].end or (each.start, each.end) == (kept[-1].start, kept[-1].end):
            kept.append(each)
    return kept


def is_name(words: list[str]) -> bool:
    """Whether every word that can have a capital has one."""
    return words[-1][0].isupper() and all(each[0].isupper() or each in SMALL for each in words)


def words_after(plain: str, at: int, limit: int = _LONGEST) -> list[Word]:
    """The words from a position on, up to the first thing that is no word."""
    words: list[Word] = []
    while len(words) < limit and (found := _WORD.match(plain, at)):
        text, after = found[1], found[2]
        if text.endswith("'s"):
            text, after = text[:-2], "'s" + after
        elif cut := COMPOUND.search(text) or _SLASH.search(text):  # an NIH-funded study; Cardiology/American Heart
            text, after = text[: cut.start()], text[cut.start() :] + after
        words.append(Word(at, at + len(text), text, after))
        at = found.end()
        if after not in {"", ","} or plain[at - 1] != " ":
            break
    return words


def word_before(plain: str, at: int) -> Word | None:
    """The word that ends one space before a position."""
    if at < 2 or plain[at - 1] != " ":
        return None
    start = plain.rfind(" ", 0, at - 1) + 1
    start = max(start, plain.rfind("\n", start, at - 1) + 1)
    while start < at - 1 and plain[start] in "([{\"'":
        start += 1
    if slash := _SLASH.search(plain, start, at - 1):
        start = slash.end()
    found = _WORD.fullmatch(plain, start, at - 1)
    return Word(start, found.end(1), found[1], found[2]) if found else None


def name_to_left(plain: str, at: int, places: Places, *, lists: bool) -> tuple[int, Candidate | None]:
    """Where a name begins whose last word starts at a position, and the country or place named at its very left.

    A country as an adjective, or with a possessive, stays outside (and is still handed back); as a noun it is part of
    the name. `lists` lets the name hold "and" and commas; "&" it may always hold.
    """
    start, joined = at, False
    for _ in range(_LONGEST):
        state = start, joined, lists
        step = places.steps.get(state)
        if step is None:
            step = places.steps[state] = _step_to_left(plain, start, places, joined=joined, lists=lists)
        if step == (start, joined):
            break
        start, joined = step
    country = places.before(start)
    if country and country.kind == "COUNTRY" and word_before(plain, start):
        outside = plain[country.end : country.end + 1] == "'" or places.outside(country)
        return (start if outside else country.start), country
    return start, country


def _step_to_left(plain: str, start: int, places: Places, *, joined: bool, lists: bool) -> tuple[int, bool]:
    """Where a name begins that has one word more, and whether it holds an "and" by then; the same where it ends."""
    here = start, joined
    word, country = word_before(plain, start), places.before(start)
    if not word or (country and country.kind == "COUNTRY"):
        return here
    place = places.ending.get(word.end)
    if place and place.kind == "PLACE" and not word.after:
        return place.start, joined
    if word.after or word.text in _AND:
        if not (lists or word.text == "&") or (word.after and (word.after != "," or not joined)):
            return here
        further = word if word.after else word_before(plain, word.start)
        if not further or (further.after and further is not word) or not _joins(plain, further, start, places):
            return here
        return further.start, True
    label = len(word.text) > 4 and word.text.isupper()  # SETTING Four hospitals
    if not word.capital or word.text.endswith("'s") or label or _PEOPLE.search(word.text):
        return here
    return word.start, joined


def _joins(plain: str, further: Word, start: int, places: Places) -> bool:
    """Whether the word before an "and" or a comma belongs to the name that goes on behind it."""
    if not further.capital or further.text.isupper() or further.end in places.names_end:
        return False
    if _BODY.fullmatch(further.text) or _WORD.match(plain, start)[1] in _BEGINNINGS:  # type: ignore[index]
        return False
    # "Department of Commerce and Census Bureau" are two, "findings of Economic and Social Research Council" is one
    beyond = word_before(plain, further.start)
    before = word_before(plain, beyond.start) if beyond and beyond.text in _OF else None
    return not (before and before.capital)


def name_to_right(plain: str, at: int, places: Places, *, lists: bool) -> int:
    """Where a name ends that goes on at a position with " of …", " and …" or another capitalised word.

    "of" and a country is the name's own only where the name has no complement yet: Bank of England, but Ministry of
    Health / of Brazil. It holds one "and" at most, none before another body, and without `lists` none at all.
    """
    end, complement, joined, listed = at, False, not lists, False
    words = words_after(plain, at + 1) if plain[at : at + 1] == " " else []
    index = 0
    while index < len(words):
        word = words[index]
        small = word.text if word.text in _OF or word.text in _AND else ""
        if small:
            index += 2 if index + 1 < len(words) and words[index + 1].text == "the" else 1
            if word.after or index >= len(words) or not words[index].capital:
                break
            word = words[index]
        country = places.starting.get(word.start)
        if country and country.kind == "COUNTRY":
            inside = not complement if small == "of" else not small
            return max(end, country.end) if inside and not places.adjective(country) else end
        if small in _AND and (joined or word.start in places.names_start or _another_body(words[index:])):
            break
        if small in _OF and complement and _another_body(words[index:]):
            break
        # an acronym that only follows is another name, and what a body makes is not the body
        if not word.capital or (not small and (_SHORT.fullmatch(word.text) or word.text in PRODUCTS)):
            if word.text in PRODUCTS and (of_product := _OF_PRODUCT.search(plain, at, end)):
                return of_product.start()
            break
        complement, joined = complement or small in _OF, joined or small in _AND
        end = word.end
        if word.text.endswith("s'") and word.text != "Veterans'":
            return end - 1
        if word.after and not (word.after == "," and not joined and _list_goes_on(words[index + 1 :], listed=listed)):
            break
        listed = listed or bool(word.after)
        index += 1
    return end


def _list_goes_on(words: list[Word], *, listed: bool) -> bool:
    # "Housing, Communities and Local Government": after the comma capitals only, up to an "and"
    for index, word in enumerate(words[:8]):
        if word.text in _AND:
            return (index > 0 or listed) and index + 1 < len(words) and words[index + 1].capital
        if not word.capital or word.after not in {"", ","}:
            return False
    return False


def _another_body(words: list[Word]) -> bool:
    for index, word in enumerate(words):
        if not word.capital:
            return False
        if _BODY.fullmatch(word.text) or (index > 1 and word.text in {"Administration", "Service", "Services"}):
            return True
        if word.after:
            return False
    return False
