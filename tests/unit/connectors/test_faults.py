"""Services that are busy, cut off, confused or somebody else: waited for, asked again, or told of in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest

from graph.errors import SourceError
from nlp.connectors import polite
from tests.unit.connectors.stand_in import Answer, feed
from tests.unit.connectors.test_fetching import ALL, numbers, rejects

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.connectors.conftest import Fetch
    from tests.unit.connectors.stand_in import StandIn

BUSY = Answer(status=500)
LATER = Answer(status=429, headers=(("Retry-After", "7"),))


def test_a_busy_service_is_given_the_time_it_asks_for(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [LATER]

    assert numbers(fetched_from()) == ALL
    assert 7.0 in fetched_from.waits


def test_a_wait_that_is_too_long_is_told(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [None, Answer(status=429, headers=(("Retry-After", "3600"),))]
    with pytest.raises(SourceError, match="asks to wait 3,600 s"):
        fetched_from()

    assert max(fetched_from.waits, default=0) < 3600
    assert numbers(fetched_from()) == ALL


def test_two_errors_and_then_an_answer(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [None, BUSY, BUSY]

    assert numbers(fetched_from()) == ALL
    assert len(stand_in.asked) == 5


def test_waits_grow_and_are_never_the_same(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [BUSY] * polite.ATTEMPTS
    with pytest.raises(SourceError, match="status 500"):
        fetched_from()
    waits = [each for each in fetched_from.waits if each >= 0.5]

    assert len(stand_in.asked) == polite.ATTEMPTS
    assert any(4 <= each <= 8 for each in waits)


def test_a_connection_that_is_cut_in_the_middle_of_a_page(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [None, Answer(b"x" * 10_000, cut=True)]

    assert numbers(fetched_from()) == ALL


@pytest.mark.parametrize("body", [b"", b"<html>busy</html>", b'{"message": ', b"[]", b'{"results": 3}', b"[" * 100_000])
def test_what_is_no_page_is_told_and_what_came_before_is_kept(stand_in: StandIn, fetched_from: Fetch, body: bytes):
    stand_in.faults = [None, *[Answer(body)] * polite.ATTEMPTS]
    with pytest.raises(SourceError, match="cannot be read"):
        fetched_from()
    before = len(stand_in.asked)
    fetched = fetched_from()

    assert (numbers(fetched), rejects(fetched)) == (ALL, [])
    assert len(stand_in.asked) - before == 2


@pytest.mark.parametrize("status", [301, 302, 307])
@pytest.mark.parametrize("place", ["http://127.0.0.1:9/works", "https://example.org/works", "ftp://127.0.0.1/", ""])
def test_a_redirect_elsewhere_is_refused(stand_in: StandIn, fetched_from: Fetch, status: int, place: str):
    stand_in.faults = [Answer(status=status, headers=(("Location", place),))]
    with pytest.raises(SourceError, match="elsewhere"):
        fetched_from()
    assert len(stand_in.asked) == 1


def test_a_redirect_on_the_same_host_is_followed(stand_in: StandIn, fetched_from: Fetch):
    fetched_from(limit=10)
    moved = Answer(status=302, headers=(("Location", f"/moved?{urlencode(stand_in.asked[0])}"),))
    stand_in.faults = [moved]
    fetched = fetched_from(limit=10, refetch=True)

    assert numbers(fetched) == ALL[:10]
    assert [urlsplit(each).path for each in stand_in.paths] == ["/works", "/works", "/moved"]


def test_a_redirect_in_circles(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [Answer(status=302, headers=(("Location", "/works?again"),))] * 5
    with pytest.raises(SourceError, match="in circles"):
        fetched_from()


def test_a_refusal_says_what_the_service_says(stand_in: StandIn, fetched_from: Fetch):
    stand_in.faults = [Answer(b"<b>Unknown</b> field: titel", status=400)]
    with pytest.raises(SourceError, match=r"refuses the request \(status 400\): Unknown field: titel"):
        fetched_from()
    assert len(stand_in.asked) == 1


def test_a_page_that_is_too_large_is_refused(stand_in: StandIn, fetched_from: Fetch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(polite, "LARGEST", 1 << 20)
    stand_in.faults = [Answer(b" " * (2 << 20))]
    with pytest.raises(SourceError, match="more than 1 MB"):
        fetched_from()


def test_nobody_is_there(stand_in: StandIn, fetched_from: Fetch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"LITGRAPH_{stand_in.service.upper()}_URL", "http://127.0.0.1:9/works")
    with pytest.raises(SourceError, match="cannot be reached"):
        fetched_from()


def test_an_address_that_is_none(stand_in: StandIn, fetched_from: Fetch, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"LITGRAPH_{stand_in.service.upper()}_URL", "file:///etc/passwd")
    with pytest.raises(SourceError, match="no address"):
        fetched_from()


def test_a_folder_that_cannot_be_written(stand_in: StandIn, fetched_from: Fetch, tmp_path: Path):
    (tmp_path / "fetched").write_text("a file")
    with pytest.raises(SourceError, match="cannot be written"):
        fetched_from()


def test_requests_keep_their_distance(stand_in: StandIn, fetched_from: Fetch, monkeypatch: pytest.MonkeyPatch):
    # a clock on which time passes only while somebody waits
    monkeypatch.setattr(polite, "monotonic", lambda: 100.0 + sum(fetched_from.waits))
    fetched_from()
    apart = {"openalex": 0.2, "crossref": 1, "arxiv": 3, "europepmc": 1 / 3}[stand_in.service]

    assert fetched_from.waits == pytest.approx([apart] * 3)


@pytest.mark.parametrize("stand_in", ["arxiv"], indirect=True)
def test_arxiv_says_in_a_feed_what_is_wrong_with_a_query(stand_in: StandIn, fetched_from: Fetch):
    entry = (
        "<entry><id>https://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title>"
        "<summary>incorrect query: ((</summary></entry>"
    )
    stand_in.faults = [feed([entry], 1, 0)]
    with pytest.raises(SourceError, match="refuses the question: incorrect query"):
        fetched_from("((")


@pytest.mark.parametrize("stand_in", ["arxiv"], indirect=True)
def test_a_feed_that_defines_entities_is_no_feed(stand_in: StandIn, fetched_from: Fetch, tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    body = feed(["<entry><id>http://arxiv.org/abs/2503.00001</id><title>&x;</title></entry>"], 1, 0).body
    kind = f'<!DOCTYPE feed [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    stand_in.faults = [Answer(body.replace(b"?>", b"?>" + kind, 1))] * polite.ATTEMPTS
    with pytest.raises(SourceError, match="no Atom feed"):
        fetched_from()


@pytest.mark.parametrize("stand_in", ["openalex"], indirect=True)
def test_a_key_is_sent_and_kept_nowhere(
    stand_in: StandIn, fetched_from: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LITGRAPH_OPENALEX_KEY", "not-to-be-told")
    fetched_from()

    assert stand_in.asked[0]["api_key"] == "not-to-be-told"
    assert not any(b"not-to-be-told" in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())
