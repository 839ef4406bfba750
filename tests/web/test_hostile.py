"""Records that mean harm, or are far from what pages are made for, are shown safely and can be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest

from api.library import Library
from graph.ingest import ingest
from nlp.readers import read_source
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT: Final = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"quotes\" {{ 7 * 7 }} ${7*7}"
ARABIC: Final = "\u202eوسائل التواصل الاجتماعي في الحكومة\u202c"
ZALGO: Final = "g" + "\u0301\u0323\u0336" * 40 + "overnment"
ABSTRACT: Final = "Social media in the government of Canada are studied. "
RECORDS: Final = {
    "10.5555/script": {"title": SCRIPT, "abstract": ABSTRACT + SCRIPT, "venue": SCRIPT, "authors": [SCRIPT]},
    "10.5555/arabic": {"title": ARABIC, "abstract": ARABIC + " " + ABSTRACT, "authors": ["محمد"]},
    "10.5555/combining": {"title": ZALGO * 5, "abstract": ABSTRACT + ZALGO, "authors": ["Z\u0338\u0321oe"]},
    "10.5555/authors": {"title": "Many hands", "abstract": ABSTRACT, "authors": [f"Author {n}" for n in range(7_456)]},
    "10.5555/no-abstract": {"title": "Social media in Canada, without an abstract"},
    "10.5555/no-title": {"abstract": "A paper about social media in the government of Canada has no title at all."},
    "10.5555/\"id'<>&?#%/..//é": {"title": "An id that means harm", "abstract": ABSTRACT},
}
LONG: Final = {
    "10.5555/long": {"title": "Social media " * 80_000, "abstract": ABSTRACT * 2_000, "authors": ["A" * 50_000]},
    "10.5555/short": {"title": "Social media", "abstract": ABSTRACT},
}


@pytest.fixture(scope="module", params=[RECORDS])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("hostile")
    lines = [json.dumps({"doi": doi, **record}) for doi, record in request.param.items()]
    _write(folder / "hostile.jsonl", lines)
    with Library.open(str(folder / "hostile.db"), create=True) as library:
        report = ingest(library.store, read_source(folder / "hostile.jsonl"), library.annotator(workers=1))
        assert report.tally.new == len(request.param), report
        library.refresh()
        library.link()
        yield Visitor(library)


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_of_them_is_shown_and_none_runs_anything(hostile: Visitor, language: str) -> None:
    starts = [f"/?lang={language}", f"/search?sort=id&lang={language}"]
    papers = [f"/paper?id={quote(f'doi:{doi}'.lower())}&lang={language}" for doi in RECORDS]
    for seen in hostile.walk(*starts, *papers, most=80):
        if seen.tree is None or seen.address.startswith("/graphql"):
            continue
        assert seen.status == 200, seen.address
        assert len(seen.response.content) < 400_000, seen.address
        assert [each.get("src").partition("?")[0] for each in seen.all("script")] == ["/static/live.js"]
        assert {each.get("src").partition("?")[0] for each in seen.all("img")} == {"/static/icon.svg"}
        assert not seen.tree.xpath("//@*[starts-with(name(), 'on') or name() = 'style']")
        assert not [each for each in seen.tree.xpath("//@href") if each.strip().lower().startswith("javascript")]
        assert "49" not in seen.text("main").split()


def test_markup_is_shown_as_text(hostile: Visitor) -> None:
    seen = hostile("/paper?id=doi:10.5555/script&lang=en")
    assert seen.one("h1").text_content() == SCRIPT
    assert seen.one("article .abstract").text_content() == ABSTRACT + SCRIPT
    assert SCRIPT in seen.text(".authors")


@pytest.mark.parametrize("hostile", [LONG], indirect=True)
def test_a_title_without_end_is_cut_wherever_it_stands(hostile: Visitor) -> None:
    seen = hostile("/paper?id=doi:10.5555/long&lang=en")
    assert len(seen.text("h1")) <= 1001
    assert seen.text("h1").endswith("…")
    found = hostile("/search?q=social+media&lang=en")
    assert max(len(each) for each in found.texts(".entries h3")) <= 401
    assert max(len(each) for each in found.texts(".entries .abstract")) <= 2_501
    for address in ("/why?paper=doi:10.5555/long&like=doi:10.5555/short", "/map?of=doi:10.5555/long", "/?lang=en"):
        other = hostile(address)
        assert (other.status, len(other.response.content) < 400_000) == (200, True), address


def test_text_from_right_to_left_decides_its_own_direction(hostile: Visitor) -> None:
    seen = hostile("/paper?id=doi:10.5555/arabic&lang=en")
    assert seen.one("h1").get("dir") == "auto"
    assert seen.one("article .abstract").get("dir") == "auto"
    assert [each.text_content() for each in seen.all(".authors bdi")] == ["محمد"]


def test_of_thousands_of_authors_some_are_named(hostile: Visitor) -> None:
    seen = hostile("/paper?id=doi:10.5555/authors&lang=en")
    assert len(seen.all(".authors a")) == 20
    assert seen.text(".authors").endswith("and 7,436 more")
    assert len(seen.response.content) < 200_000


def test_what_is_missing_is_said(hostile: Visitor) -> None:
    assert "No abstract." in hostile("/paper?id=doi:10.5555/no-abstract&lang=en").texts(".none")
    untitled = hostile("/paper?id=doi:10.5555/no-title&lang=en")
    assert "The source has no title" in untitled.text("article")


def test_a_control_character_is_not_sent(hostile: Visitor) -> None:
    seen = hostile("/search?q=%00%1b%C2%85social&lang=en")
    assert not {"\x00", "\x1b", "\x85"} & {*seen.response.text}
