"""litgraph token: a secret for a client of the API, and its hash for the server."""

from __future__ import annotations

import hashlib
import secrets

import click

from api.config import ROLES, TOKEN_NAME


@click.command("token")
@click.argument("name")
@click.option(
    "--role", type=click.Choice(list(ROLES)), default="read", show_default=True, help="What its bearer may do."
)
def command(name: str, role: str) -> None:
    """Make a random token for the client NAME.

    The token itself goes to stderr, once: it is kept nowhere. Its hash goes to stdout, as the lines for the file that
    `litgraph serve --config` reads:

    \b
      litgraph token reading-room --role read >> litgraph.toml

    The client then sends "Authorization: Bearer TOKEN". To take a token back, remove its lines and start the server
    anew.
    """
    if not TOKEN_NAME.fullmatch(name):
        raise click.BadParameter("letters, digits and . _ - only, 64 at most", param_hint="NAME")
    token = f"litgraph_{secrets.token_urlsafe(32)}"
    digest = hashlib.sha256(token.encode()).hexdigest()
    click.echo(f'\n[[tokens]]\nname = "{name}"\nrole = "{role}"\nsha256 = "{digest}"')
    click.echo(f"the token of {name}, which is shown only now:\n{token}", err=True)
