"""Recorded queries and the examples of docs/queries give the answers that are written down, on every store."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from graphql import build_schema
from neo4j import GraphDatabase

from api.schema.export import sdl
from tests.api.changes import CHANGES
from tests.api.conftest import on
from tests.api.covered import answered, asked, names
from tests.api.record import EXAMPLE, PAGES, RECORDED, answer, example, pages, read

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library
    from tests.api.conftest import Shelf
    from tests.api.record import Asked

FILES = sorted(RECORDED.glob("*/*.graphql"))
QUERIES = {
    papers: [
        pytest.param(file, each, id=f"{file.stem}: {each.question}")
        for file in FILES
        if file.parent.name == papers
        for each in read(file)
    ]
    for papers in ("six", "wide")
}
EXAMPLES = [
    pytest.param(query, answer, id=f"{page}-{number}")
    for page in pages()["sample"]
    for number, (query, answer) in enumerate(EXAMPLE.findall((PAGES / f"{page}.md").read_text("utf-8")))
]

SCHEMA = build_schema(sdl(["LAW"]))
"""The schema of the thirty papers, which have a kind of their own."""

NEVER = {"Signal.SEMANTIC"}
"""What no answer shows: none of these papers is encoded."""


def agree(answer: Any, written: Any) -> bool:
    """Equal, numbers with a fraction to nine places: arithmetic differs in the last bits between machines."""
    if isinstance(written, dict):
        return answer.keys() == written.keys() and all(agree(answer[each], written[each]) for each in written)
    if isinstance(written, list):
        return len(answer) == len(written) and all(map(agree, answer, written))
    if isinstance(written, float):
        return answer == pytest.approx(written, abs=2e-9)
    return answer == written


@pytest.mark.parametrize(("file", "asked"), QUERIES["six"])
def test_a_query_about_the_six_papers_gives_its_answer(library: Library, file: Path, asked: Asked) -> None:
    compare(library, file, asked)


@on("wide")
@pytest.mark.parametrize(("file", "asked"), QUERIES["wide"])
def test_a_query_about_the_thirty_papers_gives_its_answer(library: Library, file: Path, asked: Asked) -> None:
    compare(library, file, asked)


def compare(library: Library, file: Path, asked: Asked) -> None:
    """The answer is the one that is written down for the question."""
    found = answer(library, asked)
    assert agree(found, written(file)[asked.question]), json.dumps(found, ensure_ascii=False)


@on("sample")
@pytest.mark.parametrize(("query", "answer"), EXAMPLES)
def test_an_example_gives_its_answer(library: Library, query: str, answer: str) -> None:
    assert agree(example(library, query), json.loads(answer))


@on("who-cites-whom")
def test_the_examples_of_a_page_that_shows_its_papers_give_their_answers(library: Library, shelf: Shelf) -> None:
    found = EXAMPLE.findall((PAGES / f"{shelf.papers}.md").read_text("utf-8"))
    assert found
    for query, told in found:
        assert agree(example(library, query), json.loads(told)), query


@on("sample", "neo4j")
def test_what_the_page_counts_in_cypher_is_what_the_answer_counts(library: Library, store_url: str) -> None:
    text = (PAGES / "count-what-is-shared.md").read_text("utf-8")
    (statement,) = re.findall(r"```cypher\n(.*?)```", text, re.DOTALL)
    with GraphDatabase.driver(store_url) as driver:
        counted = [tuple(each) for each in driver.execute_query(statement).records]
    edges = example(library, EXAMPLE.findall(text)[0][0])["data"]["similar"]["edges"]
    assert counted == [(each["node"]["id"], len(each["why"])) for each in edges]


def test_there_is_something_to_compare() -> None:
    assert sum(map(len, QUERIES.values())) >= 200
    for file in FILES:
        questions = [each.question for each in read(file)]
        assert questions == list(written(file)), file
        assert len(questions) == len({*questions}), file
    assert {str(each.id).rpartition("-")[0] for each in EXAMPLES} == {*pages()["sample"]}
    assert {*pages()} == {"sample", "who-cites-whom"}


def test_every_name_of_the_schema_is_recorded() -> None:
    """Add queries to tests/api/recorded for what is missing, and record their answers: python -m tests.api.record."""
    missing = names(SCHEMA) - NEVER
    # a change cannot be recorded on papers that many tests share: test_mutations makes them
    missing -= {each for query in CHANGES for each in asked(SCHEMA, query)}
    for file in FILES:
        answers = written(file)
        for each in read(file):
            if "data" not in answers[each.question]:  # nothing was executed
                continue
            missing -= asked(SCHEMA, each.query, each.variables)
            missing -= answered(answers[each.question], SCHEMA)
    assert not missing, "not in any recorded query: " + ", ".join(sorted(missing))


def written(file: Path) -> dict[str, Any]:
    """The answers that are written down, by question."""
    return json.loads(file.with_suffix(".json").read_text("utf-8"))
