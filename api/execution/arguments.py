"""What a field's function is called with: what no variable decides is worked out once, with the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLField, VariableNode, get_argument_values

if TYPE_CHECKING:
    from graphql import FieldNode, ValueNode

    from api.execution.fields import Field


class Arguments:
    """The arguments of a field in a query, once its variables are known."""

    __slots__ = ("_convert", "_node", "_varying", "fixed")

    def __init__(self, field: Field, node: FieldNode) -> None:
        varying = {each.name.value for each in node.arguments or () if _varies(each.value)}
        fixed, deciding = dict[str, Any](), dict[str, Any]()
        for name, each in field.definition.args.items():
            (deciding if name in varying else fixed)[name] = each
        self._node = node
        self._convert = field.arguments
        self._varying = GraphQLField(field.definition.type, deciding) if deciding else None
        self.fixed = self._convert(get_argument_values(GraphQLField(field.definition.type, fixed), node))
        """Those that no variable decides, defaults among them."""

    @property
    def varying(self) -> bool:
        """Whether variables decide any."""
        return self._varying is not None

    def given(self, variables: Any) -> dict[str, Any]:
        """All of them, by the names that the function has for them."""
        if self._varying is None:
            return self.fixed
        return {**self.fixed, **self._convert(get_argument_values(self._varying, self._node, variables))}


def _varies(value: ValueNode) -> bool:
    if isinstance(value, VariableNode):
        return True
    inner = [*(getattr(value, "values", None) or ()), *(each.value for each in getattr(value, "fields", None) or ())]
    return any(map(_varies, inner))
