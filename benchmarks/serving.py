"""What HTTP costs beside the executor: server CPU a request for an answer that is always the same.

    python benchmarks/serving.py [--requests 8000] [--connections 8] [--rounds 3]

Each way of serving runs in a process of its own, with uvicorn as `litgraph serve` runs it; clients on raw sockets keep
their connections. `nothing` is an ASGI application that answers at once: the floor of the server itself.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from api.app import create_app
from api.config import Config
from api.exchange import Answer
from api.library import Library

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.exchange import Asked

BODY = json.dumps({"query": "{ __typename }"}).encode()
REQUEST = b"\r\n".join(
    (
        b"POST /graphql HTTP/1.1",
        b"Host: 127.0.0.1",
        b"Content-Type: application/json",
        b"Content-Length: %d" % len(BODY),
        b"",
        BODY,
    )
)
ANSWER = b'{"data":{"__typename":"Query"}}'


class NoLibrary(Library):
    """None is needed: the executor asks it nothing."""

    def __init__(self) -> None:
        """Opens nothing."""


def executed(_library: Library, _asked: Asked) -> Answer:
    return Answer(ANSWER)


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        return
    await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(ANSWER))]})
    await send({"type": "http.response.body", "body": ANSWER})


def plain() -> FastAPI:
    return create_app(NoLibrary(), Config(log="off", metrics=False), execute=executed)


def counted() -> FastAPI:
    return create_app(NoLibrary(), Config(log="off"), execute=executed)


def logged() -> FastAPI:
    return create_app(NoLibrary(), Config(), execute=executed)


def limited() -> FastAPI:
    return create_app(NoLibrary(), Config(log="off", rate="1000000000/minute"), execute=executed)


def traced() -> FastAPI:
    os.environ["OTEL_TRACES_EXPORTER"] = "none"  # spans are made, and sent to nobody
    return create_app(NoLibrary(), Config(log="off", trace=True), execute=executed)


WAYS = {
    "nothing": "the server alone",
    "plain": "GraphQL over HTTP, nothing counted or logged",
    "counted": "with metrics",
    "logged": "with metrics and a line in the log (the default)",
    "limited": "with metrics and a limit on requests",
    "traced": "with metrics and spans (`--trace`)",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=8000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print("| what | CPU a request | requests a second |\n|---|---|---|")
    for way, what in WAYS.items():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        name = "benchmarks.serving:" + way
        quiet = ["--no-access-log", "--no-server-header", "--no-proxy-headers", "--log-level", "error"]
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", name, "--port", str(port), *quiet, *(["--factory"] * (way != "nothing"))],
            cwd=Path(__file__).parents[1],
            stdout=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            client(port, 500)
            process = psutil.Process(server.pid)
            rounds = [measured(process, port, asked.requests, asked.connections) for _ in range(asked.rounds)]
        finally:
            server.terminate()
            server.wait()
        cpu, rate = sorted(each[0] for each in rounds), sorted(each[1] for each in rounds)
        print(f"| {what} | {cpu[0]:.3f} to {cpu[-1]:.3f} ms | {rate[0]:,.0f} to {rate[-1]:,.0f} |")


def measured(server: psutil.Process, port: int, requests: int, connections: int) -> tuple[float, float]:
    """CPU milliseconds a request, and requests a second."""
    before, start = server.cpu_times(), time.perf_counter()
    clients = [threading.Thread(target=client, args=(port, requests // connections)) for _ in range(connections)]
    for each in clients:
        each.start()
    for each in clients:
        each.join()
    after, seconds = server.cpu_times(), time.perf_counter() - start
    sent = requests // connections * connections
    return (after.user + after.system - before.user - before.system) / sent * 1000, sent / seconds


def client(port: int, requests: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(requests):
            connection.sendall(REQUEST)
            got = b""
            while not got.endswith(ANSWER):
                got += connection.recv(65536)
            assert got.startswith(b"HTTP/1.1 200 ")


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server does not start")


if __name__ == "__main__":
    main()
