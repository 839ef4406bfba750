"""What only a real socket shows: clients that go away, and clients that dawdle."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING

import httpx

from api.app import create_app
from api.exchange import Answer
from tests.api.server import serving

if TYPE_CHECKING:
    import pytest

    from api.exchange import Asked
    from api.library import Library


def request(query: str, length: int | None = None) -> bytes:
    body = json.dumps({"query": query}).encode()
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length or len(body)}"
    )
    return head.encode() + b"\r\n\r\n" + body


def test_the_work_ends_when_its_client_goes_away(sample: Library) -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow(_library: Library, asked: Asked) -> Answer:
        asked.deadline.when(ended.set)
        begun.set()
        assert ended.wait(20)
        return Answer({})

    with serving(create_app(sample, execute=slow)) as port:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(request("{ a }"))
            assert begun.wait(20)
        assert ended.wait(20)


def test_half_a_request_is_not_waited_for_without_end(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.reading.BODY_SECONDS", 0.2)
    with (
        serving(create_app(sample)) as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as client,
    ):
        client.sendall(request("{ a }", length=10_000))
        assert client.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_request_in_pieces_is_read_up_to_its_limit(sample: Library) -> None:
    def pieces(size: int) -> list[bytes]:
        text = json.dumps({"query": "{ stats { papers } }" + " " * size}).encode()
        return [text[at : at + 5000] for at in range(0, len(text), 5000)]

    with serving(create_app(sample)) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        headers = {"Content-Type": "application/json"}
        fits = http.post("/graphql", content=iter(pieces(200_000)), headers=headers)
        assert fits.json()["data"]["stats"]["papers"] > 20
        assert http.post("/graphql", content=iter(pieces(400_000)), headers=headers).status_code == 413
        assert http.post("/graphql", json={"query": "{ stats { papers } }"}).status_code == 200
