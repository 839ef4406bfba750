"""The lists of similar papers, on each adapter: kept as they were written, and gone with the papers they lead to."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase

from graph.fingerprint import fingerprint
from graph.model import AnnotatedPaper, Paper
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.store import Store

A, B, C, D = (AnnotatedPaper(Paper(f"doi:10.5555/{each}", each.upper())) for each in "abcd")
a, b, c, d = IDS = tuple(each.paper.id for each in (A, B, C, D))
LISTS = {a: ((b, 0.9), (c, 0.123456789), (d, 0.1)), b: ((a, 0.9),), c: ((a, 0.5), (b, 0.5))}


def save(store: Store, *papers: AnnotatedPaper) -> None:
    with store.transaction() as transaction:
        transaction.save_papers(papers, "run-1")
        transaction.next_revision()


def write(store: Store, lists: Mapping[str, Sequence[tuple[str, float]]]) -> None:
    with store.transaction() as transaction:
        transaction.save_similar(lists)


@pytest.fixture
def linked(store: Store) -> Store:
    save(store, A, B, C, D)
    write(store, LISTS)
    return store


def test_lists_come_back_in_their_order(linked: Store) -> None:
    assert linked.similar([*IDS, "doi:10.5555/none"]) == {**LISTS, d: ()}
    assert linked.similar([c]) == {c: LISTS[c]}
    assert linked.similar([]) == {}


def test_lists_are_read_backwards(linked: Store) -> None:
    assert linked.listed_by([*IDS, "doi:10.5555/none"]) == {a: (b, c), b: (a, c), c: (a,), d: (a,)}


def test_a_list_replaces_the_one_before_and_no_other(linked: Store) -> None:
    write(linked, {a: ((d, 1.0),), c: ()})
    assert linked.similar(IDS) == {a: ((d, 1.0),), b: LISTS[b], c: (), d: ()}
    assert linked.listed_by(IDS) == {a: (b,), b: (), c: (), d: (a,)}


def test_what_is_not_there_is_left_out(linked: Store) -> None:
    write(linked, {d: (("doi:10.5555/none", 0.9), (a, 0.8)), "doi:10.5555/none": ((a, 0.7),)})
    assert linked.similar([*IDS, "doi:10.5555/none"]) == {**LISTS, d: ((a, 0.8),)}


def test_lists_are_no_part_of_what_the_graph_says(store: Store) -> None:
    save(store, A, B, C, D)
    before = fingerprint(store), store.revision(), store.counts(), store.changed_since(0)
    write(store, LISTS)
    with store.transaction() as transaction:
        transaction.similar_written(1)
    assert (fingerprint(store), store.revision(), store.counts(), store.changed_since(0)) == before
    assert store.changed_since(1) == store.shortened_since(0) == ()


def test_the_revision_they_are_written_for_is_remembered(store: Store, store_url: str) -> None:
    assert store.similar_revision() == 0
    for revision in (3, 5):
        with store.transaction() as transaction:
            transaction.similar_written(revision)
        again = open_store(store_url)
        assert (again.similar_revision(), again.revision()) == (revision, 0)
        again.close()


def test_a_paper_that_is_saved_again_keeps_its_links_both_ways(linked: Store) -> None:
    save(linked, replace(A, paper=replace(A.paper, title="A, revised", year=2020)), B)
    assert linked.similar(IDS) == {**LISTS, d: ()}
    assert linked.papers([a])[a] == Paper(a, "A, revised", year=2020)


def test_a_removed_paper_takes_its_links_along_and_notes_who_listed_it(linked: Store, store_url: str) -> None:
    before = linked.revision()
    with linked.transaction() as transaction:
        transaction.remove_papers([b])
        transaction.next_revision()
    assert linked.similar(IDS) == {a: LISTS[a][1:], c: ((a, 0.5),), d: ()}
    assert (linked.changed_since(before), linked.shortened_since(before)) == ((b,), (a, c))
    assert linked.shortened_since(linked.revision()) == ()
    save(linked, B)
    assert linked.shortened_since(before) == (a, c)
    save(linked, C)
    assert linked.shortened_since(before) == (a,)
    assert linked.similar([b]) == {b: ()}
    assert linked.listed_by([b]) == {b: ()}
    with linked.transaction() as transaction:
        transaction.remove_papers(IDS)
        transaction.next_revision()
    assert _links(store_url) == 0
    assert linked.shortened_since(0) == ()


def test_a_batch_that_raises_writes_no_list(linked: Store) -> None:
    def stopped() -> None:
        with linked.transaction() as transaction:
            transaction.save_similar({a: (), d: ((a, 0.1),)})
            transaction.similar_written(1)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stopped()
    assert (linked.similar(IDS), linked.similar_revision()) == ({**LISTS, d: ()}, 0)


def test_ranks_begin_with_one(linked: Store, store_url: str) -> None:
    if "://" in store_url:
        with GraphDatabase.driver(store_url) as driver:
            rows = driver.execute_query(
                "MATCH (:Paper {id: $id})-[s:SIMILAR_TO]->(p:Paper) RETURN p.id, s.rank, s.score ORDER BY s.rank", id=a
            ).records
            found = [tuple(row) for row in rows]
    else:
        found = (
            sqlite3.connect(store_url)
            .execute(
                "SELECT p.id, s.rank, s.score FROM similar s JOIN papers p ON p.pk = s.other"
                " WHERE s.paper = (SELECT pk FROM papers WHERE id = ?) ORDER BY s.rank",
                (a,),
            )
            .fetchall()
        )
    assert found == [(other, rank, score) for rank, (other, score) in enumerate(LISTS[a], 1)]


def _links(store_url: str) -> int:
    if "://" in store_url:
        with GraphDatabase.driver(store_url) as driver:
            return driver.execute_query("MATCH ()-[s:SIMILAR_TO]->() RETURN count(s) AS links").records[0]["links"]
    return sqlite3.connect(store_url).execute("SELECT count(*) FROM similar").fetchone()[0]
