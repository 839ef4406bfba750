"""Texts with stretches of them marked, safe to stand in a page whatever is in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from api.web.address import Address

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Stretch(NamedTuple):
    """A stretch of a text, in code points, and what makes markup of the words there."""

    start: int
    end: int
    wrap: Callable[[Markup], Markup]


def clean(text: str) -> str:
    """A text without characters that HTML does not allow; each becomes a replacement character."""
    return _CONTROL.sub("\ufffd", text)


def marked(text: str, stretches: Iterable[Stretch], start: int = 0, end: int | None = None) -> Markup:
    """The text from `start` to `end`, stretches of it wrapped; of overlapping ones the first stays."""
    end = len(text) if end is None else min(end, len(text))
    parts: list[Markup] = []
    at = start
    for each in sorted(stretches, key=lambda each: (each.start, -each.end)):
        if each.start < at or each.end > end:
            continue
        parts += [escape(clean(text[at : each.start])), each.wrap(escape(clean(text[each.start : each.end])))]
        at = each.end
    parts.append(escape(clean(text[at:end])))
    return Markup("").join(parts)


def highlights(spans: Iterable[Mapping[str, Any]], field: str) -> list[Stretch]:
    """The stretches of one field among those that the API highlights."""
    return [Stretch(each["start"], each["end"], hit) for each in spans if each["field"] == field]


def mentions(
    spans: Iterable[Mapping[str, Any]], field: str, place: Callable[[str], Address], of: Container[str] | None = None
) -> list[Stretch]:
    """The stretches of one field that name concepts (of these ids, if given), each leading to its concept."""
    return [
        Stretch(each["start"], each["end"], _naming(each["concept"], place(each["concept"]["id"])))
        for each in spans
        if each["field"] == field and (of is None or each["concept"]["id"] in of)
    ]


def spots(found: Iterable[tuple[int, int]]) -> list[Stretch]:
    """The stretches of a text that were found somewhere."""
    return [Stretch(start, end, hit) for start, end in found]


def derived(paper: Mapping[str, Any]) -> int:
    """Where a title that was derived from the abstract ends in it."""
    title = paper["title"].removesuffix("…").rstrip()
    return len(title) if paper["abstract"].startswith(title) else 0


def spoken(paper: Mapping[str, Any]) -> Markup:
    """How text of a paper stands in a page: in the direction of its letters, in its language where that is told."""
    tag = paper["language"] or ""
    return Markup('dir="auto" lang="{}"').format(tag) if _TAG.fullmatch(tag) else Markup('dir="auto"')


def _naming(concept: Mapping[str, Any], place: Address) -> Callable[[Markup], Markup]:
    link = Markup('<a class="mention k-{}" href="{}" title="{}">{}</a>')
    return lambda words: link.format(concept["kind"].lower(), place, clean(concept["name"]), words)


def hit(words: Markup) -> Markup:
    """Words that were searched for."""
    return Markup("<mark>{}</mark>").format(words)


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text, cut between words where there are any, and a sign that there was more."""
    if len(text) <= most:
        return text
    cut = text[:most]
    space = cut.rfind(" ", most * 3 // 4)
    return f"{cut[: space if space > 0 else most].rstrip()}…"
