"""Where a JSON document keeps its papers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import Record, Reject
from nlp.readers.jsonl import read

A, B = {"id": "a", "title": "A"}, {"id": "b", "title": "B", "references": [{"title": "Old"}]}


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "document",
    [
        [A, B],
        {"10.5555/a": [A], "10.5555/b": [B]},
        {"10.5555/a": A, "10.5555/b": B},
        {"message": A, "next": {"message": {"items": [B]}}},
        {"tests": {"one": [None, [A]], "two": ["@article{}", [B]]}},
        {"data": [{"contexts": ["x"], "citedPaper": A}, {"citedPaper": B}]},
        {"facets": [1, 2], "licences": [{"URL": "u"}], "items": [A, B]},
    ],
    ids=["list", "lists by id", "objects by id", "answers", "lists in lists", "wrapped up", "beside others"],
)
def test_papers_are_found_wherever_they_are(document: object, indent: int | None) -> None:
    found = list(read(json.dumps(document, indent=indent).splitlines()))
    assert [each.record for each in found if isinstance(each, Record)] == ["a", "b"]
    assert len(found) == 2


def test_what_is_no_paper_in_a_list_of_papers_is_rejected() -> None:
    found = list(
        read(json.dumps({"items": [5, {"x": 1}, A, None, {"id": "c", "type": "book"}]}, indent=1).splitlines())
    )
    assert [type(each) for each in found] == [Reject, Reject, Record, Reject, Reject]
    assert [each.line for each in found] == [3, 4, 7, 11, 12]


def test_objects_in_place_of_papers_are_rejected_one_by_one() -> None:
    found = list(read(json.dumps({"results": [{"titel": "A"}, {"titel": "B"}]}, indent=1).splitlines()))
    assert [(type(each), each.line) for each in found] == [(Reject, 3), (Reject, 6)]


@pytest.mark.parametrize("work", [{"paperId": "9f", "citations": [A]}, {"id": 1, "references": [A]}], ids=len)
def test_what_a_work_without_title_cites_is_not_read_in_its_place(work: dict[str, object]) -> None:
    (found,) = read([json.dumps({"data": [work]})])
    assert isinstance(found, Reject)


@pytest.mark.parametrize("indent", [None, 2])
def test_several_documents_may_follow_one_another(indent: int | None) -> None:
    pages = [{"meta": {"page": page}, "results": [each]} for page, each in enumerate((A, B))]
    text = "\n".join(json.dumps(each, indent=indent) for each in pages)
    assert [each.record for each in read(text.splitlines()) if isinstance(each, Record)] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"items": [{"title": "A"}, {"title": "B"', "no JSON: expecting ',' delimiter at column 41"),
        ('{"one": {"items": [{"title": "A"}]}, "two', "no JSON: unterminated string starting at at column 38"),
        ('{"one": {"title": "A"}, "two": {"title": "B",', "no JSON: expecting property name enclosed in double quotes"),
        ('{"one": {"title": "A"}} x', "no JSON: expecting value at column 25"),
    ],
)
def test_a_fault_is_named_after_the_papers_before_it(text: str, reason: str) -> None:
    first, fault = read([text])
    assert isinstance(first, Record)
    assert first.title == "A"
    assert isinstance(fault, Reject)
    assert fault.reason.startswith(reason)


@pytest.mark.parametrize("text", ['{"a":' * 50_000, "[" * 50_000, '[{"a":' * 50_000, '{"a": [' * 50_000])
def test_deep_nesting_is_rejected(text: str) -> None:
    (found,) = read([text])
    assert isinstance(found, Reject)


TEXT = json.dumps({"status": "ok", "message": {"items": [A, B, {"x": [[A]]}]}, "next": {"p": B}})


@given(st.integers(0, len(TEXT)), st.integers(0, 6), st.text('{}[]",: a1\n', max_size=4))
def test_a_document_that_is_cut_and_mended_badly_gives_records_and_rejects(at: int, length: int, put: str) -> None:
    text = TEXT[:at] + put + TEXT[at + length :]
    lines = text.split("\n")
    found = list(read(lines))
    assert found
    assert all(1 <= each.line <= len(lines) for each in found)
