"""litgraph query: GraphQL without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from api.console import echo_json, index_option, lexicon_option, open_library, store_option
from graph.errors import SourceError


@click.command("query")
@click.argument("query", metavar="QUERY|@FILE")
@click.option("--variables", metavar="JSON", help="The query's variables, as a JSON object or @FILE.")
@store_option
@index_option
@lexicon_option
def command(query: str, variables: str | None, store: str, index: Path | None, lexicons: tuple[Path, ...]) -> None:
    """Run a GraphQL query on the store and print the response as JSON.

    \b
    Examples:
      litgraph query '{ stats { papers concepts mentions } }'
      litgraph query @similar.graphql --variables '{"id": "doi:10.1000/182"}'

    Exit status 1 when the response has errors; it is printed all the same.
    """
    text = _text(query)
    values = _variables(variables)
    from api.exchange import Role
    from api.respond import execute

    with open_library(store, index, lexicons=lexicons) as library:
        response = execute(library, text, values, role=Role.WRITE)  # it is one's own store
    echo_json(response)
    if response.get("errors"):
        first = response["errors"][0]
        click.echo(f"litgraph: the query failed: {first['message']}", err=True)
        sys.exit(1)


def _text(given: str) -> str:
    if not given.startswith("@"):
        return given
    path = Path(given[1:])
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"the query in {path} cannot be read", f"{error}") from error


def _variables(given: str | None) -> dict[str, Any]:
    if not given:
        return {}
    try:
        values = json.loads(_text(given))
    except json.JSONDecodeError as error:
        raise click.BadParameter(f"not JSON: {error}", param_hint="--variables") from error
    if not isinstance(values, dict):
        raise click.BadParameter('not an object: write {"name": value}', param_hint="--variables")
    return values
