"""Sentences end where a reader would end them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sentences import LONGEST, sentence_at, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Findings, e.g. Jones et al. 2010, hold. They do.", ["Findings, e.g. Jones et al. 2010, hold.", "They do."]),
        ("We study the U.S. Census of 2010. It counts.", ["We study the U.S. Census of 2010.", "It counts."]),
        ("By J. Smith and others. New.", ["By J. Smith and others.", "New."]),
        ("It grew by 3.5 percent. “Really?” Yes.", ["It grew by 3.5 percent.", "“Really?”", "Yes."]),
        ("We use Web 2.0. 45 towns took part.", ["We use Web 2.0.", "45 towns took part."]),
        ("第一句。第二句!\n\nNext part", ["第一句。", "第二句!", "Next part"]),
        ("Title\n\nBody starts here.", ["Title", "Body starts here."]),
        ("", []),
        ("   ", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_what_never_ends_is_cut_at_spaces() -> None:
    text = f"Seen in {', '.join(['Germany'] * 1_000)}. Then {'x' * 5_000}."
    found = [text[start:end] for start, end in sentences(text)]
    assert max(map(len, found)) == LONGEST
    assert all(each.endswith(("Germany,", "Germany.")) for each in found[:5])


@given(st.text() | st.text("a \n\t."), st.sampled_from([3, LONGEST]))
def test_sentences_hold_every_visible_character_once(text: str, longest: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.sentences.LONGEST", longest)
        spans = sentences(text)
    assert all(end - start <= longest for start, end in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
        assert sentence_at(spans, start) == sentence_at(spans, end - 1) == (start, end)
