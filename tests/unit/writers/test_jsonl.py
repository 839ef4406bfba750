from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import assume, example, given

from graph.identity import identify
from graph.merging import merge_papers
from graph.model import Paper, Source
from graph.records import Record
from nlp.readers.jsonl import read
from nlp.writers.jsonl import json_line
from tests.unit.writers.strategies import awkward

TITLE_ONLY = identify(Record(1, title="A title", year=2020, ids=("10.1000/x",)), "a.bib")
LATER = identify(Record(1, title="A longer title", year=2019, ids=("10.1000/x", "10.1000/y")), "b.bib")


def read_back(paper: Paper) -> Paper:
    (record,) = read([json_line(paper)])
    assert isinstance(record, Record)
    return replace(identify(record, "here"), sources=paper.sources)


def test_a_line_says_all_that_is_known() -> None:
    paper = Paper(
        "doi:10.5555/dutch",
        "Dutch towns on Twitter",
        "Twitter is used.",
        authors=("Anna de Vries", "Ministry, Geneva"),
        year=2019,
        venue="Town Studies",
        volume="3",
        issue="1",
        pages="1-9",
        doi="10.5555/dutch",
        url="https://example.org/dutch",
        language="en",
        cited_by=0,
        other_ids=("arxiv:1901.00001", "doi:10.5555/nl", "openalex:w1", "pmid:12", "text:0123456789abcdef"),
        sources=(Source("a.bib", "dutch2019", "run-1"), Source("page.txt", "", "run-1")),
        references=("arxiv:2503.00001", "doi:10.5555/nowhere"),
    )
    assert json.loads(json_line(paper)) == {
        "id": "doi:10.5555/dutch",
        "title": "Dutch towns on Twitter",
        "abstract": "Twitter is used.",
        "authors": ["Anna de Vries", {"literal": "Ministry, Geneva"}],
        "year": 2019,
        "venue": "Town Studies",
        "volume": "3",
        "issue": "1",
        "pages": "1-9",
        "url": "https://example.org/dutch",
        "language": "en",
        "cited_by": 0,
        "doi": "10.5555/dutch",
        "ids": {
            "doi": ["10.5555/dutch", "10.5555/nl"],
            "arxiv": ["1901.00001"],
            "pmid": ["12"],
            "openalex": ["w1"],
            "text_id": ["text:0123456789abcdef"],
        },
        "references": ["arxiv:2503.00001", "doi:10.5555/nowhere"],
        "sources": [{"name": "a.bib", "record": "dutch2019"}, {"name": "page.txt"}],
    }


@pytest.mark.parametrize(
    "paper",
    [
        merge_papers(TITLE_ONLY, LATER),
        identify(Record(1, title="AT&amp;T writes &lt;p&gt;", abstract="Twice &amp;amp; escaped"), "a.bib"),
        identify(Record(1, abstract="A text without a title.", authors=("Doe, Jane", "Jane, A & B", "A;B")), "a.bib"),
        identify(Record(1, title="A", ids=("10.1002/(sici)1097<1::aid-x1>3.0.co;2-y", "pmid:1")), "a.bib"),
        identify(Record(1, title="A", references=("10.1000/a;b", "text:0123456789abcdef", "arXiv:2503.00001v2")), "a"),
    ],
)
def test_what_only_a_line_can_say_comes_back(paper: Paper) -> None:
    assert read_back(paper) == paper


@given(awkward(), awkward())
@example(TITLE_ONLY, LATER)
def test_a_paper_of_two_sources_comes_back_as_it_was(one: Paper, other: Paper) -> None:
    paper = merge_papers(one, other)
    assume(len(paper.id) < 500)
    assert read_back(paper) == paper


def test_a_text_id_is_stated_for_a_title_alone_and_worked_out_for_an_abstract() -> None:
    stated = {"title": "T", "ids": {"text_id": "text:0123456789abcdef"}}
    (alone,) = (identify(each, "here") for each in read([json.dumps(stated)]) if isinstance(each, Record))
    assert (alone.id, alone.other_ids) == ("text:0123456789abcdef", ())
    mended = stated | {"abstract": "An abstract."}
    (whole,) = (identify(each, "here") for each in read([json.dumps(mended)]) if isinstance(each, Record))
    assert len(whole.other_ids) == 1
    (other,) = (each for each in read([json.dumps({"title": "T", "text_id": "0123456789abcdef"})]))
    assert isinstance(other, Record)
    assert other.ids == ()
