"""litgraph stats: how much the graph holds, and how well the pipeline reads."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from api.console import came_of, echo_json, json_option, store_option

if TYPE_CHECKING:
    from nlp.quality import ReportCard


@click.command("stats")
@store_option
@json_option
def command(store: str, as_json: bool) -> None:
    """Say what the graph holds, and how well concepts are found.

    Counts papers, concepts of each kind, mentions, authors, citations and runs. The report card below them is the same
    for every store: precision, recall and F1 of each kind, on annotated abstracts whose errors nobody looked at.
    """
    from graph.stores import open_store
    from nlp.quality import report_card

    with closing(open_store(store, create=False)) as opened:
        counts = asdict(opened.counts())
        kinds = opened.concept_kinds()
        revision = opened.revision()
        runs = opened.runs()
    card = report_card()
    if as_json:
        echo_json(
            {"store": store, **counts, "conceptKinds": kinds, "storeRevision": revision, "quality": _as_data(card)}
        )
        return
    click.echo(store)
    for name, count in counts.items():
        click.echo(f"  {name:<10} {count:>12,}")
    for kind, count in kinds.items():
        click.echo(f"    {kind.lower():<14} {count:>6,} concepts")
    for run in runs[-3:]:
        click.echo(f"  {run.started_at}  {run.source}: {came_of(run)}")
    click.echo(f"\n{_as_text(card)}")


def _as_data(card: ReportCard) -> dict[str, Any]:
    return {
        "date": card.date.isoformat(),
        "rules": card.rules,
        "texts": card.texts,
        "domains": card.domains,
        "kinds": [
            {
                "kind": each.kind,
                "precision": each.precision,
                "recall": each.recall,
                "f1": each.f1,
                "f1Low": each.f1_low,
                "f1High": each.f1_high,
                "linkedF1": each.linked_f1,
                "judgements": each.judgements,
            }
            for each in card.kinds
        ],
    }


def _as_text(card: ReportCard) -> str:
    lines = [
        f"How well concepts are found, judged on {card.texts:,} abstracts kept blind ({card.date})",
        f"    {'':14} precision  recall     f1   95 % interval  judgements",
    ]
    for each in card.kinds:
        interval = f"{each.f1_low:.3f} to {each.f1_high:.3f}"
        lines.append(
            f"    {each.kind.lower():<14} {each.precision:9.3f} {each.recall:7.3f} {each.f1:6.3f}"
            f"  {interval} {each.judgements:11,}"
        )
    return "\n".join(lines)
