"""Two ways to execute a request give equal answers, byte for byte: data, its order, and errors."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from graphql import build_schema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.respond import execute
from api.schema.export import sdl
from tests.api.conftest import on
from tests.api.generated import Request, generate
from tests.api.pools import FAULTS, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from api.library import Library

    Executor = Callable[[Library, str, Mapping[str, Any], str | None], dict[str, Any]]

COMPILED: Executor = execute
"""Planned once, answered level by level."""

STANDARD: Executor = partial(execute, planned=False)
"""The library's own executor, field by field."""

SCHEMA = build_schema(sdl(["LAW"]))


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """A valid request; every choice is a draw, so that what fails shrinks."""
    return generate(SCHEMA, lambda bound: draw(st.integers(0, bound - 1)), VALUES, FAULTS)


@on("wide")
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(request=requests())
def test_both_executors_answer_alike(library: Library, request: Request, caplog: pytest.LogCaptureFixture) -> None:
    standard = agreed(library, request)
    if following := request.following(standard.get("data")):
        agreed(library, following)
    assert not caplog.records  # of a plan that failed


@on("wide")
def test_what_can_be_planned_is(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The generated requests without an error, all but those that the schema itself answers, are planned."""
    unplanned = list[str]()
    monkeypatch.setattr("api.respond.standard.run", lambda *given: unplanned.append(given) or 1 / 0)
    for seed in range(100):
        request = generate(SCHEMA, Random(seed).randrange, VALUES, {})  # noqa: S311
        with suppress(ZeroDivisionError):
            COMPILED(library, request.query, request.variables, request.operation)
    assert len(unplanned) < 30


FAILING = (
    "{ papers(first: 5) { nodes { similar(first: 0) { totalCount } authors(first: 0) { totalCount } } } }",
    """{ nodes(ids: ["10.1000/answers.1", "country:KR", "10.1000/sirens.1"]) {
      ... on Paper { citation(style: "nope") references { nodes { citation(style: "x") } } }
      ... on Concept { coMentioned(first: 0) { totalCount } papers(last: 0) { totalCount } }
    } }""",
    """{ paper(id: "10.1000/sirens.1") { similar(first: 3) { edges {
      why { concept { coMentioned(first: 101) { totalCount } } }
      node { citedBy(first: 0) { totalCount } versions { citation(style: "zz") } }
    } } } }""",
)
"""Where much fails under what may not be null, one failure of it is told."""


@on("wide")
@pytest.mark.parametrize("query", FAILING)
def test_the_failure_that_is_told_is_always_the_same(library: Library, twin: Library, query: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        told = {json.dumps(STANDARD(library, query, {}, None)), json.dumps(STANDARD(twin, query, {}, None))}
        told |= set(threads.map(lambda _: json.dumps(STANDARD(library, query, {}, None)), range(8)))
    assert len(told) == 1
    assert "errors" in json.loads(told.pop())


def agreed(library: Library, request: Request) -> dict[str, Any]:
    """The answer that both give to a request."""
    sent = library, request.query, request.variables, request.operation
    standard, compiled = STANDARD(*sent), COMPILED(*sent)
    assert json.dumps(standard, ensure_ascii=False) == json.dumps(compiled, ensure_ascii=False)
    return standard
