"""Prints the schema as SDL: `python -m api.schema.export > docs/schema.graphql`."""

import sys

from api.schema import schema


def sdl() -> str:
    """The schema in GraphQL's schema definition language, descriptions included."""
    return schema.as_str().rstrip() + "\n"


if __name__ == "__main__":
    sys.stdout.write(sdl())
