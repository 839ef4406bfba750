"""Sorted strings on disk, looked up both ways without reading them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Load = Callable[[str], NDArray[Any]]
    Save = Callable[[str, NDArray[Any]], None]


@dataclass(frozen=True, slots=True)
class Strings:
    """Different strings in code point order: `data` is their UTF-8 end to end, `ends[i]` where number i ends."""

    data: NDArray[np.uint8]
    ends: NDArray[np.int64]

    @classmethod
    def load(cls, load: Load, name: str) -> Strings:
        """The strings that `save_strings` wrote under this name."""
        return cls(load(f"{name}.data"), load(f"{name}.ends"))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> str:
        return self._encoded(number).decode()

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


def save_strings(save: Save, name: str, strings: Sequence[str]) -> None:
    """Writes strings that are already in order."""
    encoded = [each.encode() for each in strings]
    save(f"{name}.data", np.frombuffer(b"".join(encoded), dtype=np.uint8))
    save(f"{name}.ends", np.cumsum([len(each) for each in encoded], dtype=np.int64))
