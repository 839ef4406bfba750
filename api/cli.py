"""The command `litgraph`: each subcommand is a module of api/commands, imported only when it is asked for."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Final

import click

from api import stopping
from graph.errors import LitgraphError

COMMANDS: Final = {
    "demo": "Load the sample corpus, show one explained list, then serve it.",
    "ingest": "Read abstracts from files and link them into the graph.",
    "similar": "List papers like some papers or like a text, and why.",
    "rank": "Rank papers for many queries, for evaluation.",
    "query": "Run a GraphQL query without a server.",
    "serve": "Serve the GraphQL API over HTTP.",
    "mcp": "Serve the graph to agents, as tools that only read.",
    "token": "Make a token for a client of the API.",
    "annotate": "Find countries, agencies, technologies … in texts.",
    "link": "Say which concept a name stands for, and why.",
    "evaluate": "Score the extraction against annotated texts.",
    "stats": "Say how much the graph holds.",
    "runs": "List what was ingested, when, and what came of it.",
    "diff": "Say which papers are new, gone or changed from one run to another.",
    "remove": "Take papers out, by id, by source or by run.",
    "export": "Write papers as BibTeX, RIS, CSV, JSON Lines, GraphML or JSON-LD.",
    "fingerprint": "Print one hash of everything the graph says.",
    "index": "Rebuild the similarity index from the store.",
    "check": "Find what is wrong with a store and its index, and mend it.",
    "backup": "Write all that a store holds into one file.",
    "restore": "Make a store again from a backup.",
    "copy": "Copy a store into another one: SQLite to Neo4j and back.",
    "migrate": "Bring a store of an older litgraph to the format of this one.",
    "neo4j": "Make a guide, a style and saved queries for Neo4j Browser.",
}
"""Every subcommand with its one line, in the order people meet them."""

STOPPED: Final = "stopped; what was reported is safe, and the same command goes on from there"


class Commands(click.Group):
    """A group that knows its subcommands by name and imports one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Their names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The subcommand of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        return import_module(f"api.commands.{cmd_name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Writes the table without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="litgraph", message="%(package)s %(version)s")
def litgraph() -> None:
    """A literature knowledge graph that says why two papers are alike.

    \b
    Start here:
      litgraph demo                                  the sample corpus, explained and served
      litgraph ingest papers.bib page.txt            your own papers into litgraph.db
      litgraph similar doi:10.1000/182 --why         what is like this paper, with the sentences that say so
      litgraph query '{ stats { papers concepts } }'

    The store is the file litgraph.db unless --store or LITGRAPH_STORE names another file or a Neo4j server
    (neo4j://host:7687, with NEO4J_USERNAME, NEO4J_PASSWORD or NEO4J_PASSWORD_FILE, and NEO4J_DATABASE).
    --lexicon laws.toml, or LITGRAPH_LEXICON, adds kinds and concepts of your own wherever texts are read.

    Exit status: 0 done, 1 failed (one line on stderr says why), 2 wrong usage, 3 done but some records were rejected,
    130 or 143 stopped by Ctrl-C or SIGTERM: the same command goes on.
    """


def main() -> None:
    """Runs the command; an error is one line on stderr, and its traceback only with LITGRAPH_DEBUG=1."""
    stopping.heed()
    try:
        status = litgraph.main(prog_name="litgraph", standalone_mode=False)
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except LitgraphError as error:
        status = _fail(str(error), error)
    except (click.Abort, KeyboardInterrupt, stopping.Terminated) as stop:
        status = _fail(STOPPED, stop, stopping.status())
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as error:  # noqa: BLE001 - the last line of defence
        status = _fail(f"something unforeseen went wrong: {error} (LITGRAPH_DEBUG=1 shows where)", error)
    sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, error: BaseException, status: int = 1) -> int:
    if os.environ.get("LITGRAPH_DEBUG"):
        raise error
    click.echo(f"litgraph: {' '.join(message.split())}", err=True)
    return status
