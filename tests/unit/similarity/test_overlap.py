"""How many concepts papers share, counted: in order, for all of a large corpus, and told concept by concept."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from graph.errors import QueryError
from graph.similarity import Index, PaperFilter, Seed, Signal, Weights, rank
from tests.unit.similarity.shelf import Shelf, paper
from tests.unit.similarity.test_latent import arrays_of

OVERLAP = Weights(overlap=1)
SEED = "doi:10.1/0007"


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    """600 papers that mention up to six of 40 concepts, often the first ones; two in three are within a wider one."""
    lot, shelf = random.Random(3), Shelf(broader={f"topic:t{at}": ("topic:wide",) for at in range(40) if at % 3})  # noqa: S311
    often = [1 / (1 + at) for at in range(40)]
    for at in range(600):
        named = dict.fromkeys(lot.choices(range(40), often, k=lot.randrange(1, 7)))
        shelf.put(paper(f"doi:10.1/{at:04}", "", " ".join(f"See [it{each}](topic:t{each})." for each in named)))
    return shelf


@pytest.fixture(scope="module")
def index(shelf: Shelf) -> Index:
    return Index(arrays_of(shelf), 1, ["TOPIC"])


def concepts_of(shelf: Shelf, key: str) -> set[str]:
    return {each.concept for each in shelf.held[key].mentions}


def counted(shelf: Shelf, seed: str) -> list[tuple[str, int]]:
    shared = {key: len(concepts_of(shelf, key) & concepts_of(shelf, seed)) for key in shelf.held if key != seed}
    return sorted(((key, each) for key, each in shared.items() if each), key=lambda each: (-each[1], each[0]))


def listed(index: Index, seed: Seed, weights: Weights = OVERLAP, where: PaperFilter | None = None) -> dict[str, float]:
    ranking = index.similar(seed, weights, where, fold=False)
    return {hit.id: hit.score or 0.0 for hit in ranking.page(first=1000).hits}


@pytest.mark.parametrize("few", [1000, 100])
def test_papers_stand_by_what_they_share_then_by_id(
    shelf: Shelf, index: Index, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    for name, value in (("FEW", few), ("POOL", 60), ("BEST", 50), ("READ_PER_PAPER", 0)):
        monkeypatch.setattr(rank, name, value)
    for key in sorted(shelf.held)[::25]:
        expected = counted(shelf, key)
        found = listed(index, Seed(papers=(key,)))
        assert list(found) == [other for other, _ in expected][: 50 if few == 100 else None]
        whole = len(concepts_of(shelf, key))
        assert found == pytest.approx({other: shared / whole for other, shared in expected[: len(found)]}, abs=1e-9)


def test_a_filter_comes_before_the_count(shelf: Shelf, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FEW", 100), ("POOL", 60), ("BEST", 50)):
        monkeypatch.setattr(rank, name, value)
    found = listed(index, Seed(papers=(SEED,)), where=PaperFilter(any_concepts=("topic:t30", "topic:t31")))
    wanted = [key for key, _ in counted(shelf, SEED) if concepts_of(shelf, key) & {"topic:t30", "topic:t31"}]
    assert list(found) == wanted[:50]


def test_each_shared_concept_is_a_reason_and_all_count_the_same(shelf: Shelf, index: Index) -> None:
    ranking = index.similar(Seed(papers=(SEED,)), OVERLAP, fold=False)
    ids = [hit.id for hit in ranking.page(first=20).hits]
    reasons = index.explain(ranking, ids, shelf)
    for key in ids:
        assert {each.signal for each in reasons[key]} == {Signal.OVERLAP}
        assert Counter(each.concept for each in reasons[key]) == Counter(
            concepts_of(shelf, key) & concepts_of(shelf, SEED)
        )
        for each in reasons[key]:
            assert each.contribution == pytest.approx(1 / len(concepts_of(shelf, SEED)), abs=1e-8)
            assert each.here is not None
            assert each.there is not None
            assert each.here.text == each.there.text == f"See it{(each.concept or '').removeprefix('topic:t')}."


def test_nothing_needs_to_be_read_for_the_parts_of_a_score(shelf: Shelf, index: Index) -> None:
    ranking = index.similar(Seed(papers=(SEED,)), Weights(text=1, overlap=1), fold=False)
    hits = ranking.page(first=20).hits
    quoted, parts = index.explain(ranking, [hit.id for hit in hits], shelf), index.parts(ranking, hits)
    for hit in hits:
        assert [(each.signal, each.concept, each.contribution) for each in parts[hit.id]] == [
            (each.signal, each.concept, each.contribution) for each in quoted[hit.id]
        ]


def test_several_seeds_are_a_mean_and_unlike_ones_take_away(index: Index) -> None:
    shelf = Shelf().put(
        paper("doi:10.1/a", "", "[one](topic:1) [two](topic:2)"),
        paper("doi:10.1/b", "", "[two](topic:2) [three](topic:3) [four](topic:4) [five](topic:5)"),
        paper("doi:10.1/c", "", "[two](topic:2)"),
        paper("doi:10.1/d", "", "[one](topic:1) [five](topic:5) [five](topic:5)"),
        paper("doi:10.1/e", "", "nothing"),
    )
    index = Index(arrays_of(shelf), 1, ["TOPIC"])
    assert listed(index, Seed(papers=("doi:10.1/a", "doi:10.1/b", "doi:10.1/e"))) == pytest.approx(
        {"doi:10.1/c": (0.5 + 0.25) / 2, "doi:10.1/d": (0.5 + 0.25) / 2}
    )
    assert listed(index, Seed(papers=("doi:10.1/a",), unlike=("doi:10.1/b",))) == pytest.approx(
        {"doi:10.1/c": 0.25, "doi:10.1/d": 0.5}
    )
    pasted = Seed(text="five of four", concepts={"topic:5": 3, "topic:4": 1, "topic:unheard": 1, "topic:0": 1})
    assert listed(index, pasted) == pytest.approx({"doi:10.1/b": 0.5, "doi:10.1/d": 0.25})


def test_where_as_much_is_taken_away_nothing_is_left() -> None:
    shelf = Shelf().put(
        *(paper(f"doi:10.1/{key}", "", "[one](topic:1) [two](topic:2) [six](topic:6)") for key in "abc")
    )
    index = Index(arrays_of(shelf), 1, ["TOPIC"])
    with pytest.raises(QueryError):
        index.similar(Seed(papers=("doi:10.1/a",), unlike=("doi:10.1/b",)), OVERLAP)
