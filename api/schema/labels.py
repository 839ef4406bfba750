"""What kinds and concepts are called in other languages."""

from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError

from graph.model import Concept

KIND_LABELS = {
    "COUNTRY": ("Country", "国家"),
    "PLACE": ("Place", "地点"),
    "AGENCY": ("Agency", "政府机构"),
    "ORGANIZATION": ("Organization", "组织"),
    "TECHNOLOGY": ("Technology", "技术"),
    "TOPIC": ("Topic", "主题"),
}


def kind_label(kind: str, locale: str | None) -> str:
    """A kind as people read it: English, or Chinese for a Chinese locale."""
    english, chinese = KIND_LABELS.get(kind, (kind.replace("_", " ").capitalize(),) * 2)
    return chinese if _language(locale) == "zh" else english


def concept_label(concept: Concept, locale: str | None) -> str:
    """A concept's name in a language: a country in any, others in Chinese where that name is known, else in English."""
    if _language(locale) == "en":
        return concept.name
    if _language(locale) == "zh" and concept.name_zh:
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


def _language(locale: str | None) -> str:
    return (locale or "en").replace("_", "-").partition("-")[0].lower()
