"""Rows of bytes of any length, in a file: read one by one, without reading them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from graph.similarity.strings import running

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays

V = TypeVar("V", bound="NDArray[Any]")


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
        starts = np.concatenate([self.starts, other.starts[1:] + self.starts[-1]])
        return Packed(cut(np.concatenate([self.data, other.data]), starts, order), running(np.diff(starts)[order]))

    def rows(self, numbers: NDArray[np.int64]) -> list[bytes]:
        """Some of the rows."""
        starts, ends = self.starts[numbers].tolist(), self.starts[numbers + 1].tolist()
        return [self.data[start:end].tobytes() for start, end in zip(starts, ends, strict=True)]


def cut(values: V, starts: NDArray[np.int64], order: NDArray[np.int64]) -> V:
    """The values of rows in another order or left out, where row i stands from `starts[i]` to `starts[i + 1]`."""
    cuts = np.flatnonzero(np.diff(order) != 1) + 1
    runs = [slice(starts[run[0]], starts[run[-1] + 1]) for run in np.split(order, cuts) if len(run)]
    return np.concatenate([values[:0], *(values[run] for run in runs)])  # type: ignore[return-value]
