"""ORCIDs of a paper's authors: kept with the name that they were said with, told beside the paper's names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ORCID = re.compile(r"(?<![\dX])(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])(?![\dX])", re.IGNORECASE)


def parse_orcid(text: str) -> str:
    """The ORCID iD in a text, as `0000-0002-1825-0097`; empty where there is none, or its check digit is wrong."""
    match = _ORCID.search(text)
    if not match:
        return ""
    digits = "".join(match.groups()).upper()
    total = 0
    for each in digits[:-1]:
        total = (total + int(each)) * 2
    # ISO 7064, modulo 11-2
    return "-".join(match.groups()).upper() if "0123456789X"[(12 - total % 11) % 11] == digits[-1] else ""


def said_with(name: str, orcid: str) -> str:
    """An ORCID and the name it was said with, as one value: `0000-0002-1825-0097 Jane Doe`."""
    return f"{orcid} {name}"


def orcids_of(authors: Sequence[str], said: Iterable[str]) -> list[str]:
    """For each author the ORCID that was said with this name, or an empty text.

    Sources of one paper write its names differently: the name also stands for another one of the same family name and
    first initial, if it is the only one of them on the paper. No name on another paper counts.
    """
    pairs = sorted(each.partition(" ")[::2] for each in said)
    if not pairs:
        return [""] * len(authors)
    exact = {name: orcid for orcid, name in reversed(pairs)}
    alike = {_short(name): orcid for orcid, name in reversed(pairs)}
    times = Counter(map(_short, authors))
    return [exact.get(each) or (alike.get(short, "") if times[short := _short(each)] == 1 else "") for each in authors]


def _short(name: str) -> str:
    """The family name and the first initial, folded: `doe j`; the order of the words of a name is as people say it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = "".join(each for each in plain if not unicodedata.combining(each)).replace(".", " ").split()
    return f"{words[-1]} {words[0][0]}" if len(words) > 1 else "".join(words)
