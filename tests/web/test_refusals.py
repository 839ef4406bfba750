"""What cannot be shown is said on a page, in the visitor's language, with the status that programs read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from api.config import Config, Token
from api.exchange import Role
from graph.errors import StoreUnavailableError
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from api.library import Library


@pytest.mark.parametrize(
    ("address", "status", "english", "chinese"),
    [
        ("/paper?id=doi:10.5555/mmq.2024.000", 404, "Not found", "未找到"),
        ("/paper", 404, "Not found", "未找到"),
        ("/concept?id=country:XX", 404, "Not found", "未找到"),
        ("/map?of=nothing", 404, "Not found", "未找到"),
        ("/map", 404, "Not found", "未找到"),
        ("/why?like=x", 404, "Not found", "未找到"),
        ("/search?after=nonsense", 400, "This place in the list is gone", "列表中的这个位置已不存在"),
        ("/search?q=" + "a" * 1001, 400, "This is too long", "内容过长"),
        ("/similar?paper=doi:10.5555/none", 404, "Not found", "未找到"),
    ],
)
def test_a_refusal_is_a_page(visit: Visitor, address: str, status: int, english: str, chinese: str) -> None:
    joint = "&" if "?" in address else "?"
    for language, said in (("en", english), ("zh", chinese)):
        seen = visit(f"{address}{joint}lang={language}")
        assert (seen.status, seen.text("h1")) == (status, said)
        assert seen.link("Back" if language == "en" else "返回") == f"/?lang={language}"


def test_what_is_near_to_a_wrong_id_is_told(visit: Visitor) -> None:
    assert "did you mean doi:10.5555/mmq.2024.0003" in visit("/paper?id=doi:10.5555/mmq.2024.000&lang=en").text()


def test_an_address_of_nothing_is_a_page_for_people_and_json_for_programs(visit: Visitor) -> None:
    assert visit("/nowhere", Accept="text/html").text("h1") == "Not found"
    assert visit("/nowhere", Accept="application/json").response.json() == {"detail": "Not Found"}


def test_a_form_of_another_kind_or_size_is_refused(visit: Visitor) -> None:
    assert visit.post("/similar?lang=en", {"text": "a" * 1_000_001}).status == 413
    assert visit._seen("POST", "/similar", content=b"{}", headers={"Content-Type": "application/json"}).status == 415
    assert visit("/search?q=%ff").status == 400


def test_without_a_store_a_page_says_so() -> None:
    def none() -> Library:
        raise StoreUnavailableError("bolt://127.0.0.1:1 does not answer", "is it running?")

    visitor = Visitor(none)
    seen = visitor("/?lang=zh")
    assert (seen.status, seen.text("h1")) == (503, "存储没有响应")


def test_who_may_not_read_is_not_shown_anything(library: Library) -> None:
    token = Token("me", Role.READ, hashlib.sha256(b"secret").digest())
    visitor = Visitor(library, Config(log="off", anonymous=Role.NOBODY, tokens=(token,)))
    seen = visitor("/search?q=social&lang=en")
    assert (seen.status, seen.text("h1")) == (401, "This server wants a token")
    assert seen.response.headers["www-authenticate"].startswith("Bearer")
    assert visitor("/search?q=social&lang=en", Authorization="Bearer secret").status == 200
    assert visitor("/static/live.js").status == 200


def test_on_a_closed_server_one_signs_in_once(library: Library) -> None:
    token = Token("me", Role.READ, hashlib.sha256(b"secret").digest())
    visitor = Visitor(library, Config(log="off", anonymous=Role.NOBODY, tokens=(token,)))
    closed = visitor("/search?q=social&lang=zh")
    form = {**dict(closed.one("main form").fields), "token": "secret"}
    assert (form["next"], form["lang"]) == ("/search?q=social&lang=zh", "zh")
    kept = visitor.post("/sign-in", form, follow_redirects=False).response
    assert (kept.status_code, kept.headers["location"]) == (303, "/search?q=social&lang=zh")
    assert kept.headers["set-cookie"] == "litgraph-token=secret; HttpOnly; Path=/; SameSite=Strict"
    cookie = {"Cookie": "other=1; litgraph-token=secret"}
    opened = visitor("/search?q=social&lang=zh", **cookie)
    assert opened.status == 200
    assert "退出" in opened.text("footer")
    # the API does not look at cookies, so that no page of another site can use them
    assert visitor("/graphql?query={stats{papers}}", **cookie).status == 401
    assert visitor("/search?q=social", Cookie="litgraph-token=wrong").status == 401
    wrong = visitor.post("/sign-in", {**form, "token": "wrong"})
    assert (wrong.status, "set-cookie" in wrong.response.headers) == (401, False)
    out = visitor.post("/sign-in", {"lang": "zh"}, follow_redirects=False).response
    assert "Max-Age=0" in out.headers["set-cookie"]


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(visit: Visitor, elsewhere: str) -> None:
    went = visit.post("/sign-in", {"next": elsewhere}, follow_redirects=False).response
    assert (went.status_code, went.headers["location"]) == (303, "/")


def test_too_many_visits_are_told_to_come_back(library: Library) -> None:
    visitor = Visitor(library, Config(log="off", rate="2/minute"))
    assert [visitor("/?lang=en").status for _ in range(3)] == [200, 200, 429]


def test_with_the_page_switched_off_there_is_none(library: Library, tmp_path: Path) -> None:
    visitor = Visitor(library, Config(log="off", page=False))
    assert [visitor(each).status for each in ("/", "/search", "/static/live.js")] == [404, 404, 404]
