"""Mojibake: what was read in the wrong encoding is mended and counted, and right text stays as it is."""

from __future__ import annotations

import json

import pytest

from graph.records import Record
from nlp.readers import read_source, read_text
from nlp.readers.cleaning import clean
from nlp.readers.mojibake import repair, with_repairs
from tests.shared import needs_shared, shared

RIGHT = [
    "SÃO PAULO É ÓTIMO",
    "Ânimo, corazón: ¿qué? «señor»",
    "TOÀN QUỐC – Đà Nẵng",
    "Ångström’s “naïve” café… Š, Ž and Œuvre",
    "L’été à l’Île-d’Yeu coûte 3 €",
    "政府社交媒体：「韩国」",
    "Ελλάδα, Россия, ישראל, العربية",
    "2 × 3 ± 0.5 µm ≥ ¼ §3 °C",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_text_stays_as_it_is(text: str) -> None:
    assert list(with_repairs(map(repair, [text]))) == [(text, False)]


@pytest.mark.parametrize("encoding", ["latin-1", "sloppy-windows-1252"])
@pytest.mark.parametrize("text", ["don’t say “yes”", "costs £30,000 or €40", "0.4 ≤ P ≤ 0.9 – for α", "Müller’s thèse"])
def test_utf_8_read_as_something_else_is_mended(text: str, encoding: str) -> None:
    assert list(with_repairs(map(clean, [text.encode().decode(encoding)]))) == [(text, True)]


def test_quotes_that_became_control_characters_are_mended() -> None:
    assert clean("we still don\x92t know \x93why\x94 \x96 yet") == "we still don’t know “why” – yet"
    assert clean("line\x85end") == "line end"


def test_what_is_half_lost_stays() -> None:
    assert clean("was â\ufffd¥135 and 3Â±1") == "was â\ufffd¥135 and 3±1"


def test_a_source_counts_the_entries_that_were_mended() -> None:
    papers = [{"title": f"{title}", "abstract": f"Itâ€™s {title}â€”yes"} for title in ("A", "Mayorâ€™s")]
    source = read_text("\n".join(map(json.dumps, [*papers, {"title": "Städte"}])), "a.jsonl")
    for _ in range(2):
        first, second, third = source.records()
        assert isinstance(first, Record)
        assert isinstance(second, Record)
        assert isinstance(third, Record)
        assert first.abstract == "It’s A—yes"
        assert (second.title, third.title) == ("Mayor’s", "Städte")
        assert source.repaired == 2


@needs_shared
def test_no_abstract_of_arxiv_is_changed() -> None:
    source = read_source(shared("corpora", "arxiv", "arxiv_60000.jsonl.gz"))
    assert sum(isinstance(each, Record) for each in source.records()) == 60_000
    assert source.repaired == 0


@needs_shared
@pytest.mark.parametrize(
    ("name", "count"), [("Nagtegaal_2019.csv", 32), ("Kitchenham_2010.csv", 9), ("Bannach-Brown_2019.csv", 0)]
)
def test_reviews_are_mended(name: str, count: int) -> None:
    source = read_source(shared("corpora", "sr", name))
    left = [each for each in source.records() if "â€" in repr(each) or "Â£" in repr(each)]
    assert (source.repaired, left) == (count, [])
