"""The benchmark of similarity on a small scale: its papers, its exact score, its report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.similarity import corpus, speed
from benchmarks.similarity.arrays import basis
from benchmarks.similarity.exact import Exact, said_by
from benchmarks.similarity.measure import drawn
from graph.model import TextField
from graph.sentences import sentences
from graph.similarity import Seed, Signal, Weights, open_index
from graph.stores import open_store

if TYPE_CHECKING:
    from graph.model import AnnotatedPaper

SAMPLE = Path(__file__).parents[2] / "nlp" / "sample" / "portal.txt"
NUMBER = 300


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's abstracts as the benchmark stores them."""
    folder = tmp_path_factory.mktemp("benchmark")
    abstracts = [line.strip() for line in SAMPLE.read_text("utf-8").splitlines() if len(line) > 300]
    assert len(abstracts) > 10
    papers = folder / "papers.jsonl"
    records = [
        {"id": f"26{at:02}.00001", "title": abstract[:60], "summary": abstract, "categories": ["cs.CY"]}
        for at, abstract in enumerate(abstracts)
    ]
    papers.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    corpus.make_real(papers, None, folder / "real.db")
    return folder / "real.db"


@pytest.fixture(scope="module")
def more(real: Path) -> Path:
    """300 papers recombined from them: enough for a latent space."""
    corpus.make_recombined(real, NUMBER, real.with_name("more.db"))
    return real.with_name("more.db")


def papers_of(path: Path) -> list[AnnotatedPaper]:
    store = open_store(str(path))
    found = [each for batch in store.scan_papers() for each in batch]
    store.close()
    return found


def test_recombined_papers_are_the_same_every_time(real: Path, more: Path) -> None:
    papers = papers_of(real)
    assert list(corpus.recombined(papers, NUMBER)) == papers_of(more)
    assert list(corpus.recombined(papers, NUMBER, seed=8)) != papers_of(more)


def test_recombined_papers_are_sentences_of_real_ones(real: Path, more: Path) -> None:
    papers = papers_of(real)
    said = {
        paper.abstract[start:end]
        for paper in (each.paper for each in papers)
        for start, end in sentences(paper.abstract)
    }
    made = papers_of(more)
    assert len({each.paper.abstract for each in made}) == NUMBER
    for each in made[:20]:
        left = each.paper.abstract
        for sentence in sorted(said, key=len, reverse=True):
            left = left.replace(sentence, "")
        assert not left.strip()


def test_what_a_sentence_mentions_comes_along(real: Path, more: Path) -> None:
    known = {(one.concept, one.span(each.paper).text) for each in papers_of(real) for one in each.mentions}
    mentioned = [(one, each.paper) for each in papers_of(more) for one in each.mentions]
    assert {one.field for one, _ in mentioned} == set(TextField)
    assert {(one.concept, one.span(paper).text) for one, paper in mentioned} <= known


def test_recall_tells_an_exact_list_from_another(more: Path, tmp_path: Path) -> None:
    store = open_store(str(more))
    index, exact = open_index(store, tmp_path / "index"), Exact.of(store, basis(tmp_path / "index"))
    papers = drawn(store, exact.ids, 10)
    mentioned = store.mentions([each.id for each in papers])
    found = speed.compare(index, exact, papers, mentioned)
    assert {*found} == {"of a stored paper", "of a pasted text"}
    assert all([one.recall for one in each] == [1.0] * len(papers) for each in found.values())
    scores = exact.cosines(Signal.TEXT, {"government": 1})
    worst = sorted(exact.ids, key=lambda each: scores[exact.numbers[each]])
    assert exact.recall(worst[::-1], scores, 20) == 1.0
    assert exact.recall(worst, scores, 20) == 0.0
    index.close()
    store.close()


@pytest.mark.parametrize("weights", [Weights(text=1), Weights(concepts=1), Weights(text=0.6, concepts=0.4)])
def test_the_exact_score_is_that_of_the_index(more: Path, tmp_path: Path, weights: Weights) -> None:
    store = open_store(str(more))
    index = open_index(store, tmp_path / "index")
    exact, less = Exact.of(store, basis(tmp_path / "index")), Exact.of(store)
    assert exact.latent
    for each in papers_of(more)[:10]:
        key, said = each.paper.id, said_by(each)
        hits = index.similar(Seed(papers=(key,)), weights).page(first=NUMBER).hits
        scores = exact.scores(said, weights, without=[key])
        assert {hit.id: hit.score for hit in hits} == pytest.approx(
            {paper: score for paper, score in zip(exact.ids, scores, strict=True) if score > 5e-10}, abs=1e-8
        )
        assert np.allclose(scores, less.scores(said, weights, without=[key])) == (weights.text == 0)
    index.close()
    store.close()


def test_the_report_runs(more: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for report in (
        lambda: speed.report_build(more, tmp_path / "index"),
        lambda: speed.report_questions(more, tmp_path / "index", 5),
        lambda: speed.report_recall(more, tmp_path / "index", 5),
        lambda: speed.report_refresh(more, tmp_path / "index"),
    ):
        report()
    told = capsys.readouterr().out
    assert told.count("300 papers") == 4
    for part in (
        "CPU seconds",
        "disk",
        "reading the store",
        "stored paper, top 20 with reasons",
        "with a filter",
        "MB resident",
        "100 papers taken out again",
    ):
        assert part in told
    assert "of a pasted text    @20 mean 1.0000, least 1.00" in told


def test_refreshing_is_measured_on_a_copy(more: Path, tmp_path: Path) -> None:
    def state() -> tuple[int, set[str]]:
        store = open_store(str(more))
        index = open_index(store, tmp_path / "index")
        found = index.revision, {each.name for each in (tmp_path / "index").rglob("*")}
        index.close()
        store.close()
        return found

    before = state()
    speed.report_refresh(more, tmp_path / "index")
    assert state() == before
    assert not list(more.parent.glob("tmp*"))
