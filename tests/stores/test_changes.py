"""What changed since a revision, on each adapter: whoever knows the store up to there learns of every paper since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.ingest import ingest
from graph.model import AnnotatedPaper, Paper
from graph.records import Record
from tests.unit.graph.words import Listed, Words

if TYPE_CHECKING:
    from graph.store import Store

A, B, C = (AnnotatedPaper(Paper(f"doi:10.5555/{each}", each.upper())) for each in "abc")
IDS = tuple(each.paper.id for each in (A, B, C))


def save(store: Store, *papers: AnnotatedPaper) -> None:
    with store.transaction() as transaction:
        transaction.save_papers(papers, "run-1")
        transaction.next_revision()


def remove(store: Store, *ids: str) -> None:
    with store.transaction() as transaction:
        transaction.remove_papers(ids)
        transaction.next_revision()


def test_a_new_store_has_no_changes(store: Store) -> None:
    assert store.changed_since(0) == ()


def test_saved_papers_are_changes_until_their_revision_is_known(store: Store) -> None:
    save(store, B, A)
    assert store.changed_since(0) == IDS[:2]
    assert store.changed_since(store.revision()) == ()
    save(store, C)
    assert [store.changed_since(each) for each in range(3)] == [IDS, IDS[2:], ()]


def test_the_last_change_of_a_paper_counts(store: Store) -> None:
    save(store, A, B)
    save(store, C)
    save(store, AnnotatedPaper(Paper(IDS[0], "A, revised")))
    assert [store.changed_since(each) for each in range(4)] == [IDS, (IDS[0], IDS[2]), (IDS[0],), ()]


def test_a_removed_paper_has_changed_and_one_that_was_never_there_has_not(store: Store) -> None:
    save(store, A, B)
    remove(store, IDS[0], "doi:10.5555/none")
    assert [store.changed_since(each) for each in range(3)] == [IDS[:2], IDS[:1], ()]
    save(store, A)
    assert [store.changed_since(each) for each in range(1, 4)] == [IDS[:1], IDS[:1], ()]


def test_a_batch_without_papers_changes_none(store: Store) -> None:
    save(store, A)
    with store.transaction() as transaction:
        transaction.next_revision()
    assert (store.revision(), store.changed_since(1)) == (2, ())


def test_a_batch_counts_as_one_wherever_it_says_so(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.save_papers([A], "run-1")
        transaction.next_revision()
        transaction.save_papers([B], "run-1")
        transaction.remove_papers([A.paper.id])
    assert (store.changed_since(0), store.changed_since(store.revision())) == (IDS[:2], ())


def test_a_batch_that_raises_changes_nothing(store: Store) -> None:
    save(store, A)

    def stopped() -> None:
        with store.transaction() as transaction:
            transaction.save_papers([B], "run-1")
            transaction.remove_papers([A.paper.id])
            transaction.next_revision()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stopped()
    assert (store.changed_since(0), store.changed_since(1)) == (IDS[:1], ())


def test_of_two_papers_that_become_one_both_ids_have_changed(store: Store) -> None:
    text = {"title": "One work", "abstract": "The text of one work."}
    ingest(store, Listed([Record(1, **text), Record(2, title="Another", abstract="Its text.")], "1"), Words())
    before = store.revision()
    (without,) = (each.paper.id for batch in store.scan_papers() for each in batch if each.paper.title == "One work")
    ingest(store, Listed([Record(1, **text, ids=("10.5555/one",))], "2"), Words())
    assert store.changed_since(before) == ("doi:10.5555/one", without)
    assert set(store.papers(["doi:10.5555/one", without])) == {"doi:10.5555/one"}
    ingest(store, Listed([Record(1, **text)], "3"), Words())
    assert store.changed_since(store.revision()) == ()
