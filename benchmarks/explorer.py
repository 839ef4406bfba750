"""How long an answer takes to be on screen: `python -m benchmarks.explorer STORE`, in Chromium, over a served store.

Every figure is the time from a click to the second frame after the page has changed, the median over some papers and
searches; the first contentful paint and the bytes of a page on the wire are the browser's own.
"""

from __future__ import annotations

import argparse
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from api.app import create_app
from api.config import Config
from api.library import Library
from api.respond import execute
from tests.api.server import serving
from tests.browser.conftest import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

SETUP: dict[str, Any] = {"viewport": {"width": 1400, "height": 900}}
SEARCHES = (
    "graph neural networks",
    "large language models",
    "reinforcement learning robots",
    "privacy",
    "image segmentation",
    "transformer attention",
    "speech recognition",
    "quantum computing",
)
TEXT = "We train a neural network on images of cells and compare it with experts in hospitals of Germany and China."
GOING = """(act) => new Promise((done) => {
  const start = performance.now();
  const page = ({ target }) => target === document.body || target.id === "drawer";
  const list = ({ addedNodes }) => [...addedNodes].some(({ id }) => id === "similar");
  const seen = new MutationObserver((changes) => {
    if (!changes.some((each) => page(each) || list(each))) return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
  });
  seen.observe(document.body, { childList: true, subtree: true });
  eval(act)();
})"""


def clicking(selector: str) -> str:
    return f"() => document.querySelector({selector!r}).click()"


def setting(selector: str, value: object, event: str = "change") -> str:
    """What a person does to a field that is sent as soon as it changes."""
    return f"""() => {{
        const field = document.querySelector({selector!r});
        field.value = {value!r};
        field.dispatchEvent(new Event({event!r}, {{ bubbles: true }}));
    }}"""


def sending(form: str, field: str, text: str) -> str:
    return f"""() => {{
        document.querySelector({field!r}).value = {text!r};
        document.querySelector({form!r}).requestSubmit();
    }}"""


ACTS = {
    "narrow by a facet": clicking("aside .facets a"),
    "sort": setting("#sort", "newest"),
    "next page": clicking("a[rel=next]"),
    "paper": clicking(".entries h3 a"),
    "why": clicking("#similar a[data-drawer]"),
    "walk on": clicking("#similar .acts a:nth-of-type(2)"),
    "weights": setting("#w-concepts", 90, "input"),
    "map": clicking(".right p a"),
    "map by year": setting("#layout", "years"),
    "language": clicking(".languages a:not([aria-current])"),
    "concept": clicking("main a.concept"),
}


def walked(page: Page, url: str, search: str) -> dict[str, float]:
    """The milliseconds of each act, one after another, from a search on."""
    page.goto(f"{url}/search?lang=en")
    took = {"search": going(page, sending(".quick", "#quick", search))}
    for name in ("narrow by a facet", "sort", "next page", "paper"):
        if name == "next page" and not page.locator("a[rel=next]").count():
            continue
        took[name] = going(page, ACTS[name])
    at = page.url
    for name in ("why", "walk on", "weights", "map", "map by year", "language"):
        if name in ("walk on", "map"):
            page.goto(at)
        took[name] = going(page, ACTS[name])
    page.goto(at)
    took["concept"] = going(page, ACTS["concept"])
    return took


def going(page: Page, act: str) -> float:
    return page.evaluate(GOING, f"({act})")


def pasted(page: Page, url: str) -> float:
    page.goto(f"{url}/similar?lang=en")
    return going(page, sending("#seeds", "#text", TEXT))


def linked(page: Page, url: str, search: str) -> float:
    page.goto(f"{url}/search?q={search}&lang=en")
    links = [each.get_attribute("href") or "" for each in page.locator(".entries h3 a").all()[:2]]
    one, other = (dict(parse_qsl(urlsplit(each).query))["id"] for each in links)
    page.goto(f"{url}/path?from={one}&to={other}&via=papers&lang=en")
    return going(page, setting("#via", "concepts"))


def painted(page: Page, url: str, path: str) -> tuple[float, int]:
    """The first contentful paint in milliseconds, and the bytes of everything that was loaded."""
    page.goto(f"{url}{path}", wait_until="networkidle")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN")
    entries = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
    return paint, page.evaluate(f"{entries}.reduce((sum, each) => sum + each.transferSize, 0)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    parser.add_argument("--paints", action="store_true", help="only first paint and bytes, for a store of anything")
    asked = parser.parse_args()
    with (
        Library.open(asked.store) as library,
        serving(create_app(library, Config(log="off"))) as port,
        chromium() as browser,
    ):
        url = f"http://127.0.0.1:{port}"
        paper = execute(library, "{ papers(first: 1) { nodes { id } } }")["data"]["papers"]["nodes"][0]["id"]
        for path in ("/", "/search", "/advanced", "/similar", f"/paper?id={paper}", f"/map?of={paper}"):
            paints = [painted(browser.new_context(**SETUP).new_page(), url, path) for _ in range(5)]
            print(f"{path}: first contentful paint {median(each for each, _ in paints):.0f} ms, {paints[0][1]:,} bytes")
        if not asked.paints:
            report(browser.new_context(**SETUP).new_page(), url)


def report(page: Page, url: str) -> None:
    took: dict[str, list[float]] = {}
    for search in SEARCHES:
        acts = walked(page, url, search) | {"text": pasted(page, url), "path": linked(page, url, search)}
        for name, milliseconds in acts.items():
            took.setdefault(name, []).append(milliseconds)
    for name, values in took.items():
        print(f"{name}: {median(values):.0f} ms (longest {max(values):.0f}, of {len(values)})")
    print(f"all: {median(each for values in took.values() for each in values):.0f} ms")


if __name__ == "__main__":
    main()
