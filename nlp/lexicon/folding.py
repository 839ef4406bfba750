"""Text as names are compared: every step keeps the length, so that offsets stay true."""

from __future__ import annotations

import re
import sys
from typing import Final

from graph.identity import TYPOGRAPHY

_SPACES = dict.fromkeys([9, 11, 12, 13, *(n for n in range(28, sys.maxunicode) if chr(n).isspace())], " ")
_PLAIN: Final = _SPACES | TYPOGRAPHY
_BREAKS = re.compile(r"\n(?: *\n)+|\n")


def plain(text: str) -> str:
    """The text with simple spaces, quotes and dashes; a line break is a space, only a paragraph's end stays."""
    flat = text.translate(_PLAIN)
    return _BREAKS.sub(lambda found: found[0] if len(found[0]) > 1 else " ", flat) if "\n" in flat else flat


def fold(text: str) -> str:
    """A plain text without case and hyphens."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ becomes two characters
        lowered = "".join(low if len(low := each.lower()) == 1 else each for each in text)
    return lowered.replace("-", " ")


def inside_word(char: str) -> bool:
    """Whether a name that touches this character ("" at a text's edge) may be part of a longer word.

    Scripts without spaces have no such characters.
    """
    return char.isalnum() and char < "\u2e80"


def plurals(name: str) -> set[str]:
    """The name in plural and, if it has several words and is a plural itself, in singular: regular forms only."""
    stem, last = name[:-1], name[-1:]
    if last == "y" and name[-2:-1] not in set("aeiou"):
        forms = {stem + "ies"}
    elif name.endswith(("s", "x", "z", "ch", "sh")):
        forms = {name + "es"}
    else:
        forms = {name + "s"}
    if " " in name.replace("-", " "):
        if name.endswith("ies"):
            forms.add(name[:-3] + "y")
        elif last == "s" and not name.endswith(("ss", "us", "is", "ics", "ings")):
            forms.add(stem)
    return forms
