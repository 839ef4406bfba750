"""How every store behaves: the port's promises, one after another, on each adapter."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.fingerprint import fingerprint
from graph.model import Counts, Progress, Run
from graph.rows import Wanted
from tests.stores.examples import BARE, CONCEPTS, DUTCH, MORE, NETHERLANDS, PAPERS, SOCIAL_MEDIA, TWITTER

if TYPE_CHECKING:
    from graph.store import Store

RUN = Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00", rules="r1")


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as transaction:
        transaction.save_run(RUN)
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(PAPERS, "run-1")
        transaction.next_revision()
    return store


def test_a_new_store_is_empty_and_has_a_lasting_identity(store: Store) -> None:
    assert store.counts() == Counts()
    assert store.revision() == 0
    assert store.identity() == store.identity()
    assert len(store.identity()) == 32
    assert list(store.scan_papers()) == []
    assert store.concept_kinds() == {}


def test_what_was_saved_comes_back_whole(filled: Store) -> None:
    ids = [each.paper.id for each in PAPERS]
    assert filled.papers([*ids, "doi:10.5555/none"]) == {each.paper.id: each.paper for each in PAPERS}
    assert filled.mentions([*ids, "doi:10.5555/none"]) == {each.paper.id: each.mentions for each in PAPERS}
    assert filled.concepts([each.id for each in CONCEPTS]) == {each.id: each for each in CONCEPTS}
    assert filled.counts() == Counts(papers=3, concepts=3, mentions=7, authors=2, citations=1, runs=1)
    assert filled.runs() == (RUN,)


def test_nothing_can_be_asked_for_and_tells_the_revision(filled: Store) -> None:
    fetched = filled.fetch(Wanted())
    assert (fetched.revision, fetched.papers, fetched.concepts) == (filled.revision(), {}, {})


def test_concepts_count_the_papers_that_mention_them(filled: Store) -> None:
    counts = {each.id: each.paper_count for each in filled.concepts([each.id for each in CONCEPTS]).values()}
    assert counts == {"technology:social-media": 1, "technology:twitter": 1, "country:NL": 1}


def test_every_id_of_a_paper_leads_to_it(filled: Store) -> None:
    found = filled.resolve(["doi:10.5555/dutch", "arxiv:1901.00001", "dutch2019", "3", "4", "nobody", ""])
    assert found == {
        "doi:10.5555/dutch": ("doi:10.5555/dutch",),
        "arxiv:1901.00001": ("doi:10.5555/dutch",),
        "dutch2019": ("doi:10.5555/dutch",),
        "3": ("arxiv:2503.00001", "doi:10.5555/dutch"),
        "4": ("text:00000000000000aa",),
    }


def test_papers_of_a_concept_come_strongest_first(filled: Store) -> None:
    with filled.transaction() as transaction:
        transaction.save_papers([replace(DUTCH, paper=replace(DUTCH.paper, id="doi:10.5555/a", other_ids=()))], "run-1")
    assert filled.papers_mentioning(["country:NL", "technology:social-media", "country:XX"], 5) == {
        "country:NL": (("doi:10.5555/a", 3), ("doi:10.5555/dutch", 3)),
        "technology:social-media": (("arxiv:2503.00001", 2),),
    }
    assert filled.papers_mentioning(["country:NL"], 1) == {"country:NL": (("doi:10.5555/a", 3),)}


def test_narrower_is_broader_read_backwards(filled: Store) -> None:
    assert filled.narrower(["technology:social-media", "country:NL"]) == {"technology:social-media": (TWITTER.id,)}


@pytest.mark.parametrize(
    ("search", "kinds", "expected"),
    [
        (None, None, ["country:NL", "technology:social-media", "technology:twitter"]),
        ("MEDIA", None, ["technology:social-media"]),
        ("  social   Media ", None, ["technology:social-media"]),
        ("社交", None, ["technology:social-media"]),
        ("dutch", ["TECHNOLOGY"], []),
        ("dutch", ["COUNTRY"], ["country:NL"]),
        ("%", None, []),
        ("' OR 1=1 --", None, []),
        (None, [], []),
    ],
)
def test_concepts_are_found_by_any_name(
    filled: Store, search: str | None, kinds: list[str] | None, expected: list[str]
) -> None:
    page = filled.find_concepts(search, kinds, None, 10)
    assert [each.id for each in page.concepts] == expected
    assert page.total == len(expected)


def test_concept_pages_go_on_after_the_last_one_seen(filled: Store) -> None:
    first = filled.find_concepts(None, None, None, 2)
    last = first.concepts[-1]
    second = filled.find_concepts(None, None, (last.paper_count, last.id), 2)
    assert [each.id for each in (*first.concepts, *second.concepts)] == sorted(each.id for each in CONCEPTS)
    assert first.total == second.total == 3
    assert filled.concept_kinds() == {"COUNTRY": 1, "TECHNOLOGY": 2}


def test_scans_go_in_the_order_of_ids_whatever_the_batch(filled: Store) -> None:
    papers = [each for batch in filled.scan_papers(batch=2) for each in batch]
    assert papers == sorted(PAPERS, key=lambda each: each.paper.id)
    concepts = [each for batch in filled.scan_concepts(batch=1) for each in batch]
    assert concepts == sorted(CONCEPTS, key=lambda each: each.id)


def test_saving_again_replaces_a_paper_whole(filled: Store) -> None:
    shorter = replace(
        DUTCH,
        paper=replace(DUTCH.paper, authors=(), other_ids=(), sources=DUTCH.paper.sources[:1]),
        mentions=DUTCH.mentions[:1],
    )
    with filled.transaction() as transaction:
        transaction.save_papers([shorter], "run-2")
    assert filled.papers([DUTCH.paper.id])[DUTCH.paper.id] == shorter.paper
    assert filled.mentions([DUTCH.paper.id]) == {DUTCH.paper.id: shorter.mentions}
    assert filled.resolve(["arxiv:1901.00001", "3"]) == {"3": ("arxiv:2503.00001",)}
    assert filled.concepts([TWITTER.id]) == {}
    assert filled.counts() == Counts(papers=3, concepts=2, mentions=3, authors=0, citations=1, runs=1)


def test_saving_a_concept_again_replaces_what_is_known_of_it(filled: Store) -> None:
    renamed = replace(TWITTER, name="X", kind="TOPIC", aliases=("Twitter",), broader=())
    with filled.transaction() as transaction:
        transaction.save_concepts([renamed])
    found = filled.concepts([TWITTER.id])[TWITTER.id]
    assert (found, found.paper_count) == (renamed, 1)
    assert filled.narrower([SOCIAL_MEDIA.id]) == {}
    assert [each.id for each in filled.find_concepts("twitter", ["TOPIC"], None, 5).concepts] == [TWITTER.id]


def test_removing_leaves_no_debris(filled: Store) -> None:
    with filled.transaction() as transaction:
        transaction.remove_papers([DUTCH.paper.id, "doi:10.5555/none"])
    assert filled.concepts([each.id for each in CONCEPTS]) == {SOCIAL_MEDIA.id: SOCIAL_MEDIA}
    assert filled.resolve(["arxiv:1901.00001", DUTCH.paper.id, "dutch2019"]) == {}
    with filled.transaction() as transaction:
        transaction.remove_papers([BARE.paper.id, MORE.paper.id])
    assert filled.counts() == Counts(runs=1)
    assert filled.concept_kinds() == {}


def test_a_broader_concept_goes_with_the_last_narrower_one(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers([DUTCH], "run-1")
    assert set(store.concepts([SOCIAL_MEDIA.id])) == {SOCIAL_MEDIA.id}
    with store.transaction() as transaction:
        transaction.remove_papers([DUTCH.paper.id])
    assert store.counts() == Counts()


def test_a_batch_that_raises_leaves_nothing(filled: Store) -> None:
    before = fingerprint(filled)

    def stopped() -> None:
        with filled.transaction() as transaction:
            transaction.save_concepts([replace(NETHERLANDS, id="country:BE", name="Belgium")])
            transaction.remove_papers([BARE.paper.id])
            transaction.record(Progress("digest", 5, complete=True, run="run-1"))
            transaction.next_revision()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stopped()
    assert (fingerprint(filled), filled.revision(), filled.progress(["digest"])) == (before, 1, {})


def test_a_transaction_reads_what_it_wrote_and_nobody_else_does(filled: Store) -> None:
    with filled.transaction() as transaction:
        transaction.remove_papers([BARE.paper.id])
        assert transaction.papers([BARE.paper.id]) == {}
        assert set(filled.papers([BARE.paper.id])) == {BARE.paper.id}
    assert filled.papers([BARE.paper.id]) == {}


def test_the_ledger_keeps_the_last_word_on_a_source(filled: Store) -> None:
    for progress in (Progress("digest", 200, complete=False, run="r"), Progress("digest", 250, complete=True, run="r")):
        with filled.transaction() as transaction:
            transaction.record(progress)
    assert filled.progress(["digest", "other"]) == {"digest": Progress("digest", 250, complete=True, run="r")}
    with filled.transaction() as transaction:
        transaction.record(Progress("a first one", 0, complete=True, run="q"))
    assert filled.ledger() == (
        Progress("a first one", 0, complete=True, run="q"),
        Progress("digest", 250, complete=True, run="r"),
    )
    done = replace(RUN, finished_at="2026-01-02T03:05:00+00:00", counts=(("new", 3), ("rejected", 1)), model="m")
    with filled.transaction() as transaction:
        transaction.save_run(done)
    assert filled.runs() == (done,)


def test_it_is_known_which_run_saved_a_paper_last(filled: Store) -> None:
    ids = [each.paper.id for each in PAPERS]
    with filled.transaction() as transaction:
        transaction.save_papers([MORE], "run-2")
    assert filled.written_by([*ids, "nobody"]) == {DUTCH.paper.id: "run-1", MORE.paper.id: "run-2"}


def test_writers_take_turns(filled: Store) -> None:
    def write() -> None:
        for _ in range(5):
            with filled.transaction() as transaction:
                transaction.next_revision()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert filled.revision() == 16
