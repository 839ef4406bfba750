"""The one place where HTTP asks the executor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.exchange import Answer
from api.respond import execute

if TYPE_CHECKING:
    from api.exchange import Asked
    from api.library import Library


def executed(library: Library, asked: Asked) -> Answer:
    """The answer to a request, worked out in the calling thread."""
    return Answer.of(execute(library, asked.query, asked.variables, asked.operation, deadline=asked.deadline))
