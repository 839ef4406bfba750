"""ORCIDs: told by their check digit, kept with a name, and told beside the names that a paper has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.merging import merge_papers
from graph.model import Paper
from graph.orcids import orcids_of, parse_orcid, said_with

ONE, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        (f"https://orcid.org/{ONE}", ONE),
        ("0000000218250097", ONE),
        ("0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", ""),
        (f"{ONE}7", ""),
        ("Jane Doe", ""),
    ],
)
def test_an_orcid_is_told_by_its_check_digit(text: str, orcid: str) -> None:
    assert parse_orcid(text) == orcid


@pytest.mark.parametrize(
    ("authors", "said", "told"),
    [
        (["Jane Doe", "Bo Li"], ["Jane Doe"], [ONE, ""]),
        (["Jane Q. Doe", "Bo Li"], ["J. Doe"], [ONE, ""]),
        (["Jané Doe"], ["Jane Doe"], [ONE]),
        (["Jane Doe", "John Doe"], ["J. Doe"], ["", ""]),  # which of them?
        (["Jane Doe", "John Doe"], ["John Doe"], ["", ONE]),
        (["Jane Doe"], ["Jane Roe"], [""]),
        (["张三"], ["张三"], [ONE]),
        ([], ["Jane Doe"], []),
    ],
)
def test_whose_it_is_the_names_on_the_paper_tell(authors: list[str], said: list[str], told: list[str]) -> None:
    assert orcids_of(authors, [said_with(name, ONE) for name in said]) == told


def test_of_two_for_one_name_the_lesser_is_told() -> None:
    said = [said_with("Jane Doe", ONE), said_with("Jane Doe", OTHER)]
    assert orcids_of(["Jane Doe"], said) == orcids_of(["Jane Doe"], reversed(said)) == [OTHER]


@given(st.permutations(["Jane Doe", "J. Doe", "Jane Q. Doe"]))
def test_records_bring_theirs_in_any_order(names: list[str]) -> None:
    papers = [Paper("doi:10.5555/a", "A", authors=(name,), orcids=(said_with(name, ONE),)) for name in names]
    merged = merge_papers(merge_papers(papers[0], papers[1]), papers[2])
    assert merged == merge_papers(papers[2], merge_papers(papers[1], papers[0]))
    assert orcids_of(merged.authors, merged.orcids) == [ONE]
