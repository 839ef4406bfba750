"""What is too much for one request is refused in one clear line, and cheaply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from graphql import get_introspection_query, parse

from api.limits import ALIASES, DEPTH, FIELDS, TooLargeError, check_document

if TYPE_CHECKING:
    from collections.abc import Callable


def nested(depth: int) -> str:
    return "{ node(id: 1) " + "{ broader " * (depth - 1) + "{ id }" + " }" * (depth - 1) + " }"


def doubling(levels: int) -> str:
    """A fragment tree that is small to write and 2^levels large to write out."""
    twice = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }} " for n in range(levels))
    return "{ ...F0 } " + twice + f"fragment F{levels} on Query {{ stats {{ papers }} }}"


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (nested(DEPTH), "16 nested fields"),
        ("{" + " ".join(f"a{n}: stats {{ papers }}" for n in range(ALIASES + 1)) + "}", "51 aliases"),
        ("{" + "stats { papers } " * (FIELDS // 2 + 1) + "}", "2,002 fields"),
        (doubling(20), "2,097,152 fields"),
        (doubling(64), "nested too deeply"),
    ],
)
def test_a_query_can_be_too_deep_or_too_wide(query: str, what: str) -> None:
    with pytest.raises(TooLargeError, match=what):
        check_document(parse(query))


@pytest.mark.parametrize("query", [nested(DEPTH - 1), doubling(9), get_introspection_query()])
def test_what_people_and_tools_ask_is_within(query: str) -> None:
    check_document(parse(query))


def test_a_fragment_in_itself_is_refused_by_validation(refused: Callable[..., tuple[str, str]]) -> None:
    code, message = refused("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")
    assert code == "BAD_REQUEST"
    assert "Cannot spread fragment" in message


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("{ papers(first: 0) { totalCount } }", "BAD_QUERY", "first is 0 (it can be 1 to 100)"),
        ("{ papers(first: 101) { totalCount } }", "BAD_QUERY", "first is 101 (it can be 1 to 100)"),
        ("{ papers(last: 101) { totalCount } }", "BAD_QUERY", "last is 101 (it can be 1 to 100)"),
        (
            "{ papers(first: 1, last: 1) { totalCount } }",
            "BAD_QUERY",
            "first and last are both given (give one of them)",
        ),
        ("{ papers { facets(by: YEAR, first: 101) { id } } }", "BAD_QUERY", "first is 101 (it can be 1 to 100)"),
        ('{ neighbourhood(of: "country:KR", hops: 4) { truncated } }', "BAD_QUERY", "hops is 4 (it can be 1 to 3)"),
        (
            '{ neighbourhood(of: "country:KR", limit: 1001) { truncated } }',
            "BAD_QUERY",
            "limit is 1001 (it can be 1 to 1000)",
        ),
    ],
)
def test_numbers_have_bounds(refused: Callable[..., tuple[str, str]], query: str, code: str, message: str) -> None:
    assert refused(query) == (code, message)


def test_texts_have_bounds(refused: Callable[..., tuple[str, str]]) -> None:
    search = "query ($text: String!) { papers(search: $text) { totalCount } }"
    assert refused(search, text="x" * 1001) == ("TOO_LARGE", "search has 1,001 characters (at most 1,000 are read)")
    similar = "query ($text: String!) { similar(to: { text: $text }) { totalCount } }"
    assert refused(similar, text="x" * 100_001)[0] == "TOO_LARGE"
    annotate = "query ($text: String!) { annotate(text: $text) { text } }"
    assert refused(annotate, text="x" * 100_001)[0] == "TOO_LARGE"


def test_a_query_can_have_too_many_tokens(refused: Callable[..., tuple[str, str]]) -> None:
    code, message = refused("{" + "stats { papers } " * 1001 + "}")
    assert code == "BAD_REQUEST"
    assert "4000 tokens" in message
