"""Rows of bytes of any length, in a file: read one by one, without reading them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.similarity.strings import running

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays


@dataclass(frozen=True, slots=True)
class Packed:
    """Rows of bytes, end to end in `data`: number i stands from `starts[i]` to `starts[i + 1]`."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[bytes]) -> Packed:
        """The rows, in their order."""
        data, lengths = bytearray(), list[int]()
        for each in rows:
            data += each
            lengths.append(len(each))
        return cls(np.frombuffer(data, np.uint8), running(np.array(lengths, np.int64)))

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> Packed:
        """The rows that `save` wrote under this name."""
        return cls(arrays[f"{name}.data"], arrays[f"{name}.starts"])

    def save(self, arrays: Arrays, name: str) -> None:
        """Writes the rows."""
        arrays[f"{name}.data"] = self.data
        arrays[f"{name}.starts"] = self.starts

    def joined(self, other: Packed, order: NDArray[np.int64]) -> Packed:
        """The rows of both, end to end, in another order or left out."""
        starts, data = rearranged(self.starts, other.starts, order, np.concatenate([self.data, other.data]))
        return Packed(data, starts)

    def row(self, number: int) -> bytes:
        """One row."""
        return self.data[self.starts[number] : self.starts[number + 1]].tobytes()

    def rows(self, numbers: NDArray[np.int64]) -> list[bytes]:
        """Some of the rows."""
        starts, ends = self.starts[numbers].tolist(), self.starts[numbers + 1].tolist()
        return [self.data[start:end].tobytes() for start, end in zip(starts, ends, strict=True)]


def rearranged(
    starts: NDArray[np.int64], others: NDArray[np.int64], order: NDArray[np.int64], *values: NDArray[Any]
) -> list[NDArray[Any]]:
    """Rows and other rows, end to end, in another order or left out: where each begins, then the values of all.

    Row i stands from `starts[i]` to `starts[i + 1]`, the others likewise behind; `values` are those of both.
    """
    begins = np.concatenate([starts, others[1:] + starts[-1]])
    cuts = np.flatnonzero(np.diff(order) != 1) + 1
    runs = [slice(begins[run[0]], begins[run[-1] + 1]) for run in np.split(order, cuts) if len(run)]
    cut = [np.concatenate([each[:0], *(each[run] for run in runs)]) for each in values]
    return [running(np.diff(begins)[order]), *cut]
