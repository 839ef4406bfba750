"""Texts of a picture: safe in XML, cut to a length that can be read, and how much room they take."""

from __future__ import annotations

import re
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from unicodedata import bidirectional, category, combining, east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST: Final = 40
WIDEST: Final = 25.0
"""Characters of a label, as people count them, and its width in ems."""

ONE_LINE: Final = 11.0
"""What is wider, in ems, is broken into two lines."""

MARKS: Final = 3
"""Marks that a letter keeps: more of them grow over the neighbours."""

JOINER: Final = "\u200d"

FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped."""

TURNS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows; a label that is cut could lose the one that turns it back."""

NARROW: Final = frozenset("ijlftrI.,:;'’|!()[]/- ")
WIDE: Final = frozenset("mwMW@—%")


def attribute(text: str) -> str:
    """A text as it may stand in an attribute or an element."""
    return escape(FORBIDDEN.sub("", text))


def plain(text: str) -> str:
    """A text in one line, without what XML cannot hold and without turns of direction."""
    return " ".join(TURNS.sub("", FORBIDDEN.sub("", text)).split())


def clusters(text: str) -> list[str]:
    """The characters as people count them: a letter with its marks, an emoji with what is joined to it."""
    found: list[str] = []
    for each in text:
        joined = category(each)[0] == "M" or each == JOINER or "\U0001f3fb" <= each <= "\U0001f3ff"
        if found and (joined or found[-1].endswith(JOINER)):
            if sum(map(_is_mark, found[-1])) < MARKS or not _is_mark(each):
                found[-1] += each
        else:
            found.append(each)
    return found


def _is_mark(each: str) -> bool:
    return category(each)[0] == "M"


def cut(text: str) -> str:
    """A label that is not too long, cut between words where that does not lose much."""
    found = clusters(plain(text))
    fitting = sum(1 for wide in accumulate(map(width, found)) if wide <= WIDEST)
    longest = min(LONGEST, fitting)
    if len(found) <= longest:
        return "".join(found)
    kept = "".join(found[: longest - 1])
    word, space, _ = kept.rpartition(" ")
    return f"{(word if space and len(clusters(word)) > longest * 0.6 else kept).rstrip(' ,.;:–—-')}…"


def lines(label: str) -> Sequence[str]:
    """A label in one line, or in two of about the same width."""
    if width(label) <= ONE_LINE:
        return [label] if label else []
    parts, glue = (label.split(" "), " ") if " " in label else (clusters(label), "")
    # the space between them stays, for whoever reads both as one
    halves = [(glue.join(parts[:at]) + glue, glue.join(parts[at:])) for at in range(1, len(parts))]
    return min(halves, key=lambda each: max(map(width, each)), default=(label,))


def width(text: str) -> float:
    """About how wide a text is in a common sans-serif font, in ems."""
    return sum(map(_width, text))


def _width(each: str) -> float:
    if combining(each) or category(each) in {"Mn", "Me", "Cf"}:
        return 0.0
    if east_asian_width(each) in {"W", "F"}:
        return 1.0
    if each in NARROW:
        return 0.34
    return 0.86 if each in WIDE else 0.68 if each.isupper() else 0.57


def is_rightward(text: str) -> bool:
    """Whether a text runs from left to right: its first letter with a direction decides."""
    return next((bidirectional(each) == "L" for each in text if bidirectional(each) in {"L", "R", "AL"}), True)
