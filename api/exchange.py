"""What passes between the ways in and the executor: who asks what, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Self

from api.roots import NONE
from graph.deadline import Deadline
from graph.errors import LitgraphError
from graph.spending import Spent

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


@dataclass(slots=True)
class Noted:
    """What is noted of a request while it is worked out, for whoever counts.

    `root` is the one field of the schema that is asked for at its top, `several` or `none`: of these there are as many
    as the schema has, whatever clients write. `store` is what was read.
    """

    root: str = NONE
    store: Spent = field(default_factory=Spent)


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
    noted: Noted = field(default_factory=Noted)


@dataclass(frozen=True, slots=True)
class Answer:
    """One GraphQL response, as a mapping or as its bytes in JSON, and what is to be known of it without reading them.

    `executed` says whether it has `data`, be it null; `codes` are those of its errors, `cost` is in the units of the
    request's budget, `limit` names the budget that was too small. `assumes` is the store's revision that it is to be
    confirmed to be of, None where it is sure.
    """

    body: Mapping[str, Any] | bytes
    executed: bool = True
    codes: tuple[str, ...] = ()
    cost: int | None = None
    assumes: int | None = None
    limit: str = ""

    @classmethod
    def of(cls, response: Mapping[str, Any], assumes: int | None = None) -> Self:
        """The answer that a response makes, codes and cost read from where they stand in it."""
        errors = [each.get("extensions", {}) for each in response.get("errors", ())]
        codes = tuple(each.get("code", "INTERNAL") for each in errors)
        cost = response.get("extensions", {}).get("cost")
        if isinstance(cost, Mapping):
            cost = cost.get("cost")
        limit = str(errors[0].get("limit", "")) if errors else ""
        return cls(response, "data" in response, codes, cost if isinstance(cost, int) else None, assumes, limit)


Executor = Callable[["Library", Asked], Answer]
"""Answers a request in the calling thread; raises LitgraphError only where there is no store to ask."""
