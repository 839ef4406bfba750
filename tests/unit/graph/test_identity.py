"""Ids have one spelling, whatever a source makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import (
    TITLE_LENGTH,
    author_id,
    derive_title,
    identify,
    normalise,
    parse_author_id,
    parse_id,
    parse_reference,
    slug,
    text_id,
)
from graph.records import Record


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("10.1000/ABC.1", "doi:10.1000/abc.1"),
        ("doi:10.1000/abc.1", "doi:10.1000/abc.1"),
        ("DOI: 10.1000/abc.1", "doi:10.1000/abc.1"),
        ("https://doi.org/10.1000/abc.1", "doi:10.1000/abc.1"),
        ("http://dx.doi.org/10.1000%2Fabc.1", "doi:10.1000/abc.1"),
        ("\ufeffhttps://doi.org/10.1000/abc–1.", "doi:10.1000/abc-1"),
        (
            "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
        ("10.1000/naïve", "doi:10.1000/na%c3%afve"),
        ("arXiv:2503.00001v2", "arxiv:2503.00001"),
        ("https://arxiv.org/abs/2503.00001v1", "arxiv:2503.00001"),
        ("https://arxiv.org/pdf/cs/0112017.pdf", "arxiv:cs/0112017"),
        ("pmid: 123", "pmid:123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "pmid:123"),
        ("https://openalex.org/W2741809807", "openalex:w2741809807"),
        ("text:0123456789ABCDEF", "text:0123456789abcdef"),
        ("2503.00001", None),
        ("W123", None),
        ("https://example.org/10.1000", None),
        ("", None),
    ],
)
def test_one_spelling(raw: str, expected: str | None) -> None:
    assert parse_id(raw) == expected


def test_references_are_sorted_ids_each_once() -> None:
    cited = ("https://doi.org/10.5555/B", "pmid: 7", "10.5555/b.", "Roe 2019", "", "doi:10.48550/arXiv.2503.00001v3")
    paper = identify(Record(1, title="T", references=cited), "list")
    assert paper.references == ("arxiv:2503.00001", "doi:10.5555/b", "pmid:7")


@pytest.mark.parametrize("spelling", ["arXiv:2503.00001v2", "10.48550/arXiv.2503.00001"])
def test_a_reference_to_arxiv_leads_to_the_paper_however_the_two_are_spelt(spelling: str) -> None:
    for known in ("https://arxiv.org/abs/2503.00001", "10.48550/ARXIV.2503.00001v1"):
        cited = identify(Record(1, title="T", ids=(known,)), "list")
        assert parse_reference(spelling) in (cited.id, *cited.other_ids)


@given(st.text())
def test_parsing_is_idempotent_and_ascii(raw: str) -> None:
    for parsed in (parse_id(raw), parse_id(f"10.1000/{raw}")):
        if parsed is not None:
            assert parsed.isascii()
            assert parse_id(parsed) == parsed


def test_the_best_id_is_the_papers_own_and_the_others_still_count() -> None:
    record = Record(1, "7", title="T", abstract="Text.", ids=("pmid:5", "10.48550/arXiv.2503.00001v3"))
    paper = identify(record, "a.bib", "run-1")
    assert paper.id == "doi:10.48550/arxiv.2503.00001v3"
    assert paper.other_ids == ("arxiv:2503.00001", "pmid:5", text_id("Text."))
    assert paper.doi == "10.48550/arxiv.2503.00001v3"


def test_a_text_id_sees_through_typography() -> None:
    assert text_id("“Smart”  cities – a re\u00adview\n of it’s") == text_id('"Smart" cities - a review of it\'s')
    assert text_id("Smart cities") != text_id("Smart cities.")


def test_titles_without_abstract_need_year_and_author_to_agree() -> None:
    one = identify(Record(1, title="Editorial", year=2020, authors=("Ann",)), "a")
    assert one.id == identify(Record(9, title="Editorial", year=2020, authors=("Ann", "Bob")), "b").id
    assert one.id != identify(Record(1, title="Editorial", year=2021, authors=("Ann",)), "a").id


def test_a_paper_without_a_title_gets_its_first_sentence() -> None:
    paper = identify(Record(1, abstract="Short one. And another."), "page")
    assert (paper.title, paper.title_derived) == ("Short one.", True)
    long = derive_title("word " * 40)
    assert long.endswith("word…")
    assert len(long) <= TITLE_LENGTH


@given(st.text())
def test_derived_titles_are_short(abstract: str) -> None:
    assert len(derive_title(abstract)) <= TITLE_LENGTH


@given(st.text(min_size=1))
def test_slugs_fit_into_ids(name: str) -> None:
    assert set(slug(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(name)
    assert normalise(normalise(name)) == normalise(name)


def test_slugs_of_other_scripts_differ() -> None:
    assert slug("社交媒体") != slug("大数据")
    assert slug("Immigration, Refugees and Citizenship Canada") == "immigration-refugees-and-citizenship-canada"


def test_author_ids_lead_back() -> None:
    assert parse_author_id(author_id("doi:10.1/a/b", 3)) == ("doi:10.1/a/b", 3)
    assert parse_author_id("author:nobody") is None
