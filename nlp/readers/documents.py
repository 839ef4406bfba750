"""The papers in a JSON document, wherever it keeps them: at its top, in a list, in lists or objects of an object."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, cast

from nlp.readers.fields import is_paper
from nlp.readers.schemas import known
from nlp.readers.schemas.crossref import other_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NO_JSON: Final = (ValueError, RecursionError)
"""What reading JSON raises: ValueError for numbers of thousands of digits too, RecursionError for nested brackets."""

_UP_TO: Final = "the list was read up to here"
_SPACE = re.compile(r"\s*")
_DEPTH: Final = 4
_DECODER: Final = json.JSONDecoder()


class FaultError(Exception):
    """Where the document cannot be read on (a position), why, and what would mend it."""

    def __init__(self, at: int, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.at = at
        self.reason = reason
        self.advice = advice


class Document:
    """A JSON document, or several one after another, whose papers are read in their order.

    `others` is what there is in place of papers: the first list of objects that are none, else what is at the top.
    """

    def __init__(self, text: str) -> None:
        self.others: list[tuple[Any, int]] = []
        self._text = text
        self._at = 0

    def papers(self) -> Iterator[tuple[Any, int]]:
        """The papers and where they begin, and in lists of papers what is none; raises FaultError after those."""
        self._pass_space()
        while self._at < len(self._text):
            begin = self._at
            if self._text.startswith("[", begin):
                yield from self._list(whole=True)
            elif self._text.startswith("{", begin):
                yield from self._object(_DEPTH)
            else:
                value = self._value()
                self.others = self.others or [(value, begin)]
            self._pass_space()

    def _list(self, *, whole: bool = False) -> Iterator[tuple[Any, int]]:
        others: list[tuple[Any, int]] = []
        yield from _sorted_out(self._elements(), others, whole=whole)
        if not self.others and all(isinstance(each, dict) for each, _ in others):
            self.others = others

    def _elements(self) -> Iterator[tuple[Any, int]]:
        self._step()
        while not self._text.startswith("]", self._at):
            begin = self._at
            yield self._value(), begin
            self._pass_space()
            if self._text.startswith(",", self._at):
                self._step()
            elif not self._text.startswith("]", self._at):
                raise FaultError(self._at, "the list is not closed by a ]", f"{_UP_TO}: get it again")
        self._step()

    def _object(self, depth: int) -> Iterator[tuple[Any, int]]:
        """The object, if it is a paper, else those among its values; of one that is cut off, those before the cut."""
        begin, fault = self._at, None
        try:
            value = self._value()
        except FaultError as found:
            value, fault = None, found
        end = self._at
        if is_entry(value):
            yield value, begin
        elif depth:
            self._at = begin
            yield from self._members(depth - 1)
        if fault:
            raise fault
        if depth == _DEPTH and not self.others:
            self.others = [(value, begin)]
        self._at = end

    def _members(self, depth: int) -> Iterator[tuple[Any, int]]:
        self._step()
        while self._text.startswith('"', self._at):
            self._value()
            self._pass_space()
            self._step()
            if self._text.startswith("[", self._at):
                yield from self._list()
            elif self._text.startswith("{", self._at):
                yield from self._object(depth)
            else:
                self._value()
            self._pass_space()
            self._step()

    def _value(self) -> Any:
        try:
            value, self._at = _DECODER.raw_decode(self._text, self._at)
        except NO_JSON as error:
            fault = error.pos if isinstance(error, json.JSONDecodeError) else self._at
            raise FaultError(fault, reason(error), f"{_UP_TO}; one object per line reads on") from error
        return value

    def _step(self) -> None:
        self._at += 1
        self._pass_space()

    def _pass_space(self) -> None:
        if match := _SPACE.match(self._text, self._at):
            self._at = match.end()


def reason(error: Exception) -> str:
    """What is wrong with a text that is no JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON: {error.msg.lower()} at column {error.colno}"
    return f"no JSON that can be read: {error}"


def is_entry(value: Any) -> bool:
    """Whether it becomes a Record or a Reject as it is: a work, or what a source lists or answers in place of one.

    What has an id and a type, or cites, or is of a known source is a work even without a title: its references are not.
    """
    if not isinstance(value, dict):
        return False
    fields = cast("dict[str, Any]", value)
    listed = isinstance(fields.get("id"), str) and isinstance(fields.get("type"), str)
    return listed or known(fields) or "references" in fields or is_paper(fields) or bool(other_answer(fields))


def _sorted_out(
    elements: Iterable[tuple[Any, int]], others: list[tuple[Any, int]], depth: int = _DEPTH, *, whole: bool = False
) -> Iterator[tuple[Any, int]]:
    """The works in a list, and what else is in it if they are not wrapped up; `others` keeps what is passed over."""
    for value, at in elements:
        if is_entry(value):
            yield from others
            others.clear()
            whole = True
            yield value, at
        elif inner := list(_inside(value, depth)):
            yield from ((each, at) for each in inner)
        elif whole:
            yield value, at
        else:
            others.append((value, at))


def _inside(value: Any, depth: int) -> Iterator[Any]:
    """The works somewhere in a value that is none."""
    if isinstance(value, list) and depth:
        elements = [(each, 0) for each in cast("list[Any]", value)]
        yield from (each for each, _ in _sorted_out(elements, [], depth - 1))
    elif isinstance(value, dict) and depth:
        for each in cast("dict[str, Any]", value).values():
            yield from [each] if is_entry(each) else _inside(each, depth - 1)
