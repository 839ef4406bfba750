"""litgraph migrate: a store of an older format, brought to the one that this program works with."""

from __future__ import annotations

from dataclasses import asdict

import click

from api.console import echo_json, json_option, store_option


@click.command("migrate")
@store_option
@json_option
def command(store: str, as_json: bool) -> None:
    """Bring a store that an older litgraph wrote to the format of this one.

    Every command looks at the format first and refuses to work with another one; nothing is changed behind your back.
    Papers, runs and links stay as they are. A SQLite file is migrated whole or not at all; a Neo4j step by step, and
    the same command goes on where it was stopped. Programs of before cannot open the store any more: take a
    `litgraph backup` with them first, and stop the servers that are on it. The similarity index needs nothing: it is
    brought up to date when it is next used.

    \b
    Examples:
      litgraph migrate
      litgraph migrate --store neo4j://localhost:7687
    """
    from graph.stores import migrate_store

    done = migrate_store(store)
    if as_json:
        echo_json(asdict(done))
    elif done.before == done.after:
        click.echo(f"{store} has format {done.after} already")
    else:
        for number, what in enumerate(done.steps, done.before + 1):
            click.echo(f"format {number}: {what}")
        click.echo(f"{store} had format {done.before}, it has format {done.after} now")
