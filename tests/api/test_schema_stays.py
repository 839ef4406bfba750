"""What clients were promised stays: the schema only grows, from its last release and from the design."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphql import (
    BreakingChangeType,
    DangerousChangeType,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
)

from api.schema.export import sdl
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from graphql import GraphQLSchema

DOCS = Path(__file__).parents[2] / "docs"
RELEASED = (DOCS / "schema.released.graphql").read_text("utf-8")


def plain() -> str:
    """The schema without its descriptions."""
    return re.sub(r'"""[^"]*"""\s*', "", sdl())


def broken(before: GraphQLSchema, after: GraphQLSchema) -> set[str]:
    """What a client of the one schema would miss in the other: names, types, defaults; what was added is no loss."""
    changes = [*find_breaking_changes(before, after), *find_dangerous_changes(before, after)]
    harmful = {*BreakingChangeType, DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE}
    return {each.description for each in changes if each.type in harmful}


def test_what_was_released_stays() -> None:
    lost = broken(build_schema(RELEASED), build_schema(sdl()))
    assert not lost, "clients of the last release would break: " + " ".join(sorted(lost))


@needs_shared
def test_what_was_designed_is_there() -> None:
    missing = broken(build_schema(shared("design", "schema.graphql").read_text("utf-8")), build_schema(sdl()))
    assert not missing, "the design has it otherwise: " + " ".join(sorted(missing))


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        ("  venue: String\n", "", "Paper.venue was removed."),
        ("  titleDerived: Boolean!\n", "  titleDerived: Boolean\n", "Paper.titleDerived changed type"),
        ("  YEAR_ASC\n", "", "PaperOrder.YEAR_ASC was removed."),
        (
            "    hops: Int = 1\n",
            "    hops: Int = 2\n",
            "Query.neighbourhood(hops:) has changed defaultValue from 1 to 2.",
        ),
        ("    hops: Int = 1\n", "", "Query.neighbourhood(hops:) was removed."),
        ("  text: Float = null\n", "  text: Float!\n", "SignalWeights.text changed type"),
        ("type Author implements Node {", "type Author {", "Author no longer implements interface Node."),
    ],
)
def test_a_breaking_change_is_seen(before: str, after: str, lost: str) -> None:
    assert before in plain()
    found = broken(build_schema(RELEASED), build_schema(plain().replace(before, after, 1)))
    assert any(lost in each for each in found), found


def test_an_addition_breaks_nothing() -> None:
    grown = plain().replace("  venue: String\n", "  venue(short: Boolean = false): String\n  series: String\n", 1)
    grown = grown.replace("  YEAR_ASC\n", "  YEAR_ASC\n  TITLE\n", 1)
    assert grown != plain()
    assert broken(build_schema(sdl()), build_schema(grown)) == set()
