"""The limit of the HTTP stack: a server that has every answer as dictionaries, and only writes them out.

    python -m benchmarks.peer.memory ANSWERS.json PORT

It reads the same requests as our server, under the same uvicorn and the same framework, and does nothing else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from benchmarks.peer.servers import Served


def record(server: Served, requests: Iterable[tuple[str, Mapping[str, Any]]], path: Path) -> Path:
    """Writes what a server answers to (query, variables), for `main` to serve."""
    answers = {key(query, variables): server.ask(query, variables) for query, variables in requests}
    path.write_text(json.dumps(answers), encoding="utf-8")
    return path


def key(query: str, variables: Mapping[str, Any]) -> str:
    return json.dumps([query, variables], sort_keys=True)


def main(answers: Path, port: int) -> None:
    ready: dict[str, Any] = json.loads(answers.read_text("utf-8"))

    async def graphql(request: Request) -> JSONResponse:
        asked = await request.json()
        return JSONResponse({"data": ready.get(key(asked["query"], asked.get("variables", {})))})

    app = Starlette(routes=[Route("/graphql", graphql, methods=["POST"])])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
