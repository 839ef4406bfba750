"""The "similar literature" page of a Chinese literature portal, saved as text.

    相似文献                                              the page's heading
     共查询到20条相似文献,搜索用时 375 毫秒                   how many papers it lists: a checksum
    8.                                                    an entry's number, alone on its line
    Mosweu  Tshepho 《Archival Science》2021,21(3):267-280   its citation, on some entries only
    The continued use of social media …                   its abstract
      相似文献                                             the link that closes it

Another form of the page has a title before or after the citation, and citation counts (总被引:1,自引:0,他引:1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from graph.records import Record, Reject
from nlp.readers.cleaning import clean, optional, pages, people
from nlp.readers.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LINK: Final = "相似文献"
_COUNT = re.compile(r"共查询到\s*(\d{1,9})\s*条")
_NUMBER = re.compile(r"\s*(\d{1,6})\s*[.、]\s*")
_CITATION = re.compile(
    r"(?P<authors>[^《》]*)《(?P<venue>[^《》]+)》\s*"
    r"(?:(?P<year>1[5-9]\d\d|20\d\d)年?(?:\s*,\s*(?P<volume>[^\s,():]{1,20}))?\s*,?"
    r"\s*(?:\((?P<issue>[^()]{1,40})\))?\s*(?::\s*(?P<pages>[^:《》]{1,40}))?)?[\s.]*"
)
_CITED = re.compile(r"\s*总被引\s*:\s*(\d{1,9})(?:\s*[,;]?\s*(?:自引|他引)\s*:\s*\d+)*\s*")
_RUN = re.compile(r"\s{2,}")
_LONG_RUN = re.compile(r"\s{3,}")
# headings of structured abstracts, which could pass for titles
_HEADING = re.compile(
    r"(?:abstract|aims?|background|conclusions?|context|design|findings|introduction|methods?|methodology|motivation"
    r"|objectives?|originality|purpose|results|摘要)\b.{0,30}",
    re.IGNORECASE,
)
_HEAD: Final = 4
"""Within how many lines an entry has said all that is not its abstract."""
_TITLE_LENGTH: Final = 300
_NO_LIMIT: Final = 1 << 30
_AGAIN: Final = "save the whole page again"


class _Line(NamedTuple):
    number: int
    text: str
    plain: str
    """The text with full-width characters and no-break spaces in their plain form, and no long runs of spaces."""

    @property
    def position(self) -> int | None:
        """The entry's number, if that is all the line says."""
        match = _NUMBER.fullmatch(self.plain)
        return int(match.group(1)) if match else None

    def without(self, match: re.Match[str]) -> _Line:
        """The line without what was found in its plain form."""
        left = f"{self.plain[: match.start()]} {self.plain[match.end() :]}"
        return _Line(self.number, left, left)


@dataclass(slots=True)
class _Entry:
    """What stands between an entry's number and its closing link; an entry without a number has its turn's."""

    line: int
    position: int
    body: list[_Line]
    numbered: bool = True
    closed: bool = False


def read(lines: Iterable[str]) -> Iterator[Record | Reject]:
    """The entries of each page in the text, then a Reject for a page that lists fewer or more than it says."""
    page: list[_Line] = []
    stated: int | None = None
    for number, text in enumerate(lines, 1):
        plain = _plain(text)
        count = _COUNT.search(plain)
        if count:
            if page and page[-1].text.rstrip() == _LINK:
                page.pop()  # the heading of the page that begins here
            yield from _page(page, stated)
            page, stated = [], int(count.group(1))
        else:
            page.append(_Line(number, text, plain))
    yield from _page(page, stated)


def sniff(sample: str) -> bool:
    """Whether the text has the page's count line, or a number and a closing link."""
    lines = [_plain(line).strip() for line in sample.splitlines()]
    is_numbered = any(_NUMBER.fullmatch(line) for line in lines)
    return any(_COUNT.search(line) or (is_numbered and line.endswith(_LINK)) for line in lines)


FORMAT: Final = Format(
    "portal",
    (),
    'the "similar literature" page of a literature portal, saved as text',
    sniff,
    read,
)


def _plain(text: str) -> str:
    return _LONG_RUN.sub("  ", unicodedata.normalize("NFKC", text))


def _page(page: list[_Line], stated: int | None) -> Iterator[Record | Reject]:
    entries = _entries(page, stated)
    if not entries and not stated:
        return
    found = last = 0
    if entries and len(entries) == stated:
        last = entries[0].position - 1  # a later page of a list goes on counting
    for entry in entries:
        if entry.position > last + 1:
            missing = f"{last + 1}" if entry.position == last + 2 else f"{last + 1} to {entry.position - 1}"
            yield Reject(entry.line, f"no entry {missing}: the page goes from {last} to {entry.position}", _AGAIN)
        last = entry.position
        parsed = _parse(entry)
        found += isinstance(parsed, Record)
        yield parsed
    if stated is not None and found != stated:
        cut = last < stated or not entries[-1].closed
        why = "the page is truncated" if cut else "some are missing" if found < stated else "it may be two pages"
        line = entries[-1].line if entries else 1
        yield Reject(
            line, f"the page says {stated} papers, {found} {'was' if found == 1 else 'were'} found: {why}", _AGAIN
        )


def _entries(page: list[_Line], stated: int | None) -> list[_Entry]:
    """The page cut into entries.

    A number alone on its line may stand inside an abstract too: it begins an entry only if it is the first after a
    closing link, or if the entry after the next link shows that this number is wanted.
    """
    segments = _segments(page)
    firsts = [next((line.position for line in each if line.position is not None), None) for each in segments]
    entries: list[_Entry] = []
    for at, segment in enumerate(segments):
        closed = at < len(segments) - 1
        following = next((first for first in firsts[at + 1 :] if first is not None), None)
        wanted = (following - 1 if following else stated or 0) if closed else _NO_LIMIT
        opened: _Entry | None = None
        for line in segment:
            position = line.position
            if position is not None and (not opened or position == opened.position + 1 <= wanted):
                opened = _Entry(line.number, position, [])
                entries.append(opened)
            elif opened:
                opened.body.append(line)
        if opened:
            opened.closed = closed
        elif closed and (written := [line for line in segment if line.plain.strip()]):
            entries.append(_Entry(written[0].number, entries[-1].position + 1, written, numbered=False))
    return entries


def _segments(page: list[_Line]) -> list[list[_Line]]:
    """The lines from the first number on, parted by closing links; what follows the last link comes last."""
    segments: list[list[_Line]] = [[]]
    for line in page:
        if not segments[0] and line.position is None:
            continue
        if line.plain.rstrip().endswith(_LINK):
            text, plain = (form.rstrip().removesuffix(_LINK) for form in (line.text, line.plain))
            segments[-1].append(_Line(line.number, text, plain))
            segments.append([])
        else:
            segments[-1].append(line)
    return segments


def _parse(entry: _Entry) -> Record | Reject:
    if not entry.numbered:
        return Reject(entry.line, "an entry without its number", _AGAIN)
    if not entry.closed:
        return Reject(entry.line, f"entry {entry.position} is cut off: its closing link {_LINK} is missing", _AGAIN)
    title, citation, cited_by, rest = _parts([line for line in entry.body if line.plain.strip()])
    abstract = clean(" ".join(line.text for line in rest))
    if not title and not abstract:
        return Reject(entry.line, f"entry {entry.position} is empty", _AGAIN)
    part = citation.groupdict(default="") if citation else dict.fromkeys(_CITATION.groupindex, "")
    return Record(
        line=entry.line,
        record=str(entry.position),
        title=title,
        abstract=abstract,
        authors=_authors(part["authors"]),
        year=int(part["year"]) if part["year"] else None,
        venue=optional(part["venue"]),
        volume=optional(part["volume"]),
        issue=optional(part["issue"]),
        pages=pages(part["pages"]),
        cited_by=cited_by,
    )


def _parts(lines: list[_Line]) -> tuple[str, re.Match[str] | None, int | None, list[_Line]]:
    """Title, citation, times cited, and the lines of the abstract.

    A title is told only beside a citation or a count: it is what else stands before these, or the short line after.
    """
    citation: re.Match[str] | None = None
    cited_by: int | None = None
    kept: list[_Line] = []
    heads = 0
    for at, line in enumerate(lines):
        cited = _CITED.search(line.plain)
        if cited:
            cited_by = int(cited.group(1))
        left = line.without(cited) if cited else line
        found = None if citation or at >= _HEAD else _CITATION.fullmatch(left.plain)
        citation = citation or found
        if not found and left.plain.strip():
            kept.append(left)
        if at < _HEAD and (cited or found):
            heads = len(kept)
    if not heads and (citation or cited_by is not None) and len(kept) > 1 and _is_title(kept[0], kept[1]):
        heads = 1
    title = clean(" ".join(line.text for line in kept[:heads]))
    if len(title) > _TITLE_LENGTH or (title.endswith(".") and heads == len(kept)):
        return "", citation, cited_by, kept  # what stands there is the abstract
    return title, citation, cited_by, kept[heads:]


def _is_title(line: _Line, following: _Line) -> bool:
    text = line.plain.strip()
    return (
        len(text) <= _TITLE_LENGTH
        and not text.endswith((".", "。", ":", ";", ","))
        and not _HEADING.fullmatch(text)
        and not following.plain.lstrip()[:1].islower()
    )


def _authors(text: str) -> tuple[str, ...]:
    """The authors of a citation line, given name first.

    On the page a run of spaces parts family and given name (`Mosweu  Tshepho`), and `;`, `、` or `,` parts persons.
    Without these, full names in runs (`Jane Doe  Richard Roe`) are persons too.
    """
    text = text.strip(" ,;、")
    persons = re.split(r"[;、]" if re.search(r"[;、]", text) else ",", text)
    if len(persons) == 1:
        runs = _RUN.split(text)
        are_pairs = len(runs) % 2 == 0 and all(_is_family(run) for run in runs[::2])
        persons = ["  ".join(runs[at : at + 2]) for at in range(0, len(runs), 2)] if are_pairs else runs
    return people(", ".join(_RUN.split(person.strip(), maxsplit=1)) for person in persons)


def _is_family(run: str) -> bool:
    return sum(not word[0].islower() for word in run.split()) == 1  # "de Wit", but not "Jane Doe"
