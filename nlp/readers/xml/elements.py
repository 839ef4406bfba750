"""XML read element by element: entities that a document declares are refused, nothing is ever fetched."""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from graph.records import Record, Reject
from nlp.readers.cleaning import clean
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    Made = Record | Reject | None
    Make = Callable[[Element, int], Made]

_CHUNK: Final = 1 << 16
_LOOK: Final = 10_000
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.:-]*)")
_DECLARED = "entities are declared in it"


class _DeclaredError(Exception):
    """The document declares entities, which could stand for anything and for any amount of it."""


class _Elements:
    """The outermost elements of some names, without prefixes, each with the line that it begins on."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._builder: TreeBuilder | None = None
        self._depth = 0
        self._line = 0
        self.found = deque[tuple[int, Element]]()
        # what the document says of its encoding is over: its lines are text already
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._declared

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if self._builder is None:
            if name not in self._names:
                return
            self._builder, self._depth, self._line = TreeBuilder(), 0, self.parser.CurrentLineNumber
        self._depth += 1
        self._builder.start(name, {_local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        if self._builder is None:
            return
        self._builder.end(_local(name))
        self._depth -= 1
        if not self._depth:
            self.found.append((self._line, self._builder.close()))
            self._builder = None

    def _text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _declared(self, *_: Any) -> None:
        raise _DeclaredError


def records(lines: Iterable[str], names: Collection[str], make: Make) -> Iterator[Record | Reject]:
    """What is made of each of the elements, in order; a Reject where the document is no XML any more.

    `make` gets an element and its line; None for one that is no entry. Only one element at a time is in memory.
    """
    elements = _Elements(names)
    try:
        for chunk in _chunks(lines):
            elements.parser.Parse(chunk, False)
            yield from _made(elements, make)
        elements.parser.Parse(b"", True)
        yield from _made(elements, make)
    except (expat.ExpatError, _DeclaredError) as error:
        yield from _made(elements, make)
        line = elements.parser.CurrentLineNumber
        if isinstance(error, _DeclaredError):
            yield Reject(line, _DECLARED, "write out what they stand for: entities are never read")
        else:
            yield Reject(line, f"no XML from here on: {expat.ErrorString(error.code)}", "get the file again")


def format_of(
    name: str,
    extensions: tuple[str, ...],
    description: str,
    roots: Collection[str],
    names: Collection[str],
    make: Callable[[], Make],
) -> Format:
    """A format of XML documents with one of these roots; `make()` makes what makes the records of one document."""

    def sniff(sample: str) -> bool:
        root = _ROOT.search(_COMMENT.sub("", sample[:_LOOK])) if sample.lstrip().startswith("<") else None
        return root is not None and _local(root[1]) in roots

    def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
        return records(lines, names, make())

    return Format(name, extensions, description, sniff, read)


def text(element: Element | None) -> str:
    """All the text in an element, cleaned, markup left out."""
    return "" if element is None else clean("".join(element.itertext()))


def first(element: Element, *paths: str) -> str:
    """The text under the first of these paths that has any."""
    return next((said for path in paths for each in element.iterfind(path) if (said := text(each))), "")


def _made(elements: _Elements, make: Make) -> Iterator[Record | Reject]:
    while elements.found:
        line, element = elements.found.popleft()
        if (entry := make(element, line)) is not None:
            yield entry


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line) + 1
        if size > _CHUNK:
            yield _encoded(held)
            held, size = [], 0
    if held:
        yield _encoded(held)


def _encoded(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
