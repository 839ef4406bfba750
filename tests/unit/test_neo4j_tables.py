"""What is written for Neo4j's import tool is what the tool reads: its rules for CSV, in a few lines."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.stores.neo4j.home import last_words
from graph.stores.neo4j.tables import DELIMITERS, READ_BUFFER, DelimiterInUseError, Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_texts = st.text(st.characters(codec="utf-8") | st.sampled_from('",;\\\n\r\t\x1f\x1e'), max_size=12)
_lists = st.lists(_texts, max_size=4).filter(lambda values: values != [""])
_values = {
    "string": _texts,
    "long": st.integers(-(2**63), 2**63 - 1),
    "double": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "byte[]": st.binary(min_size=1, max_size=9),
    "string[]": _lists,
}


@st.composite
def _rows(draw: st.DrawFn) -> tuple[dict[str, str], list[dict[str, Any]]]:
    types = draw(st.dictionaries(st.from_regex(r"[a-z][a-zA-Z]{0,5}", fullmatch=True), st.sampled_from([*_values])))
    types["last"] = "long"
    row = st.fixed_dictionaries({name: st.none() | _values[kind] for name, kind in types.items()})
    return types, draw(st.lists(row, min_size=1, max_size=5))


@given(_rows())
def test_every_value_comes_back(drawn: tuple[dict[str, str], list[dict[str, Any]]]) -> None:
    types, rows = drawn
    with tempfile.TemporaryDirectory() as folder:
        found = _written(Path(folder), rows)
    for name, kind in types.items():
        assert [row[name] for row in found] == [_kept(row[name]) for row in rows], kind


def _written(folder: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for delimiter in DELIMITERS:
        tables = Tables(folder, delimiter)
        table = tables.nodes("Row")
        try:
            for each in rows:
                table.add(each)
        except DelimiterInUseError:
            continue
        finally:
            tables.close()
        return list(_read(folder, delimiter))
    pytest.fail("no delimiter was left")


def _kept(value: Any) -> Any:
    """A value as the tool keeps it: no empty list."""
    return None if value == [] else value


def _read(folder: Path, delimiter: str) -> Iterator[dict[str, Any]]:
    with (folder / "Row.header.csv").open(encoding="utf-8", newline="") as file:
        names, kinds = zip(*(each.split(":") for each in file.read().rstrip("\n").split(",")), strict=True)
    as_kind: dict[str, Callable[[str], Any]] = {
        "string": str,
        "long": int,
        "double": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "byte[]": lambda text: bytes(int(each) % 256 for each in text.split(delimiter)),
        "string[]": lambda text: text.split(delimiter),
    }
    with (folder / "Row.csv").open(encoding="utf-8", newline="") as file:
        for fields in _fields(file.read()):
            row = [None if text is None else as_kind[kind](text) for kind, text in zip(kinds, fields, strict=True)]
            yield dict(zip(names, row, strict=True))


def _fields(text: str) -> Iterator[list[str | None]]:
    """Rows of CSV: quotes are doubled within quotes, and what is nothing at all is null."""
    at, row = 0, []
    while at < len(text):
        if text[at] == '"':
            end = at + 1
            while text[end] != '"' or text[end + 1] == '"':
                end += 2 if text[end] == '"' else 1
            row.append(text[at + 1 : end].replace('""', '"'))
            end += 1
        else:
            end = min(found for each in ",\n" if (found := text.find(each, at)) >= 0)
            row.append(text[at:end] or None)
        if text[end] == "\n":
            yield row
            row = []
        at = end + 1


def test_a_column_holds_one_type_and_rows_have_the_same_columns(tmp_path: Path) -> None:
    tables = Tables(tmp_path, "\x1f")
    table = tables.nodes("Row")
    table.add({"a": 1, "b": None})
    for wrong in ({"a": "1", "b": None}, {"a": 1}, {"a": 1, "b": {}}, {"a": 1, "b": [""]}):
        with pytest.raises(ValueError, match=r"not|no property|empty"):
            table.add(wrong)
    tables.close()


def test_the_tool_is_told_of_long_rows_and_not_of_empty_tables(tmp_path: Path) -> None:
    tables = Tables(tmp_path, "\x1e")
    tables.nodes("Empty")
    tables.relationships("CITES", "Paper", "Paper").add({"start": "a", "end": "b"})
    tables.close()
    assert (tmp_path / "CITES.header.csv").read_text() == ":START_ID(Paper),:END_ID(Paper)\n"
    told = tables.arguments()
    assert "--array-delimiter=U+001E" in told
    assert [each for each in told if each.startswith(("--nodes", "--relationships"))] == [
        f"--relationships=CITES={tmp_path / 'CITES.header.csv'},{tmp_path / 'CITES.csv'}"
    ]
    tables = Tables(tmp_path, "\x1e")
    tables.nodes("Long").add({"text": "é" * READ_BUFFER})
    tables.close()
    (size,) = [int(each.partition("=")[2]) for each in tables.arguments() if each.startswith("--read-buffer")]
    assert size > (tmp_path / "Long.csv").stat().st_size


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (
            "IMPORT FAILED in 0ms. \nWARNING Import failed. The store files are left.\n\n-----\nCommand Failed\n"
            "Error importing csv file.\n\nDatabase already exist. \n-----\n\nRun with '--verbose' for more.\n",
            "Error importing csv file. Database already exist.",
        ),
        ("Error: LinkageError occurred\n\tjava.lang.UnsupportedClassVersionError: too new\n", "too new"),
        ("Exception in thread main\n\tat org.neo4j.Some(Some.java:1)\n", "Exception in thread main"),
        ("", "it did not say why"),
    ],
)
def test_the_last_words_are_what_people_need(told: str, words: str) -> None:
    assert last_words(told).endswith(words)
    assert "\n" not in last_words(told)
