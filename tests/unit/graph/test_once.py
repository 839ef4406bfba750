"""Work that many may wait for."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import deadline
from graph.deadline import Deadline, within
from graph.errors import StoppedError, TimedOutError
from graph.once import Once


def test_work_for_all_is_finished_though_who_asked_gives_up() -> None:
    once, may_end, runs = Once(), threading.Event(), list[int]()

    def work() -> str:
        runs.append(1)
        assert may_end.wait(20)
        life = deadline.current()
        assert life is None or (life.seconds is None and not life.over)  # whoever asked has no time left by now
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


def test_what_is_closed_stops_what_is_under_way_and_begins_nothing() -> None:
    once, runs = Once(), list[str]()

    def work() -> None:
        runs.append("begun")
        try:
            while True:
                deadline.check()
                time.sleep(0.001)
        finally:
            runs.append("over")

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(once.result, work)
        while not runs:
            time.sleep(0.001)
        once.close()
        assert runs == ["begun", "over"]
        with pytest.raises(StoppedError):
            waiting.result(20)
    with pytest.raises(StoppedError):
        once.result(work)
    once.close()
