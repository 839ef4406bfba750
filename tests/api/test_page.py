"""Who is shown the page at /graphql, what it is made of, and that nobody else notices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from api.app import create_app
from api.config import Config
from api.web import graphiql, vendored
from tests.api.conftest import Client

if TYPE_CHECKING:
    import httpx

    from api.library import Library

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
QUERY = "{ stats { papers } }"
HTML = "text/html; charset=utf-8"


@pytest.fixture
def client(sample: Library) -> Client:
    return Client(create_app(sample))


@pytest.fixture
def bare(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A server without GraphiQL's files."""
    monkeypatch.setattr(vendored, "are_there", lambda: False)
    return client


@pytest.fixture
def full(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A server that has GraphiQL's files, as far as it can tell."""
    monkeypatch.setattr(vendored, "are_there", lambda: True)
    return client


def got(client: Client, accept: str | None, method: str = "GET", address: str = "/graphql") -> httpx.Response:
    return client(method, address, headers={} if accept is None else {"Accept": accept})


@pytest.mark.parametrize("accept", [BROWSER, "text/html", "text/html, application/json", "TEXT/HTML;level=1"])
def test_browsers_see_a_page(full: Client, accept: str) -> None:
    page = got(full, accept)
    assert (page.status_code, page.headers["content-type"]) == (200, HTML)
    assert page.headers["vary"] == "Accept, Accept-Encoding"
    head = got(full, accept, "HEAD")
    assert (head.status_code, head.headers["content-type"], head.content) == (200, HTML, b"")
    assert head.headers["content-length"] == page.headers["content-length"]


@pytest.mark.parametrize(
    "accept",
    [
        None,
        "",
        "*/*",
        "application/json",
        "application/graphql-response+json",
        "application/json, text/html",
        "text/html;q=0.8, application/json;q=0.9",
        "text/html;q=0, */*",
        "application/json, */*",
    ],
)
def test_whoever_wants_json_sees_what_they_saw(full: Client, sample: Library, accept: str | None) -> None:
    plain = Client(create_app(sample, Config(page=False)))
    for method in ("GET", "HEAD"):
        one, other = got(full, accept, method), got(plain, accept, method)
        assert (one.status_code, one.content, one.headers) == (other.status_code, other.content, other.headers)
        assert one.headers["content-type"].partition(";")[0].endswith("json")


@pytest.mark.parametrize("asked", [f"query={QUERY}", "query=", "extensions={}", "&".join(["a=1"] * 200), "query=%ff"])
def test_an_address_that_asks_is_answered(full: Client, sample: Library, asked: str) -> None:
    plain = Client(create_app(sample, Config(page=False)))
    one, other = (got(each, BROWSER, address=f"/graphql?{asked}") for each in (full, plain))
    assert (one.status_code, one.headers["content-type"]) == (other.status_code, other.headers["content-type"])
    assert one.json().get("data") == other.json().get("data")


def test_a_query_is_posted_from_a_browser_too(full: Client) -> None:
    assert full.post(QUERY, Accept="text/html, */*;q=0.1").json()["data"]


@pytest.mark.parametrize(("address", "lang", "says"), [("", "en", "ask in GraphQL"), ("?lang=zh", "zh", "查询")])
def test_the_page_speaks_two_languages(full: Client, address: str, lang: str, says: str) -> None:
    text = got(full, BROWSER, address=f"/graphql{address}").text
    assert f'<html lang="{lang}">' in text
    assert says in re.findall("<title>(.*)</title>", text)[0]


def test_a_language_that_there_is_none_of_is_english(full: Client) -> None:
    assert '<html lang="en">' in got(full, BROWSER, address="/graphql?lang=%22%3E%3Cscript%3E").text


@pytest.mark.parametrize("kind", ["full", "bare"])
def test_pages_ask_nothing_from_outside(kind: str, request: pytest.FixtureRequest) -> None:
    client = request.getfixturevalue(kind)
    page = got(client, BROWSER)
    linked = set(re.findall(r'(?:href|src)="([^"]+)"', page.text))
    assert all(each.startswith("/") for each in linked)
    for each in linked - {f"/graphql/{name}" for package in vendored.PACKAGES for name in package.served}:
        found = got(client, BROWSER, address=each)
        assert found.status_code in (200, 307)
        assert "://" not in found.text.replace("http://www.w3.org/2000/svg", "")
    # what the policy would block is not there: styles and scripts in the page itself
    assert not re.search(r"<style|style=|<script(?![^>]*src=)|\son\w+=", page.text)


def test_the_plain_page_says_what_is_missing(bare: Client) -> None:
    assert "python -m api.web.vendored" in got(bare, BROWSER).text


@pytest.mark.parametrize("name", ["../app.py", "graphiql.py", "vendored.py", "%2e%2e%2fapp.py", "packages.txt", ""])
def test_nothing_else_is_served(client: Client, name: str) -> None:
    assert client("GET", f"/graphql/{name}").status_code in (404, 405, 307)


def test_files_are_sent_once(client: Client) -> None:
    first = client("GET", "/graphql/graphiql.js")
    assert first.headers["content-type"] == "text/javascript; charset=utf-8"
    again = client("GET", "/graphql/graphiql.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client("GET", "/graphql/graphiql.css", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_the_page_can_be_switched_off(sample: Library) -> None:
    client = Client(create_app(sample, Config(page=False)))
    assert got(client, BROWSER).status_code == 400
    assert {client("GET", f"/graphql/{each}").status_code for each in graphiql.FILES} == {404}
