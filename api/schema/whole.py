"""The schema as a whole."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import strawberry
from graphql import GraphQLEnumType, GraphQLEnumValue

from api.execution.fields import fields_of
from api.execution.standard import make_resolvers
from api.schema.mutation import Mutation
from api.schema.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graphql import GraphQLSchema


class Schema(strawberry.Schema):
    """The schema, and how its fields are answered.

    Papers can be counted by the kinds of a lexicon of one's own, too: `kinds` are further values of FacetBy.
    """

    def __init__(self, kinds: Sequence[str] = ()) -> None:
        super().__init__(Query, Mutation)
        facet_by = self.schema_converter.type_map["FacetBy"].implementation
        if isinstance(facet_by, GraphQLEnumType):
            facet_by.values |= {
                kind: GraphQLEnumValue(kind, description=f"Concepts of the kind {kind} they mention.") for kind in kinds
            }
        self.fields = fields_of(self)
        make_resolvers(self.underlying, self.fields)

    @property
    def underlying(self) -> GraphQLSchema:
        """The schema as the GraphQL library knows it."""
        return self._schema


schema_with = lru_cache(maxsize=16)(Schema)
"""The schema with such kinds beside the shipped ones."""
