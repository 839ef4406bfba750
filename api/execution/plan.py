"""A query as it will be answered: which fields of which values, and what must be read for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    VariableNode,
    is_abstract_type,
)

from api.execution.arguments import Arguments
from api.execution.fields import Answer
from api.execution.nodes import Needs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graphql import DirectiveNode, DocumentNode, GraphQLSchema, OperationDefinitionNode, SelectionSetNode

    from api.execution.fields import Field

TYPENAME: Final = "__typename"

READ: Final = frozenset(("Paper", "Concept", "Facet", "PaperEdge", "Reason"))
"""Types of which something is read from the store, for a value or for what it quotes."""


CARRYING: Final = frozenset(("PaperConceptConnection", "PaperConceptEdge", "Mention"))
"""Types between a paper and the concepts that come with it."""


class UnplannedError(Exception):
    """A query, or an answer, that the planned way does not cover: the library's own executor gives it."""


@dataclass(slots=True)
class Selected:
    """A field that is asked for: the name that it is answered under, its arguments, and what is asked of the answer."""

    key: str
    field: Field
    arguments: Arguments
    steps: Mapping[str, Step]
    """What is asked of the answer, by its type; empty for a leaf."""


class Attribute(NamedTuple):
    """An attribute that is told as it is, under a key."""

    key: str
    getter: Callable[[Any], Any]


@dataclass(slots=True)
class Step:
    """What is asked of values of one type: attributes that are told at once, and fields that functions answer."""

    typename: str
    keys: tuple[str, ...]
    attributes: list[Attribute] = field(default_factory=list[Any])
    early: list[Selected] = field(default_factory=list[Selected])
    """Fields for which nothing needs to be read."""
    late: list[Selected] = field(default_factory=list[Selected])
    needs: Needs = field(default_factory=Needs)
    """What to read for a value of this type."""
    carried: set[str] = field(default_factory=set[str])
    """What is asked of concepts that come with the paper they are mentioned in."""
    whole: Callable[[Any], dict[str, Any]] | None = None
    """Makes the whole answer of a value, where nothing but attributes is asked for."""


class Planner:
    """Makes plans of the queries in one document; `variables` decide what is skipped."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fields: Mapping[tuple[str, str], Field],
        document: DocumentNode,
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fields = fields
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._variables = variables

    def plan(self, operation: OperationDefinitionNode) -> Step:
        """The plan of a query; raises UnplannedError for what only the library's own executor answers."""
        query = self._schema.query_type
        if query is None or operation.operation.value != "query":
            raise UnplannedError(operation.operation.value)
        return self._step(query, [operation.selection_set])

    def _step(self, kind: GraphQLObjectType, selections: Iterable[SelectionSetNode]) -> Step:
        grouped: dict[str, list[FieldNode]] = {}
        seen = set[str]()
        for each in selections:
            self._collect(kind, each, grouped, seen)
        step = Step(kind.name, tuple(grouped))
        for key, nodes in grouped.items():
            if nodes[0].name.value == TYPENAME:
                step.attributes.append(Attribute(key, _named(kind.name)))
            else:
                self._note(step, self._selected(key, kind, nodes))
        step.whole = _whole(step)
        return step

    def _collect(
        self, kind: GraphQLObjectType, selections: SelectionSetNode, grouped: dict[str, list[FieldNode]], seen: set[str]
    ) -> None:
        for each in selections.selections:
            if not self._included(each.directives):
                continue
            if isinstance(each, FieldNode):
                grouped.setdefault((each.alias or each.name).value, []).append(each)
            elif isinstance(each, InlineFragmentNode):
                if each.type_condition is None or self._applies(each.type_condition.name.value, kind):
                    self._collect(kind, each.selection_set, grouped, seen)
            elif isinstance(each, FragmentSpreadNode) and each.name.value not in seen:
                seen.add(each.name.value)
                fragment = self._fragments[each.name.value]
                if self._applies(fragment.type_condition.name.value, kind):
                    self._collect(kind, fragment.selection_set, grouped, seen)

    def _included(self, directives: Iterable[DirectiveNode] | None) -> bool:
        for each in directives or ():
            if each.name.value in ("skip", "include"):
                (condition,) = (argument.value for argument in each.arguments or ())
                holds = (
                    self._variables[condition.name.value] if isinstance(condition, VariableNode) else condition.value  # type: ignore[attr-defined]
                )
                if holds is (each.name.value == "skip"):
                    return False
        return True

    def _applies(self, condition: str, kind: GraphQLObjectType) -> bool:
        named = self._schema.type_map[condition]
        return named is kind or (is_abstract_type(named) and self._schema.is_sub_type(named, kind))

    def _selected(self, key: str, kind: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Selected:
        node = nodes[0]
        known = self._fields.get((kind.name, node.name.value))
        if known is None:  # of the schema itself
            raise UnplannedError(node.name.value)
        arguments = Arguments(known, node)
        plain = None if arguments.varying else known.answer.plain
        if plain and (attribute := plain(**arguments.fixed)):
            known = replace(known, attribute=attribute, answer=Answer(attrgetter(attribute), (attribute,)))
        inner = [each.selection_set for each in nodes if each.selection_set]
        return Selected(key, known, arguments, {each.name: self._step(each, inner) for each in self._kinds(known)})

    def _kinds(self, known: Field) -> Iterable[GraphQLObjectType]:
        if known.leaf:
            return ()
        return (
            (known.type,) if isinstance(known.type, GraphQLObjectType) else self._schema.get_possible_types(known.type)
        )

    def _note(self, step: Step, selected: Selected) -> None:
        """Files a field where it belongs, and notes what must be read for it."""
        answer = selected.field.answer
        if step.typename in ("Concept", "Facet"):
            step.needs.concepts |= {*answer.needs}
            step.carried |= {*answer.needs}
        elif step.typename in READ:
            step.needs.papers |= {*answer.needs}
            step.needs.mentioned |= {*answer.mentioned}
        if selected.field.leaf and selected.field.attribute:
            step.attributes.append(Attribute(selected.key, answer.function))
        elif step.typename in READ and (answer.needs or answer.mentioned):
            step.late.append(selected)
        else:
            step.early.append(selected)
        for inner in selected.steps.values():
            if step.typename in CARRYING:
                step.carried |= inner.carried
            elif answer.mentioned:
                step.needs.mentioned |= inner.carried


def _whole(step: Step) -> Callable[[Any], dict[str, Any]] | None:
    if not step.attributes or len(step.attributes) < len(step.keys):
        return None
    pairs = [(each.key, each.getter) for each in step.attributes]
    match pairs:  # of few, as most are, each is spelt out: there are hundreds of values
        case [(one, get_one)]:
            return lambda value: {one: get_one(value)}
        case [(one, get_one), (two, get_two)]:
            return lambda value: {one: get_one(value), two: get_two(value)}
        case [(one, get_one), (two, get_two), (three, get_three)]:
            return lambda value: {one: get_one(value), two: get_two(value), three: get_three(value)}
        case _:
            return lambda value: {key: getter(value) for key, getter in pairs}


def _named(typename: str) -> Callable[[Any], Any]:
    return lambda _value: typename
