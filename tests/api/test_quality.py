"""The report card of the extraction, over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlp.quality import report_card

if TYPE_CHECKING:
    from collections.abc import Callable


def test_every_judged_kind_has_its_figures(ask: Callable[..., Any]) -> None:
    query = "{ stats { quality { kind precision recall f1 f1Low f1High linkedF1 judgements date } } }"
    card = report_card()
    assert ask(query)["stats"]["quality"] == [
        {
            "kind": each.kind,
            "precision": each.precision,
            "recall": each.recall,
            "f1": each.f1,
            "f1Low": each.f1_low,
            "f1High": each.f1_high,
            "linkedF1": each.linked_f1,
            "judgements": each.judgements,
            "date": card.date.isoformat(),
        }
        for each in card.kinds
    ]
