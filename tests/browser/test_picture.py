"""The picture in real Chromium, under the policy that the explorer's pages have: by keyboard, by wheel, as PNG."""

from __future__ import annotations

import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import api.web
from api.web.picture import Layout, Words, draw
from tests.unit.web.pictures import piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

STATIC = Path(api.web.__file__).with_name("static")
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
PAGE = """<!doctype html><html lang="en"><title>Picture</title><link rel="stylesheet" href="/picture.css">
<main><h1>Picture</h1><div data-zoom-in="nearer" data-zoom-out="further" data-reset="all of it">{picture}</div>
<button id="save">PNG</button></main><script type="module" src="/page.js"></script></html>"""
SCRIPT = """import {{ enliven, savePng }} from "/picture.js";
enliven(document.querySelector(".picture"));
document.querySelector("#save").addEventListener("click", () => savePng("/picture.svg", "kept.png"));"""


def _answers() -> dict[str, tuple[str, bytes]]:
    dots, lines = piece(24)
    words = Words("no year", "concepts")
    shown, kept = (
        draw(dots, lines, Layout.FORCE, words=words, title="Around it", standalone=alone) for alone in (False, True)
    )
    return {
        "/": ("text/html; charset=utf-8", PAGE.format(picture=shown).encode()),
        "/picture.svg": ("image/svg+xml", kept.encode()),
        "/page.js": ("text/javascript", SCRIPT.format().encode()),
        **{
            f"/picture.{end}": (f"text/{name}", (STATIC / f"picture.{end}").read_bytes())
            for end, name in (("css", "css"), ("js", "javascript"))
        },
    }


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    answers = _answers()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = answers.get(
                self.path.partition("?")[0], ("text/html", b"<!doctype html><title>Gone on</title>")
            )
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            """Nothing: tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(address: str, open_page: Callable[..., Page], faultless: None) -> Page:
    """The page with the picture; whatever its policy forbade, or went wrong in its script, fails the test."""
    opened = open_page(viewport={"width": 1000, "height": 900})
    opened.goto(address)
    expect(opened.get_by_role("button", name="nearer")).to_be_visible()
    return opened


def box(page: Page) -> list[float]:
    return [float(each) for each in (page.locator(".picture").get_attribute("viewBox") or "").split()]


def focused(page: Page) -> str | None:
    return page.evaluate("document.activeElement.dataset?.id ?? null")


def middle(page: Page, key: str) -> tuple[float, float]:
    found = page.evaluate(
        "id => { const c = document.querySelector(`a[data-id='${id}'] .target`);"
        " return [c.cx.baseVal.value, c.cy.baseVal.value]; }",
        key,
    )
    return found[0], found[1]


def test_tab_reaches_the_seed_first_and_arrows_walk_on(page: Page) -> None:
    while focused(page) is None:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") in {"BUTTON", "a"}  # not the picture itself
    assert focused(page) == "id:0"
    expect(page.locator("a[data-id='id:0']")).to_contain_class("seed here")
    for key, axis, sign in (("ArrowRight", 0, 1), ("ArrowDown", 1, 1), ("ArrowLeft", 0, -1), ("ArrowUp", 1, -1)):
        before = focused(page)
        assert before
        page.keyboard.press(key)
        after = focused(page)
        assert after
        if after == before:  # there is nothing further that way
            continue
        assert sign * (middle(page, after)[axis] - middle(page, before)[axis]) > 0
    assert focused(page) != "id:0"


def test_a_focused_dot_brings_out_its_neighbours(page: Page) -> None:
    page.locator("a[data-id='id:3']").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    here = focused(page)
    near = page.evaluate("[...document.querySelectorAll('.dots > .near')].map(each => each.dataset.id)")
    linked = page.evaluate(
        "id => [...document.querySelectorAll('.line')].map(each => [each.dataset.from, each.dataset.to])"
        ".filter(each => each.includes(id)).flat()",
        here,
    )
    assert set(near) == set(linked)
    assert page.locator(".picture").evaluate("each => each.classList.contains('marking')")
    page.keyboard.press("Escape")
    page.locator("#save").focus()
    assert not page.locator(".picture").evaluate("each => each.classList.contains('marking')")


def test_enter_follows_the_link(page: Page) -> None:
    page.locator("a[data-id='id:5']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/x?id=5")


def test_a_click_follows_the_link_and_a_drag_does_not(page: Page, address: str) -> None:
    page.get_by_role("button", name="nearer").click()
    before = box(page)
    target = page.locator("a[data-id='id:0'] .target").bounding_box()
    assert target
    x, y = target["x"] + target["width"] / 2, target["y"] + target["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=4)
    page.mouse.up()
    assert page.url == f"{address}/"
    moved = box(page)
    assert moved[2:] == before[2:]
    assert moved[0] > before[0]
    assert moved[1] < before[1]
    page.mouse.click(x - 60, y + 30)
    page.wait_for_url("**/x?id=0")


def test_the_picture_comes_nearer_and_goes_back(page: Page) -> None:
    home = box(page)
    page.get_by_role("button", name="nearer").click()
    assert box(page)[2] == pytest.approx(home[2] / 1.4)
    page.get_by_role("button", name="further").click()
    assert box(page) == pytest.approx(home, abs=1e-3)
    page.locator("a[data-id='id:0']").focus()
    for _ in range(12):
        page.keyboard.press("+")
    assert box(page)[2] == pytest.approx(home[2] / 8)
    page.keyboard.press("Escape")
    assert box(page) == pytest.approx(home, abs=1e-3)


def test_the_wheel_comes_nearer_to_what_is_under_it(page: Page) -> None:
    target = page.locator("a[data-id='id:2'] .target")
    seen = target.bounding_box()
    assert seen
    page.mouse.move(seen["x"] + seen["width"] / 2, seen["y"] + seen["height"] / 2)
    page.mouse.wheel(0, -400)
    page.wait_for_function("document.querySelector('.picture').classList.contains('zoomed')")
    now = target.bounding_box()
    assert now
    assert now["width"] > 1.5 * seen["width"]
    assert now["x"] + now["width"] / 2 == pytest.approx(seen["x"] + seen["width"] / 2, abs=3)


def test_a_picture_is_saved_as_png(page: Page) -> None:
    with page.expect_download() as coming:
        page.locator("#save").click()
    kept = coming.value
    assert kept.suggested_filename == "kept.png"
    body = Path(kept.path()).read_bytes()
    assert body[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", body[16:24]) == (2000, 1400)
    assert len(body) > 20_000  # not an empty one


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_dot_has_a_name_and_a_colour(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    names = [each.get_attribute("aria-label") for each in page.get_by_role("group").get_by_role("link").all()]
    assert len(names) == len(set(names)) == 24
    ground, *fills = page.evaluate(
        "[getComputedStyle(document.querySelector('.picture')).backgroundColor,"
        " ...[...document.querySelectorAll('.picture .dot')].map(each => getComputedStyle(each).fill)]"
    )
    assert ground not in fills
    assert len(set(fills)) == 8
