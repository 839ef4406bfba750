"""What a query costs is told before it is answered: never too little, and quickly, whatever the query."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    ListValueNode,
    OperationDefinitionNode,
    VariableNode,
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    is_object_type,
    parse,
    validate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from api.cost import Costing
from api.limits import BUDGETS, LEVELS, MANY, TOKENS, Budgets, CostError
from api.respond import execute
from api.schema.whole import schema_with
from api.sizes import ASSUMED, PER_ITEM, RANKED, Shape, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.library import Library

SCHEMA = schema_with(())._schema
BOUNDLESS = Budgets(**dict.fromkeys(BUDGETS.__slots__, 1 << 200))


def cost(query: str, variables: dict[str, Any] | None = None, budgets: Budgets = BUDGETS) -> dict[str, int]:
    return Costing(SCHEMA, parse(query), budgets=budgets).of(variables).shown


def refusal(query: str, **variables: object) -> CostError:
    with pytest.raises(CostError) as caught:
        Costing(SCHEMA, parse(query)).of(variables)
    return caught.value


def nested(depth: int) -> str:
    return "{ node(id: 1) " + "{ broader " * (depth - 1) + "{ id }" + " }" * (depth - 1) + " }"


def doubling(levels: int) -> str:
    """A fragment tree that is small to write and 2^levels large to write out."""
    twice = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(levels))
    return "{ ...F0 } " + twice + f"fragment F{levels} on Query {{ stats {{ papers }} }}"


def all_of_all(fragments: int) -> str:
    """Fragments that spread each other: cycles in every order."""
    names = [f"F{n}" for n in range(fragments)]
    spreads = {name: " ".join(f"...{each}" for each in names if each != name) for name in names}
    return "{ ...F0 } " + " ".join(f"fragment {name} on Query {{ {spreads[name]} }}" for name in names)


@pytest.mark.parametrize(
    ("query", "limit", "message"),
    [
        (nested(15), "depth", "the query has 16 nested fields (at most 15 are answered: ask in several queries)"),
        ("{" + " ".join(f"a{n}: stats {{ papers }}" for n in range(51)) + "}", "aliases", "the query has 51 aliases"),
        ("{" + "stats { papers } " * 1001 + "}", "fields", "2,002 fields"),
        ("{ stats {" + "papers " * 82 + "} }", "repeats", "the same fields again 81 times"),
        ("{" + "stats { papers } " * 51 + "}", "roots", "51 fields at its top"),
        ("query A { stats { papers } } " * 51, "operations", "51 operations"),
        ("{ id } " + " ".join(f"fragment A{n} on Query {{ id }}" for n in range(101)), "fragments", "101 fragments"),
        ("{ id } fragment A on Query {" + "...B " * 2001 + "}", "spreads", "spreads fragments 2,001 times"),
        (doubling(20), "fields", "2,097,152 fields"),
        (doubling(45), "fields", "more than 1,000,000,000,000 fields"),
        (doubling(64), "levels", "nested too deeply"),
        ("{ stats { papers } } " + doubling(30)[9:], "fields", "fields"),
        (all_of_all(25), "spreads", "spreads fragments"),
    ],
)
def test_a_query_can_be_too_long(query: str, limit: str, message: str) -> None:
    error = refusal(query)
    assert message in str(error)
    assert error.limit == limit
    assert error.allowed < error.asked <= MANY
    assert error.cost is None


@pytest.mark.parametrize("query", [nested(14), doubling(5), get_introspection_query()])
def test_what_people_and_tools_ask_is_within(query: str) -> None:
    assert cost(query)["cost"] < BUDGETS.cost / 5


@pytest.mark.parametrize(
    ("query", "nodes", "rankings"),
    [
        ("{ stats { papers } }", 0, 0),
        ('{ paper(id: "x") { title } }', 1, 0),
        ("{ papers { totalCount } }", 0, 1),
        ("{ papers { nodes { title } } }", 20, 1),
        ("{ papers(first: 7) { edges { cursor node { title } } pageInfo { endCursor } } }", 7, 1),
        ("{ papers(last: 7) { edges { node { authors { nodes { name } } } } } }", 7 + 700, 1),
        ("{ papers(first: null) { nodes { concepts(first: 5) { nodes { name } } } } }", 20 + 100, 1),
        ("{ papers(first: 3) { nodes { mentions { concept { name } } } } }", 3 + 3 * 20 * 2, 1),
        ("{ papers(first: 3) { facets(by: YEAR, first: 4) { id } also: facets(by: YEAR) { id } } }", 14, 3),
        ('{ nodes(ids: ["a", "b", "c"]) { id ... on Concept { papers(first: 2) { nodes { id } } } } }', 3 + 6, 3),
        ('{ neighbourhood(of: "x", limit: 30) { nodes { id } links { weight } } }', 30 + 90, 1),
        ("{ concepts(first: 2) { totalCount } conceptKinds { name } }", 10, 2),
        ('{ neighbourhood(of: "x", limit: 1000000) { nodes { id } } }', 1000, 21),
        ('{ similar(to: { text: "x" }, first: 10) { nodes { similar { nodes { id } } } } }', 10 + 200, 11),
        ("{ papers(first: -5) { nodes { id } } }", 0, 1),
        ("{ papers(first: 99999999999999999999) { nodes { id } } }", 100, 1),
        ("{ papers(first: 5, last: 9) { nodes { id } } }", 9, 1),
        ('{ papers(first: "many") { nodes { id } } }', 100, 1),
        ("{ papers @skip(if: true) { nodes { id } } stats { papers } }", 0, 0),
        ("{ papers { nodes @include(if: false) { id } ... @include(if: true) { nodes { id } } } }", 20, 1),
        ("{ ...A } fragment A on Query { papers { ...B } } fragment B on PaperConnection { nodes { id } }", 20, 1),
        ("{ nothing { nodes { id } } papers { none nodes { never(first: 9) { id } } } ...Unknown }", 20, 1),
        ("{ papers { ...A } } fragment A on PaperConnection { nodes { id } ...A }", 0, 0),
        ("{ ... on Paper { similar { nodes { id } } } ... on Never { papers { id } } }", 20, 1),
        ("mutation { papers { nodes { id } } }", 0, 0),
    ],
)
def test_nodes_and_rankings(query: str, nodes: int, rankings: int) -> None:
    told = cost(query)
    assert (told["nodes"], told["rankings"]) == (nodes, rankings)
    assert told["cost"] == told["nodes"] + told["values"] // 10 + 100 * told["rankings"]


@pytest.mark.parametrize(
    ("variables", "nodes"),
    [
        ({}, 20 + 20 * 6),
        ({"first": 5}, 5 + 5 * 6),
        ({"first": 5.0}, 5 + 5 * 6),
        ({"first": None, "inner": None}, 20 + 20 * 20),
        ({"first": 5, "inner": 100}, 505),
        ({"first": 5, "inner": 10**30}, 505),
        ({"first": 5, "inner": True}, 505),
        ({"first": 5, "inner": ["x"]}, 505),
        ({"first": 5, "inner": float("nan")}, 505),
        ({"first": 5, "inner": float("inf")}, 505),
        ({"first": 5, "inner": -1}, 5),
        ({"first": 5, "brief": True}, 5),
        ({"first": 5, "brief": "true"}, 5 + 5 * 6),
        ({"first": 5, "brief": None, "more": {}}, 5 + 5 * 6),
    ],
)
def test_variables_complete_the_cost(variables: dict[str, Any], nodes: int) -> None:
    query = """query ($first: Int, $inner: Int = 6, $brief: Boolean = false) {
        papers(first: $first) { nodes { id ...Rest @skip(if: $brief) } }
    } fragment Rest on Paper { concepts(first: $inner) { nodes { id } } }"""
    assert cost(query, variables)["nodes"] == nodes


def test_ids_may_be_a_variable() -> None:
    query = "query ($ids: [ID!]! = [1, 2]) { nodes(ids: $ids) { id } }"
    assert [cost(query, each)["nodes"] for each in ({}, {"ids": ["a"] * 5}, {"ids": "a"}, {"ids": ["a"] * 5000})] == [
        2,
        5,
        1,
        100,
    ]


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ('{ annotate(text: "' + "x" * 5000 + '") { text } }', {}),
        ("query ($text: String!) { annotate(text: $text) { text } }", {"text": "x" * 5000}),
        ('query ($text: String! = "' + "x" * 5000 + '") { annotate(text: $text) { text } }', {}),
        ('{ similar(to: { papers: [], text: "' + "x" * 5000 + '" }) { totalCount } }', {}),
        ("query ($text: String) { similar(to: { text: $text }) { totalCount } }", {"text": "x" * 5000}),
        ("query ($to: SimilarTo!) { similar(to: $to) { totalCount } }", {"to": {"text": "x" * 5000}}),
    ],
)
def test_texts_rank_by_their_length(query: str, variables: dict[str, Any]) -> None:
    assert cost(query, variables)["rankings"] == 1 + 5
    assert (
        cost("query ($text: String = 3) { similar(to: { text: $text }) { totalCount } }", {"text": [1]})["rankings"]
        == 1
    )


def test_lists_in_lists_are_refused_above_the_budget() -> None:
    inner = "papers(first: 100) { nodes { concepts(first: 100) { nodes { papers(first: 100) { nodes { id } } } } } }"
    error = refusal('{ concept(id: "country:KR") { ' + inner + " } }")
    assert error.numbers == {"limit": "rankings", "asked": 10_001, "allowed": 200}
    assert error.code == "COST"
    nodes = refusal("{ papers(first: 100) { nodes { concepts(first: 100) { nodes { narrower { id } } } } } }")
    assert nodes.numbers == {"limit": "nodes", "asked": 210_100, "allowed": 50_000}
    assert str(nodes) == (
        "the query can return 210,100 nodes (at most 50,000 are answered: ask for shorter pages, or nest them less)"
    )
    assert nodes.cost
    assert nodes.cost["nodes"] == 210_100
    names = " ".join(f"n{n}: name" for n in range(50))
    wide = "{ papers(first: 100) { nodes { concepts(first: 100) { nodes { broader { %s } } } } } }"
    assert refusal(wide % names).limit == "cost"


def test_an_operation_is_measured_by_its_name() -> None:
    document = parse("query A { papers { nodes { id } } } query B { stats { papers } }")
    assert [Costing(SCHEMA, document, name).of().nodes for name in ("A", "B", "C", None)] == [20, 0, 0, 0]


def test_a_server_can_have_other_budgets() -> None:
    with pytest.raises(CostError, match="at most 10 are answered"):
        cost("{ papers { nodes { id } } }", budgets=Budgets(nodes=10))


def test_every_response_carries_its_cost(library: Library) -> None:
    answer = execute(library, "{ papers(first: 2) { nodes { id } } }")
    assert answer["extensions"]["cost"] == {
        "cost": 102,
        "budget": 100_000,
        "nodes": 2,
        "rankings": 1,
        "values": 4,
        "fields": 3,
        "depth": 3,
        "aliases": 0,
    }
    assert execute(library, "{ nothing }")["extensions"]["cost"]["cost"] == 0
    deep = "{ papers(first: 100) { nodes { papers: similar(first: 100) { nodes { similar { totalCount } } } } } }"
    refused = execute(library, deep)
    assert refused["errors"][0]["extensions"] == {"code": "COST", "limit": "rankings", "asked": 10_101, "allowed": 200}
    assert refused["extensions"]["cost"]["rankings"] == 10_101
    assert "data" not in refused
    assert "extensions" not in execute(library, "{")


def test_every_list_of_the_schema_has_a_known_length() -> None:
    # a new list without a page belongs into api.sizes.ASSUMED
    rules = rules_of(SCHEMA)
    lists = {
        f"{type_.name}.{name}"
        for type_ in SCHEMA.type_map.values()
        if is_object_type(type_)
        for name, field in type_.fields.items()
        if is_list_type(get_nullable_type(field.type)) and is_composite_type(get_named_type(field.type))
        if rules.of(type_, name).shape is Shape.MANY and not rules.of(type_, name).arguments
    }
    assert lists <= ASSUMED.keys()
    known = {
        f"{type_.name}.{name}" for type_ in SCHEMA.type_map.values() if is_object_type(type_) for name in type_.fields
    }
    assert {
        "Query.papers",
        "Query.similar",
        "Paper.similar",
        "Concept.papers",
        "Author.papers",
    } <= RANKED.keys() & known
    assert PER_ITEM.keys() <= known


def test_the_page_about_limits_has_the_numbers() -> None:
    page = (Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([\d,]+) \|$", page, re.MULTILINE)
    told = {name: int(number.replace(",", "")) for name, number in rows}
    assert told == {name: getattr(BUDGETS, name) for name in BUDGETS.__slots__} | {"levels": LEVELS}


# the reference: fragments written out, and every object of the answer counted one by one where pages are short


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
