"""Which pages of other sites may ask here, and read what is answered (CORS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.middleware.cors import CORSMiddleware

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

PACK: Final = "/neo4j/"
"""Below it lies what Neo4j Browser reads."""

NEO4J_BROWSERS: Final = (
    *("http://localhost:7474", "http://127.0.0.1:7474"),
    *("https://localhost:7473", "https://127.0.0.1:7473"),
)
"""Where a Neo4j on this machine shows its Browser, unless it was told otherwise."""


class LetIn:
    """An application that pages of these origins may ask; what lies below PACK, those of a Neo4j Browser too.

    Neo4j Browser sends headers of its own, which change with its version: all are let through there, where nothing but
    what was asked for is looked at.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._pack = CORSMiddleware(
            app, allow_origins=[*NEO4J_BROWSERS, *origins], allow_methods=["GET", "HEAD"], allow_headers=["*"]
        )
        self._rest = app
        if origins:
            self._rest = CORSMiddleware(
                app,
                allow_origins=origins,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
                expose_headers=["Retry-After", "WWW-Authenticate"],
            )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the application does, and says who may read it."""
        pack = scope["type"] == "http" and scope["path"].startswith(PACK)
        await (self._pack if pack else self._rest)(scope, receive, send)
