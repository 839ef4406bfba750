"""`litgraph ingest` of tables: the columns are said, and can be chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.readers.workbooks import workbook

if TYPE_CHECKING:
    from tests.commands.conftest import Run

TABLE = "Titel,Zusammenfassung,Title\nStädte,Twitter in the Netherlands.,Towns\n"


@pytest.fixture
def table(litgraph: Run) -> Run:
    Path("a.csv").write_text(TABLE, encoding="utf-8")
    return litgraph


def title(litgraph: Run) -> str:
    return litgraph("query", "{ papers { nodes { title } } }").json["data"]["papers"]["nodes"][0]["title"]


def test_which_columns_are_read_is_said(table: Run) -> None:
    done = table("ingest", "a.csv")
    assert done.status == 0
    assert "a.csv: columns: title; not read: Titel, Zusammenfassung" in done.err
    assert title(table) == "Towns"


def test_columns_are_chosen(table: Run) -> None:
    done = table("ingest", "a.csv", "--column", "title=Titel", "--column", "abstract=zusammenfassung")
    assert "columns: title from Titel, abstract from Zusammenfassung; not read: Title" in done.err
    assert title(table) == "Städte"
    assert table("stats", "--json").json["conceptKinds"]["COUNTRY"] == 1


@pytest.mark.parametrize("column", ["title", "name=Titel"])
def test_a_choice_that_is_none_is_told(table: Run, column: str) -> None:
    done = table("ingest", "a.csv", "--column", column)
    assert done.status == 2
    assert "write FIELD=HEADER, with one of record, title, abstract" in done.err


def test_a_workbook_is_read_and_what_was_mended_is_said(litgraph: Run) -> None:
    papers = [("Title", "Abstract"), ("Mayors", "We donâ€™t know how mayors tweet."), ("Towns", "Towns tweet.")]
    Path("a.xlsx").write_bytes(workbook({"Papers": papers, "Notes": [("Nothing",)]}))
    done = litgraph("ingest", "a.xlsx")
    assert done.status == 0
    assert "a.xlsx: sheet Papers, without Notes; columns: title, abstract" in done.err
    assert "a.xlsx: records with garbled characters (â€™), mended: 1" in done.err
    assert "a.xlsx: 2 papers, 2 new" in done.out
    assert "mended" not in litgraph("ingest", "a.xlsx", "--json").err
