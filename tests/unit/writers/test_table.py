from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given

from graph.identity import identify
from graph.records import Record
from nlp.readers.cleaning import given_family
from nlp.readers.table import read
from nlp.writers.table import COLUMNS, row
from tests.unit.writers import papers
from tests.unit.writers.strategies import awkward

if TYPE_CHECKING:
    from graph.model import Paper


def cells(paper: Paper) -> dict[str, str]:
    return dict(zip(COLUMNS, row(paper), strict=True))


def read_back(paper: Paper) -> Paper:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, row(paper)])
    (record,) = read(text.getvalue().split("\r\n")[:-1])
    assert isinstance(record, Record)
    return replace(identify(record, "here"), sources=paper.sources)


@given(awkward())
@example(replace(papers.LECUN, references=("arxiv:1706.03762", "doi:10.1000/a;b", "pmid:12"), cited_by=0))
def test_a_row_is_read_back_as_the_same_paper(paper: Paper) -> None:
    # a cell has no way to tell a name with a comma or a semicolon from two parts, or from two names
    names = tuple(each for each in paper.authors if ";" not in each and given_family(each) == each)
    paper = identify(Record(1, **facts(paper), authors=names), "here")
    assert read_back(paper) == paper


def facts(paper: Paper) -> dict[str, object]:
    names = "abstract year venue volume issue pages url language cited_by references".split()
    ids = tuple(each for each in (paper.id, *paper.other_ids) if not each.startswith("text:"))
    return {name: getattr(paper, name) for name in names} | {
        "title": "" if paper.title_derived else paper.title,
        "ids": ids,
    }


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@handle", "＝1"])
def test_no_cell_begins_like_a_formula_and_the_reader_gives_it_back(title: str) -> None:
    paper = identify(Record(1, title=title), "here")
    assert cells(paper)["Title"] == f"\u200b{title}"
    assert read_back(paper).title == title


def test_a_name_alone_that_looks_like_two_is_closed() -> None:
    assert cells(replace(papers.WHO, authors=("Simon and Garfunkel",)))["Authors"] == "Simon and Garfunkel;"
    assert cells(replace(papers.WHO, authors=("Jane Doe",)))["Authors"] == "Jane Doe"
    assert cells(replace(papers.WHO, authors=("Jane Doe", "R. Roe")))["Authors"] == "Jane Doe; R. Roe"
