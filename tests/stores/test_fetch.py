"""Some attributes in one go, on each adapter: what the other reads say, no more and no less."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from graph.model import AnnotatedPaper, Concept, Paper
from graph.rows import CONCEPT_FIELDS, MENTIONED_FIELDS, PAPER_FIELDS, Wanted, as_annotated, as_paper, in_order
from tests.stores.examples import BARE, CONCEPTS, DUTCH, MORE, PAPERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.rows import Fetched
    from graph.store import Store

IDS = [each.paper.id for each in PAPERS]
CONCEPT_IDS = [each.id for each in CONCEPTS]
CITING = AnnotatedPaper(Paper("pmid:9", "Citing", references=("arxiv:1901.00001", "doi:10.5555/nowhere")))


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers([*PAPERS, CITING], "run-1")
        transaction.next_revision()
    return store


def everything_of(store: Store, papers: Sequence[str], concepts: Sequence[str] = ()) -> Fetched:
    """All that can be asked."""
    return store.fetch(Wanted(papers, PAPER_FIELDS, MENTIONED_FIELDS, concepts, CONCEPT_FIELDS))


def test_a_row_of_all_attributes_is_the_paper_with_its_mentions(filled: Store) -> None:
    fetched = everything_of(filled, [*IDS, "doi:10.5555/nowhere"])
    assert {own: as_paper(row) for own, row in fetched.papers.items()} == filled.papers(IDS)
    mentions = filled.mentions(IDS)
    assert {own: as_annotated(row).mentions for own, row in fetched.papers.items()} == mentions
    for own, row in fetched.papers.items():
        assert {each.id: each.count for each in row.mentioned} == Counter(each.concept for each in mentions[own])


def test_citations_lead_to_papers_both_ways(filled: Store) -> None:
    every = [*IDS, CITING.paper.id]
    rows = everything_of(filled, every).papers
    assert {own: row.cites for own, row in rows.items()} == filled.references(every)
    assert {own: row.citing for own, row in rows.items()} == filled.cited_by(every)
    assert rows[DUTCH.paper.id].cites == (MORE.paper.id,)
    assert rows[DUTCH.paper.id].citing == (CITING.paper.id,)


def test_concepts_are_the_same_whether_mentioned_or_not(filled: Store) -> None:
    fetched = everything_of(filled, IDS, [*CONCEPT_IDS, "country:XX"])
    known, narrower = filled.concepts(CONCEPT_IDS), filled.narrower(CONCEPT_IDS)
    assert {*fetched.concepts} == {*known}
    mentioned = chain.from_iterable(row.mentioned for row in fetched.papers.values())
    for row in (*fetched.concepts.values(), *mentioned):
        assert Concept(*(getattr(row, each.name) for each in fields(Concept))) == known[row.id]
        assert row.paper_count == known[row.id].paper_count
        assert row.narrower == narrower.get(row.id, ())


@pytest.mark.parametrize("name", PAPER_FIELDS)
def test_a_row_has_what_was_asked_for_and_nothing_else(filled: Store, name: str) -> None:
    whole = everything_of(filled, [DUTCH.paper.id]).papers[DUTCH.paper.id]
    (row,) = filled.fetch(Wanted([DUTCH.paper.id], in_order((name,), PAPER_FIELDS))).papers.values()
    assert row._asdict() == {each: getattr(whole, each) for each in dict.fromkeys(("id", name))}


@pytest.mark.parametrize("name", MENTIONED_FIELDS)
def test_a_mentioned_concept_has_what_was_asked_for_and_nothing_else(filled: Store, name: str) -> None:
    def sorted_rows(of_mentioned: tuple[str, ...]) -> list[Any]:
        fetched = filled.fetch(Wanted([DUTCH.paper.id], ("id",), of_mentioned))
        return sorted(fetched.papers[DUTCH.paper.id].mentioned, key=lambda each: each.id)

    for row, whole in zip(sorted_rows(in_order((name,), MENTIONED_FIELDS)), sorted_rows(MENTIONED_FIELDS), strict=True):
        assert row._asdict() == {each: getattr(whole, each) for each in dict.fromkeys(("id", name))}


def test_nothing_wanted_is_the_revision_alone(filled: Store) -> None:
    fetched = filled.fetch(Wanted())
    assert (fetched.revision, fetched.papers, fetched.concepts) == (filled.revision(), {}, {})
    assert everything_of(filled, [], []).papers == {}


def test_a_paper_without_mentions_has_none(filled: Store) -> None:
    assert everything_of(filled, [BARE.paper.id]).papers[BARE.paper.id].mentioned == []


def test_only_what_is_known_can_be_asked() -> None:
    assert in_order(("year", "title"), PAPER_FIELDS) == ("id", "title", "year")
    with pytest.raises(KeyError, match="titel"):
        in_order(("titel",), PAPER_FIELDS)
