from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.writers.names import Name, split_name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Soojin Kim", Name("Kim", "Soojin")),
        ("Kim, S.", Name("Kim", "S.")),
        ("Kim S.", Name("Kim", "S.")),
        ("S. Kim", Name("Kim", "S.")),
        ("Smith JA", Name("Smith", "J. A.")),
        ("van Dijk JA", Name("Dijk", "J. A.", "van")),
        ("Wei LI", Name("LI", "Wei")),
        ("J. R. R. Tolkien", Name("Tolkien", "J. R. R.")),
        ("Jean-Luc Marion", Name("Marion", "Jean-Luc")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        ("Maria de la Cruz", Name("Cruz", "Maria", "de la")),
        ("Guido Van Rossum", Name("Van Rossum", "Guido")),
        ("van der Aalst, Wil", Name("Aalst", "Wil", "van der")),
        ("Alexis de Tocqueville", Name("Tocqueville", "Alexis", "de")),
        ("Quoc Le", Name("Le", "Quoc")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("King, Martin Luther, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("John Davison Rockefeller III", Name("Rockefeller", "John Davison", suffix="III")),
        ("Иван Петров", Name("Петров", "Иван")),
    ],
)
def test_a_person_has_parts(name: str, parts: Name) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("name", "whole"),
    [
        ("张三", "张三"),
        ("张 三", "张三"),
        ("晓明 王", "王晓明"),
        ("欧阳 修", "欧阳修"),
        ("김수진", "김수진"),
        ("村上 春樹", "村上春樹"),
        ("清华大学", "清华大学"),
        ("World Health Organization", "World Health Organization"),
        (
            "Immigration, Refugees and Citizenship Canada Department",
            "Immigration, Refugees and Citizenship Canada Department",
        ),
        ("ATLAS Collaboration", "ATLAS Collaboration"),
        ("Plato", "Plato"),
        ("Anderson, Bell, Carr, and others", "Anderson, Bell, Carr, and others"),
        (", .", ", ."),
    ],
)
def test_what_has_no_parts_stays_whole(name: str, whole: str) -> None:
    assert split_name(name) == Name(whole, whole=True)


@given(st.text(max_size=40))
def test_no_name_is_too_odd_and_none_loses_a_letter(name: str) -> None:
    parts = split_name(name)
    letters = [sorted(char for char in text if char.isalnum()) for text in (name, parts.spoken)]
    assert letters[0] == letters[1]
