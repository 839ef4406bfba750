"""Tagged text as entries: lines that begin with a tag, and those that go on with the line before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nlp.readers.cleaning import clean

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence


@dataclass(slots=True)
class Entry:
    """The lines of one entry under their tags, in order; what stands in front of the first tag is no part of it.

    It is `whole` if the line that begins an entry, or the one that ends it, was there.
    """

    line: int
    whole: bool
    fields: dict[str, list[list[str]]] = field(default_factory=dict[str, list[list[str]]])
    order: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])

    def add(self, tag: str, value: str) -> list[str]:
        """Takes a line with a tag; lines that go on with it are to be put behind it."""
        value_lines = [value]
        self.fields.setdefault(tag, []).append(value_lines)
        self.order.append((tag, value_lines))
        return value_lines

    def values(self, tags: Iterable[str]) -> Iterator[str]:
        """The values under all of these tags, each with the lines that go on with it."""
        return (text for tag in tags for lines in self.fields.get(tag, ()) if (text := clean(" ".join(lines))))

    def lines(self, tags: Iterable[str]) -> list[str]:
        """The same where each line is a value of its own: those of the first tag that has any."""
        each = ([text for lines in self.fields.get(tag, ()) for line in lines if (text := clean(line))] for tag in tags)
        return next(filter(None, each), [])

    def first(self, tags: Iterable[str]) -> str:
        """The first value under the first of these tags that has one, or an empty text."""
        return next(self.values(tags), "")

    def beside(self, tags: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The values under the other tags, each behind the latest one before it under the first of the tags."""
        latest = ""
        first = next((each for each in tags if each in self.fields), "")
        for tag, lines in self.order if others else ():
            if tag == first:
                latest = clean(" ".join(lines))
            elif tag in others and latest:
                yield latest, clean(" ".join(lines))


def entries(lines: Iterable[str], tag: re.Pattern[str], opens: str, closes: str) -> Iterator[Entry]:
    """The entries in their order; what stands between them is one, too, if it has tags, but is not whole.

    `tag` matches a line with a tag and has the groups `tag` and `value`; `opens` and `closes` are the tags that begin
    and end an entry. One that has no closing tag ends where the next one begins; where there is no such tag at all
    (`closes` is empty), a blank line also ends one that lacks its first line.
    """
    entry: Entry | None = None
    last: list[str] | None = None
    blank = False
    for number, line in enumerate(lines, 1):
        match = tag.match(line)
        if not match:
            if last is not None:
                last.append(line.strip())
            blank = not line.strip()
            continue
        name, value = match["tag"], (match["value"] or "").strip()
        if name == closes and not value:
            if entry:
                entry.whole = True
                yield entry
            entry = last = None
            continue
        if entry and (name == opens or (blank and not entry.whole and not closes)):
            yield entry
            entry = None
        entry = entry or Entry(number, whole=name == opens)
        last, blank = entry.add(name, value), False
    if entry:
        yield entry
