"""Where sentences begin and end, by rule: one answer for the pipeline, for quoted evidence, for derived titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

# a run of marks is tried from its first one only, and gives nothing back: ten thousand dots are read once
_END = re.compile(r"""(?<![.!?…])[.!?…]++["'”’)\]]*+(?=\s)|[。！？]+["'”’」』）]*|\n\s*\n""")
_ABBREVIATIONS = frozenset(
    "al approx art ca cf ch chap co corp dept dr ed eds e.g eg eq etc ext fig figs gen gov hon i.e ie inc jr ltd mr mrs"
    " ms mt no nos op p pp prof rep resp rev sec sen sr st tab univ viz vol vs".split()
)
_WORD_BEFORE = re.compile(r"[\w.]+$")
LONGEST_WORD = 24
LONGEST: Final = 2_000
"""What goes on for more characters without an end is cut at a space: each of its mentions is quoted with all of it."""
_INITIALS = re.compile(r"[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]")
_OPENS = re.compile(r"""\s*["'“‘(\[]*""")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) in code points, without the white space around them."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and not _ends_sentence(text, start, match):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found


def sentence_at(spans: list[tuple[int, int]], position: int) -> tuple[int, int]:
    """The sentence that holds a position; `spans` is what `sentences` gave for that text."""
    return spans[max(0, bisect_right(spans, (position, 1 << 60)) - 1)]


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark[0] in "。！？\n":
        return True
    opens = _OPENS.match(text, match.end())
    follows = opens.end() if opens else match.end()
    if follows < len(text) and text[follows].islower():
        return False
    if mark[0] != ".":
        return True
    before = _WORD_BEFORE.search(text, max(start, match.start() - LONGEST_WORD), match.start())
    word = before.group() if before else ""
    if word.lower() in _ABBREVIATIONS:
        return False
    # an initial (J. Smith) or initials (U.S. agencies): a sentence may end there, but seldom does
    return not (_INITIALS.fullmatch(word) and word != "I")


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    begin = start + len(piece) - len(piece.lstrip())
    end = begin + len(stripped)
    while end - begin > LONGEST:
        cut = max(text.rfind(each, begin, begin + LONGEST) for each in " \n")
        cut = cut if cut > begin else begin + LONGEST
        found.append((begin, begin + len(text[begin:cut].rstrip())))
        begin = cut
        while text[begin].isspace():
            begin += 1
    if stripped:
        found.append((begin, end))
