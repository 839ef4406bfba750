"""The one place where HTTP asks the executor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.exchange import Answer
from api.respond import execute
from graph.deadline import within

if TYPE_CHECKING:
    from api.exchange import Asked
    from api.library import Library


def executed(library: Library, asked: Asked) -> Answer:
    """The answer to a request, worked out in the calling thread."""
    with within(asked.deadline):
        return Answer.of(execute(library, asked.query, asked.variables, asked.operation, role=asked.role))
