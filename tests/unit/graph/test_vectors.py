"""Vectors of papers: of which text, how packed, filled in once; and files of the first format, that had none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.fingerprint import fingerprint
from graph.model import AnnotatedPaper, Paper
from graph.vectors import fill, pack, text_digest, text_of, unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.store import Store

MANY = [AnnotatedPaper(Paper(f"doi:10.5555/{each:03}", f"Title {each}", "An abstract.")) for each in range(10)]


class Counting:
    """An encoder that remembers what it was asked, and stops at a text."""

    name = "counting"

    def __init__(self, stop_at: str = "") -> None:
        self.texts: list[str] = []
        self._stop_at = stop_at

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._stop_at in texts:
            raise KeyboardInterrupt
        self.texts += texts
        return np.array([[len(each), 1, 0] for each in texts], np.float32)


@pytest.fixture
def many(sqlite_store: Store) -> Store:
    with sqlite_store.transaction() as transaction:
        transaction.save_papers(MANY, "run-1")
        transaction.next_revision()
    return sqlite_store


@pytest.mark.parametrize(
    ("title", "abstract", "derived", "expected"),
    [
        ("A title", "An abstract.", False, "A title. An abstract."),
        ("Why?", "Because.", False, "Why? Because."),
        ("为什么？", "因为。", False, "为什么？ 因为。"),
        (" A title ", "", False, "A title"),
        ("An abst", " An abstract. ", True, "An abstract."),
        ("Bare", "", True, "Bare"),
        ("", "An abstract.", False, "An abstract."),
        ("", "", False, ""),
    ],
)
def test_title_and_abstract_are_one_text(title: str, abstract: str, derived: bool, expected: str) -> None:
    assert text_of(Paper("doi:10.5555/a", title, abstract, title_derived=derived)) == expected


def test_the_digest_is_of_the_text_alone() -> None:
    paper = Paper("doi:10.5555/a", "A title", "An abstract.")
    assert text_digest(replace(paper, id="doi:10.5555/b", year=2020)) == text_digest(paper)
    assert text_digest(replace(paper, abstract="An abstract!")) != text_digest(paper)


_parts = st.floats(-1, 1, width=32)


@given(st.lists(_parts, min_size=1, max_size=24).filter(lambda each: max(map(abs, each)) > 1e-3))
def test_packing_keeps_the_direction(parts: list[float]) -> None:
    vector = np.array(parts, np.float32)
    vector /= np.sqrt((vector * vector).sum())
    (again,) = unpack([pack(vector)])
    most = float(np.abs(vector).max())
    assert float(again @ again) == pytest.approx(1, abs=1e-6)
    # each part is off by half a step at most, before both are of length 1
    assert float(np.abs(again - vector).max()) <= most / 127 * 0.5 * (1 + len(parts) ** 0.5) + 1e-6


def test_packing_is_one_byte_a_part_and_bears_a_zero_vector() -> None:
    assert pack(np.array([0.5, -1.0, 0.0], np.float32)) == bytes([64, 129, 0])
    assert unpack([pack(np.zeros(3, np.float32))]).tolist() == [[0, 0, 0]]
    assert unpack([]).shape[0] == 0


def test_each_text_is_encoded_once(many: Store) -> None:
    encoder, heard = Counting(), []
    assert fill(many, encoder, lambda done, total: heard.append((done, total)), batch=4) == 10
    assert encoder.texts == [text_of(each.paper) for each in MANY]
    assert heard == [(0, 10), (4, 10), (8, 10), (10, 10)]
    assert fill(many, encoder, lambda done, total: heard.append((done, total))) == 0
    assert len(heard) == 4
    assert len(encoder.texts) == 10
    with many.transaction() as transaction:
        transaction.save_papers([replace(MANY[3], paper=replace(MANY[3].paper, title="Another"))], "run-2")
    assert fill(many, encoder) == 1
    assert encoder.texts[10:] == ["Another. An abstract."]


def test_filling_goes_on_where_it_was_stopped(many: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        fill(many, Counting(stop_at="Title 5. An abstract."), batch=4)
    assert len(many.papers_without_vector("counting")) == 6
    encoder = Counting()
    assert fill(many, encoder, batch=4) == 6
    assert encoder.texts == [text_of(each.paper) for each in MANY[4:]]


def test_filling_changes_the_revision_once_and_the_fingerprint_never(many: Store) -> None:
    before = fingerprint(many)
    fill(many, Counting(), batch=3)
    assert (many.revision(), fingerprint(many)) == (2, before)
    fill(many, Counting(), batch=3)
    assert many.revision() == 2
