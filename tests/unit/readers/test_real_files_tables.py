"""Real tables: what came in and what was refused, beside a count that knows nothing of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.records import Record, Reject
from nlp.readers import read_source
from tests.counting import counted
from tests.shared import SHARED, needs_shared, shared

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_shared

REFUSED = {"asreview_duplicate_records.csv": 4}
"""Rows that have neither a title nor an abstract; in files that are not named there is none."""

COUNTED = {
    "Bannach-Brown_2019.csv": 1993,
    "Kitchenham_2010.csv": 1704,
    "Nagtegaal_2019.csv": 2019,
    "ai_in_government_scholar_996.csv": 996,
}
"""What those who gathered the files say that they hold."""

FILES = (
    sorted(
        file
        for folder in (("corpora", "formats", "csv"), ("corpora", "sr"), ("corpora", "aigov"))
        for file in shared(*folder).iterdir()
        if file.suffix in {".csv", ".tsv"}
    )
    if SHARED
    else []
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_row_is_in_or_refused_with_a_reason(file: Path) -> None:
    expected = counted(file)
    found = list(read_source(file).records())
    refused = [each for each in found if isinstance(each, Reject)]
    assert len(found) == expected == COUNTED.get(file.name, expected)
    assert len(refused) == REFUSED.get(file.name, 0)
    assert all(each.reason and each.advice for each in refused)
    assert all(each.title or each.abstract for each in found if isinstance(each, Record))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_line_numbers_are_those_of_the_file(file: Path) -> None:
    lines = file.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in read_source(file).records():
        if isinstance(each, Record) and each.title.isascii() and each.title.isalpha():
            assert each.title in lines[each.line - 1]
    numbers = [each.line for each in read_source(file).records()]
    assert numbers == sorted({*numbers})
    assert numbers[-1] <= len(lines)
