"""Arguments of generated requests: values from pools, written as literals, as variables, or with variables inside."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    Undefined,
    is_non_null_type,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graphql import GraphQLArgument, GraphQLInputType

T = TypeVar("T")

Values = dict[str, list[Any]]
"""Values by the place they are for: `Query.paper.id`, `PaperFilter.venues`, the argument's name, or its type."""


class Chooser:
    """Choices, each a number from 0 to below a bound; 0 is always the plainest choice, so that examples shrink."""

    def __init__(self, below: Callable[[int], int]) -> None:
        self.below = below

    def chance(self, percent: int) -> bool:
        """True that often."""
        return self.below(100) >= 100 - percent

    def one(self, among: Sequence[T]) -> T:
        """One of them."""
        return among[self.below(len(among))]


@dataclass(frozen=True, slots=True)
class Variable:
    """How a variable is declared, and what is sent for it; Undefined where nothing is."""

    name: str
    declared: str
    value: Any


@dataclass(slots=True)
class Arguments:
    """Writes arguments; the variables it made are by name in `variables`; `faulty` is true until a fault is used up.

    A fault is a value that the schema takes and the resolver refuses, taken from `faults` in place of a good one.
    """

    choose: Chooser
    values: Values
    faults: Values
    faulty: bool = False
    variables: dict[str, Variable] = field(default_factory=dict)

    def written(
        self, place: str, arguments: Mapping[str, GraphQLArgument], fixed: Mapping[str, Any], *, fault: bool
    ) -> tuple[str, set[str], dict[str, Any]]:
        """The arguments of a field as text, the variables in it, and the values; `fixed` ones are not chosen here."""
        chosen = {
            name: self.value(each.type, f"{place}.{name}")
            for name, each in arguments.items()
            if name not in fixed and (is_non_null_type(each.type) or self.choose.chance(40))
        }
        chosen = {**chosen, **{name: value for name, value in fixed.items() if value is not Undefined}}
        if fault and self.faulty:
            self._spoil(place, arguments, chosen)
        used: set[str] = set()
        parts = [f"{name}: {self.text(arguments[name].type, value, used)}" for name, value in chosen.items()]
        for name, each in arguments.items():
            if name not in chosen and name not in fixed and self.choose.chance(5):
                parts.append(f"{name}: {self._absent(each.type, used)}")
        return (f"({', '.join(parts)})" if parts else ""), used, chosen

    def _spoil(self, place: str, arguments: Mapping[str, GraphQLArgument], chosen: dict[str, Any]) -> None:
        known = [
            (name, bad) for name in arguments if (bad := self.faults.get(f"{place}.{name}", self.faults.get(name)))
        ]
        if known and self.choose.chance(60):
            name, bad = self.choose.one(known)
            chosen[name] = self.choose.one(bad)
            self.faulty = False

    def value(self, kind: GraphQLInputType, place: str) -> Any:
        """A value as JSON has it, for this place."""
        if isinstance(kind, GraphQLNonNull):
            return self._value(kind.of_type, place)
        return None if self.choose.chance(12) else self._value(kind, place)

    def _value(self, kind: GraphQLInputType, place: str) -> Any:
        owner, _, name = place.rpartition(".")
        for each in (place, name, getattr(kind, "name", "")):
            if each in self.values and not isinstance(kind, GraphQLList):
                return self.choose.one(self.values[each])
        if isinstance(kind, GraphQLList):
            return [self.value(kind.of_type, place) for _ in range(self.choose.below(4))]
        if isinstance(kind, GraphQLEnumType):
            return self.choose.one(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return {
                part: self.value(each.type, f"{kind.name}.{part}")
                for part, each in kind.fields.items()
                if is_non_null_type(each.type) or self.choose.chance(40)
            }
        raise LookupError(f"no values for {owner}.{name} ({kind}): add them to the pools")

    def text(self, kind: GraphQLInputType, value: Any, used: set[str]) -> str:
        """The value as GraphQL, some of its parts as variables, which are added to `used`."""
        if self.choose.chance(60 if value is None else 25):
            return self._variable(kind, value, used)
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        if value is None:
            return "null"
        if isinstance(bare, GraphQLList):
            if len(value) == 1 and value[0] is not None and self.choose.chance(30):
                return literal(bare.of_type, value[0])
            return "[" + ", ".join(self.text(bare.of_type, each, used) for each in value) + "]"
        if isinstance(bare, GraphQLInputObjectType):
            parts = [f"{name}: {self.text(bare.fields[name].type, each, used)}" for name, each in value.items()]
            return "{" + ", ".join(parts) + "}"
        if bare.name == "ID" and value.isdecimal() and str(int(value)) == value and self.choose.chance(50):
            return value
        if bare.name == "String" and value.isalnum() and self.choose.chance(10):
            return f'"""{value}"""'
        return literal(bare, value)

    def _variable(self, kind: GraphQLInputType, value: Any, used: set[str]) -> str:
        nullable = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        way = self.choose.below(4)
        sent = value
        if isinstance(nullable, GraphQLList) and value and len(value) == 1 and value[0] is not None:
            sent = self.choose.one((value, value[0]))
        if way == 3 and (known := [each for each in self.variables.values() if _same(each, kind, sent)]):
            return self._use(self.choose.one(known), used)
        if way == 1 and value is not None:
            return self._declare(f"{nullable}!", sent, used)
        if way == 2 and value is not None:
            return self._declare(f"{nullable} = {literal(nullable, value)}", Undefined, used)
        if way >= 2 and value is None and not isinstance(nullable, GraphQLInputObjectType):
            # null is sent, and wins over the default
            return self._declare(f"{nullable} = {literal(nullable, _any(nullable))}", None, used)
        if way == 3 and value is not None:
            other = value[:-1] if isinstance(value, list) else value
            return self._declare(f"{nullable} = {literal(nullable, other)}", sent, used)
        return self._declare(str(kind), sent, used)

    def _absent(self, kind: GraphQLInputType, used: set[str]) -> str:
        """A variable that is not sent: as if the argument was not there."""
        return self._declare(str(kind), Undefined, used)

    def cursor(self, used: set[str]) -> str:
        """A variable for a cursor that a first answer will give."""
        return self._declare("String", Undefined, used)

    def _declare(self, kind: str, value: Any, used: set[str]) -> str:
        name = f"v{len(self.variables)}"
        self.variables[name] = Variable(name, f"${name}: {kind}", value)
        return self._use(self.variables[name], used)

    def _use(self, variable: Variable, used: set[str]) -> str:
        used.add(variable.name)
        return f"${variable.name}"


def literal(kind: GraphQLInputType, value: Any) -> str:
    """The value as GraphQL, without variables."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if value is None:
        return "null"
    if isinstance(bare, GraphQLList):
        return "[" + ", ".join(literal(bare.of_type, each) for each in value) + "]"
    if isinstance(bare, GraphQLInputObjectType):
        return "{" + ", ".join(f"{name}: {literal(bare.fields[name].type, each)}" for name, each in value.items()) + "}"
    if isinstance(bare, GraphQLEnumType):
        return value
    assert isinstance(bare, GraphQLScalarType)
    return json.dumps(value, ensure_ascii=False)


def _any(kind: GraphQLInputType) -> Any:
    """Some value of a type."""
    if isinstance(kind, GraphQLList):
        return []
    if isinstance(kind, GraphQLEnumType):
        return list(kind.values)[-1]
    return {"Int": 3, "Float": 0.5, "Boolean": True}.get(str(kind), "zh")


def _same(variable: Variable, kind: GraphQLInputType, value: Any) -> bool:
    return variable.declared == f"${variable.name}: {kind}" and variable.value == value
