"""A statement ends when its time is over or nobody waits for it; the thread and its connection go on."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING, Any

import pytest

from graph.deadline import Deadline, within
from graph.errors import StoppedError, TimedOutError
from graph.rows import Wanted
from graph.stores.neo4j import Neo4jStore

if TYPE_CHECKING:
    from graph.store import Store

GENEROUS = 30


def endless(store: Store) -> Any:
    """Asks what would take hours."""
    told: Any = store
    if isinstance(store, Neo4jStore):
        return told._run("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN sum(a * b % 7)")
    return told._rows("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def test_a_statement_ends_when_its_time_is_over(store: Store) -> None:
    for _ in range(2):
        began = monotonic()
        with within(Deadline(0.3)), pytest.raises(TimedOutError):
            endless(store)
        assert monotonic() - began < GENEROUS
        assert store.revision() == 0
        with within(Deadline(GENEROUS)):
            assert store.fetch(Wanted(["doi:10.1/a"], ("id",))).papers == {}


def test_a_statement_ends_when_nobody_waits_for_it(store: Store) -> None:
    deadline, began = Deadline(3600), monotonic()
    timer = threading.Timer(0.3, deadline.stop)
    timer.start()
    with within(deadline), pytest.raises(StoppedError):
        endless(store)
    timer.join()
    assert monotonic() - began < GENEROUS
    assert store.revision() == 0


def test_of_several_statements_only_the_one_under_way_is_broken_off(sqlite_store: Store) -> None:
    told: Any = sqlite_store
    told._connection().execute("BEGIN")
    with within(Deadline(0)), pytest.raises(TimedOutError):
        endless(sqlite_store)
    assert told._connection().in_transaction
    told._connection().execute("COMMIT")


def test_a_batch_is_not_broken_off(store: Store) -> None:
    deadline = Deadline(0)
    deadline.stop()
    with within(deadline), store.transaction() as transaction:
        transaction.next_revision()
    assert store.revision() == 1


def test_time_that_is_over_before_it_began_asks_nothing(store: Store) -> None:
    if not isinstance(store, Neo4jStore):
        pytest.skip("a statement that is over at once is answered from the file")
    with within(Deadline(0)), pytest.raises(TimedOutError):
        store.revision()
