"""Arrays by name, and sorted strings in two of them, looked up both ways without reading them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


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
    """Different strings in code point order: `data` is their UTF-8 end to end, `ends[i]` where number i ends."""

    data: NDArray[np.uint8]
    ends: NDArray[np.int64]

    @classmethod
    def load(cls, arrays: Arrays, name: str) -> Strings:
        """The strings that `save_strings` wrote under this name."""
        return cls(arrays[f"{name}.data"], arrays[f"{name}.ends"])

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        return self._encoded(number).decode()

    def all(self) -> list[str]:
        """Every string, in order."""
        data, ends = self.data.tobytes(), self.ends.tolist()
        return [data[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]

    def find(self, text: str) -> int | None:
        """The number of a string, or None."""
        place, found = self.place(text)
        return place if found else None

    def place(self, text: str) -> tuple[int, bool]:
        """How many strings come before this one, and whether it is here itself."""
        # UTF-8 sorts as code points do
        sought = text.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._encoded(middle) < sought:
                low = middle + 1
            else:
                high = middle
        return low, low < len(self) and self._encoded(low) == sought

    def _encoded(self, number: int) -> bytes:
        start = self.ends[number - 1] if number else 0
        return self.data[start : self.ends[number]].tobytes()


def save_strings(arrays: Arrays, name: str, strings: Sequence[str]) -> None:
    """Writes strings that are already in order."""
    encoded = [each.encode() for each in strings]
    arrays[f"{name}.data"] = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    arrays[f"{name}.ends"] = np.cumsum([len(each) for each in encoded], dtype=np.int64)
