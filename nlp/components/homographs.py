"""Names that are other words too: the context decides what they mean here.

Chad and Jordan are countries and people, Georgia is a country and a state, US is not us. What is certain stays; what is
ambiguous needs a sign for the place, and none against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.languages import languages
from nlp.components.names import OPENERS, Places
from nlp.components.register import register
from nlp.linking import country_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from nlp.components.found import Candidate
    from nlp.lexicon import Lexicon

RULE: Final = "homograph"
CONFIDENCE: Final = 0.75
AGAINST: Final = -9

# what follows a name
_CITED = re.compile(r"(?:'s)?,? (?:et al\b|(?:and|&) [A-Z][\w-]+,? \(?(?:1[89]|20)\d\d|\((?:1[89]|20)\d\d)")
_SURNAME = re.compile(r" (?!Valley|River|Government|Republic|Rift|Lake|State|City)[A-Z][A-Za-z]*[a-z]\b|-[A-Z0-9]")
_STATE = re.compile(r"(?:'s)? (?:is|has|was|had|as|government|economy|population|became|remains|refugees)\b|'s ")
_AND_THEN = re.compile(r"(?:, (?:and |or )?| and | or )(?:the )?")
# what stands before it
_WITHIN = re.compile(
    r"(?:\b(?:in|from|across|throughout|within|to|into|outside|near|inside)(?: (?:the|both|rural|urban|modern))?"
    r"|\b(?:north|south|east|west)(?:ern)?|\bcentral|\brural|\burban|\bneighbou?ring) $",
    re.IGNORECASE,
)
_OF = re.compile(r"\b(?:of|for|between|with|by|and) $|, $")
_AND_BEFORE = re.compile(r"(?:, (?:and |or )?| and | or )(?:the )?$")
_INITIAL = re.compile(r"\b[A-Z]\. $")
_HONORIFIC = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sir|Lady|Lord)\.? $")
_STATE_OF = re.compile(r"\b[Ss]tate of $")

# words of English that are written in capitals only in headlines
_WORDS: Final = frozenset("US IT IS IN WHO AM SO NO OR AS AT BE CAN AID ARE".split())
_CAPITALS = re.compile(r"[A-Z]{2,}")


class Homographs:
    """Drops candidates that their context speaks against, and keeps ambiguous ones where it speaks for them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Leaves candidates without marks."""
        plain, candidates = doc._.plain, doc._.candidates
        if not candidates:
            return doc
        places = Places(candidates, plain, self._lexicon)
        tongues = set(languages(plain, candidates, places))
        kept = [
            each
            for each in candidates
            if not (each.mark or each in tongues or _headline(plain, each) or _is_called(plain, each))
        ]
        marked = [each for each in candidates if each.mark and each not in tongues]
        if marked:
            openings = {start for start, _ in doc._.sentences}
            kept += _decided(_Context(plain, kept, places, openings), marked)
        doc._.candidates = kept
        return doc


def _is_called(plain: str, each: Candidate) -> bool:
    """Whether somebody has the name of a country or place: Dr. Israel."""
    return each.kind in {"COUNTRY", "PLACE"} and bool(_HONORIFIC.search(plain, max(0, each.start - 11), each.start))


def _headline(plain: str, each: Candidate) -> bool:
    """Whether it is a word of English, in capitals as the words beside it are."""
    if plain[each.start : each.end] not in _WORDS:
        return False
    last = each.start
    while last and plain[last - 1] == " ":
        last -= 1
    before = plain[plain.rfind(" ", 0, last) + 1 : last]
    after = plain[each.end : each.end + 30].strip(" ").partition(" ")[0]
    beside = [word for each in (before, after) if (word := each.strip(".,:;()?!"))]
    return bool(beside) and all(_CAPITALS.fullmatch(word) for word in beside)


class _Context:
    """What a text says for and against its ambiguous names."""

    def __init__(self, plain: str, sure: list[Candidate], places: Places, openings: set[int]) -> None:
        self._plain = plain
        self._places = places
        self._openings = openings
        self._sure = {each.concept for each in sure if each.kind in {"COUNTRY", "PLACE"}}
        self._countries = {country_of(each) for each in self._sure} - {None}

    def score(self, each: Candidate) -> int:
        """Above 0 if the name means this place here."""
        plain, before = self._plain, self._plain[max(0, each.start - 24) : each.start]
        if self._is_person(each, before):
            return AGAINST
        own = country_of(each.concept)
        named = 2 * (each.concept in self._sure) + 2 * (own in self._countries)
        where = 2 if _WITHIN.search(before) else int(bool(_OF.search(before)))
        subject = int(bool(_STATE.match(plain, each.end)))
        state = 3 * (each.kind == "PLACE" and bool(_STATE_OF.search(before)))  # of Georgia
        return state + named + where + subject + bool(self._countries - {own}) + 2 * self._in_list(each, before)

    def _is_person(self, each: Candidate, before: str) -> bool:
        plain = self._plain
        if _CITED.match(plain, each.end) or _INITIAL.search(before):
            return True
        if _SURNAME.match(plain, each.end) and each.end + 1 not in self._places.starting:
            return True
        given = before.rstrip(" ").rpartition(" ")[2]
        return (
            before.endswith(" ")
            and given[:1].isupper()
            and given.isalpha()
            and given not in OPENERS
            and each.start - 1 not in self._places.ending
            and each.start - 1 - len(given) not in self._openings
            and not _WITHIN.search(before)
        )

    def _in_list(self, each: Candidate, before: str) -> bool:
        after, ahead = _AND_THEN.match(self._plain, each.end), _AND_BEFORE.search(before)
        return bool(
            (after and after.end() in self._places.starting)
            or (ahead and each.start - len(ahead[0]) in self._places.ending)
        )


def _decided(context: _Context, marked: list[Candidate]) -> list[Candidate]:
    """The ambiguous candidates the context takes for what they say; a name means the same all over a text."""
    scores = {each: context.score(each) for each in marked}
    believed = {each.concept for each, score in scores.items() if score > 1}
    best: dict[tuple[int, int], tuple[int, Candidate]] = {}
    for each, score in scores.items():
        total = score + 1 if each.concept in believed else score
        span = each.start, each.end
        if total > 0 and (span not in best or total > best[span][0]):
            best[span] = total, each
    return [each._replace(mark="", rule=RULE, confidence=CONFIDENCE) for _, each in best.values()]


register("homographs", Homographs)
