"""Ways to write one name that are one name for certain: abbreviations, British spelling, "the" and "&", the country.

All of it is by the book, none of it by likeness: what is not equal after it stays apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.lexicon.folding import fold, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

Words = tuple[str, ...]

_FULL: Final = {
    "acad": "academy",
    "admin": "administration",
    "assn": "association",
    "assoc": "association",
    "ctr": "center",
    "ctrs": "centers",
    "dept": "department",
    "fed": "federal",
    "fedn": "federation",
    "govt": "government",
    "inst": "institute",
    "intl": "international",
    "min": "ministry",
    "natl": "national",
    "sci": "science",
    "soc": "society",
    "tech": "technology",
    "univ": "university",
}
# what is a word of its own as well counts only with its period
_WORDS_TOO: Final = {"acad", "admin", "fed", "inst", "min", "sci", "soc", "tech"}
# an apostrophe stands for letters left out: Dep't, Nat'l
_SHORT = re.compile(r"(?<![\w'.])[A-Za-z]{3,5}(?:'[A-Za-z])?(?![\w'])\.?")
_AMERICAN: Final = {
    "centre": "center",
    "centres": "centers",
    "defence": "defense",
    "labour": "labor",
    "licence": "license",
    "programme": "program",
    "programmes": "programs",
}
_ISATION = re.compile(r"isation(s?)$")
_INITIALS = re.compile(r"\b(?:[a-z]\. ?){2,}")
_POSSESSIVE = re.compile(r"'s\b|'")
_WORD = re.compile(r"\w+")
_INVERTED: Final = {"department", "ministry"}


def written_out(name: str) -> str:
    """The name with simple typography and its usual abbreviations written out: Dept. of State, Department of State."""
    return _SHORT.sub(lambda short: _in_full(short[0]), " ".join(plain(name).split()))


def words(name: str) -> Words:
    """A name's words as equal names share them: written out, in lower case, American, without "the"."""
    text = fold(written_out(name)).replace("&", " and ")
    text = _INITIALS.sub(lambda found: re.sub(r"\W", "", found[0]) + " ", text)
    return tuple(
        _AMERICAN.get(each) or (_ISATION.sub(r"ization\1", each) if "isation" in each else each)
        for each in _WORD.findall(_POSSESSIVE.sub("", text))
        if each != "the"
    )


def upright(name: Words) -> Words:
    """The words with the body in front: "Justice Department" is the Department of Justice."""
    if len(name) > 1 and name[-1] in _INVERTED and not {"of", "for"}.intersection(name):
        return name[-1], "of", *name[:-1]
    return name


def country_apart(name: Words, countries: Mapping[Words, str]) -> tuple[Words, str | None]:
    """The words without the country that stands before them or, with "of", behind them; and that country's code.

    A name of one word is none without its country: Bank of Japan.
    """
    for size in range(min(5, len(name) - 2), 0, -1):
        if (code := countries.get(name[:size])) and name[size] not in {"of", "and"}:
            return name[size:], code
        if name[-size - 1] == "of" and (code := countries.get(name[-size:])) and len(name) - size > 2:
            return name[: -size - 1], code
    return name, None


def _in_full(short: str) -> str:
    bare = short.rstrip(".").replace("'", "")
    full = _FULL.get(bare.lower())
    if full is None or (bare == short and bare.lower() in _WORDS_TOO):
        return short
    return full.upper() if bare.isupper() else full.capitalize() if bare[0].isupper() else full
