"""Names of laws, scales, surveys, datasets and strains: what they hold names neither a place nor a body.

"Glasgow Coma Scale" is not about Glasgow, "EU AI Act" is the name of a law, "Wistar-Kyoto" that of a rat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from nlp.components.gazetteer import RULE as LISTED
from nlp.components.names import OPENERS, SMALL, Places, is_name, word_before
from nlp.components.register import register
from nlp.components.spans import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from nlp.components.found import Candidate
    from nlp.lexicon import Lexicon

_LAW = re.compile(
    r"\b(?:Acts?|Amendments?|Bills?|Charter|Constitution|Conventions?|Declaration|Decree|Directive|Ordinance|Regulation"
    r"|Treat(?:y|ies))\b"
)
_WORK = re.compile(
    r"\b(?:Atlas|Awards?|Battery|Benchmark|Challenge|Checklist|Classification|Cohort|Collection|Conference|Corpora|Corpus"
    r"|Criteria|Cup|Formulary|Gazette|Hansard|Partnership|Datasets?|Fact ?[Bb]ook|Framework|Games|Guidelines"
    r"|Handbook|Index|Initiative|Instrument|Interview"
    r"|Inventory|Journal|Letters|Manual|Olympiad|Olympics|Prize|Proceedings|Program|Programme|Project|Questionnaire"
    r"|Rating|Registry|Report|Review|Scales?|Schedule|Score|Strategy|Stud(?:y|ies)|Survey|Symposium"
    r"|Tasks?(?! Force)|Tests?"
    r"|Theory|Tool|Transactions|Treebank|Trials?|Workshop)\b"
)
_ABOUT = re.compile(
    r"\b(?:Conference|Handbook|Journal|Proceedings|Symposium|Tasks?|Transactions|Workshop) (?:on|of|for) (?:the )?"
    r"[A-Z][\w-]+(?:,? (?:and |of |for |in )?[A-Z][\w-]+)*"
)
_WORDS: Final = frozenset(
    """
    Act Acts Amendment Amendments Atlas Award Awards Battery Benchmark Bill Bills Challenge Charter Checklist
    Classification Cohort Collection Conference Constitution Convention Conventions Corpora Corpus Criteria Cup
    Dataset Datasets Declaration Decree Directive Fact Factbook Formulary Framework Games Gazette Guidelines
    Handbook Hansard Index Initiative Instrument Interview Inventory Journal Letters Manual Olympiad Olympics
    Ordinance Partnership Prize Proceedings Program Programme Project Questionnaire Rating Registry Regulation
    Report Review Scale Scales Schedule Score Strategy Studies Study Survey Symposium Task Tasks Test Tests Theory
    Tool Transactions Treaties Treaty Treebank Trial Trials Workshop
    """.split()
)
_PLACED: Final = frozenset({"COUNTRY", "PLACE", "AGENCY", "ORGANIZATION"})
_PROGRAMS: Final = ("Framework", "Guidelines", "Initiative", "Program", "Programme", "Project", "Report", "Strategy")
_LONGEST: Final = 10
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_BESIDE = re.compile(r"-(?:[A-Z]|\d(?!\d))")
_COMPOUND = re.compile(r"(?:\w-(?:of|in|the|and)-|[A-Z]\.-)$")
_TREATY = re.compile(
    r"\b(?:Accords?|Agreement|Charter|Code|Constitution|Convention|Declaration|Edict|Protocol|Treat(?:y"
    r"|ies)) of (?:the )?$|\bGuidelines for $"
)
_DATA = re.compile(
    r"(?:[ -](?=[A-Z\d])[\w-]+){0,2} (?:data ?sets?|benchmarks?|corpus|corpora|cohorts?"
    r"|[Ll]icen[cs]e)\b"
)
_UNDERTAKING = re.compile(r"(?: (?=[A-Z])[\w-]+){1,4} (?:project|trial|programme|cohort|dataset|corpus)\b")
_BINOMIAL = re.compile(r" \([A-Z][a-z]+ [a-z]{4,}[);,]")
_CALLED = re.compile(r"\b([A-Z][a-z]+(?: [a-z-]+){1,2})$")
_COMPASS: Final = frozenset("Central Eastern Northern Southern Western North South East West The the".split())
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
            places = Places(candidates, plain, self._lexicon)
            titles = _Of(doc, places)
            gone = {each for each in candidates if titles.swallow(each)}
            longest = _farthest(gone)
            doc._.candidates = [each for each in candidates if each not in gone and not _within(each, longest)]
        return doc


class _Of:
    """The titles of a text."""

    def __init__(self, doc: Doc, places: Places) -> None:
        plain, candidates = doc._.plain, doc._.candidates
        titled = not _WORDS.isdisjoint(doc._.capitals)
        self._plain = plain
        self._places = places
        self._laws = _Titled(_spans(plain, _LAW) if titled else ())
        self._works = _Titled(_spans(plain, _WORK) if titled else ())
        self._about = _Titled(match.span() for match in (_ABOUT.finditer(plain) if titled else ()))
        self._bodies = {
            each.start: each
            for each in candidates
            if each.kind == "AGENCY" and each.rule == LISTED and " " in plain[each.start : each.end]
        }
        self._species = {
            called[1]
            for match in _BINOMIAL.finditer(plain)
            if (called := _CALLED.search(plain, max(0, match.start() - 40), match.start()))
        }
        self._lengths = {len(each) for each in self._species}
        self._named = _Titled(_unembodied(doc, places))

    def swallow(self, each: Candidate) -> bool:
        """Whether a candidate is part of a title."""
        return bool(each.kind) and (
            self._in_law(each)
            or any(start <= each.start and each.end <= end for start, end in self._about.around(each))
            or (
                each.kind in _PLACED
                and (
                    self._in_work(each)
                    or self._hyphenated(each)
                    or self._in_name(each)
                    or self._is_species(each)
                    or (each.kind == "ORGANIZATION" and bool(_DATA.match(self._plain, each.end)))
                    or (each.kind == "PLACE" and bool(_UNDERTAKING.match(self._plain, each.end)))
                    or bool(_TREATY.search(self._plain, max(0, each.start - 24), each.start))
                )
            )
        )

    def _in_name(self, each: Candidate) -> bool:
        for start, end in self._named.around(each):
            if start <= each.start and each.end <= end and (start, end) != (each.start, each.end):
                before = self._plain[start : each.start].split()
                owns = self._plain.startswith("'", each.end)
                return not owns and (each.end < end or not _COMPASS.issuperset(before))
        return False

    def _is_species(self, each: Candidate) -> bool:
        """Whether it is part of what a species is called: Japanese black pine (Pinus thunbergii)."""
        return any(self._plain[each.start : each.start + length] in self._species for length in self._lengths)

    def _in_law(self, each: Candidate) -> bool:
        for start, end in self._laws.around(each):
            if start <= each.start and each.end < end:
                # whose law it is, is said before its name: the Dutch Environment and Planning Act; the EU AI Act
                leads = each.start == start and " " in self._plain[each.end + 1 : end]
                return not (leads and each.kind in {"COUNTRY", "AGENCY"})
            if each.rule != LISTED and each.overlaps(end - 1, end):
                return True
        return False

    def _in_work(self, each: Candidate) -> bool:
        # directly before the title's last word a name stays what it is: the OECD Report, a Dutch Study
        for start, end in self._works.around(each):
            if start <= each.start:
                if self._owns(each, start, end):
                    continue
                before = self._plain[start : each.start]
                within = before.endswith(" ") and not _COMPASS.issuperset(before.split())
                inside = each.end < end and (within or " " in self._plain[each.end + 1 : end])
                if inside or (each.end == end and each.rule != LISTED):
                    return True
        return False

    def _owns(self, each: Candidate, start: int, end: int) -> bool:
        """Whether it is the body whose program this is, or the country before it: Department of Health Strategy."""
        body = self._bodies.get(each.start) if each.kind == "AGENCY" else self._bodies.get(each.end + 1)
        if body is None or body.end >= end or not self._plain.endswith(_PROGRAMS, start, end):
            return False
        country = self._places.before(body.start)
        return start in {body.start, country.start if country else body.start}

    def _hyphenated(self, each: Candidate) -> bool:
        """Whether it is one half of a name like WHO-CHOICE; in US-China both halves are names of their own."""
        if _COMPOUND.search(self._plain, max(0, each.start - 6), each.start):
            return True
        if _BESIDE.match(self._plain, each.end) and each.end + 1 not in self._places.names_start:
            return True
        before = _PREFIX.search(self._plain, max(0, each.start - 16), each.start)
        other = before[1] if before else ""
        return other[:1].isupper() and other not in _PREFIXES and each.start - 1 not in self._places.names_end


class _Titled:
    """Titles as spans of a text, asked for by the candidates that may be part of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._all = list(spans)
        self._spans = Spans(self._all)

    def around(self, each: Candidate) -> list[tuple[int, int]]:
        """Those that share a character with a candidate."""
        return [self._all[at] for at in self._spans.touching(each.start, each.end)] if self._all else []


def _unembodied(doc: Doc, places: Places) -> Iterator[tuple[int, int]]:
    """Names that have a short form of their own, and are no body's: the British National Formulary (BNF)."""
    plain: str = doc._.plain
    bodies = defaultdict[int, list[int]](list)
    for each in doc._.candidates:
        if each.kind in {"AGENCY", "ORGANIZATION"}:
            bodies[each.end].append(each.start)
    for each in doc._.definitions:
        words = plain[each.long_start : each.long_end].split()
        body = any(start <= each.long_start or places.before(start) for start in bodies.get(each.long_end, ()))
        if len(words) > 1 and not body and is_name(words):
            yield each.long_start, each.long_end


def _farthest(gone: Iterable[Candidate]) -> dict[int, int]:
    """Where the longest of some candidates begins, by where they end."""
    found: dict[int, int] = {}
    for each in gone:
        found[each.end] = min(each.start, found.get(each.end, each.start))
    return found


def _within(each: Candidate, gone: dict[int, int]) -> bool:
    """Whether it is a country or place in a longer name that is gone: Africa, if South Africa is."""
    return each.kind in {"COUNTRY", "PLACE"} and gone.get(each.end, each.end) <= each.start


def _spans(plain: str, last: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where titles stand that end in such a word: from the first capitalised word of the name on."""
    for match in last.finditer(plain):
        start = first = match.start()
        for _ in range(_LONGEST):
            word = word_before(plain, first)
            if word is None or (word.after and not (word.after == "." and _INITIALS.fullmatch(word.text))):
                break
            small = word.text in SMALL
            if word.text == "and" and plain.startswith("and the ", word.start):
                break  # another name begins
            if not small and (not word.text[0].isupper() or word.text in OPENERS or word.text.endswith("'s")):
                break
            first = word.start
            start = start if small else first
        if start < match.start():
            yield start, match.end()


register("titles", Titles)
