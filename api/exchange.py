"""What passes between the ways in and the executor: who asks what, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Self

from graph.deadline import Deadline
from graph.errors import LitgraphError

if TYPE_CHECKING:
    from api.library import Library


class Role(IntEnum):
    """What somebody may do: each role may do what those before it may."""

    NOBODY = 0
    READ = 1
    WRITE = 2
    ADMIN = 3


class ForbiddenError(LitgraphError):
    """Something that whoever asks may not do."""

    code = "FORBIDDEN"


@dataclass(frozen=True, slots=True)
class Asked:
    """One GraphQL request: its query, the values for it, which operation of it is meant, who asks, and until when.

    `confirming` says that whoever asks looks at the store's revision by themselves.
    """

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation: str | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)
    role: Role = Role.READ
    deadline: Deadline = field(default_factory=Deadline)
    confirming: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One GraphQL response, as a mapping or as its bytes in JSON, and what is to be known of it without reading them.

    `executed` says whether it has `data`, be it null; `codes` are those of its errors, `cost` is in the units of the
    request's budget. `assumes` is the store's revision that it is to be confirmed to be of, None where it is sure.
    """

    body: Mapping[str, Any] | bytes
    executed: bool = True
    codes: tuple[str, ...] = ()
    cost: int | None = None
    assumes: int | None = None

    @classmethod
    def of(cls, response: Mapping[str, Any], assumes: int | None = None) -> Self:
        """The answer that a response makes, codes and cost read from where they stand in it."""
        codes = tuple(each.get("extensions", {}).get("code", "INTERNAL") for each in response.get("errors", ()))
        cost = response.get("extensions", {}).get("cost")
        if isinstance(cost, Mapping):
            cost = cost.get("cost")
        return cls(response, "data" in response, codes, cost if isinstance(cost, int) else None, assumes)


Executor = Callable[["Library", Asked], Answer]
"""Answers a request in the calling thread; raises LitgraphError only where there is no store to ask."""
