from __future__ import annotations

import pytest

from graph.model import Paper
from nlp.writers import citation
from nlp.writers.publication import Publication, is_chinese, posted_year, publication


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("Nature", Publication.JOURNAL),
        ("IEEE Transactions on Medical Imaging", Publication.JOURNAL),
        ("Proceedings of the National Academy of Sciences", Publication.JOURNAL),
        ("Proceedings of the IEEE", Publication.JOURNAL),
        ("Proceedings of the IEEE Conference on Computer Vision", Publication.MEETING),
        ("2018 International Conference on Robotics", Publication.MEETING),
        ("Proc. of the 9th Workshop on Graphs", Publication.MEETING),
        ("第十届全国信息会议论文集", Publication.MEETING),
        ("情报学报", Publication.JOURNAL),
        ("arXiv preprint arXiv:1706.03762", Publication.PREPRINT),
        (None, Publication.UNKNOWN),
    ],
)
def test_the_venue_tells_what_kind_of_publication_it_is(venue: str | None, kind: Publication) -> None:
    assert publication(Paper("doi:10.1000/x", "T", venue=venue)) is kind


def test_a_paper_that_only_arxiv_has_is_a_preprint() -> None:
    assert publication(Paper("doi:10.1000/x", "T", other_ids=("arxiv:1706.03762",))) is Publication.PREPRINT
    assert publication(Paper("arxiv:1706.03762", "T", venue="Nature")) is Publication.JOURNAL
    assert publication(Paper("text:1", "T", volume="3")) is Publication.JOURNAL


@pytest.mark.parametrize(
    ("number", "year"),
    [("1706.03762", 2017), ("hep-th/9901001", 1999), ("math.ag/0601001", 2006), ("9999.1", None), ("", None)],
)
def test_an_arxiv_number_tells_the_year(number: str, year: int | None) -> None:
    assert posted_year(number) == year


def test_a_preprint_without_a_year_has_that_of_its_number() -> None:
    assert citation(Paper("arxiv:1812.06145", "T", authors=("Jane Doe",))).startswith("Doe, J. (2018). T")
    assert citation(Paper("arxiv:1812.06145", "T", authors=("Jane Doe",), year=2020)).startswith("Doe, J. (2020). T")


@pytest.mark.parametrize(
    ("paper", "chinese"),
    [
        (Paper("text:1", "政府社交媒体研究"), True),
        (Paper("text:1", "Government", language="zh-CN"), True),
        (Paper("text:1", "政府", language="en"), False),
        (Paper("text:1", "ソーシャルメディアの研究"), False),
        (Paper("text:1", "An abstract.", title_derived=True, authors=("张三",)), True),
        (Paper("text:1", "Government"), False),
    ],
)
def test_a_paper_is_chinese_by_its_language_or_else_by_its_title(paper: Paper, chinese: bool) -> None:
    assert is_chinese(paper) is chinese
