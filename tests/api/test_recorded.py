"""Recorded queries and the examples of docs/queries give the answers that are written down, on every store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from api.respond import execute
from tests.api.record import EXAMPLE, PAGES, RECORDED, shown

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library

QUERIES = sorted(RECORDED.glob("*.graphql"))
EXAMPLES = [(page.stem, *found) for page in sorted(PAGES.glob("*.md")) for found in EXAMPLE.findall(page.read_text())]


def agree(answer: Any, written: Any) -> bool:
    """Equal, numbers with a fraction to nine places: arithmetic differs in the last bits between machines."""
    if isinstance(written, dict):
        return answer.keys() == written.keys() and all(agree(answer[each], written[each]) for each in written)
    if isinstance(written, list):
        return len(answer) == len(written) and all(map(agree, answer, written))
    if isinstance(written, float):
        return answer == pytest.approx(written, abs=2e-9)
    return answer == written


@pytest.mark.parametrize("query", QUERIES, ids=lambda each: each.stem)
def test_a_recorded_query_gives_its_answer(library: Library, query: Path) -> None:
    answer = execute(library, query.read_text())
    assert agree(answer, json.loads(query.with_suffix(".json").read_text())), json.dumps(answer, ensure_ascii=False)


@pytest.mark.parametrize(("page", "query", "answer"), EXAMPLES)
def test_an_example_gives_its_answer(sample: Library, page: str, query: str, answer: str) -> None:
    assert agree(shown(execute(sample, query)), json.loads(answer)), page


def test_there_is_something_to_compare() -> None:
    assert len(QUERIES) >= 30
    assert {page for page, _, _ in EXAMPLES} == {each.stem for each in PAGES.glob("*.md")}
