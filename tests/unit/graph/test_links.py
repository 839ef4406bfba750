"""What write_links leaves in a store: lists as the index has them, wherever a change can be seen."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from graph import links
from graph.errors import QueryError
from graph.links import write_links
from graph.model import Concept
from graph.similarity import Order, Seed, open_index, rank
from graph.similarity.paging import NANO
from tests.unit.similarity.shelf import paper

if TYPE_CHECKING:
    from pathlib import Path

    from graph.model import AnnotatedPaper
    from graph.similarity import Index
    from graph.store import Store

TOPICS = [[f"{topic}{number}word" for number in range(40)] for topic in ("river", "ballot", "lichen")]
COMMON = [f"common{number}word" for number in range(40)]
CONCEPTS = [Concept(f"topic:t{number}", "TOPIC", f"T{number}") for number in range(3)]
PAPERS = 160

List = tuple[tuple[str, float], ...]


class Corpus:
    """A store of papers on three topics, every third of them without a concept; its index is always up to date."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self.lot = random.Random(1)  # noqa: S311
        with store.transaction() as transaction:
            transaction.save_concepts(CONCEPTS)
        self.save(*(self.made(number) for number in range(PAPERS)))

    def made(self, number: int) -> AnnotatedPaper:
        topic = self.lot.randrange(3)
        words = self.lot.choices(TOPICS[topic], k=9) + self.lot.choices(COMMON, k=4)
        named = words[0] if self.lot.random() < 1 / 3 else f"[{words[0]}](topic:t{topic})"
        return paper(f"doi:10.1/{number:04}", "", " ".join([named, *words[1:]]))

    def save(self, *papers: AnnotatedPaper, remove: tuple[str, ...] = ()) -> None:
        with self.store.transaction() as transaction:
            transaction.remove_papers(remove)
            transaction.save_papers(papers, "run-1")
            transaction.next_revision()

    @property
    def index(self) -> Index:
        return open_index(self.store, self.folder)

    def ids(self) -> list[str]:
        return [each.paper.id for batch in self.store.scan_papers() for each in batch]

    def stored(self) -> dict[str, List]:
        return self.store.similar(self.ids())


@pytest.fixture
def corpus(sqlite_store: Store, tmp_path: Path) -> Corpus:
    return Corpus(sqlite_store, tmp_path / "index")


def answers(index: Index) -> dict[str, List]:
    """Every paper's list as the index has it now."""
    found: dict[str, List] = {}
    for hit in index.search(None, order=Order.ID).page(10_000).hits:
        try:
            hits = index.similar(Seed(papers=(hit.id,))).page(links.LINKS).hits
        except QueryError:
            hits = ()
        found[hit.id] = tuple((each.id, each.score or 0.0) for each in hits)
    return found


def scores(index: Index, own: str) -> dict[str, float]:
    ranking = index.similar(Seed(papers=(own,)))
    nanos = NANO - (ranking.places >> 32)
    return {ranking.ids[number]: nano / NANO for number, nano in zip(ranking.papers, nanos.tolist(), strict=True)}


def saved_lists(store: Store, monkeypatch: pytest.MonkeyPatch, stop_after: int | None = None) -> list[dict[str, Any]]:
    """What is written from now on, a dictionary for each transaction; the one after `stop_after` is cut off."""
    heard: list[dict[str, Any]] = []
    with store.transaction() as transaction:
        kind = type(transaction)
    before = kind.save_similar  # type: ignore[attr-defined]

    def save_similar(self: Any, lists: dict[str, Any]) -> None:
        if len(heard) == stop_after:
            raise KeyboardInterrupt
        heard.append(lists)
        before(self, lists)

    monkeypatch.setattr(kind, "save_similar", save_similar)
    return heard


def test_every_list_is_the_index_s(corpus: Corpus) -> None:
    corpus.save(paper("doi:10.1/empty", "", ""), paper("doi:10.1/alone", "Nobody", "else says this"))
    progress: list[tuple[int, int]] = []
    write_links(corpus.store, corpus.index, lambda done, total: progress.append((done, total)))
    assert corpus.stored() == answers(corpus.index)
    assert corpus.stored()["doi:10.1/empty"] == corpus.stored()["doi:10.1/alone"] == ()
    assert max(map(len, corpus.stored().values())) == links.LINKS
    assert progress[-1] == (PAPERS + 2, PAPERS + 2)
    assert corpus.store.similar_revision() == corpus.store.revision() == 2


def test_versions_lead_to_the_one_with_the_best_id(corpus: Corpus) -> None:
    text = "ballot rivers carry silt to deltas where farmers grow rice and keep ducks beside the sea for many years"
    corpus.save(paper("arxiv:2503.00001", "Rice", text), paper("doi:10.1/rice", "Rice", text))
    write_links(corpus.store, corpus.index)
    assert corpus.index.versions(["doi:10.1/rice"]) == {"doi:10.1/rice": ("arxiv:2503.00001",)}
    assert corpus.store.versions() == {"arxiv:2503.00001": "doi:10.1/rice"}
    corpus.save(paper("arxiv:2503.00001", "Rice", "this version says something else by now"))
    write_links(corpus.store, corpus.index)
    assert corpus.store.versions() == {}


def test_likes_are_the_lists_as_they_would_be_now(corpus: Corpus) -> None:
    corpus.save(paper("doi:10.1/empty", "", ""))
    index, wanted = corpus.index, answers(corpus.index)
    corpus.save(paper("doi:10.1/late", "", "ballot1word came after the index"))
    assert links.likes(index, [*wanted, "doi:10.1/late"]) == wanted | {"doi:10.1/late": ()}
    assert wanted["doi:10.1/empty"] == ()


def test_nothing_is_written_twice(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    write_links(corpus.store, corpus.index)
    heard = saved_lists(corpus.store, monkeypatch)
    write_links(corpus.store, corpus.index)
    write_links(corpus.store, corpus.index, anew=True)
    assert heard == []


def test_anew_mends_what_is_wrong(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    write_links(corpus.store, corpus.index)
    own, other = corpus.ids()[:2]
    with corpus.store.transaction() as transaction:
        transaction.save_similar({own: ((other, 1.0),)})
    heard = saved_lists(corpus.store, monkeypatch)
    write_links(corpus.store, corpus.index)
    assert heard == []
    write_links(corpus.store, corpus.index, anew=True)
    assert [set(each) for each in heard] == [{own}]
    assert corpus.stored() == answers(corpus.index)


def test_a_small_corpus_is_linked_whole_after_every_change(corpus: Corpus) -> None:
    write_links(corpus.store, corpus.index)
    corpus.save(corpus.made(PAPERS), corpus.made(3), remove=("doi:10.1/0007",))
    write_links(corpus.store, corpus.index)
    assert corpus.stored() == answers(corpus.index)


def test_in_a_large_one_the_lists_that_a_change_can_touch_are_the_index_s(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rank, "FEW", 10)
    monkeypatch.setattr(links, "LINKS", 5)  # so that few papers list a removed one
    write_links(corpus.store, corpus.index)
    number, kept = PAPERS, 0
    for _ in range(4):
        before, known = corpus.stored(), corpus.store.similar_revision()
        replaced = corpus.lot.sample([int(each[-4:]) for each in before], k=4)
        gone = tuple(f"doi:10.1/{each:04}" for each in replaced[:2])
        corpus.save(*map(corpus.made, (*replaced[2:], number, number + 1)), remove=gone)
        number += 2
        write_links(corpus.store, corpus.index)
        changed, after, wanted = set(corpus.store.changed_since(known)), corpus.stored(), answers(corpus.index)
        assert set(after) == set(wanted)
        for own in set(after) - changed:
            new = scores(corpus.index, own)
            nearest = max(new.get(each, 0.0) for each in changed - set(gone))
            listed = (changed | set(gone)) & {other for other, _ in before[own]}
            if listed or len(before[own]) < links.LINKS or nearest >= before[own][-1][1]:
                assert after[own] == wanted[own]
            elif after[own] != wanted[own]:
                assert after[own] == before[own]
                kept += 1
        assert all(after[own] == wanted[own] for own in changed & set(after))
        assert corpus.store.similar_revision() == corpus.store.revision()
    assert kept > 0  # that this was not the way of a small corpus


def test_a_short_list_grows_in_a_large_one_too(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank, "FEW", 10)
    corpus.save(paper("doi:10.1/alone", "", "A hermit alone in some hut"))
    write_links(corpus.store, corpus.index)
    assert corpus.stored()["doi:10.1/alone"] == ()
    for number, text in enumerate(("Why a hermit wants some hut", f"Nothing like a hermit {' '.join(COMMON)}")):
        corpus.save(paper(f"doi:10.1/peer{number}", "", text))
        write_links(corpus.store, corpus.index)
        assert len(corpus.stored()["doi:10.1/alone"]) == number + 1
        assert corpus.stored()["doi:10.1/alone"] == answers(corpus.index)["doi:10.1/alone"]


def test_many_changes_at_once_are_linked_whole(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rank, "FEW", 10)
    write_links(corpus.store, corpus.index)
    corpus.save(*(corpus.made(PAPERS + each) for each in range(PAPERS // 3)))
    write_links(corpus.store, corpus.index)
    assert corpus.stored() == answers(corpus.index)


@pytest.mark.parametrize("few", [10, 5_000])
def test_whoever_is_stopped_goes_on(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(rank, "FEW", few)
    monkeypatch.setattr(links, "BATCH", 7)
    write_links(corpus.store, corpus.index)
    corpus.save(*(corpus.made(PAPERS + each) for each in range(10)), remove=("doi:10.1/0001",))
    copy = corpus.stored()
    with monkeypatch.context() as patch:
        heard = saved_lists(corpus.store, patch, stop_after=3)
        with pytest.raises(KeyboardInterrupt):
            write_links(corpus.store, corpus.index)
    assert len(heard) == 3
    assert corpus.stored() != copy
    assert corpus.store.similar_revision() == 1
    write_links(corpus.store, corpus.index)
    stopped, revision = corpus.stored(), corpus.store.similar_revision()
    with corpus.store.transaction() as transaction:
        transaction.save_similar({each: copy.get(each, ()) for each in corpus.ids()})
        transaction.similar_written(1)
    write_links(corpus.store, corpus.index)
    assert (corpus.stored(), corpus.store.similar_revision()) == (stopped, revision) == (stopped, 2)


def test_a_store_that_somebody_changes_is_left_to_them(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "BATCH", 50)
    index = corpus.index

    def change(done: int, total: int) -> None:
        if done == 50:
            corpus.save(corpus.made(5))

    write_links(corpus.store, index, change)
    assert sum(map(bool, corpus.stored().values())) == 50
    write_links(corpus.store, index)
    assert corpus.store.similar_revision() == 0
    write_links(corpus.store, corpus.index)
    assert corpus.stored() == answers(corpus.index)
