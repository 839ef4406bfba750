"""What a query can cost at most, told from its text and its variables before anything is read.

    cost = nodes + values / 10 + 100 · rankings

- nodes: the objects of the answer that stand in a list or have an id. Lists are as long as their page allows (`first`,
  `last`, `limit`, the number of `ids`; else the default), lists without a page as long as api.sizes assumes. An edge
  and its node are one.
- values: the fields of the answer, each as often as it can stand there.
- rankings: how often papers or concepts are put in an order or counted, the graph is walked or a text is read; one more
  for 1,000 characters of a text, and for 50 nodes of a walk.

Lists multiply: 100 papers with 100 concepts each are 10,100 nodes. What `@skip` or `@include` leaves out costs nothing.
A field that is written twice, or for two types of which a node is one, counts twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    OperationType,
    StringValueNode,
    VariableNode,
)

from api.extent import NOTHING, Extent, Survey
from api.limits import BUDGETS, CostError
from api.parts import NO_LOAD, NO_PART, Load, Pages, Part, Term, Variable, added, measured, rankings_of, size_of
from api.sizes import FRAGMENT, rules_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import (
        DocumentNode,
        FragmentDefinitionNode,
        GraphQLNamedType,
        GraphQLSchema,
        OperationDefinitionNode,
        SelectionNode,
        SelectionSetNode,
        ValueNode,
    )

    from api.limits import Budgets

RANKING: Final = 100
VALUES: Final = 10
DIGITS: Final = 10
"""Whole numbers of GraphQL have no more digits; longer ones are refused, and need not be read here."""
SHORTER: Final = "ask for shorter pages, or nest them less"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a query can return at most, how long its text is, and the budgets it is held to."""

    nodes: int
    rankings: int
    values: int
    extent: Extent
    budgets: Budgets

    @property
    def cost(self) -> int:
        """One number for all of it, as the head of this module says; a fraction is dropped."""
        return self.nodes + self.values // VALUES + RANKING * self.rankings

    @property
    def shown(self) -> dict[str, int]:
        """As a response carries it, under `extensions.cost`; `budget` is the highest `cost` that is answered."""
        return {
            "cost": self.cost,
            "budget": self.budgets.cost,
            "nodes": self.nodes,
            "rankings": self.rankings,
            "values": self.values,
            "fields": self.extent.fields,
            "depth": self.extent.depth,
            "aliases": self.extent.aliases,
        }


class Costing:
    """The cost of one operation of a parsed document: the document is read once, its variables for each request.

    `operation` chooses as `operationName` does; where none is chosen, only the text is measured. A document that is
    not valid has a cost too: what cannot be executed costs nothing. Raises nothing but CostError, for a text above the
    budgets.
    """

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, operation: str | None = None, budgets: Budgets = BUDGETS
    ) -> None:
        survey = Survey(document, budgets)
        self._budgets = budgets
        self._extent, self._part, self._defaults = NOTHING, NO_PART, {}
        for each, extent in zip(survey.operations, survey.extents, strict=True):
            if (each.name and each.name.value == operation) if operation else len(survey.operations) == 1:
                self._extent = extent
                self._defaults = _defaults(each)
                if not survey.cyclic:
                    self._part = _Plan(schema, survey.fragments).of_operation(each)
        self._fixed = None if self._part.terms else self._cost(self._part.fixed)

    def of(self, variables: Mapping[str, Any] | None = None) -> Cost:
        """The cost with these variables, as they came in JSON; raises CostError where it is above the budgets."""
        cost = self._fixed or self._cost(measured(self._part, {**self._defaults, **(variables or {})}, {}))
        for limit, asked, allowed, what in (
            ("rankings", cost.rankings, cost.budgets.rankings, "the query can ask for {} rankings"),
            ("nodes", cost.nodes, cost.budgets.nodes, "the query can return {} nodes"),
            ("cost", cost.cost, cost.budgets.cost, "the query can cost {}"),
        ):
            if asked > allowed:
                raise CostError(limit, asked, allowed, what, SHORTER, cost.shown)
        return cost

    def _cost(self, load: Load) -> Cost:
        return Cost(load.nodes, load.rankings, load.values, self._extent, self._budgets)


class _Plan:
    """Makes parts of selections, fragments once each."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._rules = rules_of(schema)
        self._fragments = fragments
        self._made: dict[str, Part] = {}

    def of_operation(self, node: OperationDefinitionNode) -> Part:
        """The part of an operation's selection; an operation that the schema does not have returns nothing."""
        root = {
            OperationType.QUERY: self._schema.query_type,
            OperationType.MUTATION: self._schema.mutation_type,
            OperationType.SUBSCRIPTION: self._schema.subscription_type,
        }[node.operation]
        return self._of(node.selection_set, root)

    def _of(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Part:
        if selections is None:
            return NO_PART
        fixed = NO_LOAD
        terms: list[Term] = []
        for each in selections.selections:
            unless = _unless(each)
            if unless is None:
                continue
            if isinstance(each, FieldNode):
                rule = self._rules.of(parent, each.name.value)
                pages, texts = _given(each, rule.arguments), _given(each, rule.texts)
                inner = self._of(each.selection_set, rule.type)
            else:
                rule, pages, texts, inner = FRAGMENT, (), (), self._of_fragment(each, parent)
            if unless or inner.terms or _waits(pages) or _waits(texts):
                terms.append(Term(rule, pages, texts, unless, inner))
            else:
                size = size_of(rule, pages, {})
                fixed = added(fixed, rule, size, inner.fixed, rankings_of(rule, size, texts, {}))
        return Part(fixed, tuple(terms))

    def _of_fragment(self, node: SelectionNode, parent: GraphQLNamedType | None) -> Part:
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            return self._of(node.selection_set, self._schema.get_type(condition.name.value) if condition else parent)
        if not isinstance(node, FragmentSpreadNode) or node.name.value not in self._fragments:
            return NO_PART
        name = node.name.value
        if name not in self._made:
            fragment = self._fragments[name]
            self._made[name] = self._of(
                fragment.selection_set, self._schema.get_type(fragment.type_condition.name.value)
            )
        return self._made[name]


def _given(node: FieldNode, arguments: tuple[str, ...]) -> Pages:
    if not arguments:
        return ()
    return tuple((each.name.value, _value(each.value)) for each in node.arguments or () if each.name.value in arguments)


def _waits(pages: Pages) -> bool:
    """Whether one of the values is a variable's, or has one in it."""
    return any(
        isinstance(value, Variable) or (isinstance(value, dict) and Variable in map(type, value.values()))
        for _, value in pages
    )


def _unless(node: SelectionNode) -> tuple[tuple[str, bool], ...] | None:
    """The variables, each with the value that leaves the selection out; None where it is left out in any case."""
    found: list[tuple[str, bool]] = []
    for directive in node.directives or ():
        if directive.name.value in ("skip", "include"):
            gone = directive.name.value == "skip"
            for argument in directive.arguments or ():
                value = _value(argument.value) if argument.name.value == "if" else None
                if value is gone:
                    return None
                if isinstance(value, Variable):
                    found.append((value.name, gone))
    return tuple(found)


def _defaults(operation: OperationDefinitionNode) -> dict[str, object]:
    return {
        each.variable.name.value: _value(each.default_value)
        for each in operation.variable_definitions or ()
        if each.default_value
    }


def _value(node: ValueNode) -> object:
    """As much of a value as costs need: scalars, lists as they are, and of an object its text."""
    match node:
        case IntValueNode():
            return int(node.value) if len(node.value) <= DIGITS else 0 if node.value.startswith("-") else node
        case BooleanValueNode():
            return node.value
        case NullValueNode():
            return None
        case ListValueNode():
            return node.values
        case StringValueNode():
            return node.value
        case ObjectValueNode():
            return {each.name.value: _value(each.value) for each in node.fields if each.name.value == "text"}
        case VariableNode():
            return Variable(node.name.value)
        case _:
            return node
