"""What only a real socket shows: clients that go away, and clients that dawdle."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from api.app import create_app
from api.config import Config
from api.exchange import Answer
from tests.api.server import serving

if TYPE_CHECKING:
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


def said(client: socket.socket) -> bytes:
    """All that the server says until it closes the connection."""
    parts: list[bytes] = []
    while part := client.recv(65_536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("cut", [-1, 5_000])
def test_half_a_request_is_not_waited_for_without_end(sample: Library, cut: int) -> None:
    whole = request("{ a }", length=10_000)
    with (
        serving(create_app(sample, Config(log="off", body_seconds=0.2))) as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as client,
    ):
        client.sendall(whole[: whole.index(b"\r\n\r\n") + 4] if cut < 0 else whole[:cut])
        assert said(client).startswith(b"HTTP/1.1 408 ")


def test_half_a_head_is_not_waited_for_without_end(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.protocol.HEAD_SECONDS", 0.2)
    with serving(create_app(sample)) as port:
        for sent, answer in ((b"", b""), (b"POST /graphql HTTP/1.1\r\nHost: x\r\n", b"HTTP/1.1 408 ")):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                client.sendall(sent)
                assert said(client)[:13] == answer
        # a connection that has served a request waits for the next one as long as it is kept
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            for _ in range(2):
                client.sendall(request("{ stats { papers } }"))
                assert client.recv(65_536).startswith(b"HTTP/1.1 200 ")
                time.sleep(0.4)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /graphql?query=" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /graphql?query=" + b"a" * 1_000_000, 414),
        (b"GET /graphql HTTP/1.1\r\nCookie: " + b"a" * 1_000_000, 431),
        (b"GET /graphql HTTP/1.1\r\n" + b"Cookie: a\r\n" * 100_000, 431),
        (b"no HTTP\r\n\r\n", 400),
    ],
    ids=["an address", "an address without end", "a header", "headers", "no HTTP"],
)
def test_a_head_that_is_too_long_is_answered(sample: Library, sent: bytes, status: int) -> None:
    with serving(create_app(sample)) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            client.sendall(sent)
            assert said(client).startswith(b"HTTP/1.1 %d " % status)
        assert httpx.post(f"http://127.0.0.1:{port}/graphql", json={"query": "{ stats { papers } }"}).is_success


def test_a_request_in_crumbs_is_refused(sample: Library) -> None:
    text = json.dumps({"query": "{ stats { papers } }"}).encode()
    head = b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    with serving(create_app(sample)) as port:
        for crumbs, status in ((1_000, 200), (50_000, 413)):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
                client.sendall(head + b"1\r\n \r\n" * crumbs + b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text))
                assert client.recv(65_536).startswith(b"HTTP/1.1 %d " % status)


def test_who_leaves_within_a_request_is_no_fault(sample: Library, caplog: pytest.LogCaptureFixture) -> None:
    with serving(create_app(sample)) as port:
        for whole in (request("{ a }", length=10_000), request("{ a }", length=10_000)[:150]):
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(whole)
                time.sleep(0.1)
        assert httpx.post(f"http://127.0.0.1:{port}/graphql", json={"query": "{ stats { papers } }"}).is_success
    assert not caplog.records


def test_a_request_in_pieces_is_read_up_to_its_limit(sample: Library) -> None:
    def pieces(size: int) -> list[bytes]:
        text = json.dumps({"query": "{ stats { papers } }"}).encode() + b" " * size
        return [text[at : at + 5000] for at in range(0, len(text), 5000)]

    with serving(create_app(sample)) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as http:
        headers = {"Content-Type": "application/json"}
        fits = http.post("/graphql", content=iter(pieces(200_000)), headers=headers)
        assert fits.json()["data"]["stats"]["papers"] > 20
        assert http.post("/graphql", content=iter(pieces(400_000)), headers=headers).status_code == 413
        assert http.post("/graphql", json={"query": "{ stats { papers } }"}).status_code == 200
