"""Answers made smaller: for whom, from which size on, and the same in the end."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from api.app import create_app
from api.config import Config
from api.exchange import Answer
from tests.api.conftest import Client

if TYPE_CHECKING:
    from api.exchange import Asked
    from api.library import Library

BODY = b'{"data":"' + b"again and " * 100 + b'"}'


def execute(_library: Library, asked: Asked) -> Answer:
    return Answer(BODY if "long" in asked.query else b'{"data":null}')


@pytest.mark.parametrize(
    ("accepted", "coded"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("GZip;q=0.5", True),
        ("*", True),
        ("br;q=1.0, *;q=0.1", True),
        ("x-gzip", True),
        ("identity;q=0.5, gzip;q=0.5", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("identity, gzip;q=0.5", False),
        ("gzip;q=high", False),
    ],
)
def test_what_is_long_is_compressed_for_those_who_ask(sample: Library, accepted: str, coded: bool) -> None:
    client = Client(create_app(sample, execute=execute))
    response = client.post("{ long }", **{"Accept-Encoding": accepted})
    assert response.headers.get("content-encoding") == ("gzip" if coded else None)
    assert response.content == BODY  # which the client has unpacked
    assert response.headers["vary"] == "accept, accept-encoding"
    sent = int(response.headers["content-length"])
    assert sent < 100 if coded else sent == len(BODY)


def test_what_is_short_stays_as_it_is(sample: Library) -> None:
    asks = {"Accept-Encoding": "gzip"}
    assert "content-encoding" not in Client(create_app(sample, execute=execute)).post("{ a }", **asks).headers
    every = Client(create_app(sample, Config(compress_above=0, log="off"), execute=execute))
    assert every.post("{ a }", **asks).headers["content-encoding"] == "gzip"


def test_the_same_answer_has_the_same_bytes(sample: Library) -> None:
    from api.http.compression import packed

    assert packed(BODY, b"gzip", 10) == packed(BODY, b"gzip", 10)
    assert gzip.decompress(packed(BODY, b"gzip", 10)[0]) == BODY


def test_the_schema_and_the_page_are_compressed_too(sample: Library) -> None:
    client = Client(create_app(sample))
    for address in ("/schema.graphql", "/graphql/console.js"):
        plain = client("GET", address, headers={"Accept-Encoding": "identity"})
        small = client("GET", address, headers={"Accept-Encoding": "gzip"})
        assert small.headers["content-encoding"] == "gzip"
        assert small.content == plain.content
        assert small.headers["content-type"] == plain.headers["content-type"]
