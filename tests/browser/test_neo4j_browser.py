"""The graph as people see it in Neo4j Browser: real Chromium, real server, the default style."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from graph.model import AnnotatedPaper, Concept, Mention, Paper, TextField
from graph.stores.neo4j import Neo4jStore
from tests.browser.conftest import HERE, kept

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.neo4j_server import Neo4jServer

COUNTRIES = (("country:PT", "Portugal"), ("country:KE", "Kenya"))
TITLES = ("Rivers of Portugal", "Tea from Kenya", "Letters between both")
LINKS = ((0, 0), (1, 1), (2, 0), (2, 1))
OUTSIDE = {"googleapis.com", "segment.com", "canny.io", "sentry.io"}
"""Whom this version of Neo4j Browser asks for fonts, statistics, news, and tells its errors; no answer is needed."""


@pytest.fixture
def browser_url(neo4j_server: Neo4jServer, empty_neo4j: str) -> str:
    if neo4j_server.browser is None:
        pytest.skip("LITGRAPH_TEST_NEO4J does not say where Neo4j Browser is")
    papers = [
        AnnotatedPaper(
            Paper(f"doi:10.5555/{number}", title, authors=("Ana Silva",), other_ids=(f"text:{number:016x}",)),
            tuple(
                Mention(COUNTRIES[country][0], TextField.TITLE, place, place + 5, "gazetteer", 1.0)
                for place, (paper, country) in enumerate(LINKS)
                if paper == number
            ),
        )
        for number, title in enumerate(TITLES)
    ]
    store = Neo4jStore.open(empty_neo4j)
    with store.transaction() as transaction:
        transaction.save_concepts([Concept(key, "COUNTRY", name) for key, name in COUNTRIES])
        transaction.save_papers(papers, "run-1")
    store.close()
    return f"{neo4j_server.browser}?preselectAuthMethod=NO_AUTH"


def test_papers_and_countries_are_drawn_and_named(page: Page, browser_url: str, asked: set[str]) -> None:
    page.goto(browser_url)
    expect(page.get_by_text("You have a working connection")).to_be_visible(timeout=60_000)
    page.locator("[data-testid=activeEditor] .monaco-editor").first.click()
    page.keyboard.insert_text("MATCH (p:Paper)-[:MENTIONS]->(c:Country) RETURN p, c")
    page.keyboard.press("Control+Enter")

    frame = page.locator("[data-testid=frame]").first
    expect(frame.locator("svg g.node")).to_have_count(len(TITLES) + len(COUNTRIES), timeout=30_000)
    expect(frame.locator("svg g.relationship")).to_have_count(len(LINKS))
    names = [*TITLES, *(name for _, name in COUNTRIES)]
    # a caption may be cut off, and is cut anew while the graph settles: its first word is always there
    firsts = [(node.text_content() or "").split()[0] for node in frame.locator("svg g.node").all()]
    kept(page, "neo4j-browser")
    assert sorted(firsts) == sorted(name.split()[0] for name in names)
    assert {".".join(host.split(".")[-2:]) for host in asked - {HERE}} <= OUTSIDE
