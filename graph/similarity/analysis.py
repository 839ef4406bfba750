"""What the words of a text are: one answer for the index, search, explanations and highlights.

A term is a run of letters and digits, without case, accents or plural; hyphens part words, so that `decision-making`
is found by `decision making`. Chinese and Japanese, which put no space between words, become pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Set

ANALYSIS: Final = 1
"""Grows when the same text would give other terms; an index of another analysis is rebuilt."""

STOP_WORDS: Final = frozenset(
    "a about above after again all also although am among an and any are as at be because been before being below"
    " between both but by can could did do does doing done down during each either etc few for from further had has"
    " have having he her here hers him his how however i if in into is it its itself may me might more most much must"
    " my neither no nor not of off on once only or other our ours out over own per same shall she should since so some"
    " such than that the their theirs them then there these they this those through thus to too under until up upon us"
    " very via was we were what when where whether which while who whom whose why will with within without would yet"
    " you your"
    " paper study use used uses using well".split()  # what nearly every abstract says of itself
)
_NAMES = frozenset({"IT", "US", "WHO"})  # in capitals they name things

UNSPACED: Final = (
    "\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""The characters of scripts without spaces between words, as they stand inside of the brackets of a pattern."""

# accents and vowel signs belong to the letter before them, though `\w` does not know it
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0963\u0981-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
)
_TOKEN = re.compile(
    rf"([{UNSPACED}]+|[^\W_{UNSPACED}]+(?:[{_MARKS}]+[^\W_{UNSPACED}]*)*)(?:['’](?i:s|t|d|m|ll|re|ve)\b)?"
)
_ENDINGS = frozenset({"s", "t", "d", "m", "ll", "re", "ve"})  # these stand behind an apostrophe, too
_UNUSUAL = re.compile("[^\\x00-\\x7f\\u2010-\\u2026]")  # more than ASCII and the usual dashes, quotes and dots
_LETTERS = re.compile("[a-z0-9]*")
_UNSPACED_RUN = re.compile(f"[{UNSPACED}]")
_ACCENTS = re.compile("[\u0300-\u036f]+")
_PLURALS = (
    ("yses", "ysis"),
    ("theses", "thesis"),
    ("sses", "ss"),
    ("shes", "sh"),
    ("ches", "ch"),
    ("xes", "x"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
)


def unspaced(text: str) -> bool:
    """Whether any of a text is written in a script without spaces between words."""
    return _UNSPACED_RUN.search(text) is not None


def terms(text: str) -> list[str]:
    """The terms of a text in their order, repeated as they are; stop words are left out."""
    return list(chain.from_iterable(map(_terms_of, _TOKEN.findall(text))))


def name_words(name: str) -> list[str]:
    """The words of a person's name, without case and accents: He, An and May are names, and Rogers is not Roger."""
    return list(chain.from_iterable(map(_name_words_of, _TOKEN.findall(name))))


def term_spans(text: str, wanted: Set[str]) -> list[tuple[int, int, str]]:
    """Those of the same terms that are wanted, each as (start, end, term): where it stands, in code points."""
    if _UNUSUAL.search(text) or not wanted.isdisjoint(_ENDINGS):
        return _every_span(text, wanted)
    lower, found = text.lower(), list[tuple[int, int, str]]()
    for term in wanted:
        # what a term has in common with its plurals: agency and agencies, analysis and analyses; most plurals begin so
        stem = term[:-1] if term[-1] == "y" else term[:-2] if term.endswith("sis") else term
        start = lower.find(stem)
        while start >= 0:
            end = start
            if not (start and lower[start - 1].isalnum()):
                end = _LETTERS.match(lower, start).end()  # type: ignore[union-attr]
                if _terms_of(text[start:end]) == (term,):
                    found.append((start, end, term))
            start = lower.find(stem, max(end, start + 1))
    return sorted(found)


def _every_span(text: str, wanted: Set[str]) -> list[tuple[int, int, str]]:
    spans: list[tuple[int, int, str]] = []
    nowhere = wanted.isdisjoint
    for match in _TOKEN.finditer(text):
        found = _terms_of(match[1])
        if nowhere(found):
            continue
        if len(found) == 1:
            spans.append((*match.span(1), found[0]))
        else:
            pairs = enumerate(found, match.start(1))
            spans += [(start, start + 2, pair) for start, pair in pairs if pair in wanted]
    return spans


@lru_cache(maxsize=1 << 17)
def _terms_of(token: str) -> tuple[str, ...]:
    """A word as its term, none for a stop word; a run without spaces as its pairs of characters."""
    if _UNSPACED_RUN.match(token):
        return _pairs(token)
    folded = _folded(token)
    if folded in STOP_WORDS and token not in _NAMES:
        return ()
    return (_singular(folded),)


def _name_words_of(token: str) -> tuple[str, ...]:
    return _pairs(token) if _UNSPACED_RUN.match(token) else (_folded(token),)


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(run[start : start + 2] for start in range(max(1, len(run) - 1)))


def _folded(word: str) -> str:
    folded = word.casefold()
    if folded.isascii():
        return folded
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFKC", bare).casefold()


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s":
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    plural, single = next(each for each in _PLURALS if word.endswith(each[0]))
    return word.removesuffix(plural) + single
