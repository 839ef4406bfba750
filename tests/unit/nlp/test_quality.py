"""The report card: how it is reckoned and written, and that what ships is that of today's pipeline."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nlp.evaluation import Evaluation, Judged, Span, Text, evaluate
from nlp.lexicon import load_lexicon
from nlp.quality import Quality, read_card, report_card
from tests.gold.errors import cases
from tests.gold.report import PAGE, card, judged, kinds_table, sources_table, toml
from tests.shared import needs_shared, shared

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

DAY = date(2026, 1, 31)
CANADA, KOREA, CHAD = (Span(at, at + 4, "COUNTRY", key) for at, key in ((0, "CA"), (10, "KR"), (20, "TD")))


def text(source: str, annotated: set[Span], found: set[Span]) -> Judged:
    return Judged(Text("a", "Word " * 10, frozenset(annotated), source), frozenset(found))


def test_a_card_holds_the_kinds_that_were_judged() -> None:
    elsewhere = Span(*KOREA[:3], "KP")
    found = Evaluation((text("arxiv", {CANADA, KOREA}, {CANADA, elsewhere, CHAD}),))

    written = card(found, DAY)
    assert (written.date, written.texts, written.domains) == (DAY, 1, ("computer science",))
    assert written.kinds == (Quality("COUNTRY", 0.667, 1.0, 0.8, 0.8, 0.8, 0.4, 2),)
    assert kinds_table(written).splitlines()[-1] == (
        "| COUNTRY | 0.667 | 1.000 | **0.800** | 0.800 – 0.800 | 0.400 | 2 |"
    )


def test_the_interval_is_wide_where_a_few_texts_decide() -> None:
    right, wrong = text("acl", {CANADA}, {CANADA}), text("acl", {CANADA}, set())
    few, many = Evaluation((right, right, right, wrong)), Evaluation((right, right, right, wrong) * 50)

    low, high = many.interval("COUNTRY")
    assert low < many.exact["COUNTRY"].f1 < high
    assert few.interval("COUNTRY") == (0.4, 1.0)
    assert high - low < 0.1
    assert many.interval("COUNTRY") == (low, high)


def test_domains_are_judged_apart() -> None:
    found = Evaluation((text("acl", {CANADA}, {CANADA}), text("arxiv", {CANADA}, {KOREA}), text("arxiv", set(), set())))
    rows = sources_table(found).splitlines()
    assert rows[2:] == [
        "| computational linguistics | 1 | 1 | 1.000 | 1.000 | 1.000 | 1.000 (1) |",
        "| computer science | 2 | 1 | 0.000 | 0.000 | 0.000 | 0.000 (1) |",
    ]


def test_errors_are_sorted_into_classes() -> None:
    words = "Researchers at Oslo Big Data Ltd like Chad, Twitter feeds and NorthTruth."

    def span(name: str, kind: str, key: str = "") -> Span:
        at = words.index(name)
        return Span(at, at + len(name), kind, key)

    annotated = {
        span("Oslo Big Data Ltd", "ORGANIZATION"),
        span("Twitter feeds", "TECHNOLOGY"),
        span("NorthTruth", "TECHNOLOGY"),
    }
    found = {span("Oslo", "PLACE"), span("Chad", "COUNTRY"), span("Twitter", "TECHNOLOGY"), span("feeds", "TOPIC")}
    wrong = cases(Judged(Text("a", words, frozenset(annotated)), frozenset(found)), load_lexicon())
    assert [(each.which, each.words) for each in wrong] == [
        ("kind", "… Researchers at [{Oslo} Big Data Ltd] like Chad, Twitter feeds and …  (ORGANIZATION read as PLACE)"),
        ("boundary", "… Big Data Ltd like Chad, [{Twitter} feeds] and NorthTruth. …"),
        ("unlisted", "… like Chad, Twitter feeds and [NorthTruth]. …"),
        ("homograph", "… Oslo Big Data Ltd like {Chad}, Twitter feeds and NorthTruth. …"),
    ]


@needs_shared
def test_what_is_written_is_read_again(pipeline: Pipeline) -> None:
    seed = card(evaluate(shared("gold", "gold_seed.jsonl"), pipeline), DAY)
    assert [each.kind for each in seed.kinds] == ["COUNTRY", "PLACE", "AGENCY", "TECHNOLOGY"]
    assert all(each.f1_low <= each.f1 <= each.f1_high for each in seed.kinds)
    assert read_card(toml(seed)) == seed


@needs_shared
def test_the_card_is_that_of_todays_pipeline(pipeline: Pipeline) -> None:
    shipped = report_card()
    assert shipped == card(judged("blind", pipeline), shipped.date), "judge anew: python -m tests.gold.report"


def test_the_page_shows_the_card() -> None:
    assert kinds_table(report_card()) in PAGE.read_text("utf-8")
