"""What a query wants to do, as far as that decides whether it may: change something, or read the schema."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse, visit
from graphql.language import FieldNode, Visitor

from api.limits import TOKENS

_TELLING: Final = re.compile(r"mutation|subscription|__schema|__type\b")
_NAMED: Final = re.compile(r"\s*(?:query|mutation)\s+([_A-Za-z]\w*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an operation wants beyond reading the graph."""

    changes: bool = False
    introspects: bool = False


READS: Final = Wanted()


def wanted(query: str, operation: str | None) -> Wanted:
    """What the operation of that name, or the only one, wants; what cannot be parsed or chosen wants nothing.

    Names cannot be written in any other way in GraphQL, so that a text without these words needs no closer look.
    """
    return _looked_at(query, operation) if _TELLING.search(query) else READS


def operation_name(query: str, operation: str | None) -> str:
    """What to call a request in a log: the operation that it names, or the first of its query, or nothing."""
    if operation:
        return operation
    found = _NAMED.match(query)
    return found[1] if found else ""


@lru_cache(maxsize=256)
def _looked_at(query: str, operation: str | None) -> Wanted:
    try:
        document = parse(query, no_location=True, max_tokens=TOKENS)
        held = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
        meant = [each for each in held if each.name and each.name.value == operation] if operation else held
        looking = _Looking()
        visit(document, looking)
    except (GraphQLError, RecursionError):  # refused when it is to be executed
        return READS
    return Wanted(any(each.operation != OperationType.QUERY for each in meant), looking.found)


class _Looking(Visitor):
    """Whether a document reads the schema anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.found = self.found or node.name.value in ("__schema", "__type")
