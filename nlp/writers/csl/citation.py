"""One paper, formatted as a style's list of works would show it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from graph.errors import QueryError
from nlp.writers.csl.items import csl_item
from nlp.writers.csl.styles import locale_name, open_style, spoken_locale, style_name
from nlp.writers.publication import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Paper
    from nlp.writers.csl.elements import Style

_TWO_ENDS = re.compile(r"([?!。？！])\.(?=\s|$)")


def citation(paper: Paper, style: str = "apa", locale: str = "en-US") -> str:
    """The paper in a CSL style, as one line of plain text, without a number.

    `style` is a name of the CSL repository or a short one (`mla`), `locale` one of CSL's (`zh-CN`) or a language.
    The same paper, style and locale always give the same line. Raises QueryError for a style or a locale that there is
    none of.
    """
    name, spoken = style_name(style), locale_name(locale)
    opened, lock = open_style(name, spoken_locale(name, spoken, chinese=is_chinese(paper)))
    try:
        with lock:
            text = next(filter(None, (_formatted(opened, item) for item in _items(paper))), paper.title)
    except Exception as error:  # (styles are written by many, and fail in many ways)
        raise QueryError(f"the citation style {name} cannot write {paper.id}", "choose another style") from error
    return " ".join(_TWO_ENDS.sub(r"\1", html.unescape(text)).split())


def _items(paper: Paper) -> Iterator[dict[str, Any]]:
    """The paper as what it is, and as an article for styles that know no such kind."""
    item = csl_item(paper)
    yield item
    yield item | {"type": "article-journal"}


def _formatted(style: Style, item: dict[str, Any]) -> str:
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    cited = Citation([CitationItem("paper")])
    bibliography.register(cited)
    if style.has_bibliography():
        text = "".join(str(each) for each in bibliography.bibliography())
    else:
        text = str(bibliography.cite(cited, str))
    return _quoted(text, style.closing_quotes) if style.moves_punctuation else text


def _quoted(text: str, closing: str) -> str:
    """The text with commas and periods inside closing quotes, and none behind another mark that ends a sentence."""
    quotes = re.escape(closing)
    text = re.sub(rf"(?<=[?!.])([{quotes}]+)[.,]", r"\1", text)
    return re.sub(rf"([{quotes}]+)([.,])(?=\s|$)", r"\2\1", text)
