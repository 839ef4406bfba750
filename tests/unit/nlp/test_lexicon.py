"""Lexicon files: what a row says, and what is said of a bad one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import SourceError
from nlp.lexicon import load_lexicon
from nlp.lexicon.folding import fold, plain, plurals

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("blog", {"blogs"}),
        ("smart city", {"smart cities"}),
        ("smart cities", {"smart citieses", "smart city"}),
        ("data analytics", {"data analyticses"}),
        ("switch", {"switches"}),
        ("survey", {"surveys"}),
    ],
)
def test_regular_plurals_and_singulars(name: str, other: set[str]) -> None:
    assert plurals(name) == other


def test_folding_keeps_the_length() -> None:
    text = "İstanbul\u00a0‘E–Government’\r\nX\n \nY\u3000Ⅳ"

    assert plain(text) == "İstanbul 'E-Government'  X\n \nY Ⅳ"
    assert len(fold(plain(text))) == len(text)


def test_a_row_of_a_known_id_adds_to_it(tmp_path: Path) -> None:
    (tmp_path / "mine.tsv").write_text(
        "# ours\nid\tkind\tname\taliases\tbroader\ncountry:FR\tCOUNTRY\t\t=FR\tplace:nowhere\n", encoding="utf-8"
    )

    france = load_lexicon((str(tmp_path),)).concepts["country:FR"]
    assert (france.name, france.same_as, france.broader) == ("France", ("iso3166:FR",), ())
    assert "FR" in france.aliases


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("a.tsv", "id\tsort\n", "a.tsv, line 1: unknown columns"),
        ("a.tsv", "id\tkind\nplace:x\t\n", "a.tsv, line 2: a concept needs an id and a kind"),
        ("kinds.toml", "[METHOD]\ncolour = 1\n", "kinds.toml: .*colour"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, file: str, content: str, reason: str) -> None:
    (tmp_path / file).write_text(content)

    with pytest.raises(SourceError, match=reason):
        load_lexicon((str(tmp_path),))


def test_a_missing_lexicon_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no lexicon at"):
        load_lexicon((str(tmp_path / "none"),))
