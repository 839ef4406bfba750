from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import identify
from graph.records import Record, Reject
from nlp.readers import read_source
from nlp.readers.jsonl import read
from tests.shared import needs_shared, shared


def only(**fields: object) -> Record:
    (found,) = read([json.dumps(fields)])
    assert isinstance(found, Record), found
    return found


def test_a_record_is_read_whole():
    found = only(
        id="p-1",
        title="Mayors <i>tweet</i> &amp; reply",
        abstract="<p>Where p < 0.05.</p>\n<p>Really.</p>",
        authors=["Jane Doe", "Roe, Richard"],
        year=2021,
        venue="A Journal",
        volume=3,
        issue="4",
        pages="5–9",
        doi="https://doi.org/10.5555/ABC",
        url="https://example.org/p-1",
        language="en",
        cited_by_count=12,
    )
    assert found == Record(
        line=1,
        record="p-1",
        title="Mayors tweet & reply",
        abstract="Where p < 0.05. Really.",
        authors=("Jane Doe", "Richard Roe"),
        year=2021,
        venue="A Journal",
        volume="3",
        issue="4",
        pages="5-9",
        url="https://example.org/p-1",
        language="en",
        cited_by=12,
        ids=("https://doi.org/10.5555/ABC",),
    )


@pytest.mark.parametrize(
    ("fields", "name", "expected"),
    [
        ({"_id": 7}, "record", "7"),
        ({"paper_id": "x", "key": "y"}, "record", "x"),
        ({"Summary": "Over\ntwo lines."}, "abstract", "Over two lines."),
        ({"paperAbstract": "A"}, "abstract", "A"),
        ({"abstract": None, "description": "A"}, "abstract", "A"),
        ({"abstract": [{"text": "One."}, {"text": "Two."}]}, "abstract", "One. Two."),
        ({"authors": "Doe, Jane; Roe, Richard"}, "authors", ("Jane Doe", "Richard Roe")),
        ({"authors": "Doe, Jane and Roe, R."}, "authors", ("Jane Doe", "R. Roe")),
        ({"authors": "Jane Doe, Richard Roe and Max Moe"}, "authors", ("Jane Doe", "Richard Roe", "Max Moe")),
        ({"authors": [{"name": "Jane Doe"}, {"given": "R.", "family": "Roe"}]}, "authors", ("Jane Doe", "R. Roe")),
        ({"authors": [{"first": "Jane", "last": "Doe"}, {}, 5]}, "authors", ("Jane Doe", "5")),
        ({"authorships": [{"author": {"display_name": "Jane Doe"}}]}, "authors", ("Jane Doe",)),
        ({"published": "2019-05-01T00:00:00Z"}, "year", 2019),
        ({"year": "n.d.", "publicationDate": "May 2018"}, "year", 2018),
        ({"issued": {"date-parts": [[2020, 1]]}}, "year", 2020),
        ({"year": 20201}, "year", None),
        ({"journal": {"name": "J"}}, "venue", "J"),
        ({"container-title": ["J", "Journal"]}, "venue", "J"),
        ({"lang": "ko"}, "language", "ko"),
        ({"cited_by_count": 10**30}, "cited_by", None),
        ({"year": True, "pages": {"a": 1}, "volume": float("nan")}, "volume", None),
        ({"externalIds": {"DOI": "10.5555/x", "ArXiv": "2503.00001", "PubMed": 12}}, "ids", None),
        ({"doi": None, "arxiv_id": "arXiv:2503.00001", "pmid": "12"}, "ids", ("arXiv:2503.00001", "pmid:12")),
    ],
)
def test_the_usual_names_and_shapes_are_known(fields: dict[str, object], name: str, expected: object):
    if "externalIds" in fields:
        expected = ("10.5555/x", "arxiv:2503.00001", "pmid:12")

    assert getattr(only(title="T", **fields), name) == expected


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({"categories": ["cs.CL"]}, ("arxiv:2503.00001",)),
        ({"url": "https://arxiv.org/abs/2503.00001"}, ("arxiv:2503.00001",)),
        ({"doi": "10.48550/arXiv.2503.00001"}, ("10.48550/arXiv.2503.00001", "arxiv:2503.00001")),
        ({}, ()),
    ],
)
def test_a_bare_number_is_arxivs_only_beside_a_sign_of_arxiv(fields: dict[str, object], ids: tuple[str, ...]):
    found = only(id="2503.00001", title="T", **fields)

    assert (found.record, found.ids) == ("2503.00001", ids)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("oops", "no JSON: expecting value at column 1"),
        ('{"title": "T",', "no JSON: expecting property name enclosed in double quotes at column 15"),
        ('["title"]', "this is JSON, but not an object"),
        ("null", "this is JSON, but not an object"),
        ('{"id": 1}', "neither a title nor an abstract"),
        ('{"title": " ", "abstract": null}', "neither a title nor an abstract"),
        ("1" * 5000, "no JSON that can be read"),
        ('{"a":' * 100_000, "no JSON that can be read"),
    ],
    ids=lambda value: value[:20],
)
def test_a_bad_line_is_named_and_stops_no_good_one(line: str, reason: str):
    before, bad, after = read(['{"title": "A"}', line, '{"title": "B"}'])

    assert (isinstance(before, Record), isinstance(after, Record)) == (True, True)
    assert isinstance(bad, Reject)
    assert bad.line == 2
    assert bad.reason.startswith(reason)
    assert bad.advice


def test_lone_surrogates_and_control_characters_can_be_stored():
    (found,) = read([r'{"id": "\ud800", "title": "A\u0000B\ud800", "NaN": NaN}'])

    assert isinstance(found, Record)
    assert (found.record, found.title) == ("\ufffd", "AB\ufffd")
    identify(found, "s").title.encode()


LIST = [{"id": 1, "title": "A", "authors": [{"name": "Jane Doe"}]}, {"id": 2, "title": "B"}]


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize(
    "document",
    [LIST, {"total": 2, "papers": LIST}, {"status": {"ok": True}, "message": {"facets": {}, "items": LIST}}],
    ids=["list", "object", "nested"],
)
def test_a_document_with_a_list_is_read_object_by_object(document: object, indent: int | None):
    text = json.dumps(document, indent=indent)
    found = list(read(text.splitlines()))

    assert [each.record for each in found if isinstance(each, Record)] == ["1", "2"]
    assert [text.splitlines()[each.line - 1].strip()[:1] for each in found] == (
        ["{", "{"] if indent is not None else [text[0]] * 2
    )


@pytest.mark.parametrize("indent", [None, 2])
def test_a_document_may_be_one_paper(indent: int | None):
    (found,) = read(json.dumps({"references": [{"title": "Old"}], "title": "New"}, indent=indent).splitlines())

    assert isinstance(found, Record)
    assert found.title == "New"


def test_a_document_cut_off_gives_what_came_before():
    first, fault = read(['[{"title": "A"},', '{"title": "B'])

    assert isinstance(first, Record)
    assert isinstance(fault, Reject)
    assert (fault.line, fault.reason) == (2, "no JSON: unterminated string starting at at column 11")
    _, unclosed = read(['[{"title": "A"}', '{"title": "B"}]'])
    assert isinstance(unclosed, Reject)
    assert (unclosed.line, unclosed.reason) == (2, "the list is not closed by a ]")


@needs_shared
def test_arxiv_records_are_read_from_the_real_file(tmp_path):
    with gzip.open(shared("corpora", "arxiv", "arxiv_60000.jsonl.gz"), "rt", encoding="utf-8") as whole:
        lines = [next(whole) for _ in range(500)]
    (tmp_path / "arxiv.jsonl").write_text("".join(lines), encoding="utf-8")
    found = [each for each in read_source(tmp_path / "arxiv.jsonl").records() if isinstance(each, Record)]

    assert [each.record for each in found] == [json.loads(line)["id"] for line in lines]
    assert all(each.ids == (f"arxiv:{each.record}",) and each.authors and "\n" not in each.abstract for each in found)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "author", "x"]), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["id", "title", "Abstract", "authors", "year", "externalIds", "doi", "pages", "issued", "papers", "references"]
)


@given(st.lists(st.dictionaries(NAMES, JUNK, max_size=6).map(json.dumps) | st.text(max_size=30), max_size=5))
def test_any_lines_give_records_and_rejects(lines: list[str]):
    for each in read(lines):
        assert isinstance(each, Reject) or identify(each, "s").id
        assert 1 <= each.line <= len(lines)
