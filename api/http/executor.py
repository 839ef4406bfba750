"""The one place where HTTP asks the executor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.exchange import Answer
from api.respond import execute
from graph.deadline import within
from graph.spending import spending

if TYPE_CHECKING:
    from api.exchange import Asked
    from api.library import Library


def executed(library: Library, asked: Asked) -> Answer:
    """The answer to a request, worked out in the calling thread."""
    assumes: int | None = None

    def assumed(revision: int) -> bool:
        nonlocal assumes
        assumes = revision
        return True

    confirm = assumed if asked.confirming and library.store.remote else None
    how: Any = {"role": asked.role, "confirm": confirm, "noted": asked.noted}
    with within(asked.deadline), spending(asked.noted.store):
        response = execute(library, asked.query, asked.variables, asked.operation, **how)
    return Answer.of(response, assumes)
