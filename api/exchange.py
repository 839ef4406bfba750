"""What passes between the ways in and the executor: who asks what, and what is answered."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Self

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


class Stop:
    """Tells whoever works on an answer that nobody waits for it any more. May be used from any thread."""

    __slots__ = ("_calls", "_guard", "_said")

    def __init__(self) -> None:
        self._said = False
        self._calls: list[Callable[[], object]] = []
        self._guard = threading.Lock()

    def __bool__(self) -> bool:
        return self._said

    def when(self, call: Callable[[], object]) -> None:
        """Has `call`, which must not wait for anything, called once when the work is to stop: now, if it already is."""
        with self._guard:
            if not self._said:
                self._calls.append(call)
                return
        call()

    def say(self) -> None:
        """Stops the work; what raises while it is called for that is passed over."""
        with self._guard:
            self._said, calls, self._calls = True, self._calls, []
        for call in calls:
            with suppress(Exception):
                call()


@dataclass(frozen=True, slots=True)
class Asked:
    """One GraphQL request: its query, the values for it, which operation of it is meant, and who asks."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation: str | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)
    role: Role = Role.READ
    stop: Stop = field(default_factory=Stop)


@dataclass(frozen=True, slots=True)
class Answer:
    """One GraphQL response, as a mapping or as its bytes in JSON, and what is to be known of it without reading them.

    `executed` says whether it has `data`, be it null; `codes` are those of its errors, `cost` is in the units of the
    request's budget.
    """

    body: Mapping[str, Any] | bytes
    executed: bool = True
    codes: tuple[str, ...] = ()
    cost: int | None = None

    @classmethod
    def of(cls, response: Mapping[str, Any]) -> Self:
        """The answer that a response makes, codes and cost read from where they stand in it."""
        codes = tuple(each.get("extensions", {}).get("code", "INTERNAL") for each in response.get("errors", ()))
        cost = response.get("extensions", {}).get("cost")
        if isinstance(cost, Mapping):
            cost = cost.get("cost")
        return cls(response, "data" in response, codes, cost if isinstance(cost, int) else None)


Executor = Callable[["Library", Asked], Answer]
"""Answers a request in the calling thread; raises LitgraphError only where there is no store to ask."""
