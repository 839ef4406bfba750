"""Papers as JSON Lines: all that a store knows of a paper but its mentions, which reading it makes anew."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from graph.identity import SCHEMES
from nlp.readers.cleaning import given_family
from nlp.writers.formats import Writer, ids_of, papers_of, readable, stated_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.model import Paper
    from graph.selection import Selection

_TEXT_FIELDS: Final = ("venue", "volume", "issue", "pages", "url", "language")


def json_line(paper: Paper) -> str:
    """One object on one line, in the names that the reader of JSON Lines knows; what is not known is left out."""
    return f"{json.dumps(_fields(paper), ensure_ascii=False)}\n"


def write(selection: Selection) -> Iterator[str]:
    """A line for each paper."""
    return map(json_line, papers_of(selection))


WRITER: Final = Writer("jsonl", (".jsonl", ".ndjson"), "JSON Lines, all that is known of each paper", write)


def _fields(paper: Paper) -> dict[str, Any]:
    texts = {name: readable(getattr(paper, name) or "") for name in _TEXT_FIELDS}
    fields: dict[str, Any] = {
        "id": readable(paper.id),
        "title": readable(stated_title(paper)),
        "abstract": readable(paper.abstract),
        "authors": [_author(each) for each in paper.authors],
        "year": paper.year,
        **texts,
        "cited_by": paper.cited_by,
        "doi": readable(paper.doi or ""),
        "ids": _ids(paper),
        "references": [readable(each) for each in paper.references],
        "orcids": [readable(each) for each in paper.orcids],
        "sources": [_source(each.name, each.record) for each in paper.sources],
    }
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _author(name: str) -> str | dict[str, str]:
    """The name, or an object where its comma would be taken for one between family and given name."""
    written = readable(name)
    return written if given_family(written) == name else {"literal": written}


def _ids(paper: Paper) -> dict[str, list[str]]:
    found = {scheme: [readable(each) for each in ids_of(paper, scheme)] for scheme in SCHEMES[:-1]}
    # a text id says what it is, because other programs write other things into a field of that name
    found["text_id"] = [f"text:{each}" for each in ids_of(paper, "text")]
    return {scheme: ids for scheme, ids in found.items() if ids}


def _source(name: str, record: str) -> dict[str, str]:
    return {"name": name, "record": record} if record else {"name": name}
