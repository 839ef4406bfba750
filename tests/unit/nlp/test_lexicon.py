"""Lexicon files: what a row or a table says, and what is said of a bad one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.model import Concept
from nlp.lexicon import Form, load_lexicon
from nlp.lexicon.folding import fold, plain, plurals
from nlp.lexicon.kinds import Kind, shipped_kinds


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

    france = load_lexicon([tmp_path]).concepts["country:FR"]
    assert (france.name, france.same_as, france.broader) == ("France", ("iso3166:FR",), ())
    assert "FR" in france.aliases


LAWS = """
[kinds.LAW]
label = "Law"
label_zh = "法律"
case = "written"

[[concepts]]
kind = "LAW"
name = "General Data Protection Regulation"
name_zh = "通用数据保护条例"
aliases = ["=GDPR"]
broader = ["law:privacy-law"]
same_as = ["celex:32016R0679"]

[[concepts]]
id = "law:privacy-law"
kind = "LAW"
name = "privacy law"
"""


def test_a_toml_file_holds_kinds_and_concepts(tmp_path: Path) -> None:
    (tmp_path / "laws.toml").write_text(LAWS, encoding="utf-8")

    lexicon = load_lexicon([tmp_path / "laws.toml"])
    assert lexicon.kinds["LAW"] == Kind("Law", "法律", case="written")
    gdpr = "law:general-data-protection-regulation"
    assert lexicon.concepts[gdpr] == Concept(
        gdpr,
        "LAW",
        "General Data Protection Regulation",
        "通用数据保护条例",
        ("GDPR",),
        ("celex:32016R0679",),
        ("law:privacy-law",),
    )
    assert Form(gdpr, "LAW", frozenset({"GDPR", "GDPRs"}), "") in lexicon.forms["gdpr"]


def test_tsv_and_toml_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "laws.toml").write_text(LAWS, encoding="utf-8")
    (tmp_path / "laws.tsv").write_text(
        "kind\tname\tid\tname_zh\taliases\tbroader\tsame_as\n"
        "LAW\tGeneral Data Protection Regulation\t\t通用数据保护条例\t=GDPR\tlaw:privacy-law\tcelex:32016R0679\n"
        "LAW\tprivacy law\n",
        encoding="utf-8",
    )

    toml, tsv = (load_lexicon([tmp_path / name]) for name in ("laws.toml", "laws.tsv"))
    assert toml.concepts == tsv.concepts
    assert tsv.kinds["LAW"] == Kind()


def test_the_documentation_shows_one_lexicon_in_two_forms(tmp_path: Path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "lexicon.md").read_text(encoding="utf-8")
    shown = dict(re.findall(r"```(toml|tsv)\n(.*?)```", page, re.DOTALL))
    for form, content in shown.items():
        (tmp_path / f"laws.{form}").write_text(content, encoding="utf-8")

    toml, tsv = (load_lexicon([tmp_path / f"laws.{form}"]) for form in ("toml", "tsv"))
    assert toml.concepts == tsv.concepts
    assert toml.concepts["law:freedom-of-information-act"].aliases == ("FOIA", "information act")
    assert toml.kinds["LAW"].label == "Law"


def test_a_kinds_toml_changes_only_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "kinds.toml").write_text("[TOPIC]\nplural = false\n\n[LEGAL_ACT]\nlabel = 'Act'\n")

    kinds = load_lexicon([tmp_path]).kinds
    assert kinds["TOPIC"] == replace(shipped_kinds()["TOPIC"], plural=False)
    assert kinds["LEGAL_ACT"] == Kind(label="Act")


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("a.tsv", "id\tsort\n", "a.tsv, line 1: unknown column 'sort'"),
        ("a.tsv", "id\tname\n", "a.tsv, line 1: no column kind"),
        ("a.tsv", "id\tkind\nplace:x\t\n", "a.tsv, line 2: a concept needs a kind and a name"),
        ("a.tsv", "kind\tname\nLAW\n", "a.tsv, line 2: a concept needs a kind and a name"),
        ("a.tsv", "kind\tname\n\nlaw\tData Act\n", "a.tsv, line 3: 'law' is no name of a kind"),
        ("a.tsv", "kind\tname\nYEAR\t2020\n", "a.tsv, line 2: YEAR has a meaning of its own"),
        ("a.tsv", "kind\tname\nLAW\tData Act\t=DA\n", "a.tsv, line 2: 3 cells, but 2 columns"),
        ("a.tsv", "kind\tname\taliases\nLAW\tData Act\tDA|=\n", "a.tsv, line 2: an alias without a word"),
        ("a.tsv", "id\tkind\nlaw:new\tLAW\n", "a.tsv, line 2: law:new is new, and has no name"),
        ("a.tsv", "id\tkind\ncountry:FR\tLAW\n", "a.tsv, line 2: country:FR is of the kind COUNTRY"),
        ("a.tsv", "id\tkind\tname\ndoi:10.1000/x\tLAW\tx\n", "a.tsv, line 2: 'doi:10.1000/x' is no id of a concept"),
        ("a.tsv", "# nothing yet\nkind\tname\n", "a.tsv is empty"),
        ("a.toml", "", "a.toml is empty"),
        ("a.toml", "[[concepts]\n", r"a.toml is no TOML: .*line 1"),
        ("a.toml", "concept = 1\n", "a.toml, line 1: unknown key concept"),
        ("a.toml", "kinds = 1\n", "a.toml, line 1: kinds is no table"),
        ("a.toml", "[concepts]\nname = 'x'\n", "a.toml, line 1: concepts is no list of tables"),
        ("a.toml", "[kinds.LAW]\n[kinds.Paper]\n", "a.toml, line 2: 'Paper' is no name of a kind"),
        ("a.toml", "[kinds.PAPER]\n", "a.toml, line 1: PAPER has a meaning of its own"),
        ("a.toml", "[kinds]\nLAW = 1\n", "a.toml, line 2: LAW is no table"),
        ("a.toml", "[kinds.LAW]\nlabel = 'Law'\ncase = 'lower'\n", "a.toml, line 3: case is 'any' or 'written'"),
        ("a.toml", "[kinds.LAW]\nplural = 1\n", "a.toml, line 2: plural is true or false"),
        ("a.toml", "[kinds.LAW]\nconfidence = 2\n", "a.toml, line 2: confidence is a number from 0 to 1"),
        ("kinds.toml", "[METHOD]\ncolour = 1\n", "kinds.toml, line 2: unknown key colour"),
        ("a.toml", "[[concepts]]\nkind = 'LAW'\n", "a.toml, line 1: a concept needs a kind and a name"),
        ("a.toml", LAWS + "[[concepts]]\nname = 'x'\n", "a.toml, line 19: a concept needs a kind and a name"),
        ("a.toml", LAWS + "\n[[concepts]]\nkind = 'LAW'\nname = 'x'\nalias = 'y'\n", "line 23: unknown key alias"),
        ("a.toml", LAWS.replace('["=GDPR"]', '"GDPR"'), "a.toml, line 11: aliases is no list of texts"),
        ("a.toml", LAWS.replace('["=GDPR"]', "[1]"), "a.toml, line 11: aliases is no list of texts"),
        ("a.toml", "concepts = [{kind = 'LAW', name = 3}]\n", "a.toml, line 1: name is no text"),
        ("laws.txt", "LAW\n", "laws.txt is no lexicon"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path: Path, file: str, content: str, reason: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")

    with pytest.raises(SourceError, match=reason):
        load_lexicon([tmp_path / file])


@pytest.mark.parametrize("name", ["none.toml", "."])
def test_a_place_without_a_lexicon_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no lexicon at"):
        load_lexicon([tmp_path / name])
