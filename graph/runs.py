"""Finding runs by what people call them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from graph.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Run


def find_run(runs: Sequence[Run], name: str) -> Run:
    """The run with this id, or the last one of the source with this name; `runs` are all there are, the oldest first.

    Raises NotFoundError where there is neither, with the names that come near.
    """
    for found in ([each for each in runs if each.id == name], [each for each in runs if each.source == name]):
        if found:
            return found[-1]
    known = [*(each.id for each in runs), *(each.source for each in runs)]
    raise never_ingested("run or source", name, known, "litgraph runs lists them")


def never_ingested(what: str, name: str, known: Iterable[str], advice: str) -> NotFoundError:
    """What to raise where nothing has this name; its advice is the names that come near, or else the given one."""
    near = difflib.get_close_matches(name, sorted({*known}), n=3)
    return NotFoundError(
        f"no {what} {name} was ever ingested", f"did you mean {' or '.join(near)}?" if near else advice
    )
