"""Taking papers out, on each adapter: what stays is as if they had never come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import NotFoundError
from graph.fingerprint import fingerprint
from graph.model import Counts, Progress, Run, Source
from graph.remove import Removal, brought_by, remove, remove_brought
from graph.similarity import Seed, open_index
from graph.stores import open_store
from tests.stores.examples import BARE, CONCEPTS, DUTCH, MORE, PAPERS, SOCIAL_MEDIA, all_concepts, papers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.model import AnnotatedPaper, Concept
    from graph.store import Store


def save(store: Store, saved: Sequence[AnnotatedPaper], known: Sequence[Concept] = CONCEPTS) -> None:
    named = {each.concept for one in saved for each in one.mentions}
    wide = {each.id: each.broader for each in known}
    while wider := {above for each in named for above in wide[each]} - named:
        named |= wider
    with store.transaction() as transaction:
        transaction.save_concepts([each for each in known if each.id in named])
        transaction.save_papers(saved, "run-1")
        transaction.next_revision()


def test_what_was_there_is_gone_and_told_each_once(store: Store) -> None:
    save(store, PAPERS)
    assert remove(store, [MORE.paper.id, "doi:10.5555/none", DUTCH.paper.id, MORE.paper.id]) == (
        MORE.paper.id,
        DUTCH.paper.id,
    )
    assert store.revision() == 2
    assert store.changed_since(1) == (MORE.paper.id, DUTCH.paper.id)
    assert store.counts() == Counts(papers=1)
    assert store.papers([each.paper.id for each in PAPERS]) == {BARE.paper.id: BARE.paper}


@pytest.mark.parametrize("ids", [[], ["doi:10.5555/none"], ["arxiv:1901.00001"]])
def test_what_is_no_own_id_of_a_paper_changes_nothing(store: Store, ids: list[str]) -> None:
    save(store, PAPERS)
    before = fingerprint(store)
    assert remove(store, ids) == ()
    assert (fingerprint(store), store.revision()) == (before, 1)


def test_the_index_follows(store: Store, tmp_path: Path) -> None:
    save(store, PAPERS)
    folder = tmp_path / "index"
    before = open_index(store, folder)
    assert before.years(SOCIAL_MEDIA.id) == []
    assert before.years("country:NL") == [(2019, 1)]
    remove(store, [DUTCH.paper.id])
    after = open_index(store, folder)
    assert (before.papers, after.papers, after.revision) == (3, 2, 2)
    assert after.years("country:NL") == []
    with pytest.raises(NotFoundError):
        after.similar(Seed(papers=(DUTCH.paper.id,)))


def read(store: Store, *runs: tuple[str, str]) -> None:
    """Has the ledger say that sources were read whole, each in a run."""
    with store.transaction() as transaction:
        for run, source in runs:
            transaction.save_run(Run(run, source, "2026-01-01T00:00:00+00:00"))
            transaction.record(Progress(f"content of {source}", 3, complete=True, run=run))


@pytest.fixture
def sources(store: Store) -> Store:
    """A store of three papers of three sources; one of the papers is in two of them."""
    save(store, PAPERS)
    read(store, ("run-1", "a.bib"), ("run-2", "page.txt"), ("run-3", "b.jsonl"))
    return store


def test_a_source_goes_and_what_others_have_too_stays(sources: Store) -> None:
    before = sources.mentions([DUTCH.paper.id])
    assert brought_by(sources, source="page.txt") == Removal(1, 1)
    assert sources.revision() == 1
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))

    assert remove_brought(sources, source="page.txt", on_batch=hear) == Removal(1, 1)
    assert heard == [(2, 2)]
    assert sources.papers([BARE.paper.id]) == {}
    (kept,) = sources.papers([DUTCH.paper.id]).values()
    assert [each.name for each in kept.sources] == ["a.bib"]
    assert sources.mentions([DUTCH.paper.id]) == before
    assert sources.resolve(["3", "4"]) == {"3": (MORE.paper.id,)}  # the records of the page are no ids any more


def test_a_source_that_went_can_be_read_again_and_the_others_need_not(sources: Store) -> None:
    remove_brought(sources, source="page.txt")
    assert {*sources.progress([f"content of {each}" for each in ("a.bib", "page.txt", "b.jsonl")])} == {
        "content of a.bib",
        "content of b.jsonl",
    }
    assert remove_brought(sources, source="page.txt") == Removal(0, 0)


def test_of_a_source_read_in_two_runs_one_goes_and_all_is_read_again(store: Store) -> None:
    one, two = (
        replace(each, paper=replace(each.paper, sources=(Source("a.bib", each.paper.id, run),)))
        for each, run in ((DUTCH, "run-1"), (BARE, "run-2"))
    )
    save(store, [one, two])
    read(store, ("run-1", "a.bib"), ("run-2", "a.bib"))
    assert remove_brought(store, run="run-1") == Removal(1, 0)
    assert {*store.papers([DUTCH.paper.id, BARE.paper.id])} == {BARE.paper.id}
    assert store.progress(["content of a.bib"]) == {}


def test_more_than_a_batch_goes_batch_by_batch(sources: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.remove.BATCH", 1)
    heard: list[tuple[int, int]] = []

    def hear(done: int, total: int) -> None:
        heard.append((done, total))

    assert remove_brought(sources, source="page.txt", on_batch=hear) == Removal(1, 1)
    assert heard == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("source", "run", "advice"),
    [("page.text", None, "did you mean page.txt?"), (None, "elsewhere", "litgraph runs")],
)
def test_what_was_never_read_is_told(sources: Store, source: str | None, run: str | None, advice: str) -> None:
    before = fingerprint(sources)
    for each in (brought_by, remove_brought):
        with pytest.raises(NotFoundError, match=advice):
            each(sources, source=source, run=run)
    assert (fingerprint(sources), sources.revision()) == (before, 1)
    assert len(sources.progress(["content of page.txt"])) == 1


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    known=all_concepts,
    kept=st.lists(papers(), max_size=4, unique_by=lambda each: each.paper.id),
    gone=st.lists(papers(), max_size=4, unique_by=lambda each: each.paper.id),
    first=st.booleans(),
)
def test_a_store_that_never_had_them_says_the_same(
    store_url: str, known: tuple[Concept, ...], kept: list[AnnotatedPaper], gone: list[AnnotatedPaper], first: bool
) -> None:
    gone = [each for each in gone if each.paper.id not in {one.paper.id for one in kept}]
    store = open_store(store_url)
    remove(store, [each.paper.id for batch in store.scan_papers() for each in batch])
    assert store.counts() == Counts()
    save(store, kept, known)
    never, concepts = fingerprint(store), list(store.scan_concepts())
    counts = [each.paper_count for batch in concepts for each in batch]
    for each in (gone, kept) if first else (kept, gone):
        save(store, each, known)
    remove(store, [each.paper.id for each in gone])
    assert fingerprint(store) == never
    assert list(store.scan_concepts()) == concepts
    assert [each.paper_count for batch in store.scan_concepts() for each in batch] == counts
    store.close()
