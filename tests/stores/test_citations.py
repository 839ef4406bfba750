"""Who cites whom, on each adapter: references lead to papers whenever those arrive, and under any of their ids."""

from __future__ import annotations

import sqlite3
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import GraphDatabase

from graph.fingerprint import fingerprint
from graph.ingest import ingest
from graph.model import AnnotatedPaper, Counts, Paper
from graph.records import Record
from graph.stores import open_store
from tests.unit.graph.words import Listed, Words

if TYPE_CHECKING:
    from graph.store import Store

NOWHERE = "doi:10.5555/nowhere"
A = Paper("doi:10.5555/a", "A", references=("arxiv:2503.00002", NOWHERE))
B = Paper("doi:10.5555/b", "B", other_ids=("arxiv:2503.00002",), references=("doi:10.5555/a", "pmid:3"))
C = Paper("pmid:3", "C", references=("arxiv:2503.00002", "doi:10.5555/a", "doi:10.5555/b"))
IDS = [A.id, B.id, C.id]


def save(store: Store, *papers: Paper) -> None:
    with store.transaction() as transaction:
        transaction.save_papers([AnnotatedPaper(each) for each in papers], "run-1")


def remove(store: Store, *papers: Paper) -> None:
    with store.transaction() as transaction:
        transaction.remove_papers([each.id for each in papers])


@pytest.fixture
def cited(store: Store) -> Store:
    save(store, A, B, C)
    return store


def test_references_are_handed_out_as_they_were_given(cited: Store) -> None:
    assert cited.papers(IDS) == {each.id: each for each in (A, B, C)}
    assert [each.paper for batch in cited.scan_papers(batch=2) for each in batch] == [A, B, C]


def test_references_lead_to_the_papers_in_the_store_each_once(cited: Store) -> None:
    assert cited.references([*IDS, NOWHERE]) == {A.id: (B.id,), B.id: (A.id, C.id), C.id: (A.id, B.id)}
    assert cited.references([A.id]) == {A.id: (B.id,)}
    assert cited.references([]) == {}


def test_cited_by_is_references_read_backwards(cited: Store) -> None:
    assert cited.cited_by([*IDS, NOWHERE]) == {A.id: (B.id, C.id), B.id: (A.id, C.id), C.id: (B.id,)}
    assert cited.cited_by([]) == {}


def test_a_paper_without_references_has_an_empty_tuple(store: Store) -> None:
    save(store, Paper("pmid:9", "Alone"))
    assert (store.references(["pmid:9"]), store.cited_by(["pmid:9"])) == ({"pmid:9": ()}, {"pmid:9": ()})


def test_no_paper_cites_itself(store: Store) -> None:
    mirror = Paper("doi:10.5555/m", "M", other_ids=("pmid:7",), references=("doi:10.5555/m", "pmid:7"))
    save(store, mirror)
    assert store.papers([mirror.id]) == {mirror.id: mirror}
    assert (store.references([mirror.id]), store.cited_by([mirror.id])) == ({mirror.id: ()}, {mirror.id: ()})


def test_a_cited_paper_may_arrive_later_under_another_of_its_ids(store: Store) -> None:
    save(store, A)
    assert store.references([A.id]) == {A.id: ()}
    save(store, B)
    assert store.references([A.id]) == {A.id: (B.id,)}
    assert store.cited_by([A.id, B.id]) == {A.id: (B.id,), B.id: (A.id,)}


def test_citations_are_counted_as_pairs_of_papers_in_the_store(cited: Store) -> None:
    assert cited.counts().citations == 5  # C cites B by two ids, and A what is not here
    remove(cited, B)
    assert cited.counts().citations == 1
    save(cited, Paper("doi:10.5555/m", "M", other_ids=("pmid:7",), references=("pmid:7", B.id)))
    assert cited.counts().citations == 1


def test_an_id_that_moves_takes_its_citations_along(cited: Store) -> None:
    save(cited, Paper(B.id, "B"), Paper("doi:10.5555/d", "D", other_ids=("arxiv:2503.00002",)))
    assert cited.references([A.id, B.id, C.id]) == {
        A.id: ("doi:10.5555/d",),
        B.id: (),
        C.id: (A.id, B.id, "doi:10.5555/d"),
    }
    assert cited.cited_by([B.id, "doi:10.5555/d"]) == {B.id: (C.id,), "doi:10.5555/d": (A.id, C.id)}


def test_removing_leaves_no_citation_and_forgets_no_reference(cited: Store) -> None:
    remove(cited, B)
    assert cited.references(IDS) == {A.id: (), C.id: (A.id,)}
    assert cited.cited_by(IDS) == {A.id: (C.id,), C.id: ()}
    assert cited.papers([A.id])[A.id].references == A.references
    save(cited, B)
    assert cited.references(IDS) == {A.id: (B.id,), B.id: (A.id, C.id), C.id: (A.id, B.id)}


def test_saving_again_replaces_references(cited: Store) -> None:
    save(cited, Paper(C.id, "C", references=(A.id,)))
    assert cited.references([C.id]) == {C.id: (A.id,)}
    assert cited.cited_by(IDS) == {A.id: (B.id, C.id), B.id: (A.id,), C.id: (B.id,)}


def test_nothing_remains_of_removed_papers(cited: Store, store_url: str) -> None:
    remove(cited, A, B, C)
    assert cited.counts() == Counts()
    if "://" in store_url:
        with GraphDatabase.driver(store_url) as driver:
            left = driver.execute_query("MATCH (n) WHERE NOT n:Litgraph|PaperChange RETURN labels(n) AS labels").records
    else:
        left = sqlite3.connect(store_url).execute("SELECT * FROM citations").fetchall()
    assert left == []


def test_references_are_part_of_what_the_graph_says(store: Store) -> None:
    save(store, Paper(A.id, "A"))
    before = fingerprint(store)
    save(store, Paper(A.id, "A", references=(NOWHERE,)))
    assert fingerprint(store) != before


def test_a_transaction_sees_the_citations_that_it_wrote(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.save_papers([AnnotatedPaper(C)], "run-1")
        transaction.save_papers([AnnotatedPaper(B)], "run-1")
        assert transaction.papers([C.id])[C.id].references == C.references
        assert store.references([C.id]) == {}
    assert store.references([C.id]) == {C.id: (B.id,)}


_numbers = count()
KNOWN = {1: ["10.5555/1"], 2: ["10.5555/2", "arXiv:2503.00002"], 3: ["pmid:3"], 4: []}


@st.composite
def _records(draw: st.DrawFn) -> Record:
    """A record of one of four works, known by some of its ids, that cites some of them by any id."""
    number = draw(st.sampled_from(sorted(KNOWN)))
    cited = draw(st.lists(st.sampled_from([each for ids in KNOWN.values() for each in ids] + [NOWHERE]), max_size=3))
    ids = draw(st.lists(st.sampled_from(KNOWN[number]), max_size=2)) if KNOWN[number] else []
    return Record(1, title=f"Work {number}", abstract=f"Text {number}.", ids=tuple(ids), references=tuple(cited))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(records=st.lists(_records(), max_size=6), data=st.data())
def test_the_order_of_arrival_makes_no_difference(store_url: str, records: list[Record], data: st.DataObject) -> None:
    found: list[object] = []
    for order in (records, data.draw(st.permutations(records))):
        store = open_store(store_url)
        with store.transaction() as transaction:
            transaction.remove_papers([each.paper.id for batch in store.scan_papers() for each in batch])
        for each in range(0, len(order), 2):
            ingest(store, Listed(order[each : each + 2], digest=str(next(_numbers))), Words(), batch=1)
        ids = [each.paper.id for batch in store.scan_papers() for each in batch]
        found.append((fingerprint(store), store.references(ids), store.cited_by(ids)))
        owners = store.resolve([*ids, *(known for paper in store.papers(ids).values() for known in paper.references)])
        by_hand = {
            each.id: tuple(sorted({own for known in each.references for own in owners.get(known, ())} - {each.id}))
            for each in store.papers(ids).values()
        }
        assert store.references(ids) == by_hand
        assert store.counts().citations == sum(map(len, by_hand.values()))
        store.close()
    assert found[0] == found[1]
