"""The arrays say what the definitions say (see reference.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.model import AnnotatedPaper
from graph.similarity import Index, Order, PaperFilter, Seed, Signal, Weights
from graph.similarity.build import Before, build
from tests.unit.similarity import reference
from tests.unit.similarity.strategies import CONCEPTS, WORDS, shelves, steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from graph.similarity import Ranking
    from tests.unit.similarity.shelf import Shelf

at_any_speed = settings(deadline=None)

_ids = st.sampled_from([f"doi:10.1/{number}" for number in range(9)])
_concepts = st.lists(st.sampled_from([*CONCEPTS, "topic:nowhere"]), max_size=2).map(tuple)
_filters = st.builds(
    PaperFilter,
    year_from=st.none() | st.integers(2018, 2021),
    year_to=st.none() | st.integers(2018, 2021),
    all_concepts=_concepts,
    any_concepts=_concepts,
    no_concepts=_concepts,
    authors=st.lists(_ids.map(lambda each: f"author:{each}/0"), max_size=3).map(tuple),
    venues=st.sampled_from([(), ("Towns",), ("Towns", "Water"), ("Elsewhere",)]),
    sources=st.sampled_from([(), ("a.bib",)]),
    language=st.sampled_from([None, "en"]),
)
_fields = st.builds(
    PaperFilter,
    ids=st.none() | st.lists(_ids, max_size=4).map(tuple),
    title=st.sampled_from(["", "town", "Mayors town", "zurich", "the", "政府", "unheard"]),
    abstract=st.sampled_from(["", "dikes", "tweet towns", "open data", "the", "unheard"]),
    author=st.sampled_from(["", "wang", "w wang", "Wei", "W. W.", "w", "he", "J He", "王", "王芳", "?", "unheard"]),
    venue=st.sampled_from(["", "town", "water town", "and", "unheard"]),
    year_from=st.none() | st.just(2019),
    all_concepts=_concepts,
)
_weights = st.sampled_from(
    [
        *(tuple(float(signal is alone) for signal in Signal) for alone in Signal),
        (3.0, 1.0, 2.0, 0.5, 0.0),
        (1.0, 1.0, 0.0, 0.0, 2.0),
    ]
)
_searches = st.lists(st.sampled_from([*WORDS, "unheard"]), min_size=1, max_size=3).map(" ".join)
_orders = st.sampled_from(list(Order))


def arrays_of(shelf: Shelf) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    build(shelf, arrays, lambda _done, _total: None)
    return arrays


def indexed(shelf: Shelf) -> Index:
    """An index that never touches the disk."""
    arrays: dict[str, NDArray[Any]] = {}
    found = build(shelf, arrays, lambda _done, _total: None)
    return Index(arrays, shelf.revision(), found["kinds"])


def everything(ranking: Ranking) -> dict[str, float | None]:
    return {hit.id: hit.score for hit in ranking.page(first=1000).hits}


def seeds_in(shelf: Shelf) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(shelf.held)), min_size=1, max_size=3, unique=True).map(tuple)


@at_any_speed
@given(shelves(), _weights, st.data())
def test_scores_are_the_weighted_cosines(shelf: Shelf, weights: tuple[float, ...], data: st.DataObject) -> None:
    seeds = data.draw(seeds_in(shelf))
    expected = reference.similar(shelf, seeds, weights)
    index = indexed(shelf)
    if expected is None:
        with pytest.raises(QueryError):
            index.similar(Seed(papers=seeds), Weights(*weights), fold=False)
        return
    ranking = index.similar(Seed(papers=seeds), Weights(*weights), fold=False)
    found = everything(ranking)
    # a direction between sentence vectors is rounded to whole numbers
    near = 0.02 if weights[3] and len(seeds) > 1 else 2e-9
    for key in found.keys() | expected.keys():
        assert found.get(key, 0.0) == pytest.approx(expected.get(key, 0.0), abs=near)
    assert list(found) == sorted(found, key=lambda each: (-(found[each] or 0), each))
    assert sum(ranking.weights.of(each) for each in ranking.compared.shares) == pytest.approx(1)


@at_any_speed
@given(shelves(), _weights, st.data())
def test_contributions_sum_to_the_score(shelf: Shelf, weights: tuple[float, ...], data: st.DataObject) -> None:
    seeds = data.draw(seeds_in(shelf))
    index = indexed(shelf)
    try:
        ranking = index.similar(Seed(papers=seeds), Weights(*weights), fold=False)
    except QueryError:
        return
    found = everything(ranking)
    for key, reasons in index.explain(ranking, list(found), shelf).items():
        parts = [each.contribution for each in reasons]
        assert sum(parts) == pytest.approx(found[key], abs=1e-9 * len(parts))
        assert parts == sorted(parts, reverse=True)


@at_any_speed
@given(shelves(), _searches)
def test_search_is_bm25_over_all_words_or_else_any(shelf: Shelf, text: str) -> None:
    index = indexed(shelf)
    assert everything(index.search(text)) == pytest.approx(reference.search(shelf, text), abs=2e-9)


@at_any_speed
@given(shelves(), _filters | _fields, _orders, st.none() | _searches, st.data())
def test_filtering_first_is_filtering_the_whole_ranking(
    shelf: Shelf, wanted: PaperFilter, order: Order, text: str | None, data: st.DataObject
) -> None:
    seed = Seed(papers=data.draw(seeds_in(shelf)))
    passing = {key for key, each in shelf.held.items() if reference.passes(each, wanted)}
    index = indexed(shelf)
    pairs = [(index.search(text, order=order), index.search(text, wanted, order))]
    if reference.similar(shelf, seed.papers, (0.9, 0.1, 0.2, 0.8, 0.0)) is not None:
        pairs.append((index.similar(seed, fold=False), index.similar(seed, filter=wanted, fold=False)))
    for whole, filtered in pairs:
        kept = [item for item in everything(whole).items() if item[0] in passing]
        assert list(everything(filtered).items()) == kept
        assert filtered.total == len(kept)


@at_any_speed
@given(shelves(), _orders, st.integers(1, 4))
def test_pages_forward_and_backward_are_the_whole_list(shelf: Shelf, order: Order, size: int) -> None:
    index = indexed(shelf)
    ranking = index.search(None, order=order)
    whole = [hit.id for hit in ranking.page(first=1000).hits]
    forward: list[str] = []
    page = ranking.page(first=size)
    while True:
        forward += [hit.id for hit in page.hits]
        if not page.has_next:
            break
        page = ranking.page(first=size, after=page.end_cursor)
    backward: list[str] = []
    page = ranking.page(last=size)
    while True:
        backward = [hit.id for hit in page.hits] + backward
        if not page.has_previous:
            break
        page = ranking.page(last=size, before=page.start_cursor)
    assert forward == backward == whole == sorted(shelf.held, key=lambda each: sorting(shelf, each, order))


def sorting(shelf: Shelf, key: str, order: Order) -> tuple[object, ...]:
    paper = shelf.held[key].paper
    if order is Order.ID:
        return (False, 0, key)
    if order is Order.RECORD:
        return (reference.recorded(shelf.held[key]), key)
    value = paper.cited_by if order is Order.CITED_BY_DESC else paper.year
    return (value is None, (value or 0) * (1 if order is Order.YEAR_ASC else -1), key)


@at_any_speed
@given(shelves(), st.lists(steps(), min_size=1, max_size=3))
def test_a_refreshed_index_has_the_bytes_of_a_new_one(shelf: Shelf, several: list[list[AnnotatedPaper | str]]) -> None:
    before = Before(arrays_of(shelf), shelf.revision(), next(iter(shelf.vector_models()), None))
    for changes in several:
        for each in changes:
            if isinstance(each, AnnotatedPaper):
                shelf.put(each)
            elif each in shelf.held:
                shelf.remove(each)
        refreshed: dict[str, NDArray[Any]] = {}
        scans = shelf.scans
        build(shelf, refreshed, lambda _done, _total: None, before)
        # of another model every vector is another
        assert shelf.scans == scans or shelf.vector_models() != (before.model,)
        new = arrays_of(shelf)
        assert {name: (each.dtype, each.tobytes()) for name, each in refreshed.items()} == {
            name: (each.dtype, each.tobytes()) for name, each in new.items()
        }
        before = Before(refreshed, shelf.revision(), next(iter(shelf.vector_models()), None))
