"""Lists walked page by page: the same papers forwards and back, also while papers come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import on
from tests.api.walks import (
    CONCEPT_LIST,
    PAPERS,
    SCORED,
    THOUSAND,
    ahead,
    back,
    change,
    ids,
    page,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.library import Library

LISTS = {**PAPERS, **SCORED, **CONCEPT_LIST}
FEW = 40


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    """Indexes are built often here, and need not outlive a power cut."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


@on("thousand")
@pytest.mark.parametrize("name", LISTS)
def test_a_thousand_papers_are_walked_alike_both_ways(library: Library, name: str) -> None:
    forwards = [each for found in ahead(library, LISTS[name], 37) for each in ids(found)]
    assert len(forwards) == len({*forwards})
    assert len(forwards) == THOUSAND or name in {"filtered", "concepts", *SCORED}
    assert len(forwards) > 60
    if LISTS[name].backwards:
        backwards = [each for found in back(library, LISTS[name], 41) for each in reversed(ids(found))]
        assert backwards == forwards[::-1]


@on("thousand")
@pytest.mark.parametrize("name", ["by id", "newest first", "of a concept"])
def test_a_thousand_papers_are_walked_while_papers_come_and_go(library: Library, name: str) -> None:
    stayed = {*ids_of(range(THOUSAND))} - {*ids_of(range(0, THOUSAND, 50))}
    try:
        for way, size in ((ahead, 97), (back, 89)):
            seen: list[str] = []
            for number, found in enumerate(way(library, PAPERS[name], size)):
                seen += ids(found)
                if number % 4 == 1:
                    change(library, [THOUSAND + number, THOUSAND + 100 + number], [number * 50, (19 - number) * 50])
            assert len(seen) == len({*seen})
            assert stayed <= {*seen}
    finally:
        change(library, range(0, THOUSAND, 50), range(THOUSAND, THOUSAND + 200))


@on("wide")
@pytest.mark.parametrize("size", range(1, 101))
def test_every_length_of_a_page_gives_the_same_list(library: Library, size: int) -> None:
    for of in (PAPERS["newest first"], PAPERS["of a concept"], SCORED["found"], CONCEPT_LIST["concepts"]):
        whole = ids(page(library, of, first=100))
        assert [each for found in ahead(library, of, size) for each in ids(found)] == whole
        assert [each for found in back(library, of, size) for each in reversed(ids(found))] == whole[::-1]


Steps = list[tuple[set[int], set[int]]]
steps = st.lists(
    st.tuples(st.sets(st.integers(0, 99), max_size=4), st.sets(st.integers(0, 99), max_size=4)), max_size=4
)
few = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def start(library: Library) -> set[int]:
    """Papers 0 to 39, and no others."""
    change(library, range(FEW), range(FEW, 100))
    return {*range(FEW)}


@on("nothing")
@few
@given(name=st.sampled_from(sorted(PAPERS)), size=st.integers(3, 30), changes=steps, forwards=st.booleans())
def test_whatever_comes_and_goes_no_paper_is_shown_twice_and_none_that_stays_is_lost(
    library: Library, name: str, size: int, changes: Steps, forwards: bool
) -> None:
    there = start(library)
    of = PAPERS[name]
    listed = {*ids(page(library, of, first=100))}
    stayed, seen = {*there}, list[str]()
    for found in (ahead if forwards else back)(library, of, size):
        seen += ids(found)
        if changes:
            add, remove = changes.pop(0)
            change(library, sorted(add - remove), sorted(remove))
            stayed -= remove
    assert len(seen) == len({*seen})
    assert listed & {*ids_of(stayed)} <= {*seen}


@on("nothing")
@few
@given(name=st.sampled_from(sorted({**SCORED, **CONCEPT_LIST})), size=st.integers(1, 30), changes=steps)
def test_a_page_is_what_comes_after_its_cursor_by_the_scores_of_now(
    library: Library, name: str, size: int, changes: Steps
) -> None:
    """Scores and counts depend on all papers: such a list is another one after a change, but its order still holds."""
    of = LISTS[name]
    start(library)
    cursor, place = None, (float("-inf"), "")
    for add, remove in [(set[int](), set[int]()), *changes]:
        kept = remove - {1, 2}  # what the lists are about
        change(library, sorted(add - kept), sorted(kept))
        found = page(library, of, first=size, after=cursor)
        whole = [*places(page(library, of, first=100))]
        assert whole == sorted(whole)
        assert [*places(found)] == [each for each in whole if each > place][:size]
        if not found["edges"]:
            break
        cursor, place = found["pageInfo"]["endCursor"], [*places(found)][-1]


def places(found: dict[str, Any]) -> Iterator[tuple[float, str]]:
    """What a page is sorted by: the highest scores or counts first, then ids."""
    for each in found["edges"]:
        yield -(each["score"] if "score" in each else each["node"]["paperCount"]), each["node"]["id"]


def ids_of(numbers: Iterable[int]) -> list[str]:
    """The ids of these papers."""
    return [f"doi:10.1000/walk.{number:04}" for number in numbers]
