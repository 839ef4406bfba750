"""Bars of papers by year: every year is in one of them, and they are as high as they should be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.web.charts import MOST_BARS, years


@given(st.dictionaries(st.integers(1, 3000), st.integers(1, 10**6), min_size=1))
def test_every_paper_is_counted_once_in_a_bar_of_its_year(counts: dict[int, int]) -> None:
    bars = years({str(year): count for year, count in counts.items()})
    assert sum(each.papers for each in bars) == sum(counts.values())
    assert len(bars) <= MOST_BARS + 1
    for bar in bars:
        assert bar.papers == sum(count for year, count in counts.items() if bar.start <= year <= bar.end)
    assert all(one.end + 1 == other.start for one, other in pairwise(bars))
    assert (bars[0].start, bars[-1].end) == (min(counts), max(counts))
    assert max(each.height for each in bars) == 100


def test_years_without_papers_have_a_bar_of_no_height() -> None:
    assert [(each.label, each.height) for each in years({"2020": 2, "2022": 1})] == [
        ("2020", 100.0),
        ("2021", 0.0),
        ("2022", 50.0),
    ]


def test_without_years_there_are_no_bars() -> None:
    assert years({}) == []
