"""Papers with all that is awkward to write: braces, quotes, commas, entities, scripts, several ids."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from graph.identity import identify
from graph.records import Record
from nlp.readers.cleaning import clean, pages

if TYPE_CHECKING:
    from graph.model import Paper

NASTY = st.sampled_from(list("{}\\%&_#$^~\"'`-,;:<>?!@=+ \n中文é😀aZ")) | st.sampled_from(
    [" and ", "\\alpha", "$x$", "--", "''"]
)
TEXTS = st.lists(NASTY | st.characters(exclude_categories=["Cs"]), max_size=25).map(lambda parts: clean("".join(parts)))
TEXTS = TEXTS.filter(lambda text: clean(text) == text)
OPTIONAL = st.none() | TEXTS.filter(bool)
NAMES = (
    st.sampled_from(
        ["Yann LeCun", "Ludwig van Beethoven", "张三", "King, Martin Luther, Jr.", "Kim S.", "WHO Group", "others"]
    )
    | st.from_regex(r"[A-Z][a-zé]{1,8} (?:van |de la )?[A-Z][a-z]{1,8}", fullmatch=True)
    | TEXTS.filter(bool)
)
DOIS = st.text(st.sampled_from("abz019._/-()<>{}%#&;"), min_size=1, max_size=12).map(lambda text: f"10.1000/x{text}x")


@st.composite
def awkward(draw: st.DrawFn) -> Paper:
    """A paper that a reader could have made of some source."""
    record = Record(
        line=1,
        title=draw(TEXTS),
        abstract=draw(TEXTS),
        authors=tuple(draw(st.lists(NAMES, max_size=4))),
        year=draw(st.none() | st.integers(1500, 2099)),
        venue=draw(OPTIONAL | st.sampled_from(["Nature", "Proceedings of X"])),
        volume=draw(OPTIONAL),
        issue=draw(OPTIONAL),
        pages=draw(OPTIONAL.filter(lambda text: pages(text or "") == text)),
        url=draw(
            st.none() | st.sampled_from(["https://example.org/a_b%20c?d=1&e=~f#g", "https://arxiv.org/abs/2401.00001"])
        ),
        language=draw(st.none() | st.sampled_from(["en", "zh-CN"])),
        ids=tuple(
            draw(st.sets(DOIS, max_size=1) | st.just(()) | st.just(("arxiv:2401.00001", "pmid:12", "openalex:W7")))
        ),
    )
    if record.authors:
        said = draw(st.sets(st.sampled_from(record.authors)))
        record = replace(record, orcids=tuple(f"0000-0002-1825-0097 {name}" for name in said))
    if not record.title and not record.abstract:
        record = replace(record, title="A title")
    return identify(record, "here")
