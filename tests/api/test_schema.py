"""What the schema promises: every name is explained, and the printed schema is the real one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, build_schema, is_specified_scalar_type

from api.schema.export import sdl

if TYPE_CHECKING:
    from collections.abc import Iterator

PRINTED = Path(__file__).parents[2] / "docs" / "schema.graphql"


def named() -> Iterator[tuple[str, str | None]]:
    """Every name in the schema with its description."""
    for name, kind in build_schema(sdl()).type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        members = kind.values if isinstance(kind, GraphQLEnumType) else getattr(kind, "fields", {})
        for member, field in members.items():
            yield f"{name}.{member}", field.description
            if not isinstance(kind, GraphQLEnumType | GraphQLInputObjectType):
                for argument, value in field.args.items():
                    yield f"{name}.{member}({argument})", value.description


@pytest.mark.parametrize(("name", "description"), list(named()))
def test_every_name_is_explained(name: str, description: str | None) -> None:
    assert description, f"{name} has no description"


def test_a_kind_of_ones_own_is_explained_and_changes_no_other_schema() -> None:
    before = sdl()
    facet_by = build_schema(sdl(["LAW"])).type_map["FacetBy"]
    assert isinstance(facet_by, GraphQLEnumType)
    assert facet_by.values["LAW"].description
    assert sdl() == before
    assert "LAW" not in before


def test_the_printed_schema_is_the_real_one() -> None:
    assert PRINTED.read_text() == sdl(), "print it anew: python -m api.schema.export > docs/schema.graphql"
