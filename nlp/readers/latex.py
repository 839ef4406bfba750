r"""LaTeX in bibliographies as text: `{\"o}` is `ö`, braces go, mathematics stays as it is written."""

from __future__ import annotations

import logging
import re
from typing import Final

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

# it logs what it cannot make out of a text, which then comes out as it can
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)

_KNOWN: Final = get_default_latex_context_db()
# characters that it does not know, or takes for an accent
_KNOWN.add_context_category(
    "characters",
    macros=[
        MacroTextSpec("textbraceleft", simplify_repl="{"),
        MacroTextSpec("textbraceright", simplify_repl="}"),
        MacroTextSpec("textasciicircum", simplify_repl="^"),
    ],
    prepend=True,
)
_TEXT: Final = LatexNodes2Text(math_mode="verbatim", latex_context=_KNOWN)
_SHOWN: Final = LatexNodes2Text(math_mode="text", latex_context=_KNOWN)
_FORMULA: Final = 2_000
"""How many characters a formula in a text may have to be shown as signs."""

_MARKUP = re.compile(r"[\\{}$~]|--|``|''")
_BARE = re.compile(r"(?<!\\)([%&])")
_DOLLAR = re.compile(r"(?<!\\)\$")
_BRACE = re.compile(r"(?<!\\)[{}]")
_LINK = re.compile(r"\\url\b\s*|\\href\b\s*\{[^{}]*\}\s*")
_COMMAND = re.compile(r"\\[A-Za-z]+\s*|\\")


def plain(latex: str) -> str:
    """The text that LaTeX source would print; `%`, `&` and a lone `$` are taken for themselves."""
    if not _MARKUP.search(latex):
        return latex
    text = _BARE.sub(r"\\\1", _LINK.sub("", latex))
    if len(_DOLLAR.findall(text)) % 2:
        text = _DOLLAR.sub(r"\\$", text)
    if not _is_balanced(text):
        text = _BRACE.sub("", text)
    try:
        return _TEXT.latex_to_text(text)
    except Exception:  # noqa: BLE001 (a command without its arguments fails in many ways; one text must not stop a file)
        return _COMMAND.sub("", _BRACE.sub("", text))


def mathematics(latex: str) -> str:
    r"""A formula as signs in one line: `\alpha^2` is `α^2`; of a whole document around it only the formula counts."""
    body = latex.rpartition(r"\begin{document}")[2].partition(r"\end{document}")[0]
    formula = body.replace("$", "").strip()
    if not _MARKUP.search(formula):
        return formula
    try:
        return _SHOWN.latex_to_text(formula) if len(formula) <= _FORMULA else formula
    except Exception:  # noqa: BLE001 (as for texts)
        return _COMMAND.sub("", _BRACE.sub("", formula))


def unwrapped(latex: str) -> str:
    r"""A value that is no prose (a DOI, a URL): without braces, `\url` and backslashes before special characters."""
    return re.sub(r"\\([_%&#~$^{}])", r"\1", _BRACE.sub("", _LINK.sub("", latex)))


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth
