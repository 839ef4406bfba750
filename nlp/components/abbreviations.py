"""Abbreviations a text defines itself, after Schwartz and Hearst (2003).

A short form in brackets means what the long form before it means, there and in the rest of the text. If the long form
names no concept, then neither does the short form, whatever the lexicon thinks of it: "immersive therapy (IT)".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from nlp.components.found import Candidate
from nlp.components.gazetteer import RULE as LISTED
from nlp.components.pool import Pool
from nlp.components.register import register
from nlp.components.spans import occurrences
from nlp.lexicon.folding import fold, inside_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc

    from graph.model import Concept
    from nlp.lexicon import Lexicon

RULE: Final = "abbreviation"
CONFIDENCE: Final = 0.9

_BRACKET = re.compile(r"\(([^()\n]{2,90}?)\)")
_SHORT = re.compile(r"(?=[\w.&/-]*[A-Z])[A-Za-z0-9][\w.&/-]{1,11}")
_LETTERS = re.compile(r" \(([A-Z]{2,6})\)")
_WORD = re.compile(r"\w+")
_ITS = re.compile(
    r"(?:'s)? (?:[a-z]+ )?(?:catalogu?e?|criteria|filings?|guidance|guidelines|hospitals?|medical cent(?:er|re)s?"
    r"|members"
    r"|officials|recommendations|regulations?|standards?|statistics|website)\b|-(?:funded|recommended|sponsored)\b"
)
_DONE_BY = re.compile(r"\b(?:[Aa]ccording to|by|from)(?: the)? $")
_NO_MORE = re.compile(r"[.,;:)]|'s |$| (?:and|in|for|has|have|is|was|to)\b")
_FARTHEST: Final = 140
_MEANINGS: Final = 8
"""A short form that is given more meanings in one text keeps the first ones."""
_FILLERS: Final = frozenset("a an and for in of on or the to with".split())


class Definition(NamedTuple):
    """A short form and its long form, as spans."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def definitions(plain: str) -> Iterator[Definition]:
    """Every "long form (SHORT)" and "SHORT (long form)" of a plain text."""
    for match in _BRACKET.finditer(plain):
        at, start = match.start(), match.start(1)
        if plain[at - 1 : at] != " ":
            continue
        inner = re.split(r"[;,] ", match[1])[0]
        if _SHORT.fullmatch(inner):
            short = inner[:-1] if inner.endswith("s") and len(inner) > 2 and inner[-2].isupper() else inner
            end = at - 3 if plain[at - 3 : at - 1] == "'s" else at - 2 if plain[at - 2] == "'" else at - 1
            begin = _words_back(plain, end, min(len(short) + 5, len(short) * 2))
            found = _long_form(plain[begin:end], short)
            if found is not None:
                yield Definition(begin + found, end, start, start + len(inner))
        elif " " in inner:
            begin = _words_back(plain, at - 1, 1)
            word = plain[begin : at - 1]
            if _SHORT.fullmatch(word) and sum(map(str.isupper, word)) > 1 and _initials(inner) == word.lower():
                yield Definition(start, start + len(inner), begin, at - 1)


def _initials(name: str) -> str:
    return "".join(word[0] for word in _WORD.findall(fold(name)) if word not in _FILLERS)


def _words_back(plain: str, at: int, count: int) -> int:
    """Where the last words before a position begin: so many, or as many as no bracket or paragraph cuts off."""
    low = max(0, at - _FARTHEST)
    low = max(low, *(plain.rfind(each, low, at) + 1 for each in "()\n"))
    start = at
    for _ in range(count):
        start = plain.rfind(" ", low, start)
        if start < 0:
            return low
    return start + 1


def _long_form(text: str, short: str) -> int | None:
    """Where in the text the long form of a short form at its end begins; None if it holds no such form."""
    at = len(text) - 1
    letters = [char.lower() for char in short if char.isalnum()]
    lowered = fold(text)
    for index in range(len(letters) - 1, -1, -1):
        first = index == 0
        while at >= 0 and (lowered[at] != letters[index] or (first and at > 0 and lowered[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    begin = at + 1
    long_form = text[begin:]
    if len(long_form) <= len(short) or short in long_form.split():
        return None
    return begin


class Abbreviations:
    """Carries the concepts of long forms over to short forms, and takes away what the long forms do not mean."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        """Adds and removes candidates as the text's own definitions ask."""
        plain, candidates = doc._.plain, doc._.candidates
        own = {each.short_start for each in doc._.definitions}
        if defined := [*doc._.definitions, *_foreign(plain, candidates, own)]:
            doc._.candidates = candidates = self._carried(doc, Pool(candidates), defined)
        doc._.candidates = _supported(plain, candidates)
        return doc

    def _carried(self, doc: Doc, pool: Pool, defined: Iterable[Definition]) -> list[Candidate]:
        plain: str = doc._.plain
        shorts = {each: _singular(plain[each.short_start : each.short_end]) for each in defined}
        begins = occurrences(plain, {*shorts.values()})
        spans = {short: list(_words(plain, begins[short], len(short))) for short in begins}
        told = {short: _Told() for short in begins}
        aliases = defaultdict[str, set[str]](set)
        for each, short in shorts.items():
            meant = self._meant(plain, pool, each)
            if not told[short].news(meant.concept if meant else None):
                continue
            # whatever else these letters mean, here they mean the long form
            for span in spans[short]:
                pool.keep(span, lambda one, meant=meant: _keeps(one, meant))
                if meant and not any(one.concept == meant.concept and not one.mark for one in pool.at(span)):
                    pool.add(Candidate(*span, meant.kind, meant.concept, RULE, CONFIDENCE))
            if meant and meant.concept in doc._.coined:
                aliases[meant.concept].add(short)
        for concept, names in aliases.items():
            coined: Concept = doc._.coined[concept]
            doc._.coined[concept] = replace(coined, aliases=tuple(sorted({*coined.aliases, *names})))
        return pool.all()

    def _meant(self, plain: str, pool: Pool, defined: Definition) -> Candidate | None:
        meant = _meaning(pool, defined)
        if meant is None:
            return self._similar(plain, pool, defined)
        if meant.concept not in self._lexicon.concepts and (whole := self._similar(plain, pool, defined, meant)):
            return whole  # a list knows it by its short form
        return meant

    def _similar(
        self, plain: str, pool: Pool, defined: Definition, coined: Candidate | None = None
    ) -> Candidate | None:
        """What the lexicon takes the short form for, if that is nearly the long form; it is then named there too.

        `coined`: what the long form was read as, if it was; the kind is then known, and where it stands.
        """
        start, end = (coined.start, coined.end) if coined else (defined.long_start, defined.long_end)
        words = _stems(plain[start:end])
        for each in pool.at((defined.short_start, defined.short_end)):
            fits = each.kind and (coined is None or each.kind in {coined.kind, "AGENCY"})
            concept = self._lexicon.concepts.get(each.concept) if fits else None
            if concept:
                for name in (concept.name, *concept.aliases):
                    own = _stems(name)
                    if len(own) > 1 and 2 * len(own & words) > 0.6 * (len(own) + len(words)):
                        named = Candidate(start, end, each.kind, each.concept, RULE, CONFIDENCE)
                        pool.add(named)
                        return named
        return None


def _foreign(plain: str, candidates: list[Candidate], defined: set[int]) -> Iterator[Definition]:
    """Short forms of bodies whose letters come from another language: Statistics Netherlands (CBS)."""
    taken = defined | {each.start for each in candidates if each.kind and not each.mark}
    for each in candidates:
        found = _LETTERS.match(plain, each.end) if each.kind in {"AGENCY", "ORGANIZATION"} else None
        if found and found.start(1) not in taken:
            yield Definition(each.start, each.end, found.start(1), found.end(1))


class _Told:
    """What a short form was said to mean in a text so far."""

    def __init__(self) -> None:
        self._all: set[str | None] = set()
        self._settled: set[str | None] = set()

    def news(self, concept: str | None) -> bool:
        """Whether it changes anything to say (again) that it means this concept, or (None) none that is known."""
        if concept in self._settled or len(self._all | {concept}) > _MEANINGS:
            return False
        # a second meaning takes what the lexicon had at these places; from then on nothing is taken any more
        self._settled = self._settled | {concept} if len(self._all) > 1 else {concept}
        self._all.add(concept)
        return True


def _singular(short: str) -> str:
    return short[:-1] if short.endswith("s") and short[:-1].isupper() else short


def _words(plain: str, begins: Iterable[int], length: int) -> Iterator[tuple[int, int]]:
    """Where a short form stands as a word of its own, its plural too."""
    for at in begins:
        end = at + length
        end += plain[end : end + 1] == "s"
        # NCERT-QA is not the NCERT
        joined = plain[end : end + 1] == "-" and plain[end + 1 : end + 2].isupper()
        if not (joined or inside_word(plain[at - 1 : at]) or inside_word(plain[end : end + 1])):
            yield at, end


def _meaning(pool: Pool, defined: Definition) -> Candidate | None:
    """The candidate that is the long form: it ends there and begins there, or is a body behind its country."""
    ending = [each for each in pool.ending(defined.long_end) if each.kind and each.mark != "!"]
    for each in sorted(ending, key=lambda one: one.start):
        between = each.start - defined.long_start
        if between <= 0:
            return each
        if each.kind in {"AGENCY", "ORGANIZATION"} and any(
            one.kind == "COUNTRY" and one.start <= defined.long_start
            for gap in (1, 2, 3)
            for one in pool.ending(each.start - gap)
        ):
            return each
    return None


def _keeps(each: Candidate, meant: Candidate | None) -> bool:
    return each.rule != LISTED or (meant is not None and each.concept == meant.concept)


def _stems(text: str) -> set[str]:
    return {word[:6] for word in _WORD.findall(fold(text)) if word not in _FILLERS}


def _supported(plain: str, candidates: list[Candidate]) -> list[Candidate]:
    """Without the "?" forms that nothing supports: their concept named elsewhere, or words that only bodies have."""
    doubtful = [each for each in candidates if "?" in each.mark]
    if not doubtful:
        return candidates
    named = {each.concept for each in candidates if "?" not in each.mark}
    rivals = defaultdict[tuple[int, int], list[Candidate]](list)
    for each in doubtful:
        rivals[each[:2]].append(each)
    meant = {each.concept for each in doubtful if each.concept in named or _acts(plain, each, rivals[each[:2]])}
    return [
        each._replace(mark=each.mark.replace("?", "")) if "?" in each.mark else each
        for each in candidates
        if "?" not in each.mark or each.concept in meant
    ]


def _acts(plain: str, each: Candidate, beside: list[Candidate]) -> bool:
    """Whether the words around a doubtful name are such as only a body has: VA medical centers, AAP guidelines."""
    rivals = {one.concept for one in beside if one.kind in {each.kind, "AGENCY"}}
    if each.kind not in {"AGENCY", "ORGANIZATION"} or len(rivals) > 1:
        return False
    if _ITS.match(plain, each.end):
        return True
    before = plain[max(0, each.start - 20) : each.start]
    return bool(_DONE_BY.search(before) and _NO_MORE.match(plain, each.end))


register("abbreviations", Abbreviations)
