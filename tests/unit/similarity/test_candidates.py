"""In a large corpus only candidates are scored: their scores are exact, and the best are among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.similarity import Index, PaperFilter, Seed, Weights, matrix, rank
from graph.similarity.matrix import Matrix
from tests.unit.similarity.test_latent import abstracts, arrays_of

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from graph.similarity import Ranking

WEIGHTS = [None, Weights(text=1), Weights(concepts=1)]


@pytest.fixture(scope="module")
def arrays() -> dict[str, NDArray[Any]]:
    return arrays_of(abstracts(600))


@pytest.fixture(scope="module")
def index(arrays: dict[str, NDArray[Any]]) -> Index:
    return Index(arrays, 1, ["TOPIC"])


@pytest.fixture
def picky(monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus of 600 is large now, and few papers of it become candidates."""
    for name, value in (("FEW", 100), ("POOL", 120), ("BEST", 80)):
        monkeypatch.setattr(rank, name, value)
    monkeypatch.setattr(matrix, "STRONGEST", 16)


def listed(ranking: Ranking) -> dict[str, float | None]:
    return {hit.id: hit.score for hit in ranking.page(first=1000).hits}


@pytest.mark.parametrize("weights", WEIGHTS, ids=str)
def test_candidates_have_the_scores_they_would_have_among_all(
    index: Index, weights: Weights | None, monkeypatch: pytest.MonkeyPatch, picky: None
) -> None:
    seeds = [Seed(papers=(f"doi:10.1/{at:04}",)) for at in range(0, 600, 60)]
    few = [listed(index.similar(seed, weights)) for seed in seeds]
    monkeypatch.setattr(rank, "FEW", 1000)
    for seed, found in zip(seeds, few, strict=True):
        everything = listed(index.similar(seed, weights))
        assert 0 < len(found) <= 80 < len(everything)
        assert found.items() <= everything.items()
        if weights != Weights(concepts=1):  # 150 papers are equally alike by their one concept
            assert list(found)[:10] == list(everything)[:10]


def test_a_filter_comes_before_the_choice(index: Index, monkeypatch: pytest.MonkeyPatch, picky: None) -> None:
    seed, others = Seed(papers=("doi:10.1/0000",)), PaperFilter(all_concepts=("topic:t1",))
    unfiltered, found = listed(index.similar(seed)), listed(index.similar(seed, filter=others))
    monkeypatch.setattr(rank, "FEW", 1000)
    everything = listed(index.similar(seed, filter=others))
    assert len(found) > len(found.keys() & unfiltered.keys())
    assert list(found)[:10] == list(everything)[:10]


def test_one_paper_that_is_asked_for_has_the_score_and_reasons_of_the_whole_list(index: Index, picky: None) -> None:
    seed = Seed(papers=("doi:10.1/0000",))
    ranking = index.similar(seed)
    whole = ranking.page(first=80)
    parts = index.parts(ranking, whole.hits)
    for hit in whole.hits[::8]:
        alone = index.similar(seed, filter=PaperFilter(ids=(hit.id,)))
        assert listed(alone) == {hit.id: hit.score}
        assert index.parts(alone, alone.page().hits) == {hit.id: parts[hit.id]}


def test_few_papers_that_are_asked_for_need_not_be_candidates(
    index: Index, monkeypatch: pytest.MonkeyPatch, picky: None
) -> None:
    seed = Seed(papers=("doi:10.1/0000",))
    found = listed(index.similar(seed))
    monkeypatch.setattr(rank, "FEW", 1000)
    everything = listed(index.similar(seed))
    monkeypatch.setattr(rank, "FEW", 100)
    for left_out in everything.keys() - found.keys():
        assert listed(index.similar(seed, filter=PaperFilter(ids=(left_out,)))) == {left_out: everything[left_out]}


def test_no_paper_of_the_seed_is_a_candidate(index: Index, picky: None) -> None:
    found = listed(index.similar(Seed(papers=("doi:10.1/0000", "doi:10.1/0004"), unlike=("doi:10.1/0008",))))
    assert not found.keys() & {"doi:10.1/0000", "doi:10.1/0004", "doi:10.1/0008"}


def test_of_equal_candidates_the_first_are_taken() -> None:
    values = np.array([0.0, 0.5, 0.2, 0.9, 0.5, 0.5, -1.0])
    chosen = [sorted(rank.most(values, number)) for number in range(1, 7)]
    assert chosen == [[3], [1, 3], [1, 3, 4], [1, 3, 4, 5], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]


def test_some_cosines_are_those_of_all_to_the_last_bit(arrays: dict[str, NDArray[Any]]) -> None:
    matrix = Matrix.load(arrays, "text")
    some = np.array([3, 4, 77, 599])
    for paper in range(0, 600, 50):
        vector = matrix.of_paper(paper)
        assert matrix.cosines_of(vector, some).tobytes() == matrix.cosines(vector)[some].tobytes()
    assert matrix.cosines_of(matrix.of_paper(0), some[:0]).tolist() == []


def test_the_rough_likeness_is_that_of_the_heaviest_keys(
    arrays: dict[str, NDArray[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = Matrix.load(arrays, "text")
    vector = words.of_paper(5)

    def roughly(entries: int = 1_000_000) -> NDArray[np.float64]:
        return words.rough(vector, entries, 0.5) * 2

    assert roughly() == pytest.approx(words.cosines(vector))
    monkeypatch.setattr(matrix, "STRONGEST", 4)
    heaviest = np.sort(np.argsort(-vector.weights, kind="stable")[:4])
    few = words.cosines(matrix.Vector(vector.keys[heaviest], vector.weights[heaviest]))
    assert roughly() == pytest.approx(few)
    monkeypatch.setattr(matrix, "STRONGEST", 60)
    spread = words.by_key.spread(vector.keys[np.argsort(-vector.weights, kind="stable")[:4]]).sum()
    assert roughly(int(spread)) == pytest.approx(few)
    assert np.count_nonzero(roughly(0)) == words.by_key.spread(vector.keys[[vector.weights.argmax()]])


def test_the_most_of_many_are_the_most() -> None:
    lot = np.random.default_rng(3)
    for values in (lot.random(300_000), np.where(np.arange(300_000) % 16, lot.random(300_000), 2.0), np.zeros(300_000)):
        chosen = rank.most(values, 1000)
        assert len(chosen) == min(1000, np.count_nonzero(values))
        assert sorted(values[chosen]) == sorted(values[values > 0])[-1000:]


@pytest.mark.parametrize("levels", [1, 2, 7, 40, 5_000])
def test_of_many_equal_ones_the_first_are_taken(levels: int) -> None:
    values = np.random.default_rng(levels).integers(-1, levels, 20_000) / levels
    wanted = np.lexsort((np.arange(20_000), -values))[:1000]
    assert sorted(rank.most(values, 1000)) == sorted(wanted[values[wanted] > 0])
