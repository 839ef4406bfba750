"""Demonyms that name a language: "translated into Chinese", "Turkish morphology"; but Chinese patients are of China.

What follows decides: a word for speech or writing, or one for people and institutions. Where neither follows, a text
that speaks of language means the language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.components.found import Candidate
    from nlp.components.names import Places

# the demonyms that are also what a language is called: Indian and Brazilian never are
_NAMES: Final = frozenset(
    """
    Afrikaans Albanian Arabic Armenian Azerbaijani Basque Belarusian Bengali Bosnian Breton Bulgarian Burmese
    Catalan Chinese Corsican Croatian Czech Danish Dutch Estonian Faroese Filipino Finnish French Frisian Galician
    Georgian German Greek Hungarian Icelandic Indonesian Irish Italian Japanese Kazakh Khmer Korean Kyrgyz Lao
    Latvian Lithuanian Luxembourgish Macedonian Malay Maltese Mongolian Nepalese Nepali Norwegian Persian Polish
    Portuguese Punjabi Romanian Russian Sardinian Serbian Sicilian Slovak Slovene Slovenian Somali Spanish Swedish
    Tajik Thai Tibetan Turkish Turkmen Ukrainian Uyghur Uzbek Vietnamese Welsh
    """.split()
)
_LANGUAGE = re.compile(
    r",? versions?\b|-(?:speaking|language|to-|English)|[ -](?:[a-z]+ )?(?:languages?|terms|versions?|words?"
    r"|characters?|texts?|corpus|corpora"
    r"|sentences?|translations?|speakers?|speech|dialects?|grammar|morphology|verbs?|nouns?|treebanks?|wikipedia"
    r"|segmentation|tweets|phrases?|script|pronunciation|vocabulary|alphabet|idioms?|poems?|poetry|tokens?"
    r"|named entit(?:y|ies)|NER|NLP|LLMs?|learners|lexicon|[^\WA-Z]*+[A-Z]\w+(?:Net|Bank|BERT)|BERT|machine reading"
    r"|sign language|(?:universal )?dependenc(?:y|ies))\b",
    re.IGNORECASE,
)
_NATION_NOUNS: Final = r"""
    academ\w+ adolescents? agenc(?:y|ies) adults? armed army authorit\w+ banks? budget cabinet children cit(?:y|ies)
    citizens? cohorts? colleges? communit\w+ compan(?:y|ies) constitution\w* consumers? context courts?
    culture cultural doctors? econom\w+ elections? electorate enterprises? famil(?:y|ies) farmers? firms?
    governments? health\w* hospitals? households? immigrants? industr\w+ infants? interests? journalists? judicial laws?
    legal legislat\w+ librar(?:y|ies) markets? media members men migrants? militar\w+ ministr\w+ mothers?
    municipal\w* nationals? netizens? newspapers? nurses? offic\w+ online parliament\w* participants? part(?:y|ies)
    patients? people persons? physicians? police polic(?:y|ies) politic\w+ populations? president\w*
    provinces? public radio researchers? schools? scholars? scientists? soldiers? social societ\w+ states? students?
    tax\w* teachers? television translators? univers\w+ users? veterans? villages? voters? web women workers? youth
""".split()
_NATION = re.compile(rf"(?:'s)?[ -](?:[a-z-]+ ){{0,2}}?(?:{'|'.join(_NATION_NOUNS)})\b")
_BODY = re.compile(
    r"(?:'s)? (?:[A-Z][a-z]+ (?:(?:and|of|for) )?){0,5}(?:Academy|Agency|Army|Association|Authority|Board|Bureau"
    r"|Cent(?:er|re)"
    r"|Chamber|Commission|Committee|Corporation|Council|Court|Department|Foundation|Government|Hospitals?|Institution"
    r"|Institute|Library|Ministry|Navy|Office|Parliament|Research|Senate|Service|Society|University)\b"
    r"| (?:Federal|National|Supreme) [A-Z]"
)
_TONGUE_OF = re.compile(r" language\b")
_TONGUE: Final = r"(?:English|Arabic|Hindi|Urdu|Latin|Mandarin|Cantonese|Persian|Tamil|Bengali)"
_VARIETY = re.compile(
    r" (?:Arabic|Chinese|Creole|Dutch|English|French|German|Hindi|Portuguese|Quechua|Romani|Sami|Spanish)\b"
)
"""Egyptian Arabic, Brazilian Portuguese: the language of a country's, not the country."""
_SCRIPT = re.compile(
    r"\b(?:European|Traditional|Simplified|Classical|Ancient|Old|Middle|Modern Standard|Mandarin|Bahasa) $"
)
_SAID = re.compile(
    r"\b(?:answered|asked|available|communicat\w+|conducted|fluent|published|speaks?|spoken?|taught|written"
    r"|wrote)(?: in)? $"
)
_MEDICINE = re.compile(r" [Mm]edicin")
_FROM_TONGUE = re.compile(rf"\b{_TONGUE}(?:-| to | and |/|, (?:and )?)$")
_TO_TONGUE = re.compile(rf"(?:-| to | and |/|, (?:and )?){_TONGUE}\b")
_SPOKEN = re.compile(
    r"\b(?:in|into|from|to|for|on|of|as|like|both|speaks?|spoken|written|between) $|[(:] ?$", re.IGNORECASE
)
_NO_NOUN = re.compile(r"[.,;:)\]?!\n]|$| (?:and|or|to|into|is|are|was|were|as|by|with|on|in|from|using|\()")
_JOINED = re.compile(r"(?:, (?:and |or )?| and | or | to |/|-)")
_ABOUT_LANGUAGE = re.compile(
    r"\b(?:languages?|linguistic\w*|(?:mono|bi|multi|cross-?)lingual\w*|translat\w+|corp(?:us|ora)|treebanks?|pars(?:er|ing)"
    r"|NLP|speech|sentences?|lexic\w+|spoken|speaks?|subtitles?|novels?|words?|token\w*|dialects?|grammar\w*|verbs?|nouns?|syntactic)\b",
    re.IGNORECASE,
)
_ENOUGH: Final = 2
"""Different words about language that make a text one about language."""


def languages(plain: str, candidates: list[Candidate], places: Places) -> Iterator[Candidate]:
    """The demonyms that name languages; those of one list ("Greek, Polish and Slovak") all do, or none."""
    demonyms = [
        each
        for each in candidates
        if each.kind in {"COUNTRY", "PLACE"}
        and (
            plain[each.start : each.end] in _NAMES
            or (_TONGUE_OF.match(plain, each.end) and (each.kind == "PLACE" or places.adjective(each)))
            or _VARIETY.match(plain, each.end)
        )
    ]
    if not demonyms:
        return
    about = len({each[0].lower() for each in _ABOUT_LANGUAGE.finditer(plain)})
    group: list[Candidate] = []
    for each in sorted(demonyms):
        if group and group[-1].end == each.start - 1 and _is_variety(plain, *group[-1][:2]):
            yield each  # Brazilian Portuguese
            continue
        if group and not _JOINED.fullmatch(plain, group[-1].end, each.start):
            yield from group if _are_languages(plain, group[0].start, group[-1].end, about) else ()
            group = []
        group.append(each)
    if _are_languages(plain, group[0].start, group[-1].end, about):
        yield from group


def _is_variety(plain: str, start: int, end: int) -> bool:
    return plain[start:end] not in _NAMES and bool(_VARIETY.match(plain, end))


def _are_languages(plain: str, start: int, end: int, about: int) -> bool:
    before = plain[max(0, start - 24) : start]
    if _SCRIPT.search(before) and not _MEDICINE.match(plain, end):
        return True
    if _SAID.search(before) and _NO_NOUN.match(plain, end):
        return True
    if _is_variety(plain, start, end):
        return True
    if _LANGUAGE.match(plain, end) or _FROM_TONGUE.search(before) or _TO_TONGUE.match(plain, end):
        return True
    if _NATION.match(plain, end) or _BODY.match(plain, end):
        return False
    return about >= _ENOUGH or (about > 0 and bool(_SPOKEN.search(before)) and bool(_NO_NOUN.match(plain, end)))
