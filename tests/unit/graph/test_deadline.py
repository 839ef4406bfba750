"""A time limit holds for one thread's work, and word that nobody waits comes from any other."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph import deadline
from graph.deadline import Deadline, check, checked, held, within
from graph.errors import StoppedError, TimedOutError


def test_without_a_deadline_nothing_ends() -> None:
    check()
    assert deadline.current() is None
    assert list(checked([1, 2])) == [1, 2]


def test_time_that_is_over_is_said_in_the_thread_it_was_given_to() -> None:
    with within(Deadline(0)):
        with pytest.raises(TimedOutError, match="within 0 seconds") as raised:
            check()
        assert raised.value.code == "TIMEOUT"
        with pytest.raises(TimedOutError):
            list(checked([1]))
        with within(None):
            check()
        with ThreadPoolExecutor(1) as other:
            other.submit(check).result(20)
    check()


def test_a_stop_is_said_once_and_to_all() -> None:
    stop, called = Deadline(), list[str]()
    stop.when(lambda: called.append("before"))
    stop.when(lambda: 1 / 0)
    with stop.calling(lambda: called.append("never")):
        assert math.isinf(stop.left)
    with stop.calling(lambda: called.append("now")):
        stop.stop()
    stop.stop()
    stop.when(lambda: called.append("after"))
    assert called == ["before", "now", "after"]
    assert (stop.stopped, stop.over, stop.left) == (True, True, 0)
    with within(stop), pytest.raises(StoppedError):
        check()


def test_a_lock_is_not_waited_for_longer_than_there_is_time() -> None:
    lock = threading.Lock()
    with held(lock):
        assert lock.locked()
        with within(Deadline(0.01)), pytest.raises(TimedOutError), held(lock):
            raise AssertionError
    with within(Deadline(20)), held(lock):
        assert lock.locked()
    assert not lock.locked()
