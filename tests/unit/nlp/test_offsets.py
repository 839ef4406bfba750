"""Offsets: a mention points at the very characters that name its concept, whatever the text is made of."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Annotation, Paper, TextField
from nlp.components.gazetteer import RULE as LISTED
from nlp.lexicon import load_lexicon
from nlp.lexicon.folding import fold, inside_word, plain
from nlp.parallel import annotate_batches
from nlp.pipeline import BETWEEN
from tests.shared import needs_shared
from tests.unit.nlp.abstracts import arxiv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.pipeline import Pipeline

LEXICON = load_lexicon()
ARXIV = 60_000
BATCH = 500

NAMES = ("Norway", "Brazil", "South Korea", "United Kingdom", "Statistics Canada", "machine learning", "e-government")
SPACES = (" ", "\n", "\t", "\r\n", "\u00a0", "\u2003", "\u2009", "\u202f", "\u3000", "  ", " \n ")
HYPHENS = ("-", "\u2010", "\u2011", "\u2013")
STRANGE = (
    *(
        "中国",
        "人工智能",
        "技术",
        "데이터",
        "𝒳",
        "𝔘𝔖",
        "👩\u200d🔬",
        "🇰🇷",
        "İ",
        "ß",
        "ﬁ",
        "e\u0301",
        "n\u0303\u0323",
        "\u200b",
        "\ufeff",
    ),
    *(
        "&amp;",
        "&nbsp;",
        "&lt;i&gt;",
        "&#8217;",
        "<i>",
        "</i>",
        r"\textit{",
        r"\emph{x}",
        "}",
        "$x$",
        "$\\alpha_{i}^2$",
        r"\%",
    ),
    *("(", ")", ".", ", ", "; ", "—", "…", "“", "’s ", "\n\n", *SPACES),
)
strange = st.lists(st.sampled_from(STRANGE), max_size=6).map("".join)
names = st.sampled_from([each.name for each in LEXICON.concepts.values()])
mixed = st.lists(st.sampled_from(STRANGE) | names | st.text(max_size=4), max_size=16).map("".join)


@st.composite
def known_names(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Strange characters with names between them, written with strange spaces and hyphens, and where those stand."""
    text, places = "", list[tuple[int, int]]()
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=4)):
        text += draw(strange) + "; " + draw(st.sampled_from(SPACES))
        written = name.replace(" ", draw(st.sampled_from(SPACES))).replace("-", draw(st.sampled_from(HYPHENS)))
        places.append((len(text), len(text) + len(written)))
        text += written + draw(st.sampled_from(SPACES)) + "; "
    return text + draw(strange), places


def faults(paper: Paper, annotation: Annotation) -> Iterator[str]:
    """What is wrong with the spans of an annotation."""
    ends = dict.fromkeys(TextField, 0)
    concepts = {each.id for each in annotation.concepts}
    if list(annotation.mentions) != sorted(annotation.mentions, key=lambda one: one.place):
        yield f"{paper.id}: not in reading order"
    for each in annotation.mentions:
        text, found = paper.text(each.field), each.span(paper).text
        where = f"{paper.id}: {found!r} is {each.concept} at {each.field} {each.start}-{each.end}"
        if not ends[each.field] <= each.start < each.end <= len(text):
            yield f"{where}, which overlaps another or lies outside"
        ends[each.field] = each.end
        if found != found.strip() or BETWEEN in found:
            yield f"{where}, with space around it or a paragraph's end in it"
        for at in (each.start, each.end):
            if 0 < at < len(text) and inside_word(text[at - 1]) and inside_word(text[at]):
                yield f"{where}, inside a word"
        if each.concept not in concepts:
            yield f"{where}, which the annotation does not hold"
        # of a listed body the country before it may be cut off: U.S. [Supreme Court]
        if each.rule == LISTED and not each.concept.startswith("agency:"):
            forms = LEXICON.forms.get(" ".join(fold(plain(found)).split()), ())
            if each.concept not in {form.concept for form in forms}:
                yield f"{where}, which is not what it is called"


@needs_shared
def test_every_mention_of_a_third_of_the_arxiv_abstracts_stands_where_it_says() -> None:
    papers = islice(arxiv(), 0, None, 3)
    batches = iter(lambda: list(islice(papers, BATCH)), [])

    read, wrong = 0, list[str]()
    for batch, told in annotate_batches(batches, workers=2):
        read += len(batch)
        for paper, annotation in zip(batch, told, strict=True):
            wrong += faults(paper, annotation)
    assert (read, wrong) == (ARXIV // 3, [])


@needs_shared
def test_a_paper_and_its_text_say_the_same(pipeline: Pipeline) -> None:
    papers = list(arxiv(400))
    texts = [f"{paper.title}{BETWEEN}{paper.abstract}" for paper in papers]

    for paper, annotation, text, reading in zip(
        papers, pipeline.annotate(papers), texts, pipeline.read(texts), strict=True
    ):
        told = [each.as_dict(text) for each in reading.mentions]
        assert [(each["text"], each["concept"]) for each in told] == [
            (each.span(paper).text, each.concept) for each in annotation.mentions
        ]


@settings(deadline=None)
@given(title=mixed, abstract=mixed)
def test_strange_texts_have_true_offsets(pipeline: Pipeline, title: str, abstract: str) -> None:
    paper = Paper("text:1", title, abstract)

    assert list(faults(paper, pipeline.annotate([paper])[0])) == []


@settings(deadline=None)
@given(case=known_names())
def test_a_known_name_is_found_where_it_stands(pipeline: Pipeline, case: tuple[str, list[tuple[int, int]]]) -> None:
    text, places = case

    found = {(each.start, each.end) for each in pipeline.annotate_text(text).mentions}
    assert [text[slice(*each)] for each in places if each not in found] == []
