"""Work that many may wait for."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import deadline
from graph.deadline import Deadline, within
from graph.errors import TimedOutError
from graph.once import Once


def test_work_for_all_is_finished_though_who_asked_gives_up() -> None:
    once, may_end, runs = Once(), threading.Event(), list[int]()

    def work() -> str:
        runs.append(1)
        assert may_end.wait(20)
        assert deadline.current() is None
        return "done"

    for _ in range(2):
        with within(Deadline(0.01)), pytest.raises(TimedOutError):
            once.result(work)
        assert once.running
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(once.result, work)
        may_end.set()
        assert waiting.result(20) == "done"
    assert (len(runs), once.running) == (1, False)
    assert once.result(work) == "done"
    with within(Deadline(20)), pytest.raises(ZeroDivisionError):
        once.result(lambda: 1 / 0)
