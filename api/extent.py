"""How much text a query is once its fragments are written out: what its validation has to read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from graphql import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, InlineFragmentNode, OperationDefinitionNode

from api.limits import LEVELS, CostError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphql import DocumentNode, SelectionNode, SelectionSetNode

    from api.limits import Budgets

SMALLER: Final = "ask in several queries"
WHOLE: Final = {
    "fields": "the query has {} fields",
    "spreads": "the query spreads fragments {} times",
    "repeats": "the query asks for the same fields again {} times",
}
ONE: Final = {
    "depth": "the query has {} nested fields",
    "aliases": "the query has {} aliases",
    "roots": "the query has {} fields at its top",
}


@dataclass(frozen=True, slots=True)
class Extent:
    """How deep a selection goes, and how many fields, aliases and spreads it has, every fragment written out.

    `roots` are its fields at the top; `repeats` those that ask again for what stands beside them under the same name.
    """

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    roots: int = 0
    spreads: int = 0
    repeats: int = 0


NOTHING: Final = Extent()


class Survey:
    """Measures the operations of a document, fragments once each, so that fragments which double cost nothing.

    Raises CostError for a document above the budgets, whichever operation is chosen: validation reads all of it.
    Documents that are not valid are measured too; `cyclic` is whether a fragment is inside itself.
    """

    def __init__(self, document: DocumentNode, budgets: Budgets) -> None:
        self.fragments: dict[str, FragmentDefinitionNode] = {}
        self.operations: list[OperationDefinitionNode] = []
        self.cyclic = False
        self._measured: dict[str, Extent] = {}
        self._open: set[str] = set()
        for each in document.definitions:
            if isinstance(each, OperationDefinitionNode):
                self.operations.append(each)
            elif isinstance(each, FragmentDefinitionNode):
                self.fragments[each.name.value] = each
        _within("operations", len(self.operations), budgets.operations, "the request has {} operations")
        _within("fragments", len(self.fragments), budgets.fragments, "the query has {} fragments")
        parts = [each.selection_set for each in self.operations]
        self.extents = [self._of(each, 0) for each in parts]
        lonely = [self._of_fragment(name, 0) for name in self.fragments if name not in self._measured]
        self._check([*self.extents, *lonely], budgets)
        if not self.cyclic:
            self.extents = [
                replace(extent, repeats=extent.fields - self._distinct([part]))
                for extent, part in zip(self.extents, parts, strict=True)
            ]
            self._check(self.extents, budgets)

    def _check(self, extents: Iterable[Extent], budgets: Budgets) -> None:
        for name, what in WHOLE.items():
            _within(name, sum(getattr(each, name) for each in extents), getattr(budgets, name), what)
        for name, what in ONE.items():
            _within(name, max((getattr(each, name) for each in extents), default=0), getattr(budgets, name), what)

    def _of(self, selections: SelectionSetNode, level: int) -> Extent:
        if level > LEVELS:
            raise CostError("levels", level, LEVELS, "the query is nested too deeply, in {} levels", SMALLER)
        depth = fields = aliases = roots = spreads = 0
        for each in selections.selections:
            if isinstance(each, FieldNode):
                inner = self._of(each.selection_set, level + 1) if each.selection_set else NOTHING
                depth = max(depth, inner.depth + 1)
                fields += 1
                aliases += each.alias is not None
                roots += 1
            else:
                inner = self._spread(each, level + 1)
                depth = max(depth, inner.depth)
                roots += inner.roots
                spreads += 1
            fields += inner.fields
            aliases += inner.aliases
            spreads += inner.spreads
        return Extent(depth, fields, aliases, roots, spreads)

    def _spread(self, node: SelectionNode, level: int) -> Extent:
        if isinstance(node, InlineFragmentNode):
            return self._of(node.selection_set, level)
        return self._of_fragment(node.name.value, level) if isinstance(node, FragmentSpreadNode) else NOTHING

    def _of_fragment(self, name: str, level: int) -> Extent:
        if name in self._open:
            # a fragment inside itself counts as empty here: validation refuses it afterwards
            self.cyclic = True
            return NOTHING
        if name not in self._measured and name in self.fragments:
            self._open.add(name)
            self._measured[name] = self._of(self.fragments[name].selection_set, level)
            self._open.discard(name)
        return self._measured.get(name, NOTHING)

    def _distinct(self, parts: list[SelectionSetNode]) -> int:
        """How many fields are left once those of the same name that stand beside each other are merged.

        It writes fragments out, so it is asked only about what is known to be short, and has no cycles.
        """
        beside: dict[str, list[SelectionSetNode]] = {}
        waiting = list(parts)
        while waiting:
            for each in waiting.pop().selections:
                if isinstance(each, FieldNode):
                    inner = beside.setdefault((each.alias or each.name).value, [])
                    if each.selection_set:
                        inner.append(each.selection_set)
                elif isinstance(each, InlineFragmentNode):
                    waiting.append(each.selection_set)
                elif isinstance(each, FragmentSpreadNode) and each.name.value in self.fragments:
                    waiting.append(self.fragments[each.name.value].selection_set)
        return len(beside) + sum(self._distinct(each) for each in beside.values() if each)


def _within(limit: str, asked: int, allowed: int, what: str) -> None:
    if asked > allowed:
        raise CostError(limit, asked, allowed, what, SMALLER)
