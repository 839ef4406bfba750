"""What is quick is answered at once, without another thread; what turns out not to be goes to one."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from api import requests
from api.app import create_app
from api.config import Config
from api.execution import run
from api.http import endpoint as endpoint_module
from api.http.executor import executed
from api.http.pool import Pool
from api.http.revisions import Revisions
from api.library import Library
from api.requests import TRIALS, is_quick
from api.respond import execute
from graph.deadline import Deadline, within
from graph.errors import NotQuickError, StoreUnavailableError
from graph.model import AnnotatedPaper, Paper
from tests.api.server import serving
from tests.api.test_timeout import asked

if TYPE_CHECKING:
    from pathlib import Path

    from api.exchange import Answer, Asked

QUICK = "{ papers(first: 5) { nodes { id title year concepts { nodes { id name } } } } }"
FROM_THE_STORE = "{ papers(first: 5) { nodes { abstract } } }"


class Threads:
    """Answers as the application does, and notes in which threads."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def __call__(self, library: Library, asked: Asked) -> Answer:
        self.names.append(threading.current_thread().name)
        return executed(library, asked)


def at_once(library: Library, query: str) -> dict[str, Any]:
    with within(Deadline(5, at_once=True)):
        return execute(library, query)


def learn(library: Library, query: str) -> None:
    """Has a query answered as often as it takes to know it."""
    for _ in range(TRIALS):
        execute(library, query)


def test_what_was_quick_is_answered_where_the_request_is_read(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "QUICK_SECONDS", 60)  # on a busy machine nothing is quick
    monkeypatch.setattr(endpoint_module, "AT_ONCE_SECONDS", 60)
    threads, query = Threads(), f"# read here\n{QUICK}"
    with serving(create_app(sample, Config(log="off"), threads)) as port:
        told = [asked(port, query).json() for _ in range(TRIALS + 20)]
    assert all(each == told[0] for each in told)
    assert all(each.startswith("litgraph-") for each in threads.names[:TRIALS])
    assert not threads.names[-1].startswith("litgraph-")


def test_at_once_the_answer_is_the_same(sample: Library) -> None:
    learn(sample, QUICK)
    if not sample.store.remote:  # a server has to be asked for its revision
        assert at_once(sample, QUICK) == execute(sample, QUICK)
    with within(Deadline(5, at_once=True)):
        assert execute(sample, QUICK, confirm=lambda _: True) == execute(sample, QUICK, confirm=lambda _: True)


def test_a_server_is_not_waited_for_at_once(sample: Library) -> None:
    execute(sample, FROM_THE_STORE)
    if sample.store.remote:
        with pytest.raises(NotQuickError):
            at_once(sample, FROM_THE_STORE)
        assert not is_quick(FROM_THE_STORE, None)
    else:
        assert at_once(sample, FROM_THE_STORE) == execute(sample, FROM_THE_STORE)


@pytest.mark.parametrize(
    "query",
    ['{ similar(to: {text: "Twitter in Seoul"}) { edges { score } } }', "{ __schema { types { name } } }"],
    ids=["a text that has to be read", "what is not planned"],
)
def test_what_takes_long_is_not_done_at_once(sample: Library, query: str) -> None:
    with pytest.raises(NotQuickError):
        at_once(sample, query)
    assert "errors" not in execute(sample, query)


def test_what_was_thought_quick_and_is_not_goes_to_a_thread(sample: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    threads, query = Threads(), f"# slow one day\n{QUICK}"
    monkeypatch.setattr(requests, "QUICK_SECONDS", 0.9)
    monkeypatch.setattr(endpoint_module, "AT_ONCE_SECONDS", 0.1)
    load = run.load

    def slow(*given: Any) -> None:
        time.sleep(0.15)
        load(*given)

    with serving(create_app(sample, Config(log="off"), threads)) as port:
        for _ in range(TRIALS):
            asked(port, query)
        monkeypatch.setattr(run, "load", slow)
        assert asked(port, query).json()["data"]["papers"]["nodes"]
        assert len(threads.names) == TRIALS + 2  # begun at once, and finished elsewhere
        assert threads.names[-1].startswith("litgraph-")
        assert asked(port, query).json()["data"]["papers"]["nodes"]
        assert len(threads.names) == TRIALS + 3  # not tried again soon


def test_a_change_is_seen_by_the_next_request(tmp_path: Path) -> None:
    query = '{ paper(id: "doi:10.5555/new") { title } }'
    with (
        Library.open(str(tmp_path / "own.db"), create=True) as library,
        serving(create_app(library, Config(log="off"))) as port,
    ):
        for _ in range(TRIALS + 5):
            assert asked(port, query).json()["data"] == {"paper": None}
        for title in ("One", "Two", "Three"):
            with library.store.transaction() as transaction:
                transaction.save_papers([AnnotatedPaper(Paper("doi:10.5555/new", title))], "run-1")
                transaction.next_revision()
            for _ in range(4):
                assert asked(port, query).json()["data"] == {"paper": {"title": title}}


class Distant:
    """A store that has to be let answer."""

    def __init__(self) -> None:
        self.store = self
        self.asked = 0
        self.let = threading.Semaphore(0)
        self.begun = threading.Event()
        self.away = False

    def revision(self) -> int:
        self.asked += 1
        number = self.asked
        self.begun.set()
        assert self.let.acquire(timeout=20)
        if self.away:
            raise StoreUnavailableError("away")
        return number


def test_one_question_tells_all_who_asked_before_it() -> None:
    async def many() -> None:
        store: Any = Distant()
        pool = Pool(2)
        revisions = Revisions(lambda: store, pool)
        first = [revisions.now() for _ in range(5)]
        await asyncio.to_thread(store.begun.wait, 20)
        later = [revisions.now() for _ in range(5)]
        given_up = revisions.now()
        given_up.cancel()
        store.let.release()
        assert await asyncio.gather(*first) == [1] * 5
        assert not any(each.done() for each in later)
        store.let.release()
        assert await asyncio.gather(*later) == [2] * 5
        store.away = True
        store.let.release()
        assert await revisions.now() is None
        await asyncio.to_thread(pool.close)

    asyncio.run(many())


def test_slow_work_keeps_nobody_waiting() -> None:
    async def both() -> None:
        pool, done = Pool(3), threading.Event()
        slow = [asyncio.create_task(pool.run(lambda: done.wait(20))) for _ in range(2)]
        assert await asyncio.gather(*(pool.run(lambda: 1) for _ in range(20))) == [1] * 20
        assert not any(each.done() for each in slow)
        done.set()
        assert await asyncio.gather(*slow) == [True, True]
        await asyncio.to_thread(pool.close)

    asyncio.run(both())
