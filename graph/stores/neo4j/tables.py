"""Nodes and relationships as the CSV files that `neo4j-admin database import` reads, types and all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

DELIMITERS: Final = "\x1f\x1e\x1d\x1c\ue000\ue001\ue002\ue003"
"""What can stand between the elements of a list: the import tool knows no way to write it within one."""

READ_BUFFER: Final = 4 << 20
"""The import tool reads so many bytes at once unless it is told to read more; a row has to fit in."""

_WRITE_BUFFER: Final = 1 << 20


class DelimiterInUseError(Exception):
    """An element of a list holds what stands between the elements: write everything anew with another delimiter."""


class Table:
    """One kind of node or of relationship: rows are written as they come, the header when their types are known.

    `option` says what they are (`nodes=Paper`), `fixed` how the header has a column that is not only a property
    (`start` as `:START_ID(Paper)`). Every row has the columns of the first one, None for what it does not have.
    """

    def __init__(self, data: Path, option: str, delimiter: str, fixed: Mapping[str, str]) -> None:
        self.rows = self.longest = 0
        self._data = data
        self._header = data.with_suffix(".header.csv")
        self._option = option
        self._delimiter = delimiter
        self._fixed = fixed
        self._types: dict[str, str | None] = {}
        self._out = data.open("w", encoding="utf-8", newline="", buffering=_WRITE_BUFFER)

    def add(self, row: Mapping[str, Any]) -> None:
        """Writes one row; raises DelimiterInUseError, and ValueError for what a column cannot hold."""
        if not self.rows:
            self._types = dict.fromkeys(row)
        if row.keys() != self._types.keys():
            raise ValueError(f"{self._option} has the columns {list(self._types)}, not {list(row)}")
        for name, value in row.items():
            if value is not None and self._types[name] != (kind := _kind(value)):
                if self._types[name] is not None:
                    raise ValueError(f"{name} of {self._option} is {self._types[name]}, not {kind}")
                self._types[name] = kind
        line = ",".join([_cell(row[name], self._delimiter) for name in self._types])
        self._out.write(f"{line}\n")
        self.rows += 1
        self.longest = max(self.longest, len(line))

    def close(self) -> None:
        """Ends the file and writes its header."""
        self._out.close()
        names = (self._fixed.get(name, f"{name}:{kind or 'string'}") for name, kind in self._types.items())
        self._header.write_text(",".join(names) + "\n", encoding="utf-8")

    @property
    def argument(self) -> str:
        """How the import tool is told of it."""
        return f"--{self._option}={self._header},{self._data}"


class Tables:
    """All files of one import, in one folder; elements of lists are divided by `delimiter`."""

    def __init__(self, folder: Path, delimiter: str) -> None:
        self._folder = folder.absolute()
        self._delimiter = delimiter
        self._tables: list[Table] = []

    def nodes(self, label: str, /, **fixed: str) -> Table:
        """A table of nodes with this label."""
        return self._table(label, f"nodes={label}", fixed)

    def relationships(self, kind: str, start: str, end: str) -> Table:
        """A table of relationships of this type; `start` and `end` of a row are ids of nodes of these labels."""
        return self._table(kind, f"relationships={kind}", {"start": f":START_ID({start})", "end": f":END_ID({end})"})

    def close(self) -> None:
        """Ends all files."""
        for each in self._tables:
            each.close()

    def arguments(self) -> Sequence[str]:
        """What the import tool has to be told to read the files, once they are closed."""
        told = [
            f"--array-delimiter=U+{ord(self._delimiter):04X}",
            "--multiline-fields=true",
            *(each.argument for each in self._tables if each.rows),
        ]
        # a character is 4 bytes at most
        if (longest := 4 * max(each.longest for each in self._tables)) > READ_BUFFER:
            told.append(f"--read-buffer-size={longest}")
        return told

    def _table(self, name: str, option: str, fixed: Mapping[str, str]) -> Table:
        table = Table(self._folder / f"{name}.csv", option, self._delimiter, fixed)
        self._tables.append(table)
        return table


def _kind(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "long"
        case float():
            return "double"
        case str():
            return "string"
        case bytes():
            return "byte[]"
        case list():
            return "string[]"
        case _:
            raise ValueError(f"no property can hold {value!r}")


def _cell(value: Any, delimiter: str) -> str:
    """A value as its column has it; nothing at all for None, and for an empty list: the tool keeps none."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return _quoted(value)
        case bytes():
            return delimiter.join([str(each - 256 if each > 127 else each) for each in value])
        case _:
            return _elements(value, delimiter)


def _elements(values: Sequence[str], delimiter: str) -> str:
    joined = delimiter.join(values)
    if joined.count(delimiter) >= max(len(values), 1):
        raise DelimiterInUseError
    if values and not joined:
        raise ValueError("a list of one empty text cannot be told from an empty list")
    return _quoted(joined) if joined else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
