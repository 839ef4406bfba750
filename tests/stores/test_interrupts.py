"""Ctrl-C, or being told to end, may come anywhere in a batch: it is what is raised, and no half batch remains."""

from __future__ import annotations

import signal
from contextlib import closing, contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest

from graph.model import AnnotatedPaper, Paper
from graph.stores import open_store
from tests.stores.examples import CONCEPTS, DUTCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

# Python loses what is raised while it throws something away, and says so
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

BATCH = 20
TIMES = 24


@contextmanager
def interrupted(after: float) -> Iterator[None]:
    """Has Ctrl-C come after so many seconds, and again if it is lost: Python has places where nothing is raised."""
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, after, 2)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def write(store: Store, batch: int) -> bool:
    with store.transaction() as transaction:
        transaction.save_concepts(list(CONCEPTS))
        papers = [Paper(f"doi:10.5555/{batch}-{each}", f"Towns {each}") for each in range(BATCH)]
        transaction.save_papers([AnnotatedPaper(each, DUTCH.mentions[:1]) for each in papers], "run-1")
        transaction.next_revision()
    return True


def test_an_interrupt_may_come_anywhere_in_a_batch(store_url: str) -> None:
    numbers = count()
    for each in range(TIMES):
        with closing(open_store(store_url)) as store:
            write(store, next(numbers))
            with pytest.raises(KeyboardInterrupt), interrupted(0.002 + each * 0.0031):
                all(write(store, number) for number in numbers)
    with closing(open_store(store_url)) as store:
        counts = store.counts()
        assert counts.papers == store.revision() * BATCH
        assert TIMES * BATCH <= counts.papers < next(numbers) * BATCH


def test_an_interrupt_may_come_anywhere_in_a_question(store_url: str) -> None:
    with closing(open_store(store_url)) as store:
        write(store, 0)
    for each in range(TIMES):
        with closing(open_store(store_url)) as store:
            assert store.counts().papers == BATCH
            with pytest.raises(KeyboardInterrupt), interrupted(0.001 + each * 0.0007):
                all(store.counts().papers == BATCH for _ in count())
