"""JSON Lines: one object per line; also a .json document that holds a list of objects, or a single one."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, cast

from graph.records import Record, Reject
from nlp.readers.cleaning import clean, given_family, optional, pages, people, split_authors, year
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_KEYS: Final = {
    "record": "id _id paper_id paperid record_id recordid corpusid corpus_id key uid uuid",
    "title": "title display_name paper_title",
    "abstract": "abstract summary description paperabstract abstracttext abstract_text text",
    "authors": "authors author creators creator authorships",
    "year": "year publication_year publicationyear pub_year published publicationdate publication_date date issued",
    "venue": "venue journal journal_ref journal-ref journaltitle booktitle container-title container_title source",
    "volume": "volume",
    "issue": "issue number",
    "pages": "pages page",
    "url": "url link",
    "language": "language lang",
    "cited_by": "cited_by cited_by_count citationcount citation_count n_citation",
    "doi": "doi",
    "arxiv": "arxiv_id arxivid arxiv eprint",
    "pmid": "pmid pubmed_id pubmedid pubmed",
    "openalex": "openalex openalex_id",
    "others": "externalids external_ids ids",
}
"""The spellings of each field, the best first; case does not matter."""

_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7}(?:v\d+)?")
_ARXIV_PLACE = re.compile(r"arxiv\.org/|10\.48550/arxiv", re.IGNORECASE)
_OPENS_LIST = re.compile(r'[\[{]\s*$')
_SPACE = re.compile(r"[\s\ufeff]*")
_DECODER = json.JSONDecoder()
_DEPTH = 4


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """One entry per line, or per object of the one list in a JSON document."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    first = next(numbered, None)
    if first is None:
        return
    if _begins_document(first[1]):
        yield from _document([first, *numbered])
    else:
        for number, line in chain([first], numbered):
            value, reason = _decode(line)
            yield Reject(number, reason, "each line must be one JSON object") if reason else _record(value, number)


def sniff(sample: str) -> bool:
    """Whether the text begins like a JSON object or a list of them."""
    return bool(re.match(r'\s*(?:\{\s*["}]|\[\s*\{)', sample))


FORMAT: Final = Format(
    "jsonl",
    (".jsonl", ".ndjson", ".json"),
    "JSON Lines, one object per paper; or a JSON list of objects",
    sniff,
    read,
)


def _begins_document(line: str) -> bool:
    """Whether this first line opens a document over several lines, or is all of one that wraps a list."""
    if line.lstrip().startswith("[") or _OPENS_LIST.search(line):
        return True
    value, _ = _decode(line)
    return isinstance(value, dict) and _is_wrapper(cast("dict[str, Any]", value))


def _document(numbered: list[tuple[int, str]]) -> Iterator[Record | Reject]:
    text = "\n".join(line for _, line in numbered)
    numbers = [number for number, _ in numbered]

    def line_of(position: int) -> int:
        return numbers[min(text.count("\n", 0, position), len(numbers) - 1)]
    ...


def _decode(text: str) -> tuple[Any, str]:
    """The value, or why there is none."""
    try:
        return json.loads(text), ""
    except json.JSONDecodeError as error:
        return None, f"no JSON: {error.msg} at column {error.colno}"
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        return None, f"no JSON that can be read: {error}"
