"""Names of laws, scales, surveys, datasets and strains: what they hold names neither a place nor a body.

"Glasgow Coma Scale" is not about Glasgow, "EU AI Act" is the name of a law, "Wistar-Kyoto" that of a rat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.gazetteer import RULE as LISTED
from nlp.components.names import OPENERS, Places, word_before
from nlp.components.register import register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from spacy.tokens import Doc

    from nlp.components.found import Candidate
    from nlp.lexicon import Lexicon

_LAW = re.compile(
    r"\b(?:Acts?|Amendments?|Bills?|Charter|Constitution|Conventions?|Declaration|Decree|Directive|Ordinance|Regulation"
    r"|Treat(?:y|ies))\b"
)
_WORK = re.compile(
    r"\b(?:Atlas|Awards?|Battery|Benchmark|Challenge|Checklist|Classification|Cohort|Collection|Conference|Corpora|Corpus"
    r"|Criteria|Cup|Datasets?|Fact ?[Bb]ook|Framework|Games|Guidelines|Handbook|Index|Initiative|Instrument|Interview"
    r"|Inventory|Journal|Letters|Manual|Olympiad|Olympics|Prize|Proceedings|Program|Programme|Project|Questionnaire"
    r"|Rating|Registry|Report|Review|Scales?|Schedule|Score|Strategy|Stud(?:y|ies)|Survey|Symposium|[Tt]asks?|[Tt]ests?"
    r"|Theory|Tool|Transactions|Treebank|Trials?|Workshop)\b"
)
_SMALL: Final = frozenset("of for on and the to in with &".split())
_PLACED: Final = frozenset({"COUNTRY", "PLACE", "AGENCY", "ORGANIZATION"})
_LONGEST: Final = 10
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_BESIDE = re.compile(r"-[A-Z]")
_PREFIX = re.compile(r"([A-Za-z]+)-$")
_PREFIXES: Final = frozenset(
    "Sino Anglo Afro Franco Euro Indo Non Post Pre Pan Trans Anti Pro Inter Greater Mid".split()
)


class Titles:
    """Takes away the names of places and bodies that are part of a title, and whatever is part of a law's."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Removes candidates."""
        plain, candidates = doc._.plain, doc._.candidates
        if candidates:
            laws, works = list(_spans(plain, _LAW)), list(_spans(plain, _WORK))
            places = Places(candidates, plain, self._lexicon)
            edges = {each.start for each in candidates} | {each.end for each in candidates}
            doc._.candidates = [
                each
                for each in candidates
                if not (
                    _in_law(
                        each,
                        laws,
                        lambda one: one.kind == "COUNTRY" and places.adjective(one) and plain[one.end - 1].islower(),
                    )
                    or _in_work(each, plain, works)
                    or _hyphenated(each, plain, edges)
                )
            ]
        return doc


def _spans(plain: str, last: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where titles stand that end in such a word: from the first capitalised word of the name on."""
    for match in last.finditer(plain):
        start = first = match.start()
        for _ in range(_LONGEST):
            word = word_before(plain, first)
            if word is None or (word.after and not (word.after == "." and _INITIALS.fullmatch(word.text))):
                break
            small = word.text in _SMALL
            if not small and (not word.text[0].isupper() or word.text in OPENERS or word.text.endswith("'s")):
                break
            first = word.start
            start = start if small else first
        if start < match.start():
            yield start, match.end()


def _in_law(each: Candidate, laws: list[tuple[int, int]], adjective: Callable[[Candidate], bool]) -> bool:
    for start, end in laws:
        if start <= each.start and each.end < end:
            # the adjective before a law's name is none of it: the Dutch Environment and Planning Act
            return each.start > start or not adjective(each)
        if each.rule != LISTED and each.overlaps(end - 1, end):
            return True
    return False


def _in_work(each: Candidate, plain: str, works: list[tuple[int, int]]) -> bool:
    # directly before the title's last word a name stays what it is: the OECD Report, a Dutch Study
    return each.kind in _PLACED and any(
        start <= each.start
        and ((each.end < end and " " in plain[each.end + 1 : end]) or (each.end == end and each.rule != LISTED))
        for start, end in works
    )


def _hyphenated(each: Candidate, plain: str, edges: set[int]) -> bool:
    """Whether it is one half of a name like WHO-CHOICE; in US-China both halves are names of their own."""
    if each.kind not in _PLACED:
        return False
    if _BESIDE.match(plain, each.end) and each.end + 1 not in edges:
        return True
    before = _PREFIX.search(plain, max(0, each.start - 16), each.start)
    return bool(before) and before[1][0].isupper() and before[1] not in _PREFIXES and each.start - 1 not in edges


register("titles", Titles)
