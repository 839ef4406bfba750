from __future__ import annotations

from graph.identity import identify, text_id
from graph.records import Record
from nlp.readers import read_source
from nlp.sample import sample_paths


def test_the_sample_is_a_page_and_entries_that_meet_in_five_papers():
    page, entries = (list(read_source(path).records()) for path in sample_paths())

    assert [each.record for each in page if isinstance(each, Record)] == [str(number) for number in range(1, 25)]
    papers = [identify(each, "papers.bib") for each in entries if isinstance(each, Record)]
    assert (len(papers), len(entries)) == (8, 8)
    assert all(paper.doi and paper.doi.startswith("10.5555/") and paper.authors and paper.year for paper in papers)
    on_page = {text_id(each.abstract) for each in page if isinstance(each, Record)}
    assert sum(text_id(paper.abstract) in on_page for paper in papers) == 5


def test_each_abstract_of_the_page_has_the_length_of_one():
    (page, _) = (read_source(path).records() for path in sample_paths())

    assert all(isinstance(each, Record) and 120 <= len(each.abstract.split()) <= 200 for each in page)
