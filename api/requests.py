"""Queries as they come, read once each: parsed, measured, validated, planned; the last ones are remembered."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Final

from graphql import (
    DirectiveNode,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    get_variable_values,
    parse,
    validate,
    visit,
)

from api.cost import Costing
from api.execution.plan import Planner, Step, UnplannedError
from api.limits import QUERY_CHARACTERS, TOKENS, at_most, one_operation
from api.roots import root_of
from api.schema.whole import Schema, schema_with

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphql import DocumentNode, GraphQLError

    from api.library import Library

REMEMBERED: Final = 300_000
"""So many characters of queries are remembered, with what was made of them."""

ERRORS: Final = 10
"""So many things that are wrong with a query are said."""

PLANS: Final = 8
"""So many plans of one query, which differ in what variables skip."""

QUICK_SECONDS: Final = 0.004
"""Answers that take no more of a processor's time are quick."""

TRIALS: Final = 3
"""So many answers tell whether a query is quick."""

FORGETTING: Final = 0.95
"""What is left, after another answer, of how long the longest took."""

_TELLING: Final = re.compile("facets|__")  # no query without one of these can tell by which kinds papers are counted


class Prepared:
    """A query that can be answered many times: what its text tells, whatever its variables are.

    Raises CostError for a text above the budgets, QueryError where it is not clear which operation is meant.
    """

    def __init__(self, schema: Schema, document: DocumentNode, operation: str | None) -> None:
        self.document = document
        self.operation_name = operation
        self.costing = Costing(schema.underlying, document, operation)
        # what is too large is refused before it is validated: validation can take long
        one_operation(document, operation)
        self.errors: Sequence[GraphQLError] = validate(schema.underlying, document, max_errors=ERRORS)
        self._schema = schema
        self._operation = next(
            each
            for each in document.definitions
            if isinstance(each, OperationDefinitionNode)
            and (not operation or (each.name and each.name.value == operation))
        )
        self.root = root_of(schema.underlying, document, self._operation)
        skipping = _Skipping()
        visit(document, skipping)
        self._skipping = sorted(skipping.names)
        self._plans: dict[tuple[Any, ...], Step | None] = {}
        self._answers, self._seconds = 0, 0.0

    @property
    def schema(self) -> GraphQLSchema:
        """The schema that it is asked of."""
        return self._schema.underlying

    @property
    def changes(self) -> bool:
        """Whether it is a mutation."""
        return self._operation.operation.value == "mutation"

    @property
    def quick(self) -> bool:
        """Whether it was answered quickly the last times."""
        return self._answers >= TRIALS and self._seconds < QUICK_SECONDS

    def took(self, seconds: float) -> None:
        """Notes how much of a processor's time an answer took."""
        self._answers += 1
        # the longest of late, which is forgotten slowly
        self._seconds = max(seconds, self._seconds * FORGETTING)

    def was_slow(self) -> None:
        """Notes that it could not be answered at once."""
        self.took(1.0)

    def coerced(self, variables: Mapping[str, Any]) -> Any:
        """The variables as the schema wants them, or a list of errors."""
        return get_variable_values(
            self.schema, self._operation.variable_definitions or (), dict(variables), max_errors=50
        )

    def plan(self, variables: Any) -> Step:
        """How it is answered with these variables, coerced; raises UnplannedError for what is not planned."""
        key = tuple(variables.coerced.get(each) for each in self._skipping)
        if key not in self._plans:
            if len(self._plans) >= PLANS:
                self._plans.clear()
            planner = Planner(self.schema, self._schema.fields, self.document, variables.coerced)
            try:
                self._plans[key] = planner.plan(self._operation)
            except UnplannedError:
                self._plans[key] = None
        plan = self._plans[key]
        if plan is None:
            raise UnplannedError
        return plan


class _Skipping(Visitor):
    """Finds the variables that decide what is skipped."""

    def __init__(self) -> None:
        super().__init__()
        self.names = set[str]()

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        """Notes the variables of one directive."""
        self.names |= {each.value.name.value for each in node.arguments or () if isinstance(each.value, VariableNode)}


class _Memory:
    """The queries that were asked last; any thread may use it."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[Any, ...], Prepared] = OrderedDict()
        self._characters = 0
        self._guard = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> Prepared | None:
        """What was made of a query."""
        with self._guard:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[Any, ...], request: Prepared) -> None:
        """Remembers what was made of a query, and forgets those that nobody has asked for longest."""
        with self._guard:
            if key not in self._held:
                self._characters += len(key[0])
            self._held[key] = request
            while self._characters > REMEMBERED:
                forgotten, _ = self._held.popitem(last=False)
                self._characters -= len(forgotten[0])


_memory: Final = _Memory()


def is_quick(query: str, operation: str | None) -> bool:
    """Whether a query was asked before, and is answered at once."""
    request = _memory.get((query, operation or None, ()))
    return request is not None and request.quick


def prepared(library: Library, query: str, operation: str | None) -> Prepared:
    """A query made ready; raises GraphQLError for a text that is none, and what Prepared raises."""
    at_most("the query", len(query), QUERY_CHARACTERS, "characters")
    kinds = library.own_kinds() if _TELLING.search(query) else ()
    key = (query, operation or None, kinds)
    request = _memory.get(key)
    if request is None:
        request = Prepared(schema_with(kinds), parse(query, max_tokens=TOKENS), operation or None)
        _memory.put(key, request)
    return request
