"""What the pages say, in English and Chinese: one table of texts a language, and how numbers are written there."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel import Locale
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES: Final = {"en": "English", "zh": "中文"}
"""The languages of the pages, each by the name that it has for itself."""

TAGS: Final = {"en": "en", "zh": "zh-Hans"}
"""The language tags that say so in HTML."""


class Words:
    """The texts of one language; `words("search.found", count=3, ms=1)` is the one of that name, filled in."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.tag = TAGS[language]
        self._locale = Locale.parse(language)
        self._texts = dict(_flat(tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8"))))

    def __call__(self, name: str, /, **values: Any) -> str:
        """The text of a name, numbers in it as the language writes them; raises KeyError for an unknown name.

        A name with two texts, `.one` and `.other`, is chosen by `count`.
        """
        text = self._texts.get(name)
        if text is None:
            text = self._texts[f"{name}.{'one' if values['count'] == 1 else 'other'}"]
        return text.format_map({key: self.shown(value) for key, value in values.items()})

    def __contains__(self, name: str) -> bool:
        return name in self._texts

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text by its name."""
        return self._texts

    def shown(self, value: Any) -> str:
        """A value as the language writes it: whole numbers grouped, others with up to three digits that count."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        if isinstance(value, int) or abs(value) >= 100:
            return format_decimal(round(value), locale=self._locale)
        return format_decimal(value, "#,##0.###" if abs(value) < 1 else "#,##0.#", locale=self._locale)

    def took(self, milliseconds: float) -> str:
        """How long something took, in milliseconds: whole ones, but of less than ten with a digit more."""
        return self.shown(round(milliseconds, 1) if milliseconds < 10 else round(milliseconds))

    def error(self, code: str) -> str:
        """What an error of the API is called."""
        return self(f"errors.{code}" if f"errors.{code}" in self else "errors.other")


@lru_cache(maxsize=len(LANGUAGES))
def words_of(language: str) -> Words:
    """The words of one of the LANGUAGES."""
    return Words(language)


def preferred(accept_language: str) -> str:
    """The language of the pages that an Accept-Language header likes best; English where it names none."""
    liked: list[tuple[float, int, str]] = []
    for place, each in enumerate(accept_language.split(",")[:20]):
        tag, _, weight = each.strip().partition(";")
        quality = _quality(weight)
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES and quality > 0:
            liked.append((-quality, place, language))
    return min(liked)[2] if liked else "en"


def _quality(weight: str) -> float:
    try:
        return float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
    except ValueError:
        return 0.0


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
