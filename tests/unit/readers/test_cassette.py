"""Recorded answers in YAML."""

from __future__ import annotations

import base64
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers import read_text
from nlp.readers.cassette import LARGEST, read

WORKS = {"status": "ok", "message-type": "work-list", "message": {"items": [{"DOI": "10.5555/a", "title": ["A"]}]}}


def packed(body: bytes) -> str:
    return "!!binary " + base64.b64encode(body).decode()


def cassette(*answers: tuple[int, str]) -> str:
    return "interactions:\n" + "".join(
        "- request: {method: GET, uri: 'https://example.org'}\n"
        f"  response:\n    body:\n      string: {body}\n    status:\n      code: {code}\n"
        for code, body in answers
    )


@pytest.mark.parametrize(
    "body",
    [
        "'" + json.dumps(WORKS) + "'",
        packed(gzip.compress(json.dumps(WORKS).encode(), mtime=0)),
        packed(json.dumps(WORKS).encode()),
    ],
    ids=["plain", "gzip", "binary"],
)
def test_the_works_of_every_answer_are_read(body: str) -> None:
    text = cassette((200, body), (404, "Resource not found."), (200, body), (200, "'ok'"), (200, "''"))
    reading = read_text(text, "answers.yaml")
    found = list(reading.records())
    assert reading.format == "cassette"
    assert [each.title for each in found if isinstance(each, Record)] == ["A", "A"]
    assert [type(each) for each in found] == [Record, Reject, Record, Reject, Reject]
    assert [each.line for each in found] == [5, 8, 17, 23, 29]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (packed(gzip.compress(b"{}", mtime=0)[:-6]), "cut off"),
        (packed(b"\x1f\x8bjunk"), "cannot be read"),
        (packed(b"\xff\xfe"), "cannot be read"),
        ("!!binary '='", "an answer with an empty body"),
        ("[a]", "an answer without a body"),
        (packed(gzip.compress(b" " * (LARGEST + 1), mtime=0)), "larger than"),
    ],
    ids=["cut", "junk", "no text", "no base64", "list", "large"],
)
def test_a_body_that_cannot_be_read_is_rejected(body: str, reason: str) -> None:
    (found,) = read(cassette((200, body)).split("\n"))
    assert isinstance(found, Reject)
    assert reason in found.reason


@pytest.mark.parametrize(
    "text",
    [
        "interactions:\n- request: [",
        "interactions:\n" + "- " * 50_000,
        "interactions: *none",
        "a: b\n---\nc: d",
        "\ud800",
    ],
    ids=["open", "deep", "alias", "two", "surrogate"],
)
def test_what_is_no_yaml_is_rejected(text: str) -> None:
    (found,) = read(text.split("\n"))
    assert isinstance(found, Reject)


def test_aliases_of_aliases_take_no_time() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} {{<<: [{', '.join(['*a' + str(n - 1)] * 9)}]}}\n" for n in range(1, 40)
    )
    (found,) = read((bomb + cassette((200, "'" + json.dumps(WORKS) + "'"))).split("\n"))
    assert isinstance(found, Record)


TEXT = cassette((200, "'" + json.dumps(WORKS) + "'"), (404, "no"))


@given(st.integers(0, len(TEXT)), st.integers(0, 9), st.text("{}[]\"':-!&*\n a1", max_size=4))
def test_a_cassette_that_is_changed_gives_records_and_rejects(at: int, length: int, put: str) -> None:
    lines = (TEXT[:at] + put + TEXT[at + length :]).split("\n")
    assert all(1 <= each.line <= len(lines) + 1 for each in read(lines))
