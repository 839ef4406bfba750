"""The cost of queries that nobody wrote: never less than the fullest answer has, whatever the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    ListValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    parse,
    validate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cost import Costing
from api.limits import BUDGETS, TOKENS, Budgets, CostError
from api.schema.whole import schema_with
from api.sizes import ASSUMED, PER_ITEM, RANKED

if TYPE_CHECKING:
    from collections.abc import Iterator


SCHEMA = schema_with(())._schema
BOUNDLESS = Budgets(**dict.fromkeys(BUDGETS.__slots__, 1 << 200))


@st.composite
def selections(draw: st.DrawFn, type_: Any, depth: int, fragments: dict[str, tuple[str, str]]) -> str:
    """A selection on a type, valid but for what merging may find, with fragments, directives and variables."""
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        gone = draw(st.sampled_from(["", "", "", " @skip(if: true)", " @include(if: $yes)", " @skip(if: $yes)"]))
        kind = draw(st.sampled_from(["field", "field", "field", "inline", "spread"]))
        if kind == "inline" and depth:
            parts.append(f"...{gone} {{ {draw(selections(type_, depth - 1, fragments))} }}")
        elif kind == "spread" and depth:
            same = [name for name, (on, _) in fragments.items() if on == type_.name]
            if same and draw(st.booleans()):
                name = draw(st.sampled_from(same))
            else:
                body = draw(selections(type_, depth - 1, fragments))
                name = f"F{len(fragments)}"
                fragments[name] = (type_.name, body)
            parts.append(f"...{name}{gone}")
        else:
            parts.append(draw(fields(type_, depth, fragments, gone)))
    return " ".join(parts)


PAGES = st.sampled_from(["0", "1", "2", "3", "null", "$n", "$m", "$none"])


@st.composite
def fields(draw: st.DrawFn, type_: Any, depth: int, fragments: dict[str, tuple[str, str]], gone: str) -> str:
    names = [name for name, field in type_.fields.items() if depth or not is_composite_type(get_named_type(field.type))]
    if not names:
        return "__typename"
    name = draw(st.sampled_from(names))
    field = type_.fields[name]
    arguments = {
        "id": '"x"',
        "of": '"x"',
        "by": "YEAR",
        "text": '"x"',
        "from": '"x"',
        "to": '"x"' if name == "paths" else '{ text: "x" }',
        "ids": draw(st.sampled_from(["[]", '["a"]', '["a", $id]', "$ids"])),
    }
    given_ = [f"{each}: {arguments[each]}" for each in field.args if each in arguments]
    given_ += [
        f"{each}: {draw(PAGES)}" for each in ("first", "last", "limit") if each in field.args and draw(st.booleans())
    ]
    told = (f"{name}({', '.join(given_)})" if given_ else name) + gone
    inner = get_named_type(field.type)
    return f"{told} {{ {draw(selections(inner, depth - 1, fragments))} }}" if is_composite_type(inner) else told


@st.composite
def queries(draw: st.DrawFn) -> str:
    fragments: dict[str, tuple[str, str]] = {}
    body = draw(selections(SCHEMA.query_type, draw(st.integers(2, 6)), fragments))
    told = " ".join(f"fragment {name} on {on} {{ {inner} }}" for name, (on, inner) in fragments.items())
    return "query ($n: Int, $m: Int = 2, $none: Int, $yes: Boolean!, $ids: [ID!]!, $id: ID!) {" + body + "} " + told


class Counted:
    """Counts as slowly as possible: every object of the fullest answer is visited."""

    def __init__(self, query: str, variables: dict[str, Any]) -> None:
        document = parse(query)
        self.variables = {"m": 2, **variables}
        self.fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self.nodes = self.rankings = self.values = 0
        operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
        self.object(operation.selection_set, SCHEMA.query_type, 0)

    def object(self, part: Any, type_: Any, page: int) -> None:
        for node, parent in self.written_out(part, type_):
            self.values += 1
            name = node.name.value
            place = f"{parent.name}.{name}"
            self.rankings += RANKED.get(place, 0)
            field = None if name == "__typename" else parent.fields[name]
            inner = get_named_type(field.type) if field else None
            if field is None or not is_composite_type(inner):
                continue
            paged = "pageInfo" in parent.fields and name in ("edges", "nodes")
            held = page if paged or place in PER_ITEM else None
            size = self.page(node, place)
            self.rankings += size // 50 if place == "Query.neighbourhood" else 0
            if is_list_type(get_nullable_type(field.type)):
                for _ in range(size if held is None else held * PER_ITEM.get(place, 1)):
                    self.nodes += 1
                    self.object(node.selection_set, inner, 0)
            else:
                self.nodes += "id" in inner.fields and not (name == "node" and parent.name.endswith("Edge"))
                self.object(node.selection_set, inner, size)

    def written_out(self, part: Any, type_: Any) -> Iterator[tuple[Any, Any]]:
        for each in part.selections:
            if any(self.gone(directive) for directive in each.directives or ()):
                continue
            if isinstance(each, FieldNode):
                yield each, type_
            elif isinstance(each, InlineFragmentNode):
                yield from self.written_out(each.selection_set, type_)
            else:
                fragment = self.fragments[each.name.value]
                yield from self.written_out(fragment.selection_set, SCHEMA.get_type(fragment.type_condition.name.value))

    def gone(self, directive: Any) -> bool:
        value = directive.arguments[0].value
        truth = self.variables["yes"] if isinstance(value, VariableNode) else value.value
        return truth is (directive.name.value == "skip")

    def page(self, node: Any, place: str) -> int:
        said: list[int] = []
        for argument in node.arguments or ():
            value = argument.value
            if argument.name.value == "ids":
                said.append(len(value.values if isinstance(value, ListValueNode) else self.variables["ids"]))
            elif argument.name.value in ("first", "last", "limit"):
                named = isinstance(value, VariableNode)
                number = self.variables.get(value.name.value) if named else getattr(value, "value", None)
                said += [] if number is None else [int(number)]
        if said:
            return max(said)
        default = {
            "Paper.authors": 100,
            "Query.neighbourhood": 100,
            "PaperConnection.facets": 10,
            "Query.paths": 5,
        }.get(place, 20)
        return ASSUMED.get(place, default)


@settings(max_examples=300, deadline=None)
@given(
    queries(),
    st.fixed_dictionaries(
        {"yes": st.booleans(), "ids": st.lists(st.just("x"), max_size=3), "id": st.just("x")},
        optional={"n": st.sampled_from([None, 0, 1, 3]), "m": st.sampled_from([None, 1])},
    ),
)
def test_the_cost_is_what_the_fullest_answer_has(query: str, variables: dict[str, Any]) -> None:
    told = Costing(SCHEMA, parse(query), budgets=BOUNDLESS).of(variables)
    if told.values > 50_000:
        return
    counted = Counted(query, variables)
    assert (told.nodes, told.rankings, told.values) == (counted.nodes, counted.rankings, counted.values)


@settings(max_examples=60, deadline=None)
@given(queries())
def test_the_generated_queries_are_mostly_valid(query: str) -> None:
    # fields of one name may differ in their arguments, and variables be left unused: nothing else
    allowed = ("conflict", "never used", "Validation aborted")
    assert [
        each.message for each in validate(SCHEMA, parse(query)) if not any(part in each.message for part in allowed)
    ] == []


WORDS = "{ } { } ( ) : $ ... on fragment query mutation A B Query Paper papers nodes first ids 1 -1 [ ] @skip if true a"
TOKEN = st.sampled_from([*WORDS.split(), '"x"', "9" * 5000])


@settings(max_examples=400, deadline=None)
@given(
    st.lists(TOKEN, max_size=60).map(" ".join),
    st.dictionaries(
        st.sampled_from(["A", "B"]), st.none() | st.floats() | st.text() | st.lists(st.integers()) | st.booleans()
    ),
)
def test_whatever_parses_has_a_cost_or_is_refused(text: str, variables: dict[str, Any]) -> None:
    for query in (text, "{ papers(first: $A) @skip(if: $B) { " + text + " } }"):
        try:
            document = parse(query, max_tokens=TOKENS)
        except Exception:  # noqa: BLE001, S112
            continue
        try:
            assert Costing(SCHEMA, document).of(variables).cost >= 0
        except CostError as error:
            assert error.asked > error.allowed  # noqa: PT017
