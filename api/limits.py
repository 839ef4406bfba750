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
ALIASES: Final = 50
FIELDS: Final = 2_000
PAGE: Final = 100
SEARCH_CHARACTERS: Final = 1_000
TEXT_CHARACTERS: Final = 100_000
IDS: Final = 100
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


class _Survey:
    """Measures each fragment once, so that fragments which double each other cost nothing."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._measured: dict[str, Extent] = {}

    def of(self, selections: SelectionSetNode | None) -> Extent:
        parts = [self._of_one(each) for each in selections.selections] if selections else []
        return Extent(
            max((each.depth for each in parts), default=0),
            sum(each.fields for each in parts),
            sum(each.aliases for each in parts),
        )

    def _of_one(self, node: object) -> Extent:
        if isinstance(node, FieldNode):
            inner = self.of(node.selection_set)
            return Extent(inner.depth + 1, inner.fields + 1, inner.aliases + (node.alias is not None))
        if isinstance(node, InlineFragmentNode):
            return self.of(node.selection_set)
        if isinstance(node, FragmentSpreadNode):
            return self._of_fragment(node.name.value)
        return Extent()

    def _of_fragment(self, name: str) -> Extent:
        if name not in self._measured and name in self._fragments:
            # a fragment inside itself counts as empty here: validation refuses it afterwards
            self._measured[name] = Extent()
            self._measured[name] = self.of(self._fragments[name].selection_set)
        return self._measured.get(name, Extent())
