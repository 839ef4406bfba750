"""Both languages say the same things, and templates and pages ask for nothing that is not there."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import api.web
from api.web.words import preferred, words_of

WEB = Path(api.web.__file__).parent
ASKED = re.compile(r"""(?:\bt|words)\(f?['"]([\w.]+)['"]""")
BUILT = re.compile(r"""(?:\bt|words)\(\s*['"]([\w.]+\.)['"]\s*~""")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def said(language: str) -> dict[str, set[str]]:
    """The names of a language's texts, singular and plural as one, and what is filled in there."""
    texts = words_of(language).texts.items()
    return {name.removesuffix(".one").removesuffix(".other"): fields(text) for name, text in texts}


def test_both_languages_have_the_same_texts_with_the_same_places_to_fill_in() -> None:
    assert said("zh") == said("en")


def test_every_text_that_a_template_or_a_page_asks_for_is_there() -> None:
    names = set(said("en"))
    sources = [*(WEB / "templates").glob("*.html"), *WEB.rglob("*.py")]
    texts = [each.read_text("utf-8") for each in sources]
    asked = {found for text in texts for found in ASKED.findall(text) if not found.endswith(".")}
    built = {found for text in texts for found in BUILT.findall(text)}
    assert asked - names == set()
    assert {each for each in built if not any(name.startswith(each) for name in names)} == set()
    assert len(asked) > 100


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 paper found in 0.4 ms"),
        ("en", 20, "20 papers found in 0.4 ms"),
        ("en", 60_000, "60,000 papers found in 0.4 ms"),
        ("zh", 20, "共查询到20条文献,搜索用时 0.4 毫秒"),
    ],
)
def test_counts_are_said_as_the_language_says_them(language: str, count: int, said: str) -> None:
    words = words_of(language)
    assert words("search.found", count=count, ms=words.took(0.4)) == said


def test_the_portal_says_it_in_these_very_words() -> None:
    words = words_of("zh")
    assert words("similar.found", count=20, ms=words.took(375.2)) == "共查询到20条相似文献,搜索用时 375 毫秒"


def test_a_name_that_is_none_is_an_error() -> None:
    with pytest.raises(KeyError):
        words_of("en")("no.such.text", count=1)


def test_an_error_of_any_code_is_called_something() -> None:
    assert words_of("zh").error("NOT_FOUND") == "未找到"
    assert words_of("en").error("SOMETHING_NEW") == "This cannot be shown"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de, zh;q=0.5, en;q=0.4", "zh"),
        ("en-GB", "en"),
        ("zh;q=0, en", "en"),
        ("fr", "en"),
        ("zh;q=much", "en"),
        (",;,;q", "en"),
    ],
)
def test_the_browser_says_which_language_it_likes(header: str, language: str) -> None:
    assert preferred(header) == language
