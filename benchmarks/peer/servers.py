"""The servers that are held against each other: each one process whose pid is known, stopped when the block ends."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

START_SECONDS: Final = 180
PEERS: Final = ("apollo", "yoga")
_INSTALLED: Final = ("package.json", "package-lock.json", ".npmrc", "server.mjs")


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: what the bench calls it, where it is, its process."""

    name: str
    url: str
    process: int

    def ask(self, query: str, variables: Mapping[str, Any]) -> Any:
        """The data of one answer; raises ValueError where it has errors."""
        answer = _post(self.url, {"query": query, "variables": variables})
        if answer.get("errors"):
            raise ValueError(f"{self.name}: {answer['errors']}")
        return answer["data"]


@contextmanager
def peer(kind: str, peers: Path, neo4j: str) -> Iterator[Served]:
    """One of the peers over a Neo4j, installed with its pinned packages into the user's cache."""
    port = _free_port()
    settings = {"KIND": kind, "PORT": str(port), "NODE_ENV": "production", "NEO4J_URL": neo4j}
    with _running(kind, port, ["node", "server.mjs"], settings, _installed(peers)) as served:
        yield served


@contextmanager
def ours(name: str, store: str, index: Path) -> Iterator[Served]:
    """Our server over a store, as anybody starts it."""
    port = _free_port()
    litgraph = str(Path(sys.executable).with_name("litgraph"))
    command = [litgraph, "serve", "--store", store, "--index", str(index), "--port", str(port)]
    with _running(name, port, command) as served:
        yield served


@contextmanager
def memory(answers: Path) -> Iterator[Served]:
    """A server that has every answer ready as dictionaries (`memory.py`)."""
    port = _free_port()
    command = [sys.executable, "-m", "benchmarks.peer.memory", str(answers), str(port)]
    with _running("memory", port, command) as served:
        yield served


def _installed(peers: Path) -> Path:
    """A folder with the peers' server and its packages; made once for each lock file."""
    lock = (peers / "package-lock.json").read_bytes()
    folder = user_cache_path("litgraph") / "peers" / hashlib.sha256(lock).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    for name in _INSTALLED:
        shutil.copyfile(peers / name, folder / name)
    if not (folder / "node_modules" / ".package-lock.json").exists():
        subprocess.run(["npm", "ci", "--omit=dev"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def _running(
    name: str, port: int, command: Sequence[str], settings: Mapping[str, str] | None = None, folder: Path | None = None
) -> Iterator[Served]:
    process = subprocess.Popen(command, env={**os.environ, **(settings or {})}, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/graphql"
        _wait(name, url, process)
        yield Served(name, url, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(name: str, url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            _post(url, {"query": "{ __typename }"})
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"{name} does not answer at {url}") from None
            time.sleep(0.2)
        else:
            return


def _post(url: str, body: Mapping[str, Any]) -> Any:
    head = {"Content-Type": "application/json", "Accept": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), head)  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        return json.load(response)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
