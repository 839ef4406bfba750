from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from graph.errors import IndexBuildError, StoreUnavailableError
from graph.similarity import Seed, folder, open_index
from tests.unit.similarity.shelf import FERNS, MAYORS, SAMPLE, TOWNS, Shelf, paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graph.model import AnnotatedPaper, Paper


def arrays(index: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in index.glob("generation-*/*.npy")}


def test_a_current_index_is_only_opened(shelf: Shelf, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    assert open_index(shelf, tmp_path, lambda done, total: heard.append((done, total))).papers == len(SAMPLE)
    assert open_index(shelf, tmp_path).revision == shelf.revision()
    assert (shelf.scans, heard) == (1, [(len(SAMPLE), len(SAMPLE))])


def test_a_changed_store_is_read_again(shelf: Shelf, tmp_path: Path) -> None:
    open_index(shelf, tmp_path)
    shelf.put(paper("doi:10.1/new", "Another town"))
    index = open_index(shelf, tmp_path)
    assert (index.papers, index.revision) == (len(SAMPLE) + 1, shelf.revision())
    assert len(list(tmp_path.glob("generation-*"))) == 1


def test_another_store_of_the_same_revision_is_read(shelf: Shelf, tmp_path: Path) -> None:
    open_index(shelf, tmp_path)
    other = Shelf(name="1" * 32).put(TOWNS)
    assert open_index(other, tmp_path).papers == 1


def test_another_analysis_is_built_anew(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_index(shelf, tmp_path)
    monkeypatch.setattr(folder, "ANALYSIS", folder.ANALYSIS + 1)
    open_index(shelf, tmp_path)
    assert shelf.scans == 2


def test_a_rebuild_can_be_asked_for(shelf: Shelf, tmp_path: Path) -> None:
    open_index(shelf, tmp_path)
    open_index(shelf, tmp_path, rebuild=True)
    assert shelf.scans == 2


@pytest.mark.parametrize("name", ["text.norms.npy", "manifest.json", "ids.data.npy"])
@pytest.mark.parametrize("harm", ["cut", "flip", "remove"])
def test_a_damaged_index_is_built_anew(shelf: Shelf, tmp_path: Path, name: str, harm: str) -> None:
    open_index(shelf, tmp_path)
    whole = arrays(tmp_path)
    (path,) = tmp_path.glob(f"generation-*/{name}")
    content = path.read_bytes()
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(content[:-3] if harm == "cut" else content[:-3] + bytes([content[-3] ^ 1]) + content[-2:])
    assert open_index(shelf, tmp_path).papers == len(SAMPLE)
    assert arrays(tmp_path) == whole


@pytest.mark.parametrize("content", ["", "generation-gone", "../elsewhere\0", "\udcff"])
def test_a_damaged_pointer_is_mended(shelf: Shelf, tmp_path: Path, content: str) -> None:
    open_index(shelf, tmp_path)
    (tmp_path / "CURRENT").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert open_index(shelf, tmp_path).papers == len(SAMPLE)


def test_equal_stores_have_equal_bytes(tmp_path: Path) -> None:
    for name, order in (("one", SAMPLE), ("two", SAMPLE[::-1])):
        open_index(Shelf(name=name).put(*order), tmp_path / name)
    assert arrays(tmp_path / "one") == arrays(tmp_path / "two") != {}


def test_an_empty_store_has_an_empty_index(tmp_path: Path) -> None:
    index = open_index(Shelf(), tmp_path)
    assert (index.papers, index.search(None).total, index.search("x").total) == (0, 0, 0)
    assert index.facets(index.search(None), "YEAR", 5) == []


def test_a_build_that_fails_leaves_the_old_index_alone(shelf: Shelf, tmp_path: Path) -> None:
    class Broken(Shelf):
        def scan_papers(self, batch: int = 1000) -> Iterator[list[AnnotatedPaper]]:
            yield next(super().scan_papers(batch))
            raise StoreUnavailableError("gone")

    open_index(shelf, tmp_path)
    before = arrays(tmp_path)
    with pytest.raises(StoreUnavailableError):
        open_index(Broken().put(TOWNS, MAYORS).put(), tmp_path, rebuild=True)
    assert arrays(tmp_path) == before
    assert list(tmp_path.glob("building-*")) == []


def test_a_refresh_that_fails_leaves_the_old_index_alone(shelf: Shelf, tmp_path: Path) -> None:
    class Broken(Shelf):
        def papers(self, ids: Sequence[str]) -> dict[str, Paper]:  # noqa: ARG002
            raise StoreUnavailableError("gone")

    open_index(shelf, tmp_path)
    before = arrays(tmp_path)
    with pytest.raises(StoreUnavailableError):
        open_index(Broken(number=shelf.number).put(TOWNS), tmp_path)
    assert arrays(tmp_path) == before


def test_an_index_that_is_ahead_of_its_store_is_built_anew(shelf: Shelf, tmp_path: Path) -> None:
    open_index(shelf.put().put(), tmp_path)
    assert open_index(Shelf().put(TOWNS), tmp_path).papers == 1


def test_a_refresh_reads_only_what_changed(shelf: Shelf, tmp_path: Path) -> None:
    open_index(shelf, tmp_path)
    shelf.remove(FERNS.paper.id)
    shelf.put(paper("doi:10.1/new", "Another town"))
    heard: list[tuple[int, int]] = []
    index = open_index(shelf, tmp_path, lambda done, total: heard.append((done, total)))
    assert (index.papers, shelf.scans, heard) == (len(SAMPLE), 1, [(1, 2)])


def test_what_a_killed_builder_left_is_swept_and_strangers_stay(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "building-killed").mkdir()
    (tmp_path / "mine.txt").write_text("not yours")
    open_index(shelf, tmp_path)
    assert not (tmp_path / "building-killed").exists()
    assert (tmp_path / "mine.txt").exists()


def test_a_reader_keeps_its_index_while_another_is_built(shelf: Shelf, tmp_path: Path) -> None:
    old = open_index(shelf, tmp_path)
    shelf.remove(MAYORS.paper.id)
    open_index(shelf, tmp_path)
    assert MAYORS.paper.id in [hit.id for hit in old.similar(Seed(papers=(TOWNS.paper.id,))).page().hits]


def test_of_two_builders_one_builds_and_both_have_it(shelf: Shelf, tmp_path: Path) -> None:
    papers: list[int] = []
    threads = [threading.Thread(target=lambda: papers.append(open_index(shelf, tmp_path).papers)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert (papers, shelf.scans) == ([len(SAMPLE)] * 4, 1)


def test_a_store_that_changes_meanwhile_makes_the_index_out_of_date(tmp_path: Path) -> None:
    class Busy(Shelf):
        def scan_papers(self, batch: int = 1000) -> Iterator[list[AnnotatedPaper]]:
            yield from super().scan_papers(batch)
            self.number += 1

    shelf = Busy().put(*SAMPLE)
    before = shelf.revision()
    assert open_index(shelf, tmp_path).revision == before
    assert open_index(shelf, tmp_path).revision == before + 1


def test_a_folder_that_cannot_be_written_is_said(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexBuildError, match="cannot be written"):
        open_index(shelf, tmp_path / "file")


def test_a_current_index_is_opened_without_writing(shelf: Shelf, tmp_path: Path) -> None:
    open_index(shelf, tmp_path)
    (tmp_path / "LOCK").unlink()
    open_index(shelf, tmp_path)
    assert not (tmp_path / "LOCK").exists()
