"""The Neo4j Browser pack as people get it: real Chromium, a Neo4j set up as docker-compose.yml does, a real server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

import httpx
import pytest
import yaml
from playwright.sync_api import expect

from api.web.picture.shapes import SHAPES
from graph.stores.neo4j.pack.questions import questions
from tests.browser.conftest import HERE, kept
from tests.neo4j_jars import NoNeo4jError
from tests.neo4j_server import cannot_test, free_port, restartable
from tests.pack.corpus import library_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

COMPOSE = Path(__file__).parents[2] / "docker-compose.yml"
READY_SECONDS = 60
SERVED = "http://localhost:8000"


DROP = """async address => {
  const got = await (await fetch(address)).blob()
  const files = new DataTransfer()
  files.items.add(new File([got], "queries.zip"))
  const dropped = new DragEvent("drop", { dataTransfer: files, bubbles: true })
  document.querySelector(".filedrop").dispatchEvent(dropped)
}"""
"""Drops a file that is served into the window, as people do with one on their disk."""


class Places(NamedTuple):
    """Where Neo4j Browser is, and where the API."""

    browser: str
    api: str


def browser_settings(api: str) -> dict[str, str]:
    """What docker-compose.yml sets of Neo4j Browser, as neo4j.conf says it, with the API elsewhere."""
    environment = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]["neo4j"]["environment"]
    said = {name: value for name, value in environment.items() if name.startswith("NEO4J_browser_")}
    assert len(said) == 2
    found = {
        name.removeprefix("NEO4J_").replace("__", "-").replace("_", ".").replace("-", "_"): value.replace(SERVED, api)
        for name, value in said.items()
    }
    found["browser.remote_content_hostname_whitelist"] += f",{HERE}"
    return found


@contextmanager
def litgraph_serve(store: str, folder: Path, port: int, origin: str) -> Iterator[None]:
    config = folder / "litgraph.toml"
    config.write_text(f'[access]\norigins = ["{origin}"]\n', "utf-8")
    program = "from api.cli import main; main()"
    command = ["serve", "--store", store, "--index", folder / "index", "--port", port, "--config", config]
    with subprocess.Popen(
        [sys.executable, "-c", program, *map(str, command)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(COMPOSE.parent)},
    ) as process:
        try:
            assert process.stderr
            for line in process.stderr:
                if "litgraph serves" in line:
                    break
            yield
        finally:
            process.terminate()


def ready(address: str) -> None:
    """Waits until something answers well; a busy machine may take long for the first that a new Neo4j is asked."""
    end = monotonic() + READY_SECONDS
    while True:
        try:
            if httpx.get(address, timeout=READY_SECONDS).status_code == 200:
                return
        except httpx.ConnectError:  # not yet
            pass
        assert monotonic() < end
        sleep(0.1)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    folder, port = tmp_path_factory.mktemp("pack"), free_port()
    api = f"http://{HERE}:{port}"
    with ExitStack() as stack:
        try:
            neo4j = stack.enter_context(restartable(settings=browser_settings(api)))
        except NoNeo4jError as error:
            cannot_test(f"NO NEO4J FROM JARS, SO ITS BROWSER'S PACK WAS NOT LOOKED AT: {error}")
        origin = f"http://{HERE}:{neo4j.http}"
        with library_on(neo4j.url, folder):
            pass
        stack.enter_context(litgraph_serve(neo4j.url, folder, port, origin))
        ready(f"{api}/neo4j/guide.html")
        yield Places(f"{origin}/browser/", api)


@pytest.fixture
def connected(page: Page, places: Places) -> Page:
    """Neo4j Browser, once it is connected and has done what it was told to do then."""
    page.set_default_timeout(30_000)
    page.goto(f"{places.browser}?preselectAuthMethod=NO_AUTH")
    expect(page.get_by_role("heading", name="Your literature graph")).to_be_visible(timeout=60_000)
    return page


def asked(page: Page, question: str) -> Locator:
    """The frame that answers a question of the guide: its query was clicked into the editor, and run from there."""
    at = list(dict.fromkeys(each.group for each in questions())).index(
        next(each.group for each in questions() if each.title == question)
    )
    page.locator(f"[data-testid=carousel] li[aria-label='{at + 2}']").click()
    query = page.locator(f"h4:text-is({json.dumps(question)}) + p + figure pre")
    first = query.inner_text().partition("\n")[0]
    query.click()
    editor = page.locator("[data-testid=activeEditor]")
    expect(editor).to_contain_text(first[:30].replace(" ", "\N{NO-BREAK SPACE}"))
    kept(page, f"neo4j-guide-{at + 2}")
    editor.locator(".monaco-editor").first.click()
    page.keyboard.press("Control+Enter")
    answer = page.locator("[data-testid=frame]").first
    expect(answer.locator("[data-testid=frameCommand]")).to_contain_text(first[:30])
    return answer


def settled(page: Page, name: str) -> None:
    """Keeps a picture of a graph whose nodes have found their places."""
    page.wait_for_timeout(1_500)
    kept(page, name)


def circles(answer: Locator) -> dict[str, set[str]]:
    """The colours of the nodes in a picture, by the first words of their captions."""
    found: dict[str, set[str]] = {}
    for node in answer.locator("svg g.node").all():
        fill = node.locator("circle.b-outline").first.get_attribute("fill") or ""
        found.setdefault(fill, set()).add((node.text_content() or "").strip())
    return found


def test_the_guide_asks_and_the_style_shows(connected: Page, places: Places) -> None:
    expect(connected.get_by_role("link", name="the explorer")).to_have_attribute("href", f"{places.api}/")
    expect(connected.get_by_text("12 questions about this graph")).to_be_visible()
    expect(connected.get_by_text("node.LegalAct {")).to_be_attached()
    # what comes last lies on top: that is the guide
    expect(connected.locator("[data-testid=frameCommand]").first).to_contain_text("guide.html")
    kept(connected, "neo4j-guide")

    answer = asked(connected, "What is most like this paper, and what do they share?")
    expect(answer.locator("svg g.relationship").first).to_be_visible()
    colours = circles(answer)
    assert len(colours[SHAPES["PAPER"].light]) == 4
    assert colours.keys() & {SHAPES["TECHNOLOGY"].light, SHAPES["TOPIC"].light}
    assert all(caption for captions in colours.values() for caption in captions)
    # scores, as they are in the store
    scores = [each.text_content() or "" for each in answer.locator("svg g.relationship text").all()]
    assert sum(bool(re.fullmatch(r"0\.\d+…?", each)) for each in scores) >= 3
    settled(connected, "neo4j-similar")

    answer = asked(connected, "Which agencies of this country are written about?")
    expect(answer.locator("svg g.node").first).to_be_visible()
    assert circles(answer).keys() == {SHAPES[each].light for each in ("COUNTRY", "AGENCY", "PAPER")}
    settled(connected, "neo4j-agencies")

    answer = asked(connected, "What is mentioned together with this more than before?")
    expect(answer.get_by_role("columnheader").filter(has_text="points")).to_be_visible()
    assert answer.get_by_role("row").count() > 2
    kept(connected, "neo4j-rising")


def test_the_queries_are_saved_all_at_once(connected: Page, places: Places) -> None:
    """One archive that is dropped into the window: what `litgraph neo4j pack` tells people to do."""
    connected.evaluate(DROP, f"{places.api}/neo4j/queries.zip")
    connected.locator("[data-testid=navigationFavorites]").click()
    connected.get_by_text("litgraph", exact=True).click()
    expect(connected.get_by_text("How do these two papers connect?").last).to_be_visible()
    kept(connected, "neo4j-saved")
