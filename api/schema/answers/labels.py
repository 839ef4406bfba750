"""What kinds and concepts are called in other languages."""

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from graph.model import Concept
from nlp.lexicon.kinds import Kind


def kind_label(name: str, kind: Kind | None, locale: str | None) -> str:
    """A kind as people read it: in English or Chinese as its lexicon says, by its name where that says nothing."""
    known = kind or Kind()
    chinese = known.label_zh if language(locale) == "zh" else ""
    return chinese or known.label or name.replace("_", " ").capitalize()


def concept_label(concept: Concept, locale: str | None) -> str:
    """A concept's name in a language: a country in any, others in Chinese where that name is known, else in English."""
    if language(locale) == "en":
        return concept.name
    if language(locale) == "zh" and concept.name_zh:
        return concept.name_zh
    scheme, _, code = concept.id.partition(":")
    return (territory(code, locale or "en") if scheme == "country" else None) or concept.name


@lru_cache(maxsize=4096)
def territory(code: str, locale: str) -> str | None:
    """A country's name by its ISO 3166 code; None for a code or a language without one."""
    try:
        return Locale.parse(locale.replace("_", "-"), sep="-").territories.get(code)
    except (UnknownLocaleError, ValueError):
        return None


def language(locale: str | None) -> str:
    """The language of a tag, like `zh` of `zh-Hans-CN`; English for none."""
    return (locale or "en").replace("_", "-").partition("-")[0].lower()
