"""What a reader is to the rest: a name, the extensions it owns, a look at the content, a way to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.records import Record, Reject
    from nlp.readers.cut import Cut


@dataclass(frozen=True, slots=True)
class Format:
    """One format of literature.

    `sniff` tells from the start of a text whether it is in this format; `read` turns lines (without their ends) into
    entries, in order, and raises nothing whatever the lines say. Where there is a `note`, it and `read` can be told
    which columns hold what: headers by the names of our fields.
    """

    name: str
    extensions: tuple[str, ...]
    description: str
    sniff: Callable[[str], bool]
    read: Callable[..., Iterator[Record | Reject]]
    note: Callable[..., str] | None = None
    """Says, of the start of a text, what people had better know of how it is read."""
    frame: tuple[str, str] | None = None
    """What stands around entries in a file of them; None: what a file has before its first entry, and nothing."""
    cut: Cut | None = None
    """Where a text may be cut, to be read in pieces; None where only the whole can be read."""
