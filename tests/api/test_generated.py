"""More than five hundred generated requests have equal answers from both stores: data, order, cursors, errors."""

from __future__ import annotations

import json
from collections import Counter
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from graphql import build_schema

from api.respond import execute
from api.schema.export import sdl
from tests.api.changes import CHANGES
from tests.api.conftest import on
from tests.api.covered import asked, names
from tests.api.generated import DIFFERENT, Request, generate
from tests.api.pools import FAULTS, SAMPLE, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.library import Library

SCHEMA = build_schema(sdl(["LAW"]))
"""The schema of the thirty papers, which have a kind of their own."""

SAMPLE_SCHEMA = build_schema(sdl())
REQUESTS, OF_SAMPLE = 500, 80


def requests() -> Iterator[Request]:
    """What the thirty papers are asked."""
    return (generate(SCHEMA, below(seed), VALUES, FAULTS) for seed in range(REQUESTS))


def below(seed: int) -> Callable[[int], int]:
    """Choices that are the same every time."""
    return Random(seed).randrange  # noqa: S311


def answer(library: Library, request: Request) -> dict[str, Any]:
    """The answer to a request; nothing that is generated may be invalid, too large or a fault of ours."""
    response = execute(library, request.query, request.variables, request.operation)
    for each in response.get("errors", ()):
        assert each["extensions"]["code"] != "INTERNAL", request
        # an argument may be, as a fault; the query may not
        assert each["extensions"]["code"] != "TOO_LARGE" or "path" in each, request
        assert each["extensions"]["code"] != "BAD_REQUEST" or each["message"].startswith("Variable '$"), request
    return response


def agree(one: Library, other: Library, request: Request) -> None:
    """The two answer alike, to the last byte, and so they do from a cursor of that answer on."""
    first, second = answer(one, request), answer(other, request)
    assert json.dumps(first) == json.dumps(second), request
    if following := request.following(first.get("data")):
        assert json.dumps(answer(one, following)) == json.dumps(answer(other, following)), following


@on("wide", "neo4j")
@pytest.mark.parametrize("seed", range(REQUESTS))
def test_both_stores_answer_alike(library: Library, twin: Library, seed: int) -> None:
    agree(twin, library, generate(SCHEMA, below(seed), VALUES, FAULTS))


@on("sample", "neo4j")
@pytest.mark.parametrize("seed", range(REQUESTS, REQUESTS + OF_SAMPLE))
def test_both_stores_answer_alike_about_the_sample(library: Library, twin: Library, seed: int) -> None:
    # each ingest is a run of its own
    without = DIFFERENT | {"Source.run"}
    agree(twin, library, generate(SAMPLE_SCHEMA, below(seed), SAMPLE, FAULTS, without))


def test_everything_is_asked_for_somewhere() -> None:
    missing = names(SCHEMA).difference(DIFFERENT, *(asked(SCHEMA, each.query, each.variables) for each in requests()))
    missing = missing.difference(*(asked(SCHEMA, each) for each in CHANGES))  # nothing is generated that changes papers
    # an enum that is only returned has no value that could be asked with
    assert {each for each in missing if each.partition(".")[0] not in {"Signal", "TextField", "Tie"}} == set()


@on("wide", "sqlite")
def test_most_requests_have_an_answer_and_some_an_error(library: Library) -> None:
    counts: Counter[str] = Counter()
    for request in islice(requests(), 200):
        response = answer(library, request)
        errors = response.get("errors", ())
        counts.update(each["extensions"]["code"] for each in errors)
        counts["answered"] += not errors
        counts["followed"] += request.following(response.get("data")) is not None
    assert counts["answered"] > 140
    assert counts["followed"] > 20
    assert {"BAD_QUERY", "BAD_CURSOR", "BAD_REQUEST"} <= {*counts}
