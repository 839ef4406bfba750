"""The page that it all began with: its records are shown as the portal shows them, and every link says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from api.library import Library
from graph.ingest import ingest
from nlp.readers import read_source
from tests.shared import needs_shared, shared
from tests.web.test_pages import ids
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_shared
ENTRY = re.compile(r"^(\d+)\.\n(.*?)相似文献", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    (file,) = shared("seed").glob("*.txt")
    return file.read_text("utf-8")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    (file,) = shared("seed").glob("*.txt")
    with Library.open(str(tmp_path_factory.mktemp("seed") / "seed.db"), create=True) as library:
        ingest(library.store, read_source(file), library.annotator(workers=1))
        library.refresh()
        library.link()
        yield Visitor(library)


def folded(text: str) -> str:
    return " ".join(text.split())


def test_the_records_are_shown_as_the_portal_shows_them(portal: Visitor, page: str) -> None:
    seen = portal("/search?sort=record&lang=zh")
    assert re.fullmatch(r"共查询到20条文献,搜索用时 [\d.,]+ 毫秒", seen.text(".count"))
    shown = seen.all(".entries > li")
    records = ENTRY.findall(page)
    assert len(shown) == len(records) == 20
    for number, (entry, (told, text)) in enumerate(zip(shown, records, strict=True), start=1):
        assert int(told) == number
        lines = [each.text_content() for each in entry.cssselect(".line")]
        abstract = entry.cssselect(".abstract")[0].text_content()
        assert folded(" ".join((*lines, abstract))) == folded(text)
        assert entry.cssselect(".acts a")[0].text_content() == "相似文献"


def test_the_eighth_record_has_its_citation_line_to_the_character(portal: Visitor) -> None:
    entry = portal("/search?sort=record&lang=zh").all(".entries > li")[7]
    line = entry.cssselect(".line")[0].text_content()
    assert line == "Mosweu  Tshepho 《Archival Science》2021,21(3):267-280"


def test_every_similar_link_gives_the_other_nineteen_with_reasons(portal: Visitor) -> None:
    every = portal("/search?sort=record&lang=zh")
    for own, entry in zip(ids(every), every.all(".entries > li"), strict=True):
        seen = portal(entry.cssselect(".acts a")[0].get("href").partition("#")[0])
        assert re.fullmatch(r"共查询到19条相似文献,搜索用时 [\d.,]+ 毫秒", seen.text("#similar .count"))
        assert set(ids(seen, "#similar")) == {*ids(every)} - {own}
        scores = [float(each) for each in seen.texts("#similar .score .number")]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0
        assert len(seen.all("#similar .chips > *")) > 19
