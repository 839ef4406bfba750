"""Which works an entry cites, in the shapes that real files have."""

from __future__ import annotations

import json

import pytest

from graph.identity import identify
from graph.records import Record
from nlp.readers import read_source
from nlp.readers.bibtex import read as read_bibtex
from nlp.readers.jsonl import read as read_jsonl
from nlp.readers.references import cited_ids
from tests.shared import needs_shared, shared


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://doi.org/10.5555/A", ["https://doi.org/10.5555/A"]),
        ("10.1002/(SICI)1097-4571(1998)49:8<693::AID-ASI4>3.0.CO;2-O", None),
        ("Roe, R. (2019). A title. Journal, 3(1). https://doi.org/10.5555/a.", ["doi:10.5555/a"]),
        ("Roe R, 2019, J TITLES, V3, P1, DOI 10.5555/a", ["doi:10.5555/a"]),
        ("Roe (doi:10.5555/s0(19)1), Doe [DOI: 10.5555/b, 10.5555/c; PMID: 12]", "doi:10.5555/s0(19)1 doi:10.5555/b"),
        ("Roe. A preprint, arXiv:2503.00001v2 [cs.CL], 2025", ["arxiv:2503.00001v2"]),
        ("see https://arxiv.org/abs/cs/0112017, there", ["arxiv:cs/0112017"]),
        ("<i>Roe</i>, 10.5555/a&lt;1&gt;", ["doi:10.5555/a"]),
        ("arXiv: a user's guide; ISBN 910.1234/5; pages 10.12", []),
        ("Roe, 10.5555/a" + "." * 400 + ")" * 700, []),
        ("Roe, 10.5555/a" + ")" * 400, ["doi:10.5555/a"]),
        ("77490025", []),
        ("2503.00001", []),
        ("", []),
    ],
)
def test_ids_are_found_in_a_reference(text: str, expected: list[str] | str | None) -> None:
    if expected is None:
        expected = [text]
    elif isinstance(expected, str):
        expected = [*expected.split(), "doi:10.5555/c", "pmid:12"]
    assert list(cited_ids(text)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"references": ["10.5555/a", "https://pubmed.ncbi.nlm.nih.gov/7/"]},
        {"References": "Roe 2019 doi:10.5555/A; Doe 2020 PMID 7"},
        {"references": [{"doi": "10.5555/a"}, {"id": "pmid:7"}, {"title": "No id"}]},
        {"references": [{"paperId": "9f", "externalIds": {"DOI": "10.5555/A", "MAG": "1"}}, {"pmid": 7}, None, 5, []]},
        {"references": [{"url": "https://doi.org/10.5555/a"}], "referenced_works": ["pmid:7", "pmid:7"]},
        {"outbound_citations": ["77490025", "10.5555/a", "pmid:7"]},
        {"reference": [{"key": "10.5555/citing_bib1", "DOI": "10.5555/a"}, {"key": "x", "PMID": "7"}]},
        {"references": {"doi": ["10.5555/a"], "pmid": "7"}, "citations": ["10.5555/who-cites-it"]},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_references_are_known_in_the_usual_shapes(fields: dict[str, object]) -> None:
    (found,) = read_jsonl([json.dumps({"title": "T", **fields})])
    assert isinstance(found, Record)
    assert identify(found, "s").references == ("doi:10.5555/a", "pmid:7")


def test_a_work_with_several_ids_keeps_them_all() -> None:
    reference = {"externalIds": {"DOI": "10.5555/a", "ArXiv": "2503.00001", "PubMed": "7"}}
    (found,) = read_jsonl([json.dumps({"title": "T", "references": [reference]})])
    assert isinstance(found, Record)
    assert identify(found, "s").references == ("arxiv:2503.00001", "doi:10.5555/a", "pmid:7")


def test_bibtex_lists_references_as_exports_do() -> None:
    text = r"""
@book{whole, title = {All}, references = {10.5555/whole}}
@inproceedings{part, title = {A Part}, crossref = {whole},
  Cited-References = {{Roe R, 2019, J TITLES, V3, P1, DOI 10.5555/a\_1.
   Doe J, 2020, J TITLES, DOI [10.5555/b, DOI 10.5555/c].}}}
@misc{scopus, title = {Other}, references={Roe, R., A title (2019) Journal, 3, pp. 1-2; Doe, doi: 10.5555/d; }}
@misc{none, title = {None}}
"""
    found = [each for each in read_bibtex(text.splitlines()) if isinstance(each, Record)]
    assert [each.references for each in found] == [
        ("10.5555/whole",),
        ("doi:10.5555/a_1", "doi:10.5555/b", "doi:10.5555/c"),
        ("doi:10.5555/d",),
        (),
    ]


@needs_shared
@pytest.mark.parametrize(
    ("path", "count", "one"),
    [
        ("openalex/W2741809807.json", 45, "openalex:w1560783210"),
        ("s2/Paper.json", 9, "doi:10.2307/2268810"),
    ],
)
def test_references_of_real_files_are_read(path: str, count: int, one: str) -> None:
    (found,) = read_source(shared("corpora", "formats", *path.split("/"))).records()
    assert isinstance(found, Record)
    references = identify(found, "s").references
    assert len(references) == count
    assert one in references
