"""A text ten times as long costs ten times as much to read, whatever it repeats: a pasted text is anybody's."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.sentences import sentences
from nlp.components import spans
from nlp.components.spans import Spans, occurrences

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from nlp.pipeline import Pipeline

SHORT: Final = 2_000
TIMES: Final = 4
MOST: Final = 1.5 * TIMES
"""Four times the text may be six times the work, as sorting is n log n; squares would be sixteen times."""

REPEATED: Final = {
    "known names": "Germany, France and Italy, ",
    "one long name": "University ",
    "one long list": "Council of Arts and Trade, ",
    "listed bodies": "the U.S. Senate and House ",
    "short forms": "World Health Organization (WHO) ",
    "versions": "Llama-",
    "things": "the FooBar app ",
    "laws": "EU Act ",
    "works": "Germany Study ",
    "headlines": "US IT WHO ",
    "homographs": "Georgia and Jordan, Chad ",
    "languages": "Chinese, Turkish and German ",
    "companies": "Foo Inc. ",
    "places": "in Socotravia, Yemen and ",
    "doubtful bodies": "AAP guidelines VA hospital ",
}
NUMBERED: Final = {
    "meanings of one short form": "Abc {} University (AU) ",
    "short forms of many bodies": "{} Sable Institute ({}SI) ",
    "universities": "{} University ",
    "new places": "in {}, Germany and ",
    "new things": "the {}X app, ",
    "makers": "Google {}, ",
    "species": "Japanese {} (Pinus {}abc) ",
}


def name(number: int) -> str:
    return "X" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * size)[:size]


def numbered(form: str) -> Callable[[int], str]:
    return lambda size: "".join(form.replace("{}", name(each)) for each in range(size // 8))[:size]


TEXTS: Final = {
    **{title: repeated(piece) for title, piece in REPEATED.items()},
    **{title: numbered(form) for title, form in NUMBERED.items()},
}


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of Python a call runs, each round of a comprehension counted."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("title", TEXTS)
def test_the_work_grows_as_the_text_does(pipeline: Pipeline, title: str) -> None:
    text = TEXTS[title]
    pipeline.annotate_text(text(SHORT))  # what is looked up once and kept is no part of it
    short, long = (lines_run(lambda size=size: pipeline.annotate_text(text(size))) for size in (SHORT, TIMES * SHORT))
    assert long < MOST * short


def test_a_name_that_never_ends_is_read_for_so_many_words(pipeline: Pipeline) -> None:
    text = f"We thank {'Great ' * 400}University."
    (found,) = pipeline.annotate_text(text).mentions
    assert text[: found.end].endswith("Great Great University")
    assert found.start > text.index("University") - 100 * len("Great ")


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6))), st.integers(0, 30), st.integers(1, 9))
def test_spans_touch_what_they_share_a_character_with(given: list[tuple[int, int]], start: int, size: int) -> None:
    all_spans = [(at, at + length) for at, length in given]
    touching = [at for at, (first, last) in enumerate(all_spans) if first < start + size and start < last]
    assert Spans(all_spans).touching(start, start + size) == touching


@given(st.text("aAb ", max_size=60), st.sets(st.text("aAb ", min_size=1, max_size=3), max_size=9))
def test_names_are_found_alike_one_by_one_and_in_one_pass(text: str, names: set[str]) -> None:
    found = {each: [at.start() for at in re.finditer(f"(?={re.escape(each)})", text)] for each in names}
    assert occurrences(text, names) == found
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spans, "_FEW", 0 if names else 1)
        assert occurrences(text, names) == found


@given(st.text(".!?…\"')] 。\nab", max_size=40))
def test_sentences_end_where_a_run_of_marks_does(text: str) -> None:
    ends = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s)|[。！？]+["'”’」』）]*|\n\s*\n""")
    with pytest.MonkeyPatch.context() as patch:
        found = sentences(text)
        patch.setattr("graph.sentences._END", ends)
        assert found == sentences(text)
