"""Where a text may be cut so that its pieces, read apart and put together, say what the whole says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from graph.records import Record, Reject


@dataclass(frozen=True, slots=True)
class Cut:
    """How a format may be cut: right before any line that `begins` an entry, whatever stood before it.

    Such a line always yields an entry that is said to begin there. `allowed` looks at the start of a text and says
    whether cutting is right at all; a text that has `unless` anywhere in its bytes is never cut, because an entry may
    then mean something else without the others. Pieces are read by `read`, where the format's own would take the first
    of their lines for the start of a text.
    """

    begins: Callable[[str], object]
    allowed: Callable[[str], bool] | None = None
    unless: re.Pattern[bytes] | None = None
    read: Callable[..., Iterator[Record | Reject]] | None = None
