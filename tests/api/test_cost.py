"""What a query costs is told before it is answered: never too little, and quickly, whatever the query."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from graphql import (
    get_introspection_query,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    is_object_type,
    parse,
)

from api.cost import Costing
from api.limits import BUDGETS, LEVELS, MANY, Budgets, CostError
from api.respond import execute
from api.schema.whole import schema_with
from api.sizes import ASSUMED, PER_ITEM, RANKED, Shape, rules_of

if TYPE_CHECKING:
    from api.library import Library

SCHEMA = schema_with(())._schema


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
