"""How much one request may ask for, and the clear refusals where it asks for more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, OperationDefinitionNode

from graph.errors import QueryError

if TYPE_CHECKING:
    from graphql import DocumentNode, SelectionSetNode

BODY_BYTES: Final = 256_000
TOKENS: Final = 4_000
DEPTH: Final = 15
LEVELS: Final = 4 * DEPTH
"""Selections within selections, fragments included: as far as a query is followed before it is measured."""

ALIASES: Final = 50
FIELDS: Final = 2_000
PAGE: Final = 100
SEARCH_CHARACTERS: Final = 1_000
TEXT_CHARACTERS: Final = 100_000
IDS: Final = 100
RANKINGS: Final = 200
READS: Final = 100_000
NODES: Final = 1_000
HOPS: Final = 3


class TooLargeError(QueryError):
    """A request beyond what is answered in one go."""

    code = "TOO_LARGE"


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


@dataclass(frozen=True, slots=True)
class Extent:
    """How deep a selection goes, and how many fields and aliases it has, every fragment written out."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0


def check_document(document: DocumentNode) -> None:
    """Refuses a query that is too deep, too wide, or renames too much."""
    survey = _Survey(document)
    for each in document.definitions:
        if isinstance(each, OperationDefinitionNode):
            extent = survey.of(each.selection_set)
            for name, value, most in (
                ("nested fields", extent.depth, DEPTH),
                ("fields", extent.fields, FIELDS),
                ("aliases", extent.aliases, ALIASES),
            ):
                if value > most:
                    raise TooLargeError(f"the query has {value:,} {name}", f"at most {most:,} are answered")


def one_operation(document: DocumentNode, name: str | None) -> None:
    """Refuses a document of several operations where none of them is chosen, and a choice that is not there."""
    held = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
    names = [each.name.value for each in held if each.name]
    if (name and name not in names) or (not name and len(held) != 1):
        known = f"choose one by its operationName: {', '.join(names)}" if names else "send one query"
        raise QueryError(f"there is no operation {name}" if name else f"the request has {len(held)} operations", known)


class _Survey:
    """Measures each fragment once, so that fragments which double each other cost nothing."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._measured: dict[str, Extent] = {}

    def of(self, selections: SelectionSetNode | None, level: int = 0) -> Extent:
        if level > LEVELS:
            raise TooLargeError("the query is nested too deeply", f"at most {DEPTH} nested fields are answered")
        parts = [self._of_one(each, level + 1) for each in selections.selections] if selections else []
        return Extent(
            max((each.depth for each in parts), default=0),
            sum(each.fields for each in parts),
            sum(each.aliases for each in parts),
        )

    def _of_one(self, node: object, level: int) -> Extent:
        if isinstance(node, FieldNode):
            inner = self.of(node.selection_set, level)
            return Extent(inner.depth + 1, inner.fields + 1, inner.aliases + (node.alias is not None))
        if isinstance(node, InlineFragmentNode):
            return self.of(node.selection_set, level)
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value, level)
        return Extent()

    def _of_fragment(self, name: str, level: int) -> Extent:
        if name not in self._measured and name in self._fragments:
            # a fragment inside itself counts as empty here: validation refuses it afterwards
            self._measured[name] = Extent()
            self._measured[name] = self.of(self._fragments[name].selection_set, level)
        return self._measured.get(name, Extent())
