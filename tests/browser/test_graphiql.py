"""GraphiQL as people use it: real Chromium, real server, nothing from outside, nothing against the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from api.app import create_app
from api.config import Config
from api.library import Library
from api.web import vendored
from tests.api import record
from tests.api.server import serving
from tests.neo4j_server import cannot_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

SCREENS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 26)"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the sample corpus is served, GraphiQL beside it."""
    with Library.open(str(tmp_path_factory.mktemp("browser") / "sample.db"), create=True) as library:
        record.FILL["sample"](library)
        with serving(create_app(library, Config(log="off"))) as port:
            yield f"http://127.0.0.1:{port}/graphql"


@pytest.fixture
def graphiql(url: str) -> str:
    if not vendored.are_there():
        cannot_test("no GraphiQL here: python -m api.web.vendored")
    return url


@pytest.fixture
def opened(open_page: Callable[..., Page], faultless: None) -> Callable[..., Page]:
    """Opens an address in a fresh profile."""

    def open_at(address: str, **setup: Any) -> Page:
        page = open_page(**setup)
        page.goto(address)
        return page

    return open_at


def answer(page: Page, text: str) -> None:
    expect(page.locator(".result-window")).to_contain_text(text, timeout=15_000)


def test_a_query_is_typed_and_run_by_the_keyboard(opened: Callable[..., Page], graphiql: str) -> None:
    page = opened(graphiql)
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("query ($id: ID!) { paper(id: $id) { year } }")
    page.get_by_role("button", name="Variables").click()
    page.get_by_role("textbox", name="Variables").focus()
    page.keyboard.insert_text('{ "id": "doi:10.5555/mmq.2022.0101" }')
    page.keyboard.press("Control+Enter")
    answer(page, '"year": 2022')


def test_a_worked_query_is_a_click_away(opened: Callable[..., Page], graphiql: str) -> None:
    page = opened(graphiql)
    expect(page.get_by_role("heading", name="What is like this paper, and why?")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="The paper most like one you know").click()
    answer(page, "Reply Times as a Promise")
    # the same one again, after the editor has been changed
    page.get_by_role("textbox", name="Query").focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("query Mine { stats { papers } }")
    page.keyboard.press("Control+Enter")
    answer(page, '"papers": 27')
    page.get_by_role("button", name="The paper most like one you know").click()
    answer(page, "Reply Times as a Promise")


def test_a_worked_query_that_changes_something_waits(opened: Callable[..., Page], graphiql: str) -> None:
    page = opened(graphiql)
    page.get_by_role("button", name="A paper is taken out by any of its ids").click(timeout=15_000)
    expect(page.locator(".graphiql-query-editor")).to_contain_text("removePaper")
    page.wait_for_timeout(500)
    expect(page.locator(".result-window")).not_to_contain_text("extensions")


def test_the_schema_is_explained(opened: Callable[..., Page], graphiql: str) -> None:
    page = opened(graphiql)
    page.get_by_role("button", name="Show Documentation Explorer").click(timeout=15_000)
    page.get_by_role("link", name="Query", exact=True).click()
    expect(page.get_by_role("link", name="similar", exact=True)).to_be_visible()


def test_an_address_fills_the_editor(opened: Callable[..., Page], graphiql: str) -> None:
    query = {"query": "query ($id: ID!) { paper(id: $id) { title } }", "variables": '{"id": "dewit2022"}'}
    page = opened(f"{graphiql}#{urlencode(query)}")
    expect(page.locator(".graphiql-query-editor")).to_contain_text("paper(id: $id)", timeout=15_000)
    page.get_by_role("button", name="Execute query").click()
    answer(page, "Forty Minutes or a Day")
    page.goto(f"{graphiql}#{urlencode({'query': '{ stats { papers } }'})}")
    expect(page.locator(".graphiql-query-editor")).to_contain_text("stats")


@pytest.mark.parametrize("scheme", SCREENS)
def test_it_speaks_chinese_and_follows_the_system(opened: Callable[..., Page], graphiql: str, scheme: str) -> None:
    page = opened(f"{graphiql}?lang=zh", color_scheme=scheme)
    expect(page.get_by_role("heading", name="示例查询")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("heading", name="怎样引用这篇论文")).to_be_attached()
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == SCREENS[scheme]


def test_the_plain_page_stands_in(opened: Callable[..., Page], url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendored, "are_there", lambda: False)
    page = opened(f"{url}#{urlencode({'query': '{ stats { concepts } }'})}")
    expect(page.get_by_text("GraphiQL is not here")).to_be_visible()
    expect(page.get_by_label("GraphQL query")).to_have_value("{ stats { concepts } }")
    page.get_by_label("Example").select_option(
        "A search, what it hits, and counts over everything it finds, not only over the page shown"
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result")).to_contain_text("totalCount")
