"""What is too much for one request is refused in one clear line, and cheaply."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


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


def test_filters_have_bounds(refused: Callable[..., tuple[str, str]]) -> None:
    query = "query ($where: PaperFilter!) { papers(filter: $where) { totalCount } }"
    for name in ("title", "abstract", "author", "venue"):
        message = f"{name} has 1,001 characters (at most 1,000 are read)"
        assert refused(query, where={name: "x" * 1001}) == ("TOO_LARGE", message)
    assert refused(query, where={"ids": ["2"] * 101}) == ("TOO_LARGE", "ids has 101 entries (at most 100 are read)")


def test_a_query_can_have_too_many_tokens(refused: Callable[..., tuple[str, str]]) -> None:
    code, message = refused("{" + "stats { papers } " * 1001 + "}")
    assert code == "BAD_REQUEST"
    assert "4000 tokens" in message
