"""What every store promises of vectors: kept once, never of a text that is not there any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.fingerprint import fingerprint
from graph.vectors import PaperVector, text_digest
from tests.stores.examples import BARE, CONCEPTS, DUTCH, MORE, PAPERS

if TYPE_CHECKING:
    from graph.model import AnnotatedPaper
    from graph.store import Store

VALUES = {DUTCH.paper.id: bytes(range(256)), BARE.paper.id: b"\x00\x80\xff", MORE.paper.id: b"\x7f"}
IDS = sorted(VALUES)


@pytest.fixture
def encoded(store: Store) -> Store:
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(PAPERS, "run-1")
        transaction.save_vectors("m", {each.paper.id: _vector(each) for each in PAPERS})
    return store


def _vector(each: AnnotatedPaper) -> PaperVector:
    return PaperVector(text_digest(each.paper), VALUES[each.paper.id])


def _save(store: Store, each: AnnotatedPaper) -> None:
    with store.transaction() as transaction:
        transaction.save_papers([each], "run-2")


def test_vectors_come_back_byte_for_byte(encoded: Store) -> None:
    assert encoded.vectors("m", [*IDS, "doi:10.5555/none"]) == VALUES
    assert encoded.vectors("m", IDS[:1]) == {IDS[0]: VALUES[IDS[0]]}
    assert encoded.vectors("other", IDS) == {}
    assert encoded.papers_without_vector("m") == []
    assert encoded.papers_without_vector("other") == IDS


@pytest.mark.parametrize("batch", [1, 2, 3, 10])
def test_a_scan_goes_in_the_order_of_ids_whatever_the_batch(encoded: Store, batch: int) -> None:
    found = list(encoded.scan_vectors("m", batch=batch))
    assert [key for each in found for key in each] == IDS
    assert {key: value for each in found for key, value in each.items()} == VALUES
    assert max(map(len, found)) <= batch
    assert list(encoded.scan_vectors("other")) == []


def test_another_model_replaces_what_the_last_one_made(encoded: Store) -> None:
    with encoded.transaction() as transaction:
        transaction.save_vectors("other", {MORE.paper.id: replace(_vector(MORE), values=b"new")})
    assert encoded.vectors("other", IDS) == {MORE.paper.id: b"new"}
    assert encoded.papers_without_vector("m") == [MORE.paper.id]


def test_a_removed_paper_takes_its_vector_along(encoded: Store) -> None:
    with encoded.transaction() as transaction:
        transaction.remove_papers([MORE.paper.id, "doi:10.5555/none"])
    assert set(encoded.vectors("m", IDS)) == {DUTCH.paper.id, BARE.paper.id}
    _save(encoded, MORE)
    assert encoded.papers_without_vector("m") == [MORE.paper.id]


@pytest.mark.parametrize("change", [{"title": "Other"}, {"abstract": "Other."}, {"title_derived": True}])
def test_a_vector_goes_with_the_text_it_was_made_of(encoded: Store, change: dict[str, str | bool]) -> None:
    _save(encoded, replace(MORE, paper=replace(MORE.paper, **change), mentions=()))
    assert encoded.papers_without_vector("m") == [MORE.paper.id]
    assert set(encoded.vectors("m", IDS)) == {DUTCH.paper.id, BARE.paper.id}


def test_a_vector_stays_where_only_other_facts_change(encoded: Store) -> None:
    _save(encoded, replace(MORE, paper=replace(MORE.paper, year=2031, authors=("Bo Li",)), mentions=()))
    assert encoded.vectors("m", IDS) == VALUES


def test_a_vector_of_a_text_that_no_paper_has_is_not_kept(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers([DUTCH, MORE], "run-1")
        late = PaperVector(text_digest(replace(MORE.paper, title="As it was")), b"late")
        transaction.save_vectors(
            "m", {DUTCH.paper.id: _vector(DUTCH), MORE.paper.id: late, BARE.paper.id: _vector(BARE)}
        )
    assert store.vectors("m", IDS) == {DUTCH.paper.id: VALUES[DUTCH.paper.id]}
    assert store.papers_without_vector("m") == [MORE.paper.id]


def test_vectors_say_nothing_about_the_graph(encoded: Store) -> None:
    before = fingerprint(encoded), encoded.counts(), encoded.revision()
    with encoded.transaction() as transaction:
        transaction.save_vectors("other", {each.paper.id: _vector(each) for each in PAPERS})
    assert (fingerprint(encoded), encoded.counts(), encoded.revision()) == before


def test_papers_encoded_count_as_changed_at_the_next_revision(encoded: Store) -> None:
    with encoded.transaction() as transaction:
        transaction.next_revision()
    before = encoded.revision()
    with encoded.transaction() as transaction:
        stale = PaperVector("other", b"stale")
        transaction.save_vectors("other", {MORE.paper.id: _vector(MORE), BARE.paper.id: stale})
    assert encoded.revision() == before
    with encoded.transaction() as transaction:
        transaction.save_vectors("other", {DUTCH.paper.id: _vector(DUTCH)})
        transaction.next_revision()
    assert encoded.changed_since(before) == tuple(sorted([DUTCH.paper.id, MORE.paper.id]))
    assert encoded.changed_since(encoded.revision()) == ()


def test_a_batch_that_raises_leaves_the_vectors_as_they_were(encoded: Store) -> None:
    def stopped() -> None:
        with encoded.transaction() as transaction:
            transaction.save_vectors("m", {MORE.paper.id: replace(_vector(MORE), values=b"half")})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stopped()
    assert encoded.vectors("m", IDS) == VALUES


def test_models_come_by_how_many_papers_they_made_vectors_of(store: Store, encoded: Store) -> None:
    assert encoded.vector_models() == ("m",)
    with encoded.transaction() as transaction:
        transaction.save_vectors("other", {MORE.paper.id: _vector(MORE), BARE.paper.id: _vector(BARE)})
    assert encoded.vector_models() == ("other", "m")
    with encoded.transaction() as transaction:
        transaction.remove_papers(IDS)
    assert encoded.vector_models() == ()
