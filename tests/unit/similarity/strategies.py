"""Small libraries that repeat themselves, so that papers share words, concepts, years and scores."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.model import AnnotatedPaper, Mention, Paper, Source, TextField
from tests.unit.similarity.shelf import Shelf

WORDS = ("town", "mayor", "citizens", "dike", "tweets", "open-data", "Zürich", "政府", "the", "policies")
CONCEPTS = ("country:NL", "country:KR", "technology:twitter", "topic:water")

WORKS = ("doi:10.1/0", "doi:10.1/1", "doi:10.1/2", "pmid:3", "doi:10.9/elsewhere", "pmid:99")
BROADER = {"technology:twitter": ("technology:media",), "technology:media": ("topic:water", "technology:twitter")}

NAMES = ("Wei Wang", "Wang, W.", "Bo Wang", "José He", "王芳", "Wei Wei", "???")
_records = st.sampled_from(["", "2", "10", "a2", "a10", "02", "b"])

_texts = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


@st.composite
def _paper(draw: st.DrawFn, number: int) -> AnnotatedPaper:
    abstract = draw(_texts)
    named = draw(st.lists(st.sampled_from(CONCEPTS), max_size=4)) if abstract else []
    return AnnotatedPaper(
        Paper(
            f"doi:10.1/{number}",
            draw(_texts),
            abstract,
            title_derived=draw(st.booleans()),
            authors=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=3))),
            year=draw(st.none() | st.integers(2018, 2021)),
            venue=draw(st.none() | st.sampled_from(["Towns", "Water", "Water and Towns", "???"])),
            language=draw(st.none() | st.sampled_from(["en", "zh"])),
            cited_by=draw(st.none() | st.integers(0, 3)),
            sources=tuple(
                Source(name, draw(_records)) for name in draw(st.lists(st.sampled_from(["a.bib", "b.ris"]), max_size=3))
            ),
            other_ids=(f"pmid:{number}",),
            references=tuple(sorted(draw(st.sets(st.sampled_from(WORKS), max_size=3)))),
        ),
        tuple(Mention(each, TextField.ABSTRACT, 0, len(abstract), "gazetteer", 1.0) for each in named),
    )


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    """Two to nine papers."""
    shelf = Shelf(broader=BROADER).put(*(draw(_paper(number)) for number in range(draw(st.integers(2, 9)))))
    for key in draw(st.sets(st.sampled_from(sorted(shelf.held)))):
        shelf.encode(key, *draw(st.tuples(*[st.integers(-127, 127)] * 3)))
    return shelf


@st.composite
def steps(draw: st.DrawFn) -> list[AnnotatedPaper | str]:
    """What becomes of a library, one after another: a paper comes or is replaced, or leaves (its id)."""
    changes: list[AnnotatedPaper | str] = []
    for _ in range(draw(st.integers(1, 8))):
        number = draw(st.integers(0, 9))
        changes.append(draw(_paper(number)) if draw(st.integers(0, 3)) else f"doi:10.1/{number}")
    return changes
