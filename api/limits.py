"""How much one request may ask for, and the clear refusals where it asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphql import OperationDefinitionNode

from graph.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import DocumentNode

BODY_BYTES: Final = 256_000
QUERY_CHARACTERS: Final = 120_000
TOKENS: Final = 4_000
LEVELS: Final = 60
"""Selections within selections, fragments included: as far as a query is followed before it is measured."""

PAGE: Final = 100
SEARCH_CHARACTERS: Final = 1_000
TEXT_CHARACTERS: Final = 100_000
CONTENT_CHARACTERS: Final = 200_000
IDS: Final = 100
RANKINGS: Final = 200
READS: Final = 100_000
NODES: Final = 1_000
HOPS: Final = 3
MANY: Final = 10**12
"""What is asked for is not counted further than this."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """How much one query may ask for at most: first of its text, fragments written out, then of what it can return.

    What is measured of the text keeps its validation short; `nodes`, `rankings` and `cost` are as in api.cost.Cost.
    """

    operations: int = 50
    fragments: int = 100
    spreads: int = 2_000
    fields: int = 2_000
    repeats: int = 80
    depth: int = 15
    aliases: int = 50
    roots: int = 50
    rankings: int = RANKINGS
    nodes: int = 50_000
    cost: int = 100_000


BUDGETS: Final = Budgets()


class TooLargeError(QueryError):
    """A request beyond what is answered in one go."""

    code = "TOO_LARGE"


class CostError(TooLargeError):
    """A query above one of the budgets: `limit` names it, `asked` and `allowed` are how much (`asked` up to MANY).

    `cost` is what was measured of the query as a response shows it, None where its text alone is too much.
    """

    code = "COST"

    def __init__(
        self, limit: str, asked: int, allowed: int, what: str, advice: str, cost: Mapping[str, Any] | None = None
    ) -> None:
        said = f"more than {MANY:,}" if asked > MANY else f"{asked:,}"
        super().__init__(what.format(said), f"at most {allowed:,} are answered: {advice}")
        self.limit = limit
        self.asked = min(asked, MANY)
        self.allowed = allowed
        self.cost = cost

    @property
    def numbers(self) -> dict[str, str | int]:
        """The refusal for programs: `limit`, `asked`, `allowed`."""
        return {"limit": self.limit, "asked": self.asked, "allowed": self.allowed}


def within(name: str, value: int, most: int) -> int:
    """The value, if it lies in 1 to `most`."""
    if not 1 <= value <= most:
        raise QueryError(f"{name} is {value}", f"it can be 1 to {most}")
    return value


def window(first: int | None, last: int | None, default: int) -> tuple[int | None, int | None]:
    """How many to take from the front or from the back: one of the two, 1 to 100."""
    if first is not None and last is not None:
        raise QueryError("first and last are both given", "give one of them")
    if last is not None:
        return None, within("last", last, PAGE)
    return within("first", default if first is None else first, PAGE), None


def at_most(name: str, items: int, most: int, what: str) -> None:
    """Refuses more than `most` characters or ids."""
    if items > most:
        raise TooLargeError(f"{name} has {items:,} {what}", f"at most {most:,} are read")


def one_operation(document: DocumentNode, name: str | None) -> None:
    """Refuses a document of several operations where none of them is chosen, and a choice that is not there."""
    held = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    names = [each.name.value for each in held if each.name]
    if (name and name not in names) or (not name and len(held) != 1):
        known = f"choose one by its operationName: {', '.join(names)}" if names else "send one query"
        raise QueryError(f"there is no operation {name}" if name else f"the request has {len(held)} operations", known)
