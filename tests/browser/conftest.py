"""Real Chromium, whose requests end at this machine: `asked` has the hosts that a page wanted something of."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from api.app import create_app
from api.config import Config
from tests.api.server import serving
from tests.neo4j_server import cannot_test
from tests.web.sample import sample_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Route

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
HERE = "127.0.0.1"
SCREENSHOTS = Path(os.environ.get("LITGRAPH_SCREENSHOTS") or Path(__file__).parents[2] / "build" / "screenshots")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that is started for as long as the block runs."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        cannot_test("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM)
        yield browser
        browser.close()


class Site(NamedTuple):
    """A served corpus: the kind of its store, and where it is served."""

    store: str
    url: str


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def asked() -> set[str]:
    """The hosts that a page has asked for something."""
    return set()


@pytest.fixture
def heard() -> list[str]:
    """What the browser says is wrong with a page: errors of its script, requests that fail, refusals."""
    return []


@pytest.fixture
def faultless(heard: list[str], asked: set[str]) -> Iterator[None]:
    """After the test, nothing may have been wrong, and nothing asked of elsewhere."""
    yield
    assert heard == []
    assert asked == {HERE}


@pytest.fixture
def open_page(browser: Browser, asked: set[str], heard: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens pages in profiles of their own, set up as Playwright's contexts are."""
    contexts = []

    def opened(**setup: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **setup})
        contexts.append(context)
        page = context.new_page()
        page.route("**/*", lambda route: _stay_here(route, asked))
        page.on("websocket", lambda socket: asked.add(urlsplit(socket.url).hostname or ""))
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
        return page

    yield opened
    for each in contexts:
        each.close()


@pytest.fixture(scope="package", params=["sqlite", "neo4j"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample corpus on either store, served on a port of this machine."""
    with (
        sample_on(request, tmp_path_factory.mktemp("site")) as library,
        serving(create_app(library, Config(log="off"))) as port,
    ):
        yield Site(request.param, f"http://{HERE}:{port}")


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


def kept(page: Page, *name: str) -> None:
    """Keeps a picture of the page, for people to look at."""
    path = SCREENSHOTS.joinpath(*name).with_suffix(".png")
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)


def _stay_here(route: Route, asked: set[str]) -> None:
    host = urlsplit(route.request.url).hostname or ""
    asked.add(host)
    if host == HERE:
        route.continue_()
    else:
        route.abort()
