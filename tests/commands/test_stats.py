"""What `litgraph stats` says of the extraction, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nlp.quality import report_card

if TYPE_CHECKING:
    from tests.commands.conftest import Run


@pytest.fixture
def asked(litgraph: Run) -> Run:
    line = '{"id": "p1", "title": "Dutch towns on Twitter", "abstract": "Towns in the Netherlands use Twitter."}'
    assert litgraph("ingest", "-", "--format", "jsonl", stdin=line).status == 0
    return litgraph


def test_the_report_card_follows_the_counts(asked: Run) -> None:
    counts, _, card = asked("stats").out.partition("\n\n")
    assert "papers                1" in counts
    title, heads, *rows = card.splitlines()
    shipped = report_card()
    assert title.endswith(f"judged on {shipped.texts} abstracts kept blind ({shipped.date})")
    assert heads.split() == ["precision", "recall", "f1", "95", "%", "interval", "judgements"]
    best = shipped.kinds[0]
    figures = (best.precision, best.recall, best.f1, best.f1_low, "to", best.f1_high, best.judgements)
    assert rows[0].split() == [
        best.kind.lower(),
        *(f"{each:.3f}" if isinstance(each, float) else f"{each}" for each in figures),
    ]
    assert len(rows) == len(shipped.kinds)


def test_machines_get_every_figure(asked: Run) -> None:
    told = asked("stats", "--json").json
    shipped = report_card()
    quality = told["quality"]
    assert (told["papers"], quality["date"], quality["texts"]) == (1, shipped.date.isoformat(), shipped.texts)
    assert [(each["kind"], each["f1"], each["linkedF1"], each["judgements"]) for each in quality["kinds"]] == [
        (each.kind, each.f1, each.linked_f1, each.judgements) for each in shipped.kinds
    ]
