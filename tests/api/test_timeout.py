"""An answer has a time limit, and ends when nobody waits for it; whatever happened, the next one is answered."""

from __future__ import annotations

import json
import socket
import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api import requests
from api.app import create_app
from api.config import Config
from api.exchange import Answer, Role
from api.respond import execute
from graph.deadline import Deadline, within
from tests.api.server import serving
from tests.stores.test_deadline import endless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.exchange import Asked
    from api.library import Library

STATS = "{ stats { papers } }"
PLAIN = '{ paper(id: "none") { id } }'
GRAPHQL = "application/graphql-response+json"


@pytest.fixture(autouse=True)
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """No query is known to be quick from another test: one that is would be answered before anything is timed."""
    monkeypatch.setattr(requests, "_memory", requests._Memory())


@pytest.fixture
def endless_stats(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Has the store count for hours; the event tells that it has begun to."""
    library.refresh()  # which counts, too, and is finished whatever happens
    begun = threading.Event()

    def counts() -> Any:
        begun.set()
        return endless(library.store)

    with monkeypatch.context() as patched:
        patched.setattr(library.store, "counts", counts)
        yield begun


def limited(library: Library, seconds: float | None, execute: Callable[..., Answer] | None = None) -> Any:
    config = Config(log="off", threads=1, seconds=seconds)
    return create_app(library, config, execute) if execute else create_app(library, config)


def asked(port: int, query: str) -> httpx.Response:
    return httpx.post(
        f"http://127.0.0.1:{port}/graphql", json={"query": query}, headers={"Accept": GRAPHQL}, timeout=60
    )


def codes(response: httpx.Response) -> list[str]:
    return [each["extensions"]["code"] for each in response.json()["errors"]]


@pytest.mark.usefixtures("endless_stats")
def test_what_takes_too_long_is_a_timeout_and_the_next_is_answered(library: Library) -> None:
    with serving(limited(library, 0.5)) as port:
        for _ in range(2):
            late = asked(port, STATS)
            assert codes(late) == ["TIMEOUT"]
            assert "within 0.5 seconds" in late.json()["errors"][0]["message"]
            assert late.json().get("data") is None
            # the only thread is free again, as soon as the store has ended the statement
            assert _until(lambda: asked(port, PLAIN).json().get("data") == {"paper": None})


@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.usefixtures("endless_stats")
def test_a_field_that_has_no_time_leaves_none_to_the_others(library: Library, *, planned: bool) -> None:
    with within(Deadline(0.2)):
        late = execute(library, f'{{ paper(id: "none") {{ id }} {STATS[1:-1]} }}', planned=planned)
    assert (late["data"], [each["extensions"]["code"] for each in late["errors"]]) == (None, ["TIMEOUT"])
    assert late["extensions"]["cost"]
    assert execute(library, PLAIN, planned=planned)["data"] == {"paper": None}


def test_the_work_of_whom_nobody_waits_for_ends(library: Library, endless_stats: threading.Event) -> None:
    body = json.dumps({"query": STATS}).encode()
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with serving(limited(library, None)) as port:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(head.encode() + body)
            assert endless_stats.wait(20)
        assert asked(port, PLAIN).json()["data"] == {"paper": None}


def test_time_in_the_line_counts(sample: Library) -> None:
    may_end, begun = threading.Event(), list[str]()

    def stuck(_: Library, what: Asked) -> Answer:
        begun.append(what.query)
        assert may_end.wait(20)
        return Answer({"data": {}})

    with serving(limited(sample, 0.3, stuck)) as port:
        # neither the one that is stuck nor the one behind it is waited for
        for _ in range(2):
            late = asked(port, PLAIN)
            assert (late.status_code, codes(late)) == (503, ["TIMEOUT"])
        may_end.set()
        assert _until(lambda: asked(port, STATS).json() == {"data": {}})
    assert begun[0] == PLAIN
    assert {*begun[1:]} == {STATS}


def test_what_changes_something_has_no_time_limit(sample: Library) -> None:
    limits: list[float | None] = []

    def told(_: Library, what: Asked) -> Answer:
        limits.append(what.deadline.seconds)
        return Answer({"data": {}})

    with serving(limited(sample, 7, told)) as port:
        asked(port, PLAIN)
        asked(port, "mutation { nothing }")
    assert limits == [7]  # nobody may write here
    with within(Deadline(0)):
        response = execute(sample, 'mutation { removePaper(id: "doi:10.1/none") { __typename } }', role=Role.WRITE)
    assert "TIMEOUT" not in json.dumps(response)


def _until(holds: Callable[[], bool]) -> bool:
    return any(holds() for _ in range(40))
