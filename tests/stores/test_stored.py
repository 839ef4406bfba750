"""What an index keeps of papers and concepts is what its store says, on each adapter, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import AnnotatedPaper, Mention, TextField
from graph.rows import CONCEPT_FIELDS, MENTIONED_FIELDS, PAPER_FIELDS, Wanted, in_order
from graph.similarity import open_index
from graph.similarity.stored import COUNT, OF_CONCEPTS, OF_PAPERS
from graph.similarity.table import MOST
from graph.stores import open_store
from tests.stores.examples import BARE, CONCEPTS, DUTCH, MORE, PAPERS, all_concepts, papers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.model import Concept
    from graph.rows import Fetched
    from graph.store import Store

IDS = [each.paper.id for each in PAPERS]
OFTEN = AnnotatedPaper(
    replace(BARE.paper, abstract="x" * MOST),
    tuple(Mention("country:NL", TextField.ABSTRACT, at, at + 1, "gazetteer", 1.0) for at in range(MOST)),
)


def save(store: Store, concepts: Sequence[Concept], *papers: AnnotatedPaper) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts(concepts)
        transaction.save_papers(papers, "run-1")
        transaction.next_revision()


def all_kept(papers: Sequence[str], concepts: Sequence[str]) -> Wanted:
    """Everything that an index keeps."""
    of_concepts = in_order(OF_CONCEPTS, CONCEPT_FIELDS)
    return Wanted(papers, in_order(OF_PAPERS, PAPER_FIELDS), (*of_concepts, COUNT), concepts, of_concepts)


def told(fetched: Fetched | None) -> Any:
    """All that was fetched, to compare; a paper's concepts are in no order."""
    assert fetched is not None
    papers = {own: row._asdict() for own, row in fetched.papers.items()}
    for each in papers.values():
        each["mentioned"] = {row.id: row._asdict() for row in each.get("mentioned", ())}
    return fetched.revision, papers, {own: row._asdict() for own, row in fetched.concepts.items()}


def test_an_index_has_what_its_store_has(store: Store, tmp_path: Path) -> None:
    save(store, CONCEPTS, *PAPERS)
    wanted = all_kept(IDS, ["country:NL", "technology:twitter"])
    assert told(open_index(store, tmp_path).fetch(wanted)) == told(store.fetch(wanted))
    save(store, CONCEPTS, replace(MORE, mentions=()), AnnotatedPaper(replace(DUTCH.paper, title="Towns", year=None)))
    save(store, CONCEPTS, AnnotatedPaper(BARE.paper, DUTCH.mentions[:1]))
    wanted = all_kept(IDS, ["country:NL"])
    assert told(open_index(store, tmp_path).fetch(wanted)) == told(store.fetch(wanted))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(all_concepts, st.lists(papers(), min_size=1, max_size=6), st.lists(papers(), max_size=3))
def test_whatever_a_store_has(
    tmp_path_factory: pytest.TempPathFactory,
    concepts: tuple[Concept, ...],
    first: list[AnnotatedPaper],
    then: list[AnnotatedPaper],
) -> None:
    folder = tmp_path_factory.mktemp("stored")
    store = open_store(str(folder / "store.db"))
    for batch in (first, then):
        save(store, concepts, *{each.paper.id: each for each in batch}.values())
        index = open_index(store, folder / "index")
        ids = sorted(index.ids.all())
        named = sorted({each.concept for batch in store.mentions(ids).values() for each in batch})
        wanted = all_kept(ids, named)
        assert told(index.fetch(wanted)) == told(store.fetch(wanted))
    store.close()


@pytest.mark.parametrize("name", ["id", *OF_PAPERS])
def test_a_row_has_what_was_asked_for_and_nothing_else(sqlite_store: Store, tmp_path: Path, name: str) -> None:
    save(sqlite_store, CONCEPTS, *PAPERS)
    wanted = Wanted(IDS, in_order((name,), PAPER_FIELDS), in_order((COUNT,), MENTIONED_FIELDS))
    assert told(open_index(sqlite_store, tmp_path).fetch(wanted)) == told(sqlite_store.fetch(wanted))


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(IDS, ("id", "abstract")),
        Wanted(IDS, ("id",), ("id", "spans")),
        Wanted((), (), (), ["country:NL"], ("id", "narrower")),
        Wanted(["doi:10.5555/nowhere", *IDS], ("id", "title")),
        Wanted(IDS, ("id",), ("id",), ["technology:social-media", "country:XX"], ("id",)),
        Wanted([OFTEN.paper.id], ("id",), ("id", COUNT)),
    ],
    ids=["texts", "places of mentions", "narrower", "no such paper", "no such concept", "a count that is cut"],
)
def test_the_rest_is_in_the_store(sqlite_store: Store, tmp_path: Path, wanted: Wanted) -> None:
    save(sqlite_store, CONCEPTS, DUTCH, MORE, OFTEN)
    index = open_index(sqlite_store, tmp_path)
    assert index.fetch(wanted) is None
    assert index.fetch(Wanted(IDS, ("id", "title"), ("id", "kind"))) is not None


def test_few_concepts_are_kept_unpacked(sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.similarity.stored._UNPACKED", 1)
    save(sqlite_store, CONCEPTS, *PAPERS)
    index = open_index(sqlite_store, tmp_path)
    for own in IDS * 2:
        wanted = all_kept([own], [])
        assert told(index.fetch(wanted)) == told(sqlite_store.fetch(wanted))
