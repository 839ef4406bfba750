"""Who asks the server: user and password, from the environment or from a file that it names."""

from __future__ import annotations

import os
from pathlib import Path

from graph.errors import StoreDeniedError


def user() -> str:
    """NEO4J_USERNAME, or the user that every new server has."""
    return os.environ.get("NEO4J_USERNAME") or "neo4j"


def password() -> str | None:
    """NEO4J_PASSWORD, or what the file at NEO4J_PASSWORD_FILE holds; None for a server without authentication.

    Raises StoreDeniedError where both are set, and for a file that cannot be read or holds nothing.
    """
    said, named = os.environ.get("NEO4J_PASSWORD"), os.environ.get("NEO4J_PASSWORD_FILE")
    if not named:
        return said or None
    if said:
        raise StoreDeniedError("NEO4J_PASSWORD and NEO4J_PASSWORD_FILE are both set", "set one of them")
    file = f"the file {named} of NEO4J_PASSWORD_FILE"
    try:
        held = Path(named).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "is no text").lower()
        raise StoreDeniedError(f"{file} cannot be read: {reason}", "check its path and its rights") from error
    if not held:
        raise StoreDeniedError(f"{file} is empty", "write the password into it")
    return held
