"""Which papers are versions of others, on each adapter: kept as it was written, and gone with the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from neo4j import GraphDatabase

from graph.fingerprint import fingerprint
from graph.model import AnnotatedPaper, Paper
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Store

A, B, C = (AnnotatedPaper(Paper(f"doi:10.5555/{each}", each.upper())) for each in "abc")
a, b, c = (each.paper.id for each in (A, B, C))


def write(store: Store, mains: Mapping[str, str | None]) -> None:
    with store.transaction() as transaction:
        transaction.save_versions(mains)


@pytest.fixture
def versions(store: Store) -> Store:
    with store.transaction() as transaction:
        transaction.save_papers([A, B, C], "run-1")
        transaction.next_revision()
    write(store, {c: a, b: a})
    return store


def test_what_stands_for_papers_comes_back_in_order(versions: Store) -> None:
    assert list(versions.versions().items()) == [(b, a), (c, a)]


def test_one_is_replaced_or_forgotten_and_the_others_stay(versions: Store) -> None:
    before = fingerprint(versions), versions.revision()
    write(versions, {b: c, "doi:10.5555/none": a, a: "doi:10.5555/none"})
    assert versions.versions() == {b: c, c: a}
    write(versions, {b: None})
    assert versions.versions() == {c: a}
    assert (fingerprint(versions), versions.revision()) == before


def test_a_paper_that_is_saved_again_keeps_its_versions(versions: Store) -> None:
    with versions.transaction() as transaction:
        transaction.save_papers([A, B], "run-2")
        transaction.next_revision()
    assert versions.versions() == {b: a, c: a}


@pytest.mark.parametrize(("gone", "left"), [(b, {c: a}), (a, {})], ids=["a version", "what stands for them"])
def test_it_goes_with_a_paper(versions: Store, gone: str, left: dict[str, str]) -> None:
    with versions.transaction() as transaction:
        transaction.remove_papers([gone])
        transaction.next_revision()
    assert versions.versions() == left


def test_people_walk_it_in_neo4j(neo4j_url: str) -> None:
    store = open_store(neo4j_url)
    with store.transaction() as transaction:
        transaction.save_papers([A, B], "run-1")
        transaction.next_revision()
    write(store, {b: a})
    store.close()
    with GraphDatabase.driver(neo4j_url) as driver:
        rows = driver.execute_query("MATCH (p:Paper)-[:VERSION_OF]->(m:Paper) RETURN p.id, m.id").records
    assert [tuple(each) for each in rows] == [(b, a)]
