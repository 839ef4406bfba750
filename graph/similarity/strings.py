"""Arrays by name, what stands in them row by row, and sorted strings, looked up both ways without reading them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


_SPARSE: Final = 256
"""Fewer than one in so many numbers are compared with one another; of more, a table of all is made."""


_SEEN: Final = 20_000
"""So many strings are remembered by number."""


class Arrays(Protocol):
    """What an index is read from and written to: a folder of files, or a dictionary."""

    def __getitem__(self, name: str, /) -> NDArray[Any]:
        """The array of this name; raises KeyError or OSError where there is none."""
        ...

    def __setitem__(self, name: str, values: NDArray[Any], /) -> None:
        """Keeps an array under a name."""
        ...


@dataclass(frozen=True, slots=True)
class Strings:
    """Different strings in code point order: `data` is their UTF-8 end to end, `ends[i]` where number i ends.

    `heads` are their first eight bytes as numbers, to look them up by.
    """

    data: NDArray[np.uint8]
    ends: NDArray[np.int64]
    heads: NDArray[np.uint64]
    _seen: dict[str, int] = field(default_factory=dict[str, int], repr=False)
    """The numbers of strings that were read or found lately: what is shown is mostly asked for next."""

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> Strings:
        """The strings that `save_strings` wrote under this name."""
        return cls(arrays[f"{name}.data"], arrays[f"{name}.ends"], arrays[f"{name}.heads"])

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        text = self._encoded(number).decode()
        self._see(text, number)
        return text

    def all(self) -> list[str]:
        """Every string, in order."""
        data, ends = self.data.tobytes(), self.ends.tolist()
        return [data[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]

    def find(self, text: str) -> int | None:
        """The number of a string, or None."""
        return self.find_all((text,))[0]

    def find_all(self, texts: Sequence[str]) -> list[int | None]:
        """The numbers of several strings, None for one that is not here."""
        numbers = list(map(self._seen.get, texts))
        if new := [text for text, number in zip(texts, numbers, strict=True) if number is None]:
            places = self._places([_encode(each) for each in new])
            found = {text: place for text, (place, is_here) in zip(new, places, strict=True) if is_here}
            for text, number in found.items():
                self._see(text, number)
            numbers = [
                found.get(text) if number is None else number for text, number in zip(texts, numbers, strict=True)
            ]
        return numbers

    def place(self, text: str) -> tuple[int, bool]:
        """How many strings come before this one, and whether it is here itself."""
        return next(self._places([_encode(text)]))

    def _places(self, sought: Sequence[bytes]) -> Iterator[tuple[int, bool]]:
        heads = _heads(sought)
        lows, highs = (np.searchsorted(self.heads, heads, side).tolist() for side in ("left", "right"))
        for each, low, high in zip(sought, lows, highs, strict=True):
            begin, end = low, high
            while begin < end:
                middle = (begin + end) // 2
                if self._encoded(middle) < each:
                    begin = middle + 1
                else:
                    end = middle
            yield begin, begin < high and self._encoded(begin) == each

    def _see(self, text: str, number: int) -> None:
        if len(self._seen) >= _SEEN:
            self._seen.clear()
        self._seen[text] = number

    def _encoded(self, number: int) -> bytes:
        start = self.ends[number - 1] if number else 0
        return self.data[start : self.ends[number]].tobytes()


def save_strings(arrays: Arrays, name: str, strings: Sequence[str]) -> None:
    """Writes strings that are already in order."""
    encoded = [each.encode() for each in strings]
    arrays[f"{name}.data"] = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    arrays[f"{name}.ends"] = np.cumsum([len(each) for each in encoded], dtype=np.int64)
    arrays[f"{name}.heads"] = _heads(encoded)


def running(lengths: NDArray[Any]) -> NDArray[np.int64]:
    """Where rows of these lengths begin, end to end, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def looked_up(keys: NDArray[Any], sought: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each of some values stands among ascending keys, which are not none, and whether it is one of them."""
    places = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    return places, keys[places] == sought


def common(ones: NDArray[Any], others: NDArray[Any], number: int) -> NDArray[np.bool_]:
    """Which of some numbers, ascending and below `number`, are among others, in any order."""
    if len(ones) + len(others) < number // _SPARSE:
        return np.isin(ones, others)
    among = np.zeros(number, np.bool_)
    among[others] = True
    return among[ones]


def _encode(text: str) -> bytes:
    # UTF-8 sorts as code points do
    return text.encode("utf-8", "surrogatepass")


def _heads(encoded: Sequence[bytes]) -> NDArray[np.uint64]:
    return np.frombuffer(b"".join(each[:8].ljust(8, b"\0") for each in encoded), ">u8").astype(np.uint64)
