"""JSON Lines, one object per line, and JSON documents: a list of objects, an object that holds such, or one paper."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Final

from graph.records import Record, Reject
from nlp.readers.cut import Cut
from nlp.readers.documents import NO_JSON, Document, FaultError, reason
from nlp.readers.fields import record_of
from nlp.readers.formats import Format
from nlp.readers.xml.atom import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OPENED = re.compile(r"\s*\[|.*[\[{]\s*$")


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """One entry per line, or per work that a JSON document holds.

    It is a document if its first line leaves a bracket open, or if it is one line that is no paper. Lines are
    streamed; a document is read as a whole.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    begin = list(islice(numbered, 2))
    if begin and (len(begin) == 1 or _OPENED.match(begin[0][1])):
        yield from _document(dict(chain(begin, numbered)))
        return
    yield from _entries(chain(begin, numbered))


def read_piece(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """One entry per line: what follows in a text that is no document."""
    yield from _entries((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _entries(numbered: Iterable[tuple[int, str]]) -> Iterator[Record | Reject]:
    for number, line in numbered:
        try:
            value = json.loads(line)
        except NO_JSON as error:
            yield Reject(number, reason(error), "each line must be one JSON object")
            continue
        entry = record_of(value, number)
        # no paper: it may hold some, as a page of answers does
        yield from _document({number: line}) if isinstance(entry, Reject) and isinstance(value, dict) else (entry,)


def sniff(sample: str) -> bool:
    """Whether the text begins like a JSON object or a list of them, and is none that keeps XML."""
    return bool(re.match(r"\s*(?:\{\s*[\"}]|\[\s*\{)", sample)) and not KEPT.match(sample)


def _has_lines(sample: str) -> bool:
    """Whether the text is no document, by its first two lines that say something."""
    begin = list(islice((line for line in re.split(r"[\r\n]+", sample) if line.strip()), 2))
    return len(begin) == 2 and not _OPENED.match(begin[0])


FORMAT: Final = Format(
    "jsonl",
    (".jsonl", ".ndjson", ".json"),
    "JSON Lines, one object per paper; or a JSON document with a list of them",
    sniff,
    read,
    frame=("", ""),
    cut=Cut(lambda line: line.startswith("{"), allowed=_has_lines, read=read_piece),
)


def _document(lines: dict[int, str]) -> Iterator[Record | Reject]:
    numbers = list(lines)
    document = Document("\n".join(lines.values()))
    starts = list(accumulate((len(line) + 1 for line in lines.values()), initial=0))
    lines.clear()

    def line_of(position: int) -> int:
        return numbers[min(bisect_right(starts, position), len(numbers)) - 1]

    found, line = False, 1
    try:
        for value, at in document.papers():
            found, line = True, line_of(at)
            yield _kept(record_of(value, line), value)
    except FaultError as fault:
        advice = fault.advice if found else "give one JSON document, or one JSON object per line"
        yield Reject(line_of(fault.at), fault.reason, advice, since=line)
        return
    for value, at in document.others if not found else ():
        yield _kept(record_of(value, line_of(at)), value)


def _kept(entry: Record | Reject, value: object) -> Record | Reject:
    """The entry of a document; a Reject says the value itself, for a document has others in its lines."""
    return replace(entry, text=json.dumps(value)) if isinstance(entry, Reject) else entry
