"""Mojibake, told from right text and put right: what somebody read in the wrong encoding and kept so (â€™ for ’)."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

_SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# two bytes of UTF-8 as Latin-1 or Windows-1252 shows them, or a quote or dash of Windows-1252 as a control character;
# of the latter, U+0085 is also what some mean by a line end
_SUSPICIOUS = re.compile(f"[\u00c2-\u00f4][{_SECOND}]|[\u0080-\u0084\u0086-\u009f]")


class _Count(threading.local):
    repaired = 0


_COUNT = _Count()


def repair(text: str) -> str:
    """The text as its author wrote it, where it plainly was read in the wrong encoding; else the text itself."""
    if text.isascii() or not _SUSPICIOUS.search(text):
        return text
    from ftfy import TextFixerConfig, fix_encoding  # takes a fifth of a second, and most sources never need it

    # what is half lost stays as it is: another sign for it says no more
    found = fix_encoding(text, TextFixerConfig(replace_lossy_sequences=False))
    _COUNT.repaired += found != text
    return found


def with_repairs(entries: Iterable[T]) -> Iterator[tuple[T, bool]]:
    """Each entry as it is made, and whether mojibake in it was put right; to be asked for them in one thread."""
    coming = iter(entries)
    while True:
        before = _COUNT.repaired
        try:
            entry = next(coming)
        except StopIteration:
            return
        yield entry, _COUNT.repaired > before
