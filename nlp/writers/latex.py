r"""Text as LaTeX source: special characters as commands, letters of all scripts as they are; mirrors readers/latex."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# a brace that is escaped still counts for BibTeX, so braces have names instead
_COMMANDS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
} | {char: f"\\{char}" for char in "%&$#_"}
_SPECIAL = re.compile(r"[\\{}^~%&$#_]")
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)")
"""Between two characters that LaTeX would print as one."""

_MATHS = re.compile(
    r"\$(?=[^\s$])(?![^$]*\\(?:href|url)\b)"
    r"(?:\\[A-Za-z]++|\{(?:[^$%&#`'{}\\~-]|\\[A-Za-z]++)*+\}|[^$%&#`'{}\\~-]|-(?!-))++(?<!\s)\$(?!\d)"
)
"""Opened before and closed behind something that is no space: `$5 and $6` is money; a link is none either."""

_WORD = re.compile(r"[^\W_](?:[\w+#’'-]*[\w+#])?")
_LONG = re.compile(r"[^\W\d_]{4,}")


def latex(text: str) -> str:
    """The source that prints the text; mathematics between dollars stays what it is."""
    return _converted(text, _escaped)


def title(text: str) -> str:
    """A title's source, with braces around what a BibTeX style must not write small: acronyms, names, mathematics.

    Where most words have a capital, a capital says nothing: there only capitals inside a word (`NASA`, `iPhone`)
    are kept.
    """
    words = [word for word in _LONG.findall(text)[1:] if not word.isupper()]
    names = sum(word[0].isupper() for word in words) * 2 <= len(words)

    def protected(piece: str) -> str:
        parts: list[str] = []
        end = 0
        for match in _WORD.finditer(piece):
            word, before = match.group(), piece[: match.start()].rstrip()
            begins = not before or before[-1] in ".:?!"
            if word[1:] != word[1:].lower() or (names and not begins and word[0].isupper()):
                parts += [_escaped(piece[end : match.start()]), "{", _escaped(word), "}"]
                end = match.end()
        return "".join((*parts, _escaped(piece[end:])))

    return _converted(text, protected, "{", "}")


def _converted(text: str, outside: Callable[[str], str], before: str = "", after: str = "") -> str:
    parts: list[str] = []
    end = 0
    for match in _MATHS.finditer(text):
        parts += [outside(text[end : match.start()]), before, match.group(), after]
        end = match.end()
    return "".join((*parts, outside(text[end:])))


def _escaped(text: str) -> str:
    pieces: list[str] = _LIGATURE.split(text)
    return "{}".join(_SPECIAL.sub(lambda match: _COMMANDS[match.group()], piece) for piece in pieces)
