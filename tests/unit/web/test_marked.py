"""Marked texts say what the text says, whatever is in it, and nothing of it becomes markup."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from api.web.marked import Stretch, clean, derived, hit, marked, shortened, spoken

if TYPE_CHECKING:
    from markupsafe import Markup

TEXT = st.text(st.one_of(st.sampled_from("<>&\"'\x00\x1b\u202e\u0301 ab政"), st.characters()), max_size=60)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


class Read(HTMLParser):
    """Reads markup as a browser does: which texts stand where."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.marks, self.tags, self.within = "", list[str](), set[str](), False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        self.tags.add(tag)
        self.within = tag == "mark"
        self.marks += [""] if self.within else []

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.within = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.within:
            self.marks[-1] += data


def read(markup: Markup) -> Read:
    reader = Read()
    reader.feed(str(markup))
    reader.close()
    return reader


@given(TEXT, SPANS)
def test_the_text_stays_and_nothing_of_it_is_markup(text: str, spans: list[tuple[int, int]]) -> None:
    stretches = [Stretch(*sorted(each), hit) for each in spans if max(each) <= len(text)]
    shown = read(marked(text, stretches))
    assert shown.text.replace("\r", "\n") == clean(text).replace("\r", "\n")
    assert shown.tags <= {"mark"}
    kept = [each for each in stretches if each.start < each.end]
    assert all(any(mark == clean(text[each.start : each.end]) for each in kept) for mark in shown.marks if mark)


def test_of_overlapping_stretches_the_first_and_longest_stays() -> None:
    stretches = [Stretch(2, 6, hit), Stretch(0, 4, hit), Stretch(0, 5, hit), Stretch(6, 8, hit)]
    assert marked("abcdefgh", stretches) == "<mark>abcde</mark>f<mark>gh</mark>"


def test_offsets_count_code_points() -> None:
    assert marked("😀 Seoul", [Stretch(2, 7, hit)]) == "😀 <mark>Seoul</mark>"


def test_a_part_of_a_text_has_the_marks_that_lie_in_it() -> None:
    assert marked("one two three", [Stretch(0, 3, hit), Stretch(4, 7, hit)], 3, 8) == " <mark>two</mark> "


@given(TEXT, st.integers(1, 40))
def test_a_shortened_text_is_no_longer_and_begins_alike(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most + 1
    assert text.startswith(short.removesuffix("…")) or short == text


def test_a_derived_title_is_the_beginning_of_the_abstract() -> None:
    abstract = "The first sentence is long. The second."
    assert derived({"title": "The first sentence is…", "abstract": abstract}) == len("The first sentence is")
    assert derived({"title": "Something else", "abstract": abstract}) == 0


def test_a_paper_speaks_the_language_that_its_source_tells() -> None:
    assert spoken({"language": "en"}) == 'dir="auto" lang="en"'
    assert spoken({"language": "zh-Hans"}) == 'dir="auto" lang="zh-Hans"'
    assert spoken({"language": None}) == spoken({"language": '"><script>'}) == 'dir="auto"'
