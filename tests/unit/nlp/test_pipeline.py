"""The pipeline as ingest sees it: papers in, annotations out, whatever the batch and the number of workers."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import psutil
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LitgraphError
from graph.model import Paper, TextField
from nlp.parallel import Annotator, annotate_batches
from nlp.pipeline import Pipeline, load_pipeline
from tests.shared import needs_shared
from tests.unit.nlp.abstracts import arxiv

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = [
    Paper("text:1", "Twitter in Seoul", "Korea's Ministry of Health (MOH) tweets."),
    Paper("text:2", "What the MOH does", "The Ministry of Health (MOH) of Japan. AI!"),
    Paper("text:3", "MOH", "Nobody says what MOH is."),
    Paper("text:4", "Dutch …", "Dutch cities.", title_derived=True),
]

PIECES = [
    *("Georgia", "U.S.", "United States", " ", "\n\n", "\u00a0", "Ministry of Health", " (MOH)", "MOH", "İ", "中国"),
    *("e-government", "Statistics Canada", " and ", ", ", "social media", "é", "e\u0301", "𝒳", "\u200b", "'s ", "AI"),
    *("University of ", "(", " (CBS)", "Chinese", "United Nations", "\n", "  "),
]
pieces = st.sampled_from(PIECES)
texts = st.lists(pieces | st.text(max_size=5), max_size=14).map("".join)


def test_the_names_of_the_steps_tell_the_story(pipeline: Pipeline) -> None:
    assert pipeline.language.pipe_names == [
        "normalise", "sentences", "gazetteer", "localities", "agencies", "organizations", "titles", "products",
        "abbreviations", "homographs", "resolve",
    ]  # fmt: skip


@settings(deadline=None)
@given(text=texts)
def test_mentions_lie_in_the_text_in_order_and_never_overlap(pipeline: Pipeline, text: str) -> None:
    reading = pipeline.annotate_text(text)

    end = 0
    for each in reading.mentions:
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end].strip() == text[each.start : each.end]
        end = each.end
    assert {each.concept for each in reading.mentions} <= {each.id for each in reading.concepts}


@settings(deadline=None)
@given(titles=st.lists(st.tuples(texts, texts), max_size=4))
def test_what_is_found_in_a_paper_does_not_depend_on_its_batch(
    pipeline: Pipeline, titles: list[tuple[str, str]]
) -> None:
    papers = [Paper(f"text:{number}", title, abstract) for number, (title, abstract) in enumerate(titles)]

    together = pipeline.annotate(papers)
    assert together == [pipeline.annotate([each])[0] for each in papers]
    for paper, annotation in zip(papers, together, strict=True):
        for each in annotation.mentions:
            assert each.span(paper).text
            assert each.end <= len(paper.text(each.field))
        assert list(annotation.mentions) == sorted(annotation.mentions, key=lambda one: one.place)


def test_an_abbreviation_carries_over_between_title_and_abstract(pipeline: Pipeline) -> None:
    second, third, derived = pipeline.annotate(PAPERS[1:])

    assert [(each.field, each.span(PAPERS[1]).text) for each in second.mentions] == [
        (TextField.TITLE, "MOH"),
        (TextField.ABSTRACT, "Ministry of Health"),
        (TextField.ABSTRACT, "MOH"),
        (TextField.ABSTRACT, "Japan"),
        (TextField.ABSTRACT, "AI"),
    ]
    assert not third.mentions
    assert [each.field for each in derived.mentions] == [TextField.ABSTRACT]


def test_two_workers_say_what_one_says_in_the_same_order(pipeline: Pipeline) -> None:
    batches = [PAPERS[:1], PAPERS[1:3], PAPERS[3:]] * 3

    alone = list(Annotator(pipeline).batches(batches))
    assert list(Annotator(pipeline, workers=2).batches(batches)) == alone


@needs_shared
@pytest.mark.parametrize(("size", "workers"), [(1, 1), (64, 1), (7, 2)])
def test_real_abstracts_read_the_same_in_any_order_and_batch(pipeline: Pipeline, size: int, workers: int) -> None:
    papers = list(arxiv(320))
    alone = dict(zip(papers, pipeline.annotate(papers), strict=True))
    shuffled = papers[::-2] + papers[::2]
    batches = [shuffled[at : at + size] for at in range(0, len(shuffled), size)]

    read = list(Annotator(pipeline, workers).batches(batches))
    assert [batch for batch, _ in read] == batches
    assert read == [(batch, [alone[each] for each in batch]) for batch in batches]


def test_who_stops_early_leaves_no_process_behind() -> None:
    work = annotate_batches(([each] for each in PAPERS * 100), workers=2)

    next(work)
    assert _workers()
    work.close()
    assert not _workers()


def test_a_dying_worker_is_a_clear_error() -> None:
    work = annotate_batches(([each] for each in PAPERS * 100), workers=2)

    next(work)
    for each in _workers():
        os.kill(each.pid, signal.SIGKILL)
    with pytest.raises(LitgraphError, match="a worker process died"):
        list(work)
    assert not _workers()


def test_rules_change_with_the_lexicon(pipeline: Pipeline, tmp_path: Path) -> None:
    extra = tmp_path / "extra.tsv"
    extra.write_text("id\tkind\tname\nmethod:survey\tMETHOD\tsurvey\n")

    own = load_pipeline(lexicons=[extra])
    assert own.rules != pipeline.rules == load_pipeline().rules
    (mention,) = own.annotate_text("two Surveys").mentions
    assert (mention.kind, mention.concept) == ("METHOD", "method:survey")


def test_a_model_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(LitgraphError, match="no_such_model is not installed"):
        load_pipeline("no_such_model")


def test_a_model_is_one_more_voter(tmp_path: Path) -> None:
    model = spacy.blank("en")
    ruler = model.add_pipe("entity_ruler", name="ner")
    ruler.add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "GPE", "pattern": "Gotham"},
            {"label": "GPE", "pattern": "Korea"},
            {"label": "ORG", "pattern": "agency"},
        ]
    )
    model.to_disk(tmp_path / "model")

    reading = load_pipeline(str(tmp_path / "model")).annotate_text("An agency in Gotham and Korea.")
    assert [(each.concept, each.rule) for each in reading.mentions] == [
        ("place:KR/gotham", "model"),
        ("country:KR", "gazetteer"),
    ]


def _workers() -> list[psutil.Process]:
    servers = [each for each in psutil.Process().children() if "forkserver" in " ".join(each.cmdline())]
    return [each for server in servers for each in server.children()]
