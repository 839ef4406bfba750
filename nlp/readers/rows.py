"""The rows of a table, and where to go on behind a quote that nobody closed."""

from __future__ import annotations

import csv
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST: Final = 200
"""A row that goes on for more lines has a quote that nobody closed."""

TRIED: Final = 20
"""How many lines a row may have behind one whose quotes are wrong, to be known as the next."""


# the authors of one paper, or where they work, can be more than the 131,072 characters that the module takes by itself
csv.field_size_limit(1 << 26)


class _UnclosedError(Exception):
    """A quote is opened and not closed."""


class Rows:
    """The rows of a table with the line each begins on; where quotes are wrong, what is wrong instead.

    What is wrong with a quote costs the lines up to the next row that is whole: one with `width` cells.
    """

    def __init__(self, lines: Iterable[str], delimiter: str, first: int) -> None:
        self.width = 0
        self._lines = enumerate(lines, first)
        self._delimiter = delimiter
        self._again = deque[tuple[int, str]]()
        self._pulled: list[tuple[int, str]] = []
        self._over = False

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        while True:
            try:
                for row in csv.reader(self._feed(), delimiter=self._delimiter, strict=True):
                    line = self._pulled[0][0]
                    self._pulled.clear()
                    yield line, row
            except (_UnclosedError, csv.Error) as error:
                unclosed = self._over or isinstance(error, _UnclosedError)
                (line, text), *_ = self._pulled
                if len(self._pulled) == 1 and not unclosed and (row := cells(text, self._delimiter)):
                    self._pulled.clear()
                    yield line, row  # of quotes inside a cell that nobody wrote twice
                    continue
                last = self._resume()
                where = f" (lines {line} to {last})" if last > line else ""
                yield line, ("a quote is opened and never closed" if unclosed else _reason(error)) + where
                continue
            return

    def _feed(self) -> Iterator[str]:
        while pulled := self._pull():
            self._pulled.append(pulled)
            if len(self._pulled) > LONGEST:
                raise _UnclosedError
            yield f"{pulled[1]}\n"
        self._over = bool(self._pulled)

    def _pull(self) -> tuple[int, str] | None:
        return self._again.popleft() if self._again else next(self._lines, None)

    def _resume(self) -> int:
        """Gives up the row that was begun, up to the next one that is whole: the last line that it costs."""
        (last, _), *ahead = self._pulled
        self._pulled, self._over = [], False
        while len(ahead) < LONGEST and (pulled := self._pull()):
            ahead.append(pulled)
        at = next((at for at in range(len(ahead)) if self._is_row(ahead[at : at + TRIED])), len(ahead))
        self._again.extendleft(reversed(ahead[at:]))
        return ahead[at - 1][0] if at else last

    def _is_row(self, lines: Sequence[tuple[int, str]]) -> bool:
        """Whether a row that has as many cells as the header, and no half of a pair of quotes, begins here."""
        with suppress(csv.Error):
            row = next(csv.reader((f"{text}\n" for _, text in lines), delimiter=self._delimiter, strict=True))
            return not self.width or (len(row) == self.width and not any(each.count('"') % 2 for each in row))
        return False


def cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line, whatever its quotes say."""
    with suppress(csv.Error):
        return next(csv.reader([line], delimiter=delimiter), [])
    return []


def _reason(error: Exception) -> str:
    return "a quote inside a cell ends it" if "expected after" in str(error) else str(error)
