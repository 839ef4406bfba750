"""Kinds of one's own lexicon are counted, narrowed by, marked and drawn like the shipped ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.library import Library
from graph.ingest import ingest
from nlp.readers import read_source
from tests.web.test_pages import ids
from tests.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEXICON = """
[kinds.LAW]
label = "Law"
label_zh = "法律"

[[concepts]]
kind = "LAW"
name = "Clean Rivers Act"
"""
PAPERS = """{"doi": "10.5555/1", "title": "Rivers", "abstract": "The Clean Rivers Act changed Kenya and Portugal."}
{"doi": "10.5555/2", "title": "Lakes", "abstract": "No law was ever made for the lakes of Kenya."}"""


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    folder: Path = tmp_path_factory.mktemp("own")
    (folder / "laws.toml").write_text(LEXICON, "utf-8")
    (folder / "papers.jsonl").write_text(PAPERS, "utf-8")
    with Library.open(str(folder / "own.db"), create=True, lexicons=[folder / "laws.toml"]) as library:
        ingest(library.store, read_source(folder / "papers.jsonl"), library.annotator(workers=1))
        library.refresh()
        library.link()
        yield Visitor(library)


def test_papers_are_counted_by_them_and_narrowed(lawful: Visitor) -> None:
    every = lawful("/search?lang=zh")
    assert "法律" in every.texts("summary")
    narrowed = lawful(every.link("Clean Rivers Act", "aside"))
    assert ids(narrowed) == ["doi:10.5555/1"]
    assert "法律" in lawful("/?lang=zh").texts("h2")


def test_they_are_marked_and_drawn(lawful: Visitor) -> None:
    paper = lawful("/paper?id=doi:10.5555/1&lang=en")
    assert "Clean Rivers Act" in paper.texts(".mention.k-law")
    assert "Law" in paper.texts(".legend li")
    assert lawful(paper.link("Clean Rivers Act")).text("h1") == "Clean Rivers Act"
