"""Every page passes axe in both languages and both themes, on a phone and a wide screen, and weighs little."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import kept
from tests.web.test_pages import PAGES, TURKEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

WIRE_BYTES = 60_000
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}
VIEWS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
}
# words depend on the language and colours on the theme: two of the four tell; the others are for whoever has the time
CROSSED = [("light", "en"), ("dark", "zh"), ("light", "zh"), ("dark", "en")]
CROSSED = CROSSED[: 4 if "LITGRAPH_EVERY_VIEW" in os.environ else 2]
WEIGHED = ("/", "/search?q=social+media", f"/paper?id={TURKEY}", f"/map?of={TURKEY}&size=200")


@pytest.mark.parametrize(("view", "language"), CROSSED)
def test_axe_finds_nothing(open_page: Callable[..., Page], site: Site, view: str, language: str) -> None:
    if site.store != "sqlite":
        pytest.skip("pages do not depend on the store: tests/web looks at that")
    page = open_page(**VIEWS[view])
    found: dict[str, list[str]] = {}
    for number, address in enumerate([*PAGES, "/nowhere", "/graphql"]):
        page.goto(f"{site.url}{address}{'&' if '?' in address else '?'}lang={language}")
        if address == "/graphql":
            expect(page.locator(".result-window .CodeMirror-scroll, #result")).to_be_visible(timeout=15_000)
        kept(page, "pages", f"{language}-{view}-{number:02}")
        violations = Axe().run(page, options=TAGS).response["violations"]
        faults = [f"{each['id']}: {node['html'][:200]}" for each in violations for node in each["nodes"][:3]]
        # nothing reaches beyond the screen sideways
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("wider than the screen")
        if faults:
            found[address] = faults
    assert found == {}


def test_a_page_weighs_little(open_page: Callable[..., Page], site: Site) -> None:
    weights = {}
    if site.store != "sqlite":
        pytest.skip("pages weigh the same whatever the store is")
    for address in WEIGHED:
        page = open_page()
        page.goto(f"{site.url}{address}", wait_until="networkidle")
        entries = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        weights[address] = page.evaluate(f"{entries}.reduce((sum, each) => sum + each.transferSize, 0)")
    assert {address: weight for address, weight in weights.items() if not 0 < weight < WIRE_BYTES} == {}
