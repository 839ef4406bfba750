"""Tagged text: entries of lines that begin with a tag, in the dialects of reference managers and databases."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.records import Record, Reject
from nlp.readers.cleaning import clean, global_id, optional, pages, people, year
from nlp.readers.formats import Format
from nlp.readers.references import cited_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """The lines of one entry under their tags, in order; what stands in front of the first tag is no part of it."""

    line: int
    fields: dict[str, list[list[str]]] = field(default_factory=dict[str, list[list[str]]])

    def add(self, tag: str, value: str) -> None:
        """Takes a line with a tag."""
        self.fields.setdefault(tag, []).append([value])

    def values(self, tags: Iterable[str]) -> list[str]:
        """The values under all of these tags, each with the lines that go on with it."""
        return [text for tag in tags for lines in self.fields.get(tag, ()) if (text := clean(" ".join(lines)))]

    def lines(self, tags: Iterable[str]) -> list[str]:
        """The same where each line is a value of its own: those of the first tag that has any."""
        each = ([line for lines in self.fields.get(tag, ()) for line in lines if line.strip()] for tag in tags)
        return next(filter(None, each), [])

    def first(self, tags: Iterable[str]) -> str:
        """The first value under the first of these tags that has one, or an empty text."""
        return next(iter(self.values(tags)), "")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What tags look like, which ones begin and end an entry, and which ones hold what, the best first.

    `tag` matches a line with a tag and has the groups `tag` and `value`. An entry that has no closing tag ends where
    the next one begins.
    """

    tag: re.Pattern[str]
    opens: str
    closes: str
    fields: Mapping[str, tuple[str, ...]]
    cited: re.Pattern[str] = re.compile(r"^(\d{1,9})$")
    """Finds the number of citing papers in a value."""

    def entries(self, lines: Iterable[str]) -> Iterator[Entry]:
        """The entries in their order. Text between them is passed over, unless a closing tag makes it an entry."""
        entry: Entry | None = None
        opened = False
        last: list[str] | None = None
        for number, line in enumerate(lines, 1):
            match = self.tag.match(line)
            if not match:
                if last is not None:
                    last.append(line.strip())
                continue
            tag, value = match["tag"], (match["value"] or "").strip()
            if tag == self.closes:
                if entry:
                    yield entry
                entry, opened, last = None, False, None
                continue
            if tag == self.opens:
                if entry and opened:
                    yield entry
                entry, opened = Entry(number), True
            entry = entry or Entry(number)
            entry.add(tag, value)
            last = entry.fields[tag][-1]
        if entry and opened:
            yield entry

    def read(self, lines: Iterable[str]) -> Iterator[Record | Reject]:
        """The entries as records; one with neither title nor abstract is a Reject."""
        return map(self._record, self.entries(lines))

    def _record(self, entry: Entry) -> Record | Reject:
        def first(name: str) -> str:
            return entry.first(self.fields.get(name, ()))

        title, abstract = first("title"), first("abstract")
        if not title and not abstract:
            tags = " or ".join(self.fields[name][0] for name in ("title", "abstract"))
            return Reject(entry.line, "neither a title nor an abstract", f"give it {tags}")
        cited = (self.cited.search(each) for each in entry.values(self.fields.get("cited_by", ())))
        dates = (year(each) for each in entry.values(self.fields["year"]))
        return Record(
            line=entry.line,
            record=first("record"),
            title=title,
            abstract=abstract,
            authors=people(entry.lines(self.fields["authors"])),
            year=next(filter(None, dates), None),
            venue=optional(first("venue")),
            volume=optional(first("volume")),
            issue=optional(first("issue")),
            pages=_pages(first("begin"), first("end")),
            url=next(iter(first("url").replace(";", " ").split()), None),
            language=optional(first("language")),
            cited_by=next((int(match[1]) for match in cited if match), None),
            ids=self._ids(entry),
            references=tuple(
                dict.fromkeys(
                    found for line in entry.lines(self.fields.get("references", ())) for found in cited_ids(line)
                )
            ),
        )

    def _ids(self, entry: Entry) -> tuple[str, ...]:
        found = [each for text in entry.values(self.fields.get("doi", ())) for each in cited_ids(text)]
        for scheme in ("pmid", "arxiv"):
            found += [global_id(scheme, text) for text in entry.values(self.fields.get(scheme, ()))]
        return tuple(dict.fromkeys(found))


def format_of(name: str, extensions: tuple[str, ...], description: str, looks: str, dialect: Dialect) -> Format:
    """The format of a dialect; `looks` is a pattern that its texts have."""
    pattern = re.compile(looks, re.MULTILINE)
    return Format(name, extensions, description, lambda sample: bool(pattern.search(sample)), dialect.read)


def _pages(begin: str, end: str) -> str | None:
    if not re.search(r"\d", begin):  # "No" to "Specified"
        return None
    return pages(f"{begin}-{end}" if end and end != begin and not re.search(r"\d\s*[-–]", begin) else begin)
