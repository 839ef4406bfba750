"""Every question of the pack and every Cypher text in the documentation, asked of a real Neo4j."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from graph.stores import open_store
from graph.stores.neo4j.pack.queries import all_of, queries
from graph.stores.neo4j.pack.questions import literal, questions, worked
from tests.api.corpus import fill

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neo4j import Driver

    from api.library import Library

DOCS = Path(__file__).parents[2] / "docs"
CODE = re.compile(r"(?:^ {4}\S.*\n(?: {4}.*\n)*)", re.MULTILINE)
CYPHER = re.compile(r" {4}(?:MATCH|CALL|UNWIND) ")
SCANS = {
    "MATCH (p:Paper)-[:MENTIONS]->(c:Country {name": "there is no index of names: some 250 countries are read",
    "MATCH (k:Reference)": "what is missing is only known when every reference was looked at",
    "MATCH (a:Paper)-[s:SIMILAR_TO]->": "pairs of any papers: every link is looked at",
}
"""Statements of the documentation that read all there is of something, and why no index could help."""

WHOLE = ("AllNodesScan", "NodeByLabelScan")

HOSTILE = ('"', "'", "\\", '\\"', "a\nb\r", "\\u0022", "\\u000a//", "$x `b` // ;", "\u2028", "é中𝔸", "\x00\x1b")


def documented() -> list[str]:
    found = [block for page in sorted(DOCS.rglob("*.md")) for block in CODE.findall(page.read_text("utf-8"))]
    return [re.sub("^    ", "", block, flags=re.MULTILINE).strip() for block in found if CYPHER.match(block)]


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def scanned(driver: Driver, statement: str) -> set[str]:
    plan = driver.execute_query(f"EXPLAIN {statement}").summary.plan
    assert plan
    assert any("Seek" in each or "Scan" in each for each in operators(plan)), plan
    return {each for each in operators(plan) if each in WHOLE or each.endswith(("TypeScan", "IndexScan"))}


@pytest.mark.parametrize("name", [each.name for each in questions()])
def test_a_question_is_answered_at_once(full: Library, driver: Driver, name: str) -> None:
    (question,) = (each for each in worked(full.store) if each.name == name)
    assert question.cypher, question.answers
    assert "$" not in question.cypher + question.answers
    assert driver.execute_query(question.cypher).records
    assert scanned(driver, question.cypher) == set()


@pytest.mark.parametrize("statement", documented(), ids=lambda each: " ".join(each.split())[:60])
def test_what_the_documentation_asks_is_answered(driver: Driver, statement: str) -> None:
    assert driver.execute_query(statement).records
    reasons = [why for start, why in SCANS.items() if statement.startswith(start)]
    assert bool(scanned(driver, statement)) == bool(reasons)


def test_the_documentation_has_cypher() -> None:
    assert len(documented()) >= 10
    assert all(any(each.startswith(start) for each in documented()) for start in SCANS)


def test_the_same_store_is_asked_the_same(full: Library) -> None:
    assert worked(full.store) == worked(full.store)


def test_the_one_file_runs_as_it_is(full: Library, driver: Driver) -> None:
    text = all_of(worked(full.store))
    for statement in text.split(";\n"):
        assert not statement.strip() or driver.execute_query(statement).records  # type: ignore[arg-type]
    assert [each.partition("\n")[0] for each in queries(worked(full.store)).values()] == [
        f"// {each.title}" for each in questions()
    ]


@pytest.mark.parametrize("version", ["CYPHER 5", "CYPHER 25"])
def test_no_text_ends_a_literal(driver: Driver, version: str) -> None:
    written = literal(HOSTILE)
    assert "\n" not in written
    (row,) = driver.execute_query(f"{version} RETURN {written} AS texts").records  # type: ignore[arg-type]
    assert row["texts"] == list(HOSTILE)


def test_what_a_graph_lacks_is_left_out_and_said(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "some.db"))
    assert [each.name for each in worked(store) if each.cypher] == []
    fill(store)
    found = {each.name: each for each in worked(store)}
    missing = {"similar", "uncited", "versions", "agencies"}
    assert {name for name, each in found.items() if not each.cypher} == missing
    assert {found[each.name].answers for each in questions() if each.name in missing} == {
        each.without for each in questions() if each.name in missing
    }
    assert queries(worked(store)).keys() == {
        f"{at:02}-{name}.cypher" for at, name in enumerate((each for each in found if each not in missing), 1)
    }
    store.close()
