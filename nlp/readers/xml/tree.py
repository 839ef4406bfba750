"""XML as a stream of entries: each with its line, its elements by their bare names, gone when it is read."""

from __future__ import annotations

import html
import re
from contextlib import suppress
from dataclasses import replace
from html.entities import html5
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.sax.saxutils import quoteattr

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] (it has no types)

from graph.records import Record, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Element = Any
"""An element of lxml's, which has no types."""

LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"

_CHUNK: Final = 1 << 16
_SPACE: Final = " \t\r\n\ufeff"
_ADVICE: Final = "the entries before it were read: mend the file here, or get it again"

_LOOK: Final = 10_000
_BEFORE = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>|^[\s\ufeff]+", re.DOTALL)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")

# what XML forbids and real files have: control characters, also by number, and what HTML has names for
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BY_NUMBER = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d+;|#[xX][0-9a-fA-F]+;)(?:([A-Za-z][A-Za-z0-9]*);)?")
_LESS = re.compile(r"<(?=[\s\d=])")
_PLACE = re.compile(r", line \d+, column \d+(?: \(.*\))?$")
_NAMESPACE_ERRORS: Final = range(200, 210)


class Entry(NamedTuple):
    """One entry: the line (from 1) where its opening tag ends, and its element, still inside the document."""

    line: int
    element: Element


def has_root(sample: str, *names: str) -> bool:
    """Whether a text's first element has one of these names, whatever its prefix."""
    root = _ROOT.match(_BEFORE.sub("", sample[:_LOOK])) if sample.lstrip(_SPACE).startswith("<") else None
    return root is not None and root[1] in names


def records(
    lines: Iterable[str], names: Iterable[str], make: Callable[[Entry], Record | Reject]
) -> Iterator[Record | Reject]:
    """What `make` makes of each entry, in their order; one with neither a title nor an abstract is a Reject."""
    for each in entries(lines, names):
        found = each if isinstance(each, Reject) else make(each)
        if isinstance(found, Record) and not found.title and not found.abstract:
            found = Reject(found.line, "neither a title nor an abstract", "give it a title")
        if isinstance(found, Reject) and isinstance(each, Entry):
            found = replace(found, text=_written(each.element))
        yield found


def entries(lines: Iterable[str], names: Iterable[str]) -> Iterator[Entry | Reject]:
    """The outermost elements of these names, in whatever namespace; where the document is damaged, a last Reject.

    Entities that a document declares stay as they are written (`&name;`), and nothing outside of it is read. The entry
    that has been read is dropped from memory when the next one is asked for.
    """
    numbered = enumerate(lines)
    blank, first = next(((number, line.lstrip(_SPACE)) for number, line in numbered if line.strip(_SPACE)), (0, ""))
    parser = _parser(names)
    depth, read, line = 0, None, 1
    for chunk in _chunks(chain([first], (line for _, line in numbered)) if first else ()):
        fault = _fault(parser.feed, chunk)
        for event, element in parser.read_events():
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                line = element.sourceline + blank
                yield Entry(line, _bare(element))
                # only what the parser is past may be taken out: this one is emptied, the one before it goes
                element.clear(keep_tail=True)
                if read is not None and read.getparent() is not None:
                    read.getparent().remove(read)
                read = element
        if fault:
            yield _damage(fault, blank, line)
            return
    if first and (fault := _fault(parser.close)) and fault.code not in _NAMESPACE_ERRORS:
        yield _damage(fault, blank, line)


def _parser(names: Iterable[str]) -> Any:
    return etree.XMLPullParser(
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in names],
        encoding="utf-8",  # the lines are text: what the document says of its bytes is done with
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _fault(step: Callable[..., object], *chunk: bytes) -> Any:
    try:
        step(*chunk)
    except etree.LxmlError as error:
        return error
    return None


def _damage(fault: Any, blank: int, since: int) -> Reject:
    reason = _PLACE.sub("", str(fault.msg or "it breaks off"))
    return Reject((fault.lineno or 1) + blank, f"the XML is damaged: {reason}", _ADVICE, since=since)


def _written(element: Element) -> str:
    """The element as XML, in the elements that it stands in, with what these say of all that they hold (`meta`)."""
    text = _as_xml(element)
    for each in element.iterancestors():
        said = "".join(_as_xml(meta) for meta in each.iterfind("meta"))
        opened = "".join(f" {name}={quoteattr(value)}" for name, value in each.attrib.items() if "}" not in name)
        name = each.tag.rpartition("}")[2].rpartition(":")[2]
        text = f"<{name}{opened}>{said}{text}</{name}>"
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _as_xml(element: Element) -> str:
    return etree.tostring(element, encoding="ascii", with_tail=False).decode()


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    pending: list[str] = []
    size = 0
    for line in lines:
        if pending:
            pending.append("\n")
        elif size:
            pending = ["\n"]
        pending.append(_mended(line))
        size += len(line) + 1
        if size >= _CHUNK:
            yield "".join(pending).encode()
            pending, size = [], 1
    yield "".join(pending).encode()


def _mended(line: str) -> str:
    """The line without what would end the reading of XML but is no doubt meant as text."""
    if "&" in line:
        line = _AMPERSAND.sub(_character, _BY_NUMBER.sub(" ", line))
    if "<" in line:
        line = _LESS.sub("&lt;", line)
    return line if line.isprintable() else _FORBIDDEN.sub(" ", line)


def _character(match: re.Match[str]) -> str:
    """What HTML has a name for, else what stands there, for the parser to take as text."""
    name = match[1]
    return html.unescape(match[0]) if name and f"{name};" in html5 else f"&amp;{match[0][1:]}"


def _bare(element: Element) -> Element:
    """The element with all names in it without namespace or prefix."""
    for each in element.iter("*"):
        tag = each.tag
        bare = tag[max(tag.rfind("}"), tag.rfind(":")) + 1 :]
        if bare != tag:
            with suppress(ValueError):  # what follows an undeclared prefix may be no name
                each.tag = bare
    return element
