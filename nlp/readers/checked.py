"""The entries of a text as its reader makes them, but none whose bytes were no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records import Record, Reject
from nlp.readers.mojibake import with_repairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nlp.readers.rejected import Rejected
    from nlp.readers.sheets import SheetLines
    from nlp.readers.streams import Lines


def checked(
    read: Callable[[Iterable[str]], Iterator[Record | Reject]],
    lines: Lines | SheetLines,
    kept: Rejected | None = None,
) -> Iterator[tuple[Record | Reject, bool]]:
    """Each entry that `read` makes of the lines, in order, and whether mojibake in it was put right.

    One in whose lines bytes were no text is a Reject, if it shows. `kept` hears of each.
    """
    for entry, end, mended in _ended(with_repairs(read(kept.heard if kept else lines))):
        found = _checked(entry, end or lines.count + 1, lines.broken)
        if kept:
            kept.saw(found, end or lines.count + 1)
        yield found, mended


def _ended(entries: Iterator[tuple[Record | Reject, bool]]) -> Iterator[tuple[Record | Reject, int, bool]]:
    """The same entries, each with the line of the next one, or 0 for the last."""
    waiting: tuple[Record | Reject, bool] | None = None
    for following, mended in entries:
        if waiting:
            yield waiting[0], following.line, waiting[1]
        waiting = following, mended
    if waiting:
        yield waiting[0], 0, waiting[1]


def _checked(entry: Record | Reject, end: int, broken: dict[int, str]) -> Record | Reject:
    """The entry, or a Reject if bytes in its lines (up to `end`) were no text and it shows; forgets these lines."""
    reason = ""
    while broken and (line := next(iter(broken))) < max(end, entry.line + 1):
        why = broken.pop(line)
        reason = reason or (why if line >= entry.line else "")  # what stands before the first entry is no part of it
    if not reason or isinstance(entry, Reject) or "\ufffd" not in repr(entry):
        return entry
    return Reject(entry.line, reason, "save the file as UTF-8")
