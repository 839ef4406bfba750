"""Every real file of JSON, and every recorded answer: as many works as another way of counting finds."""

from __future__ import annotations

import json
import re

import pytest

from graph.identity import identify
from graph.records import Record
from nlp.readers import read_source
from tests.counting import bodies, counted
from tests.shared import needs_shared, shared


@needs_shared
@pytest.mark.parametrize(
    ("path", "expected", "rejected"),
    [
        ("crossref/habanero_test_journals_works.yaml", 40, 0),
        ("crossref/habanero_test_works_field_queries.yaml", 20, 0),
        ("crossref/habanero_test_works_mixed_ids_warn.yaml", 3, 1),
        ("csl/citationjs_api_doi.json", 4, 0),
        ("openalex/W-api-response.json", 1, 0),
        ("openalex/W2741809807.json", 1, 0),
        ("s2/Paper.json", 1, 0),
        ("s2/s2orc_metadata_sample.jsonl", 1000, 0),
        ("bibtex/citationjs_mapping_biblatex-csl.json", 28, 0),
        ("bibtex/citationjs_mapping_bibtex-csl.json", 16, 0),
        ("bibtex/citationjs_test_input.json", 74, 23),
        ("bibtex/citationjs_test_output.json", 29, 7),
    ],
)
def test_nothing_is_lost(path: str, expected: int, rejected: int) -> None:
    file = shared("corpora", "formats", *path.split("/"))
    found = list(read_source(file).records())
    got = [each for each in found if isinstance(each, Record)]

    assert counted(file) == expected
    assert len(found) == expected
    assert len(got) == expected - rejected
    assert all(identify(each, "s").title for each in got)


@needs_shared
def test_works_without_title_and_abstract_are_those_rejected() -> None:
    """The tests of citation-js hold entries that consist of authors or a date: no title is written for them."""
    for name, titles in (("input", 51), ("output", 22)):
        path = shared("corpora", "formats", "bibtex", f"citationjs_test_{name}.json")
        assert len(re.findall(r'"title"\s*:', path.read_text("utf-8"))) == titles
        assert sum(isinstance(each, Record) for each in read_source(path).records()) == titles


@needs_shared
def test_the_abstract_of_openalex_is_the_text() -> None:
    (found,) = read_source(shared("corpora", "formats", "openalex", "W2741809807.json")).records()
    assert isinstance(found, Record)
    assert found.abstract.startswith(
        "Despite growing interest in Open Access (OA) to scholarly literature, there is an "
    )
    assert (found.venue, found.volume, found.pages, found.cited_by) == ("PeerJ", "6", "e4375", 962)
    assert found.orcids[:2] == ("0000-0003-1613-5981 Heather Piwowar", "0000-0001-6187-6610 Jason Priem")
    assert len(found.orcids) == len(found.authors) == 9
    assert {"pmid:29456894", "openalex:w2741809807"} <= set(identify(found, "s").other_ids)


@needs_shared
def test_works_of_crossref_come_in_with_everything() -> None:
    path = shared("corpora", "formats", "crossref", "habanero_test_journals_works.yaml")
    works = [work for body in bodies(path.read_text("utf-8")) for work in json.loads(body)["message"]["items"]]
    found = [each for each in read_source(path).records() if isinstance(each, Record)]

    assert [each.ids[0] for each in found] == [work["DOI"] for work in works]
    assert [each.cited_by for each in found] == [work["is-referenced-by-count"] for work in works]
    assert [len(each.authors) for each in found] == [len(work["author"]) for work in works]
    assert [len(each.orcids) for each in found] == [json.dumps(work["author"]).count('"ORCID"') for work in works]
    assert [bool(each.abstract) for each in found] == ["abstract" in work for work in works]
    for each, work in zip(found, works, strict=True):
        cited = {reference["DOI"].lower() for reference in work.get("reference", ()) if "DOI" in reference}
        assert cited <= {id_.removeprefix("doi:").lower() for id_ in each.references}
        assert "<" not in each.title
        assert "jats:" not in each.abstract
