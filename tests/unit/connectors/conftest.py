from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from nlp.connectors import SERVICES, Fetched, fetch
from tests.unit.connectors.stand_in import StandIn, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAPERS = 25
SIZE = 10


class Fetch(Protocol):
    """Fetches from the stand-in; what it said, and how long it would have waited, is in its lists."""

    notices: list[str]
    waits: list[float]

    def __call__(self, question: str = "towns", **options: object) -> Fetched: ...


@pytest.fixture(params=list(SERVICES))
def stand_in(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """A service of 25 papers, once for each protocol, in pages of at most 10."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    servers = serve(request.param, PAPERS)
    server = next(servers)
    monkeypatch.setenv(f"LITGRAPH_{request.param.upper()}_URL", server.url)
    yield server
    servers.close()


@pytest.fixture
def fetched_from(stand_in: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    from dataclasses import replace

    monkeypatch.setitem(SERVICES, stand_in.service, replace(SERVICES[stand_in.service], size=SIZE))
    notices: list[str] = []
    waits: list[float] = []

    def run(question: str = "towns", **options: object) -> Fetched:
        given = {"contact": "you@example.org", "notice": notices.append, "sleep": waits.append, **options}
        return fetch(f"{stand_in.service}:{question}", tmp_path / "fetched", **given)

    run.notices, run.waits = notices, waits
    return run
