"""JSON Lines: one object per line; also a JSON document that holds a list of objects, or a single one."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from contextlib import suppress
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any, Final

from graph.records import Record, Reject
from nlp.readers.fields import is_paper, record_of
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_OPENED = re.compile(r"\s*\[|.*[\[{]\s*$")
_LIST_OF_OBJECTS = re.compile(r"\[\s*\{")
_SPACE = re.compile(r"\s*")
_DEPTH: Final = 4
_DECODER: Final = json.JSONDecoder()
# ValueError covers numbers of thousands of digits too, RecursionError thousands of brackets
_NO_JSON: Final = (ValueError, RecursionError)


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """One entry per line, or per object of the list that a JSON document holds.

    It is a document if its first line leaves a bracket open, or if it is one line that is no paper. Lines are
    streamed; a document is read as a whole.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    begin = list(islice(numbered, 2))
    if begin and (len(begin) == 1 or _OPENED.match(begin[0][1])):
        yield from _document(dict(chain(begin, numbered)))
        return
    for number, line in chain(begin, numbered):
        try:
            yield record_of(json.loads(line), number)
        except _NO_JSON as error:
            yield Reject(number, _reason(error), "each line must be one JSON object")


def sniff(sample: str) -> bool:
    """Whether the text begins like a JSON object or a list of them."""
    return bool(re.match(r"\s*(?:\{\s*[\"}]|\[\s*\{)", sample))


FORMAT: Final = Format(
    "jsonl",
    (".jsonl", ".ndjson", ".json"),
    "JSON Lines, one object per paper; or a JSON document with a list of them",
    sniff,
    read,
)


def _document(lines: dict[int, str]) -> Iterator[Record | Reject]:
    numbers, text = list(lines), "\n".join(lines.values())
    starts = list(accumulate((len(line) + 1 for line in lines.values()), initial=0))

    def line_of(position: int) -> int:
        return numbers[min(bisect_right(starts, position), len(numbers)) - 1]

    value: Any = None
    reason = ""
    try:
        value = json.loads(text)
    except _NO_JSON as error:
        reason = _reason(error)
    start = None if is_paper(value) else _list_start(text)
    if start is not None:
        yield from _elements(text, start, line_of)
    elif reason:
        yield Reject(numbers[0], reason, "give one JSON document, or one JSON object per line")
    else:
        yield record_of(value, numbers[0])


def _elements(text: str, start: int, line_of: Callable[[int], int]) -> Iterator[Record | Reject]:
    """The list's objects one by one, so that those before a fault are read."""
    at = _past_space(text, start + 1)
    while not text.startswith("]", at):
        try:
            value, end = _DECODER.raw_decode(text, at)
        except _NO_JSON as error:
            fault = error.pos if isinstance(error, json.JSONDecodeError) else at
            yield Reject(line_of(fault), _reason(error), "the list was read up to here; one object per line reads on")
            return
        yield record_of(value, line_of(at))
        at = _past_space(text, end)
        if text.startswith(",", at):
            at = _past_space(text, at + 1)
        elif not text.startswith("]", at):
            yield Reject(line_of(at), "the list is not closed by a ]", "the list was read up to here: get it again")
            return


def _list_start(text: str, at: int = 0, depth: int = _DEPTH) -> int | None:
    """Where the document's list of objects begins: at its start, or as a value somewhere in an object."""
    at = _past_space(text, at)
    if text.startswith("[", at):
        return at
    if not text.startswith("{", at) or not depth:
        return None
    at = _past_space(text, at + 1)
    with suppress(*_NO_JSON):
        while text.startswith('"', at):
            _, at = _DECODER.raw_decode(text, at)
            at = _past_space(text, _past_space(text, at) + 1)
            if _LIST_OF_OBJECTS.match(text, at):
                return at
            if text.startswith("{", at) and (found := _list_start(text, at, depth - 1)) is not None:
                return found
            _, at = _DECODER.raw_decode(text, at)
            at = _past_space(text, _past_space(text, at) + 1)
    return None


def _past_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error.msg.lower()} at column {error.colno}"
    return f"no JSON that can be read: {error}"
