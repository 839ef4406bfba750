"""Scores against gold texts, and what is said of a bad line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from graph.errors import SourceError
from nlp.evaluation import evaluate

if TYPE_CHECKING:
    from pathlib import Path

    from nlp.pipeline import Pipeline

TEXT = "Blogs in Seoul, Canada, by ACME and the Ministry of Health"


def test_scores_count_exact_spans_and_concepts(pipeline: Pipeline, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    spans = [
        {"start": 0, "end": 5, "label": "TECHNOLOGY", "id": "forum", "name": "forum"},
        {"start": 9, "end": 14, "label": "PLACE", "id": "KR", "name": "Seoul"},
        {"start": 27, "end": 31, "label": "ORG", "id": "org:acme", "name": "ACME"},
    ]
    gold.write_text(json.dumps({"id": "a", "text": TEXT, "spans": spans}) + "\n\n")

    report = evaluate(gold, pipeline)
    assert report.texts == 1
    exact, linked = report.exact, report.linked
    assert (exact["PLACE"].f1, linked["PLACE"].f1) == (1.0, 1.0)
    assert (exact["TECHNOLOGY"].f1, linked["TECHNOLOGY"].f1) == (1.0, 0.0)
    assert (exact["ORGANIZATION"].recall, exact["COUNTRY"].precision) == (0.0, 0.0)
    assert [each.text for each in report.missed] == ["ACME"]
    assert [(each.kind, each.text) for each in report.made_up] == [
        ("COUNTRY", "Canada"),
        ("AGENCY", "Ministry of Health"),
    ]


def test_what_annotate_prints_is_gold_for_itself(pipeline: Pipeline, tmp_path: Path) -> None:
    mentions = [each.as_dict(TEXT) for each in pipeline.annotate_text(TEXT).mentions]
    gold = tmp_path / "own.jsonl"
    gold.write_text(json.dumps({"id": "a", "text": TEXT, "mentions": mentions}))

    report = evaluate(gold, pipeline)
    assert len(mentions) == 4
    assert sum(each.hits for each in report.linked.values()) == 4
    assert not report.missed + report.made_up


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2: Expecting"),
        ("[]", "line 2: not a JSON object"),
        ('{"id": "a", "text": "x"}', "line 2: no 'mentions'"),
        (
            '{"text": "x", "spans": [{"start": 0, "end": 2, "label": "PLACE"}]}',
            "line 2: the span 0–2 is not in the text",
        ),
    ],
)
def test_a_bad_line_is_named(pipeline: Pipeline, tmp_path: Path, line: str, reason: str) -> None:
    gold = tmp_path / "bad.jsonl"
    gold.write_text('{"text": "", "spans": []}\n' + line)

    with pytest.raises(SourceError, match=reason):
        evaluate(gold, pipeline)
