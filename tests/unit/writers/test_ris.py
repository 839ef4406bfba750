from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import rispy
from hypothesis import example, given

from graph.identity import identify, parse_id
from graph.records import Record
from nlp.readers.cleaning import clean, given_family
from nlp.readers.ris import FORMAT
from nlp.writers.formats import stated_title
from nlp.writers.ris import ris
from tests.unit.writers import papers
from tests.unit.writers.strategies import awkward

if TYPE_CHECKING:
    from graph.model import Paper


def test_an_entry_is_written_whole() -> None:
    paper = replace(
        papers.LECUN,
        abstract="Deep & wide.",
        url="https://example.org/x",
        language="en",
        authors=("Yann LeCun", "Martin Luther King Jr.", "World Health Organization"),
        other_ids=("arxiv:1502.01234", "openalex:w12", "pmid:26017442"),
    )
    assert ris(paper).split("\r\n") == [
        "TY  - JOUR",
        "ID  - doi:10.1038/nature14539",
        "TI  - Deep learning",
        "AU  - LeCun, Yann",
        "AU  - King Jr., Martin Luther",
        "AU  - World Health Organization",
        "PY  - 2015",
        "T2  - Nature",
        "JO  - Nature",
        "VL  - 521",
        "IS  - 7553",
        "SP  - 436",
        "EP  - 444",
        "DO  - 10.1038/nature14539",
        "AN  - pmid:26017442",
        "UR  - https://example.org/x",
        "UR  - https://arxiv.org/abs/1502.01234",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/26017442",
        "UR  - https://openalex.org/w12",
        "LA  - en",
        "AB  - Deep & wide.",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("paper", "kind"),
    [(papers.LECUN, "JOUR"), (papers.RESNET, "CONF"), (papers.ATTENTION, "UNPB"), (papers.WHO, "GEN")],
)
def test_the_type_is_that_of_the_publication(paper: Paper, kind: str) -> None:
    assert ris(paper).startswith(f"TY  - {kind}\r\n")


def test_pages_that_are_no_range_stay_whole() -> None:
    assert "SP  - 1-3, 7\r\n" in ris(replace(papers.LECUN, pages="1-3, 7"))
    assert "EP  -" not in ris(replace(papers.LECUN, pages="e17"))


@given(awkward())
@example(identify(Record(1, title="A", ids=("arxiv:2401.00001", "pmid:12", "openalex:W7")), "here"))
def test_another_reader_gives_everything_back(paper: Paper) -> None:
    text = ris(paper)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.rstrip("\r\n").split("\r\n"))
    (found,) = rispy.loads(text)
    known = (("title", stated_title(paper)), ("abstract", paper.abstract), ("year", str(paper.year or "")))
    known += (("secondary_title", paper.venue), ("volume", paper.volume), ("number", paper.issue), ("doi", paper.doi))
    for name, value in known:
        assert clean(found.get(name, "")) == (value or ""), name
    assert [given_family(each) for each in found.get("authors", [])] == [given_family(each) for each in paper.authors]
    pages = "-".join(each for each in (found.get("start_page"), found.get("end_page")) if each)
    assert clean(pages) == (paper.pages or "")
    given_ids = {parse_id(clean(each)) for each in (*found.get("urls", ()), f"doi:{found.get('doi', '')}")}
    assert {each for each in (paper.id, *paper.other_ids) if not each.startswith("text:")} <= given_ids


@given(awkward())
def test_an_entry_is_read_back_as_the_same_paper(paper: Paper) -> None:
    # the reader takes pages without a digit for none, and a link for a paper's own
    paper = replace(paper, pages=paper.pages if re.search("[0-9]", paper.pages or "") else None)
    (record,) = FORMAT.read(ris(paper).split("\r\n"))
    assert isinstance(record, Record)
    found = identify(record, "here")
    names = "title title_derived abstract year venue volume issue pages doi language".split()
    assert {name: getattr(found, name) for name in names} == {name: getattr(paper, name) for name in names}
    # a line may name several, parted by semicolons
    names = [part for each in paper.authors for part in each.split(";")]
    assert list(found.authors) == [written for each in names if (written := given_family(clean(each)))]
    assert {each for each in (paper.id, *paper.other_ids) if not each.startswith("text:")} <= {
        found.id,
        *found.other_ids,
    }
