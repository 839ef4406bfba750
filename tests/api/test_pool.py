"""The threads before the executor: how many wait for them, and what nobody waits for any more."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from api.config import Config
from api.exchange import Answer
from api.http.access import Gate
from api.http.endpoint import GraphQLEndpoint
from api.http.persisted import Persisted
from api.http.pool import Pool
from api.http.refusals import RefusedError
from api.http.revisions import Revisions

if TYPE_CHECKING:
    from api.exchange import Asked
    from api.library import Library


def test_the_line_before_the_threads_has_an_end() -> None:
    async def three() -> None:
        pool, done = Pool(1, waiting=1), threading.Event()
        both = [asyncio.create_task(pool.run(lambda: done.wait(20))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(RefusedError) as refused:
            await pool.run(lambda: True)
        assert (refused.value.status, refused.value.code, refused.value.headers) == (503, "BUSY", {"Retry-After": "1"})
        done.set()
        assert await asyncio.gather(*both) == [True, True]
        assert await pool.run(lambda: "again") == "again"
        pool.close()

    asyncio.run(three())


def test_what_fails_in_a_thread_fails_where_it_is_waited_for() -> None:
    async def failing() -> None:
        pool = Pool(2)
        with pytest.raises(ZeroDivisionError):
            await pool.run(lambda: 1 / 0)
        given_up = asyncio.create_task(pool.run(lambda: 1))
        await asyncio.sleep(0)
        given_up.cancel()
        assert await pool.run(lambda: 2) == 2
        pool.close()

    asyncio.run(failing())


def test_what_nobody_waits_for_any_more_is_not_begun() -> None:
    begun: list[str] = []
    first_may_end = threading.Event()

    def execute(_library: Library, asked: Asked) -> Answer:
        begun.append(asked.query)
        assert first_may_end.wait(20)
        return Answer({"data": None})

    async def both() -> tuple[list[Any], list[Any]]:
        pool = Pool(1)
        no_library: Any = lambda: None  # noqa: E731
        revisions = Revisions(no_library, pool)
        endpoint = GraphQLEndpoint(no_library, execute, pool, Gate(Config()), Persisted(0), revisions, 1_000)
        hung_up = asyncio.Event()

        async def asked(query: str, sent: list[Any], *, patient: bool) -> None:
            messages = [{"type": "http.request", "body": b'{"query": "%b"}' % query.encode()}]

            async def receive() -> Any:
                if messages:
                    return messages.pop()
                await asyncio.sleep(3600 if patient else 0)
                hung_up.set()
                return {"type": "http.disconnect"}

            async def send(message: Any) -> None:
                sent.append(message)

            headers = [(b"content-type", b"application/json")]
            await endpoint({"type": "http", "method": "POST", "headers": headers}, receive, send)

        answers: tuple[list[Any], list[Any]] = ([], [])
        tasks = [
            asyncio.create_task(asked(query, sent, patient=query == "first"))
            for query, sent in zip(("first", "second"), answers, strict=True)
        ]
        await asyncio.wait_for(hung_up.wait(), 20)
        first_may_end.set()
        await asyncio.gather(*tasks)
        pool.close()
        return answers

    first, second = asyncio.run(both())
    assert begun == ["first"]
    assert first[0]["status"] == 200
    assert second == []
