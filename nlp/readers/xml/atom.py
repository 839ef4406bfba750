"""arXiv: the Atom feeds that its API answers with, also as JSON that keeps such an answer."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, cast

from graph.records import Record, Reject
from nlp.readers.cleaning import optional, year
from nlp.readers.formats import Format
from nlp.readers.xml.text import named_id, text, texts
from nlp.readers.xml.tree import has_root, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlp.readers.xml.tree import Entry

KEPT: Final = re.compile(r"\s*\{(?:[^{}<]{0,4000},)?\s*\"\w+\"\s*:\s*\"\s*<(?:\?xml|feed\b)")
"""How JSON begins that keeps an XML answer as one of its texts."""

_NUMBER = re.compile(r"arxiv\.org/abs/(?P<number>\S+)", re.IGNORECASE)
_ERRORS: Final = "/api/errors"


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The papers in their order; what arXiv says it did not understand is a Reject."""
    lines = iter(lines)
    blank: list[str] = []
    for line in lines:
        if line.strip():
            whole = chain(blank, [line], lines)
            yield from _kept(list(whole)) if line.lstrip().startswith("{") else records(whole, ("entry",), _record)
            return
        blank.append(line)


def sniff(sample: str) -> bool:
    """Whether the text is an Atom feed, or JSON around one."""
    return has_root(sample, "feed") or bool(KEPT.match(sample))


FORMAT: Final = Format(
    "atom",
    (".atom", ".xml"),
    "an Atom feed of arXiv's API, or JSON that keeps it",
    sniff,
    read,
    frame=("<feed>", "</feed>"),
)


def _kept(lines: list[str]) -> Iterator[Record | Reject]:
    """The papers of the answers that a JSON object keeps, all in the line where the answer stands."""
    try:
        value: Any = json.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        yield Reject(1, f"no JSON that can be read: {error}", "give the answer of arXiv's API itself")
        return
    fields = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    for name, body in fields.items():
        if isinstance(body, str) and body.lstrip().startswith("<"):
            line = next((number for number, each in enumerate(lines, 1) if json.dumps(name) in each), 1)
            for found in records(body.splitlines(), ("entry",), _record):
                yield replace(found, line=line)


def _record(entry: Entry) -> Record | Reject:
    element = entry.element
    place, summary = text(element, "id"), text(element, "summary")
    if _ERRORS in place:
        return Reject(entry.line, f"arXiv did not answer: {summary}", "ask again with what it names put right")
    number = _NUMBER.search(place)
    links = {each.get("rel"): each.get("href", "") for each in element.iterfind("link")}
    return Record(
        line=entry.line,
        record=number["number"] if number else place,
        title=text(element, "title"),
        abstract=summary,
        authors=tuple(texts(element, "author/name")),
        year=year(text(element, "published")) or year(text(element, "updated")),
        venue=optional(text(element, "journal_ref")),
        url=optional(links.get("alternate", "") or place),
        ids=(*(named_id("arxiv", number["number"]) if number else ()), *named_id("doi", text(element, "doi"))),
    )
