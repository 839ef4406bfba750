"""Ctrl-C and SIGTERM wait for the end of a block, and do not wait twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from graph.stores.neo4j.signals import HELD, uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLD_TWICE = """
import signal
from api.stopping import heed
from graph.stores.neo4j.signals import uninterrupted
heed()
with uninterrupted():
    signal.raise_signal(signal.SIGTERM)
    print("waits", flush=True)
    signal.raise_signal(signal.SIGTERM)
    print("goes on", flush=True)
"""


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The signals that were heeded."""
    numbers: list[int] = []
    before = {each: signal.signal(each, lambda number, _: numbers.append(number)) for each in HELD}
    yield numbers
    for each, handler in before.items():
        signal.signal(each, handler)


@pytest.mark.parametrize("number", HELD)
def test_a_signal_is_heeded_at_the_end_by_whoever_heeds_it(heard: list[int], number: int) -> None:
    handlers = [signal.getsignal(each) for each in HELD]
    with uninterrupted():
        with uninterrupted():
            signal.raise_signal(number)
        assert heard == []
    assert heard == [number]
    assert [signal.getsignal(each) for each in HELD] == handlers


def test_what_the_block_raises_is_what_led_to_it() -> None:
    with pytest.raises(KeyboardInterrupt) as raised, uninterrupted():  # noqa: PT012
        signal.raise_signal(signal.SIGINT)
        raise OSError("the connection broke")
    assert isinstance(raised.value.__context__, OSError)


def test_a_second_one_does_not_wait(heard: list[int]) -> None:
    with uninterrupted():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        assert heard == [signal.SIGINT] * 2
    assert len(heard) == 2


def test_told_twice_a_command_ends_at_once() -> None:
    told = subprocess.run([sys.executable, "-c", TOLD_TWICE], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (-signal.SIGTERM, "waits\n", "")


def test_other_threads_hear_of_no_signal(heard: list[int]) -> None:
    def work() -> None:
        with uninterrupted():
            handlers.append(signal.getsignal(signal.SIGINT))

    handlers = [signal.getsignal(signal.SIGINT)]
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert handlers[0] is handlers[1]
    assert heard == []
