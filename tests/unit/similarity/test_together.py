"""Which concepts go together, and since when: as counting by hand says it."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import BadCursorError, QueryError
from graph.similarity import matrix, together
from graph.similarity.matrix import logarithms
from tests.unit.similarity.reference import concepts_of
from tests.unit.similarity.shelf import SAMPLE, Shelf, paper
from tests.unit.similarity.strategies import CONCEPTS, shelves
from tests.unit.similarity.test_agreement import indexed

if TYPE_CHECKING:
    from graph.similarity import Index

at_any_speed = settings(deadline=None)
_asked = st.sampled_from([*CONCEPTS, "topic:nowhere"])


def expected(shelf: Shelf, concept: str) -> dict[str, tuple[int, float]]:
    """Papers in common and G², in the textbook's way: four observed numbers and four expected ones."""
    having = {name: {key for key, each in shelf.held.items() if name in concepts_of(each)} for name in CONCEPTS}
    ours, everything = having.get(concept, set[str]()), set(shelf.held)
    found: dict[str, tuple[int, float]] = {}
    for name, theirs in having.items():
        chance = len(ours) * len(theirs) / len(everything)
        if name != concept and len(ours & theirs) > chance:
            sums = [
                len(row & column) * math.log(len(row & column) * len(everything) / (len(row) * len(column)))
                for row in (ours, everything - ours)
                for column in (theirs, everything - theirs)
                if row & column
            ]
            found[name] = len(ours & theirs), 2 * math.fsum(sums)
    return found


def listed(index: Index, concept: str, kinds: list[str] | None = None) -> dict[str, tuple[int, float]]:
    return {each.concept: (each.papers, each.g2) for each in index.co_mentioned(concept, kinds).page(100).hits}


@at_any_speed
@given(shelves(), _asked, st.sampled_from([0, 4, 10**6]), st.sampled_from([1, 3, 1 << 18]))
def test_co_mentions_are_what_counting_says_strongest_first(shelf: Shelf, concept: str, few: int, block: int) -> None:
    wanted = expected(shelf, concept)
    index = indexed(shelf)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(together, "FEW", few)  # one way of counting or the other
        patch.setattr(matrix, "_ENTRIES", block)
        found = listed(index, concept)
    assert found.keys() == wanted.keys()
    for name, (papers, g2) in wanted.items():
        assert found[name] == (papers, pytest.approx(g2, abs=1e-6))
    assert list(found) == sorted(found, key=lambda each: (-found[each][1], each))


@at_any_speed
@given(shelves(), _asked, st.lists(st.sampled_from(["COUNTRY", "TECHNOLOGY", "TOPIC", "LAW"])))
def test_kinds_only_leave_out(shelf: Shelf, concept: str, kinds: list[str]) -> None:
    index = indexed(shelf)
    whole = listed(index, concept)
    assert listed(index, concept, kinds) == {
        name: each for name, each in whole.items() if name.partition(":")[0].upper() in kinds
    }


def test_a_textbook_table() -> None:
    # 20 papers: 6 of both, 2 of the one alone, 1 of the other alone
    marks = ["[a](topic:a) [b](topic:b)"] * 6 + ["[a](topic:a)"] * 2 + ["[b](topic:b)"] + ["nothing"] * 11
    index = indexed(Shelf().put(*(paper(f"doi:10.1/{at:02}", "", each) for at, each in enumerate(marks))))
    by_hand = 2 * (6 * math.log(6 / 2.8) + 2 * math.log(2 / 5.2) + 1 * math.log(1 / 4.2) + 11 * math.log(11 / 7.8))
    assert listed(index, "topic:a") == {"topic:b": (6, round(by_hand, 6))}
    assert listed(index, "topic:b") == {"topic:a": (6, round(by_hand, 6))}


def test_concepts_that_avoid_each_other_are_not_listed() -> None:
    apart = [paper(f"doi:10.1/{at}", "", f"[x](topic:{'ab'[at % 2]})") for at in range(8)]
    assert listed(indexed(Shelf().put(*apart)), "topic:a") == {}


@at_any_speed
@given(shelves(), _asked, st.integers(1, 3))
def test_pages_one_after_another_are_the_whole_list(shelf: Shelf, concept: str, size: int) -> None:
    found = indexed(shelf).co_mentioned(concept)
    whole = found.page(100)
    assert (len(whole.hits), whole.has_next, whole.has_previous) == (found.total, False, False)
    walked: list[together.CoMention] = []
    page = found.page(size)
    while page.hits:
        walked += page.hits
        assert page.has_next == (len(walked) < found.total)
        page = found.page(size, page.hits[-1].cursor)
        assert page.has_previous
    assert tuple(walked) == whole.hits


def test_a_cursor_goes_on_after_a_concept_that_is_gone() -> None:
    marks = "[a](topic:a) [b](topic:b) [c](topic:c) [d](topic:d)"
    shelf = Shelf().put(paper("doi:10.1/1", "", marks), paper("doi:10.1/2", "", "nothing"))
    hits = indexed(shelf).co_mentioned("topic:a").page().hits
    assert [each.concept for each in hits] == ["topic:b", "topic:c", "topic:d"]
    shelf.put(paper("doi:10.1/1", "", marks.replace("[c](topic:c) ", "")))
    found = indexed(shelf).co_mentioned("topic:a")
    assert [[one.concept for one in found.page(9, each.cursor).hits] for each in hits] == [["topic:d"], ["topic:d"], []]


def test_cursors_of_other_lists_are_refused(index: Index) -> None:
    found = index.co_mentioned("country:NL")
    (hit,) = found.page().hits
    for cursor in ("", "x", "é", "AAAAAAAAAAAAAAAA", hit.cursor[:-2], hit.cursor):
        with pytest.raises(BadCursorError):
            index.co_mentioned("country:NL", ["COUNTRY"]).page(5, cursor)
    with pytest.raises(QueryError, match="first is -1"):
        found.page(-1)
    assert found.page(0).hits == ()


@at_any_speed
@given(shelves(), _asked)
def test_years_are_counted_where_they_are_known(shelf: Shelf, concept: str) -> None:
    years = Counter(each.paper.year for each in shelf.held.values() if concept in concepts_of(each))
    del years[None]
    assert indexed(shelf).years(concept) == sorted(years.items())


def test_years_of_the_sample(index: Index) -> None:
    assert index.years("country:NL") == [(2019, 2)]
    assert index.years("technology:twitter") == [(2019, 1), (2021, 1)]
    assert len(SAMPLE) == index.papers


@at_any_speed
@given(shelves(), st.lists(_asked, max_size=3), st.lists(_asked, max_size=3), st.integers(0, 4))
def test_bridges_are_the_papers_that_mention_one_of_either(
    shelf: Shelf, ones: list[str], others: list[str], limit: int
) -> None:
    spread = Counter(name for each in shelf.held.values() for name in concepts_of(each))
    ranks: dict[str, tuple[int, int, str]] = {}
    for key, each in shelf.held.items():
        counts = concepts_of(each)
        sides = [[(spread[name], -counts[name]) for name in side if counts[name]] for side in (ones, others)]
        if all(sides):
            (rare, often), (rarer, oftener) = map(min, sides)
            ranks[key] = rare + rarer, often + oftener, key
    assert indexed(shelf).bridging(ones, others, limit) == sorted(ranks, key=ranks.__getitem__)[:limit]


@at_any_speed
@given(shelves(), st.lists(_asked, unique=True), st.integers(1, 4))
def test_papers_that_mention_a_concept_come_strongest_first(shelf: Shelf, concepts: list[str], limit: int) -> None:
    wanted = {
        name: tuple(sorted(found, key=lambda each: (-each[1], each[0]))[:limit])
        for name in concepts
        if (found := [(key, count) for key, each in shelf.held.items() if (count := concepts_of(each)[name])])
    }
    assert indexed(shelf).mentioning(concepts, limit) == wanted


@given(st.lists(st.floats(1e-300, 1e300), min_size=1))
def test_logarithms_are_those_of_the_c_library(values: list[float]) -> None:
    assert logarithms(np.array(values)).tolist() == pytest.approx(
        [math.log(each) for each in values], rel=4e-15, abs=2e-16
    )


def test_logarithms_are_the_same_bits_everywhere() -> None:
    assert [each.hex() for each in logarithms(np.array([1.0, 2.0, 3.0, 10.0, 0.7])).tolist()] == [
        "0x0.0p+0",
        "0x1.62e42fefa39efp-1",
        "0x1.193ea7aad030ap+0",
        "0x1.26bb1bbb55515p+1",
        "-0x1.6d3c324e13f4fp-2",
    ]
