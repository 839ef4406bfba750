"""The ways that people go through the explorer, in a real browser, on both stores; every stop is kept as a picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Site

pytestmark = pytest.mark.usefixtures("faultless")

TURKEY = "doi:10.5555/mmq.2024.0003"
TEXT = "The mayor of Seoul answers citizens on Twitter, and social media become a place of public service."


def entries(page: Page) -> list[str]:
    """The papers that the list on the page shows."""
    links = page.locator("#main .entries > li").locator("h3 a, a.first").all()
    return [re.search(r"[?&]id=([^&]+)", each.get_attribute("href") or "")[1] for each in links]


def test_from_a_search_to_a_path_and_back(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/?lang=en")
    page.evaluate("window.stayed = true")  # gone as soon as a whole page is loaded
    kept(page, site.store, "1-home")
    page.get_by_label("Search titles, abstracts and concepts").fill("social media")
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_contain_text("10 papers found in")
    expect(page.locator("h1")).to_be_focused()
    kept(page, site.store, "2-search")

    page.locator("aside").get_by_role("link", name="Spain 2").click()
    expect(page.locator(".count")).to_contain_text("2 papers found")
    expect(page).to_have_url(re.compile("all=country:ES"))
    kept(page, site.store, "3-filter")

    page.get_by_role("link", name="Reply Times as a Promise").click()
    expect(page.locator("h1")).to_contain_text("Reply Times as a Promise")
    assert page.locator("article .abstract .mention").count() > 10
    kept(page, site.store, "4-paper")

    page.locator("#similar").get_by_role("link", name="Why similar?").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", level=1)).to_have_text("Why are they similar?")
    expect(drawer.locator(".sides article")).to_have_count(2)
    assert drawer.locator(".reasons .bar").count() > 3
    expect(page).to_have_url(re.compile("/why"))
    kept(page, site.store, "5-why")
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page).to_have_url(re.compile("/paper"))

    for steps in (2, 3, 4):
        walked = [re.escape(each.strip()[:40]) for each in page.locator(".trail li").all_text_contents()]
        fresh = page.locator("#similar .entries > li").filter(has_not_text=re.compile("|".join(walked or ["\0"])))
        fresh.first.get_by_role("link", name="Similar literature").click()
        expect(page.locator(".trail li")).to_have_count(steps)
    kept(page, site.store, "6-walked")

    page.get_by_role("complementary", name="What surrounds it").get_by_role("link", name="Map", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Map of")
    expect(page.locator("svg.picture a")).to_have_count(40)
    kept(page, site.store, "7-map")
    for layout in ("columns", "years"):
        page.get_by_label("Order").select_option(layout)
        expect(page).to_have_url(re.compile(f"layout={layout}"))
        kept(page, site.store, f"7-map-{layout}")

    page.go_back()
    page.go_back()
    page.go_back()
    expect(page.locator(".trail li")).to_have_count(4)
    page.get_by_role("link", name="Path from the first").click()
    expect(page.locator("h2", has_text="shortest path")).to_be_visible()
    assert page.locator("ol.path li").count() >= 2
    kept(page, site.store, "8-path")

    page.go_back()
    expect(page.locator(".trail li")).to_have_count(4)
    for _ in range(3):
        page.go_back()
    expect(page.locator("h1")).to_contain_text("Reply Times as a Promise")
    expect(page.locator(".trail")).to_have_count(0)
    assert page.evaluate("window.stayed")


def test_on_the_way_back_one_is_where_one_was(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search?q=social+media&lang=en")
    last = page.locator(".entries > li").last.get_by_role("link", name="Similar literature")
    page.evaluate("addEventListener('click', () => { window.was = scrollY; }, { capture: true, once: true })")
    last.click()
    expect(page.locator("#similar .count")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Papers for")
    page.wait_for_function("window.was > 500 && scrollY === window.was")
    # and a place on the page is no other page
    page.evaluate("window.stayed = document.querySelector('h1')")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert page.evaluate("window.stayed === document.querySelector('h1')")


def test_papers_like_a_text_of_ones_own(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/?lang=en")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Similar to my text").click()
    page.get_by_label("Your text").fill(TEXT)
    page.get_by_role("button", name="Find similar papers").click()
    expect(page.locator("#similar .count")).to_contain_text("similar papers found in")
    expect(page.locator(".left .mention", has_text="Seoul")).to_be_visible()
    kept(page, site.store, "text")
    page.get_by_role("button", name="Why similar?").first.click()
    expect(page.get_by_role("dialog").get_by_role("heading", name="Your text")).to_be_visible()
    kept(page, site.store, "text-why")
    page.get_by_role("button", name="Close").click()
    before = entries(page)
    page.get_by_role("link", name="Not like this one").first.click()
    expect(page.get_by_role("heading", name="Not like these")).to_be_visible()
    assert before[0] not in entries(page)
    kept(page, site.store, "text-unlike")


def test_weights_rank_anew_at_once(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/paper?id={TURKEY}&lang=en")
    before = entries(page)
    slider = page.get_by_role("slider", name="Wording")
    slider.focus()
    page.keyboard.press("Home")
    expect(page).to_have_url(re.compile("w_text=0"))
    expect(slider).to_be_focused()
    page.wait_for_function("before => document.querySelector('#similar a')?.href !== before", arg=before[0])
    page.get_by_role("slider", name="Overlap").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile("w_overlap=100"))
    expect(page.locator("main")).not_to_have_attribute("aria-busy", "true")
    assert entries(page) != before
    kept(page, site.store, "weights")
    again = page.context.new_page()
    again.goto(page.url)
    assert entries(again) == entries(page)
    page.get_by_role("link", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url(re.compile("w_overlap=100"))
    page.go_back()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Style").focus()
    page.get_by_label("Style").select_option("ieee")
    expect(page).to_have_url(re.compile("style=ieee"))
    expect(page).to_have_url(re.compile("w_overlap=100"))
    expect(page.get_by_label("Style")).to_be_focused()
    page.get_by_role("link", name="Default weights").click()
    expect(page).not_to_have_url(re.compile("w_"))
    assert entries(page) == before


def test_the_language_is_switched_in_place(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/search?q=social+media&all=country:ES&lang=en")
    page.get_by_role("link", name="中文").click()
    expect(page.locator(".count")).to_contain_text(re.compile(r"共查询到2条文献,搜索用时 [\d.,]+ 毫秒"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator(".narrowing")).to_contain_text("西班牙")
    kept(page, site.store, "chinese")
    page.get_by_label("检索文献").fill("社交媒体 政府")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("“社交媒体 政府”的检索结果")
    assert len(entries(page)) > 5
    kept(page, site.store, "chinese-search")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Papers for “社交媒体 政府”")


def test_advanced_search(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/?lang=en")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Advanced search").click()
    page.get_by_label("Words of the abstract").fill("messages")
    concepts = page.get_by_label("All of these (and)")
    concepts.fill("Spain; turk")
    expect(page.locator("#known option").first).to_have_attribute("value", "Spain; Turkey")
    concepts.fill("Spain; Turkey")
    page.get_by_label("None of these (not)").fill("Poland")
    page.get_by_label("From").fill("2020")
    kept(page, site.store, "advanced")
    page.get_by_role("button", name="Search").last.click()
    expect(page.locator(".count")).to_contain_text("1 paper found")
    assert entries(page) == [TURKEY]
    expect(page).to_have_url(re.compile(r"/search\?.*all=country:ES"))
    kept(page, site.store, "advanced-found")
    page.get_by_role("link", name="Change in the advanced search").click()
    expect(page.get_by_label("All of these (and)")).to_have_value("Spain; Turkey")


def test_citations_are_copied(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site.url}/paper?id={TURKEY}&lang=en")
    page.get_by_label("Style").select_option("ieee")
    expect(page.locator("#citation")).to_contain_text("A. Yıldız")
    for name, begins in (("Copy citation", "A. Yıldız"), ("Copy BibTeX", "@article{"), ("Copy RIS", "TY  - JOUR")):
        page.get_by_role("button", name=name).click()
        expect(page.locator("#said")).to_have_text("Copied.")
        assert page.evaluate("navigator.clipboard.readText()").startswith(begins)
        page.evaluate("document.getElementById('said').textContent = ''")


def test_all_of_it_works_without_script(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.url}/?lang=en")
    page.get_by_label("Search titles, abstracts and concepts").fill("social media")
    page.keyboard.press("Enter")
    page.get_by_label("Sort by").select_option("oldest")
    page.locator(".sort").get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("sort=oldest"))
    page.get_by_role("link", name="Reply Times as a Promise").click()
    page.locator("#similar").get_by_role("link", name="Why similar?").first.click()
    expect(page.locator(".sides article")).to_have_count(2)
    page.go_back()
    page.get_by_role("slider", name="Concepts").fill("100")
    page.locator(".sliders").get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("w_concepts=100"))
    page.get_by_role("complementary", name="What surrounds it").get_by_role("link", name="Map", exact=True).click()
    page.locator("svg.picture a").nth(3).click()
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"{site.url}/similar?lang=en")
    page.get_by_label("Your text").fill(TEXT * 30)
    page.get_by_role("button", name="Find similar papers").click()
    page.get_by_role("button", name="Why similar?").first.click()
    expect(page.get_by_role("heading", name="Your text")).to_be_visible()
    kept(page, site.store, "without-script")
