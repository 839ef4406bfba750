"""The shipped lists keep what they promise: one row per concept, links that lead somewhere, names with one meaning."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest
from babel import Locale

from graph.identity import slug
from graph.model import KINDS
from nlp.lexicon import COLUMNS, SHIPPED, Lexicon, load_lexicon

FILES = [each.stem for each in sorted(SHIPPED.glob("*.tsv"))]
KIND_OF: dict[str, str] = dict(
    zip(("countries", "places", "agencies", "organizations", "technologies", "topics"), KINDS, strict=True)
)
DOCS = Path(__file__).parents[3] / "docs" / "lexicon.md"
CHINESE = re.compile("[㐀-鿿]")
ALIAS = re.compile(r"[=?!]?[^=?!|\s](?:[^|]*\S)?")
ISO_COUNTRIES = 249


class Row(NamedTuple):
    id: str
    kind: str
    name: str
    name_zh: str
    aliases: list[str]
    broader: list[str]
    same_as: list[str]


def read(file: str) -> list[Row]:
    lines = (SHIPPED / f"{file}.tsv").read_text(encoding="utf-8").splitlines()
    header, *rows = csv.reader(
        (each for each in lines if not each.startswith("#")), "excel-tab", quoting=csv.QUOTE_NONE
    )
    assert tuple(header) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    return [Row(row[0], row[1], row[2], row[3], parts(row[4]), parts(row[5]), parts(row[6])) for row in rows]


def parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


ROWS = {file: read(file) for file in FILES}
ALL = [row for rows in ROWS.values() for row in rows]
# CLDR names the countries; any other row without a name adds to the concept of a row that has one
ADDED = [row for row in ALL if not row.name and row.kind != "COUNTRY"]
OWN = [row for row in ALL if row.name or row.kind == "COUNTRY"]
IDS = {row.id: row for row in OWN}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_every_concept_has_one_row() -> None:
    assert len(IDS) == len(OWN)


def test_a_row_without_a_name_adds_to_a_concept_that_is_there() -> None:
    assert [row.id for row in ADDED if row.id not in IDS] == []
    assert len({row.id for row in ADDED}) == len(ADDED)


@pytest.mark.parametrize("file", FILES)
def test_a_file_holds_one_kind_and_ids_of_its_names(file: str) -> None:
    kind = KIND_OF[re.split("[-_]", file)[0]]
    assert {row.kind for row in ROWS[file]} == {kind}
    if kind != "COUNTRY":
        assert [row.id for row in ROWS[file] if row.name and re.split("[:/]", row.id)[-1] != slug(row.name)] == []
        assert [row.id for row in ROWS[file] if not row.id.startswith(f"{kind.lower()}:")] == []


def test_every_country_of_the_world_is_there() -> None:
    codes = {row.same_as[0].removeprefix("iso3166:") for row in ROWS["countries"] if row.same_as}

    assert len(codes) == ISO_COUNTRIES
    assert codes <= Locale("en").territories.keys()
    assert {f"country:{code}" for code in codes} <= IDS.keys()


def test_places_and_agencies_lie_in_the_country_of_their_id(lexicon: Lexicon) -> None:
    for row in ROWS["places"] + ROWS["agencies"]:
        owner = row.id.partition(":")[2].partition("/")[0]
        above, waiting = set[str](), list(row.broader)
        while waiting:
            above.add(each := waiting.pop())
            waiting.extend(lexicon.concepts[each].broader)
        assert owner in {"INT", "continent", "region"} or f"country:{owner}" in above, row.id


def test_broader_concepts_exist_and_never_lead_back() -> None:
    assert {row.id: row.broader for row in ALL if not IDS.keys() >= set(row.broader)} == {}
    for row in ALL:
        above, waiting = set[str](), list(row.broader)
        while waiting:
            if (each := waiting.pop()) not in above:
                above.add(each)
                waiting.extend(IDS[each].broader)
        assert row.id not in above


def test_aliases_are_tidy_and_marked_only_as_agreed() -> None:
    for row in ALL:
        assert [alias for alias in row.aliases if not ALIAS.fullmatch(alias)] == [], row.id
        assert len(row.aliases) == len(set(row.aliases)), row.id
        assert row.name not in row.aliases, row.id
        if row.kind not in {"COUNTRY", "PLACE"}:
            assert [alias for alias in row.aliases if alias.startswith("!")] == [], row.id


def test_a_doubtful_name_has_another_one_to_lean_on() -> None:
    for row in ALL:
        doubtful = {alias[1:] for alias in row.aliases if alias.startswith("?")}
        sure = {row.name, *(alias.lstrip("=!") for alias in row.aliases if alias[0] != "?")} - doubtful
        # agencies lean on the form of their names as well: Department of Education
        assert sure or row.kind == "AGENCY", row.id


def test_chinese_names_are_chinese() -> None:
    assert [row.id for row in ALL if row.name_zh and not CHINESE.search(row.name_zh)] == []


def test_an_unmarked_name_says_one_thing(lexicon: Lexicon) -> None:
    for name, forms in lexicon.forms.items():
        meanings = defaultdict[str, set[str]](set)
        for form in forms:
            if form.concept and not form.mark:
                for spelling in form.spellings or {name}:
                    meanings[spelling].add(form.concept)
        assert [ids for ids in meanings.values() if len(ids) > 1] == [], name


def test_the_documentation_has_a_row_for_every_file() -> None:
    assert sorted(re.findall(r"^\| `(.+)\.tsv` \|", DOCS.read_text(encoding="utf-8"), re.MULTILINE)) == sorted(FILES)


def test_the_documentation_counts_what_is_there() -> None:
    rows = [
        f"| `{file}.tsv` | {len(ROWS[file]):,} | {sum(len(row.aliases) for row in ROWS[file]):,} |" for file in FILES
    ]

    assert [row for row in rows if row not in DOCS.read_text(encoding="utf-8")] == []
