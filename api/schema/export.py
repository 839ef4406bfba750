"""Prints the schema as SDL: `python -m api.schema.export > docs/schema.graphql`."""

import sys
from collections.abc import Sequence

from api.schema.whole import schema_with


def sdl(kinds: Sequence[str] = ()) -> str:
    """The schema in GraphQL's schema definition language, with such kinds beside the shipped ones."""
    return schema_with(tuple(kinds)).as_str().rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(sdl())
