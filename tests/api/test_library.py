"""The library: ids in any spelling, an index that follows its store, and what surrounds a node."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from api.library import Library, index_folder
from graph.errors import AmbiguousIdError, IndexBuildError, NotFoundError, StoreMissingError
from graph.model import AnnotatedPaper, Concept, Mention, Paper, TextField
from graph.neighbourhood import Relation
from graph.stores import open_store
from tests.api.corpus import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api.conftest import Shelf


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Library]:
    """A library that a test may write to."""
    with Library.open(str(tmp_path / "own.db"), create=True) as opened:
        fill(opened.store)
        yield opened


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        Library.open(str(tmp_path / "none.db"))
    assert not list(tmp_path.iterdir())


def test_the_index_lies_beside_its_file_and_in_the_users_folder_for_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    store = open_store(str(tmp_path / "own.db"))
    assert index_folder(str(tmp_path / "own.db"), store) == tmp_path / "own.db.index"
    assert index_folder("neo4j://localhost:7687", store) == tmp_path / "data" / "litgraph" / store.identity()
    store.close()


def test_a_paper_is_found_by_any_id(library: Library) -> None:
    for known in ("doi:10.1000/answers.1", "https://doi.org/10.1000/Answers.1", "arxiv:1301.00001", "1"):
        assert library.reading().find(known) == "doi:10.1000/answers.1"


def test_an_unknown_id_is_told_with_its_neighbours(library: Library) -> None:
    with pytest.raises(NotFoundError, match=r"10\.1000/budget\.3 \(did you mean doi:10\.1000/budget\.2"):
        library.reading().find("10.1000/budget.3")
    with pytest.raises(NotFoundError, match="search for it"):
        library.reading().find("?")


def test_a_record_id_of_several_papers_lists_them(library: Library) -> None:
    with pytest.raises(AmbiguousIdError, match=r"doi:10\.1000/returns\.3, text:"):
        library.reading().find("3")


def test_the_index_and_the_fingerprint_follow_the_store(own: Library) -> None:
    before, said = own.refresh(), own.fingerprint()
    assert own.refresh() is before
    new = Paper("doi:10.1000/new.9", "Zeppelins over Seoul")
    with own.store.transaction() as batch:
        batch.save_papers([AnnotatedPaper(new)], "run-1")
        batch.next_revision()
    assert own.refresh().revision == own.store.revision() == before.revision + 1
    assert [each.id for each in own.reading().search("zeppelins").page().hits] == [new.id]
    assert own.fingerprint() != said


def test_a_search_in_chinese_finds_what_mentions_the_concepts(library: Library) -> None:
    found = library.reading().search("在韩国的社交媒体")
    assert [each.id for each in found.page().hits] == ["text:0d32a762fd02cd55", "doi:10.1000/answers.1"]
    assert [each.concepts for each in found.named] == [("country:KR",), ("technology:social-media",)]
    assert library.reading().search("Korea and social media").named == ()


def test_chinese_names_follow_the_store(own: Library) -> None:
    assert own.reading().search("信息自由法").ranking.total == 0
    law = Concept("law:foi", "LAW", "Freedom of Information Act", "信息自由法")
    new = Paper("doi:10.1000/new.9", "The FOI Act is old")
    with own.store.transaction() as batch:
        batch.save_concepts([law])
        batch.save_papers([AnnotatedPaper(new, (Mention(law.id, TextField.TITLE, 4, 11, "gazetteer", 1.0),))], "run-1")
        batch.next_revision()
    own.refresh()
    found = own.reading().search("信息自由法 荷兰")
    assert [each.concepts for each in found.named] == [(law.id,), ("country:NL",)]
    assert new.id in [each.id for each in found.page().hits]


def test_many_may_search_in_chinese_at_once(own: Library) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(own.reading().search, ["韩国", "荷兰", "韩国", "荷兰"]))
    assert [each.ranking.total for each in found] == [3, 3, 3, 3]


def test_who_asks_while_the_index_is_built_is_not_kept_waiting(own: Library) -> None:
    before = own.refresh()
    with own.store.transaction() as batch:
        batch.save_papers([AnnotatedPaper(Paper("doi:10.1000/new", "A new one"))], "later")
        batch.next_revision()
    meanwhile: list[object] = []

    def ask(_done: int, _total: int) -> None:
        with ThreadPoolExecutor() as other:
            meanwhile.append(other.submit(own.refresh).result(timeout=10))

    assert own.refresh(ask) is not before
    assert set(meanwhile) == {before}


def test_a_large_index_is_refreshed_behind_the_scenes(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.library.SOON", 0)
    before = own.current()
    assert own.current() is before
    with own.store.transaction() as batch:
        batch.save_papers([AnnotatedPaper(Paper("doi:10.1000/new", "A new one"))], "later")
        batch.next_revision()
    assert own.current() is before
    for _ in range(200):
        if own.current() is not before:
            break
        time.sleep(0.05)
    assert own.current().revision == own.store.revision() == before.revision + 1


def test_an_index_that_cannot_be_refreshed_answers_on_and_says_so(
    own: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = own.refresh()

    def fail(*_: object) -> None:
        raise IndexBuildError("the disk is full", "free some space")

    monkeypatch.setattr("api.library.open_index", fail)
    monkeypatch.setattr("api.library.SOON", 0)
    with own.store.transaction() as batch:
        batch.next_revision()
    assert own.current() is before
    for _ in range(200):
        if caplog.messages:
            break
        time.sleep(0.05)
    assert "the disk is full" in caplog.text


def test_a_library_may_be_closed_while_its_index_is_brought_up_to_date(
    library: Library, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    # where the store were let go of meanwhile, a thread would die with it, or the process
    for attempt in range(20):
        with Library.open(shelf.url, library.folder) as opened:
            opened.refresh_aside()
            time.sleep(attempt / 2000)
    assert not caplog.messages


def test_an_index_can_be_built_anew(own: Library) -> None:
    before = own.refresh()
    assert own.rebuild() is not before
    assert own.index.revision == before.revision


def test_a_neighbourhood_is_walked_breadth_first(library: Library) -> None:
    near = library.reading().neighbourhood("10.1000/budget.2", via=[Relation.MENTIONS, Relation.BROADER])
    assert near.nodes == (
        "doi:10.1000/budget.2",
        "country:NL",
        "technology:twitter",
        "technology:open-data",
    )
    assert not near.truncated
    far = library.reading().neighbourhood("10.1000/budget.2", via=[Relation.MENTIONS, Relation.BROADER], hops=2)
    assert far.nodes[: len(near.nodes)] == near.nodes
    assert {"doi:10.1000/returns.3", "technology:social-media"} <= set(far.nodes)
    assert set(near.links) < set(far.links)
    assert all(link.source in far.nodes and link.target in far.nodes for link in far.links)


def test_a_limit_keeps_the_heaviest_and_says_so(library: Library) -> None:
    cut = library.reading().neighbourhood("country:NL", limit=2)
    assert cut.nodes == ("country:NL", "doi:10.1000/budget.2")
    assert cut.truncated
    alone = library.reading().neighbourhood("country:NL", limit=1)
    assert (alone.nodes, alone.links, alone.truncated) == (("country:NL",), (), True)


def test_a_neighbourhood_starts_at_authors_too(library: Library) -> None:
    author = "author:doi:10.1000/budget.2/0"
    near = library.reading().neighbourhood(author)
    assert near.nodes == (author, "doi:10.1000/budget.2")
    with pytest.raises(NotFoundError, match="no author"):
        library.reading().neighbourhood("author:doi:10.1000/budget.2/1")


def test_similar_papers_hang_on_a_paper_by_their_scores(library: Library) -> None:
    near = library.reading().neighbourhood("10.1000/answers.1", via=[Relation.SIMILAR_TO])
    hits = library.reading().similar(library.reading().seed(["10.1000/answers.1"])).page().hits
    assert [(each.target, each.weight) for each in near.links] == [(each.id, each.score) for each in hits]


def test_a_paper_that_says_nothing_has_no_similar_ones_around_it(own: Library) -> None:
    with own.store.transaction() as transaction:
        transaction.save_papers([AnnotatedPaper(Paper("pmid:1", "", authors=("Nobody",)))], "run-1")
        transaction.next_revision()
    own.refresh()
    near = own.reading().neighbourhood("pmid:1", hops=2)
    assert near.nodes == ("pmid:1", "author:pmid:1/0")
