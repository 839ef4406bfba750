"""A server of its own process over a store, and a client that speaks HTTP as badly as it is told to."""

from __future__ import annotations

import json
import re
import select
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LITGRAPH = Path(sys.executable).parent / "litgraph"
PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What came back: the status, 0 where the connection was closed without one, and the body."""

    status: int
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body, as strict JSON: NaN and Infinity are none."""
        return json.loads(self.body, parse_constant=_no_json)

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors of a GraphQL response, none for any other answer."""
        return (self.json.get("errors") or []) if self.body.startswith(b"{") else []

    def __str__(self) -> str:
        codes = sorted({each["extensions"]["code"] for each in self.errors})
        return " ".join([str(self.status) if self.status else "closed", *codes])


def _no_json(word: str) -> None:
    raise AssertionError(f"{word} is no JSON")


class Server:
    """A running server."""

    def __init__(self, port: int, process: psutil.Process) -> None:
        self.port = port
        self.process = process

    def spoken(self, *parts: bytes, pause: float = 0.0, hang_up: bool = False) -> Answer:
        """Sends the parts as they are, as far as the server listens, and reads the answer."""
        with self.connected() as line:
            try:
                for part in parts:
                    for start in range(0, len(part), 65_536):
                        if select.select([line], [], [], pause)[0]:
                            return _read(line)
                        line.sendall(part[start : start + 65_536])
                if hang_up:
                    line.shutdown(socket.SHUT_WR)
            except (BrokenPipeError, ConnectionResetError):
                pass
            return _read(line)

    def connected(self) -> socket.socket:
        """A connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def posted(self, body: bytes, **headers: str) -> Answer:
        """Posts a body as JSON."""
        return self.spoken(head("POST", "/graphql", {"Content-Length": str(len(body)), **headers}), body)

    def asked(self, query: str, variables: object = None) -> Answer:
        """Posts a query."""
        return self.posted(json.dumps({"query": query, "variables": variables}).encode())

    def memory(self) -> int:
        """The bytes of memory that the server holds, its child processes included."""
        held = [self.process, *self.process.children(recursive=True)]
        return sum(each.memory_info().rss for each in held)


def head(method: str, path: str, headers: dict[str, str] | None = None) -> bytes:
    """The first lines of a request; what is written in `headers` takes the place of the usual ones."""
    usual = {
        "Host": "127.0.0.1",
        "Connection": "close",
        "Content-Type": "application/json",
        "Accept": "application/graphql-response+json",
    }
    lines = [f"{name}: {value}" for name, value in {**usual, **(headers or {})}.items()]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode("latin-1")


@contextmanager
def serving(store: str, *options: str, log: Path) -> Iterator[Server]:
    """A server over a store on a free port, stopped in the end; its log goes into a file."""
    with log.open("w") as told:
        started = subprocess.Popen([LITGRAPH, "serve", "--store", store, "--port", "0", *options], stderr=told)
    try:
        port = _port(log, started)
        yield Server(port, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait(PATIENCE)


def _port(log: Path, started: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and started.poll() is None:
        if said := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text()):
            try:
                socket.create_connection(("127.0.0.1", int(said[1])), timeout=1).close()
            except OSError:  # it says its address just before it listens
                time.sleep(0.05)
            else:
                return int(said[1])
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def _read(line: socket.socket) -> Answer:
    response = HTTPResponse(line)
    try:
        response.begin()
        return Answer(response.status, response.read())
    except (HTTPException, ConnectionResetError, TimeoutError):
        return Answer(0)


def chunked(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The parts as HTTP sends a body of a length it does not say."""
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"
