"""litgraph evaluate: the extraction against annotated texts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.console import echo_json, json_option, lexicon_option, model_option

if TYPE_CHECKING:
    from nlp.evaluation import Evaluation


@click.command("evaluate")
@click.argument("gold", metavar="GOLD.jsonl")
@click.option("--errors", is_flag=True, help="List every miss and every false alarm.")
@model_option
@lexicon_option
@json_option
def command(gold: str, errors: bool, model: str | None, lexicons: tuple[Path, ...], as_json: bool) -> None:
    """Score the extraction: precision, recall and F1 per kind, span and kind exact.

    GOLD.jsonl holds one text a line: {"id", "text", "spans": [{"start", "end", "label"}]}. Kinds that the gold file
    does not annotate are not scored.
    """
    from nlp.evaluation import evaluate
    from nlp.pipeline import load_pipeline

    report = evaluate(Path(gold), load_pipeline(model, lexicons))
    if as_json:
        echo_json(_as_data(report, errors=errors))
    else:
        click.echo(_as_text(report, errors=errors))


def _as_data(report: Evaluation, *, errors: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"texts": report.texts, "kinds": {}}
    for kind, score in report.exact.items():
        linked = report.linked[kind]
        data["kinds"][kind] = {
            "precision": round(score.precision, 4),
            "recall": round(score.recall, 4),
            "f1": round(score.f1, 4),
            "judgements": score.hits + score.misses,
            "linkedF1": round(linked.f1, 4),
        }
    if errors:
        data |= {
            "missed": [asdict(each) for each in report.missed],
            "madeUp": [asdict(each) for each in report.made_up],
        }
    return data


def _as_text(report: Evaluation, *, errors: bool) -> str:
    lines = [f"{report.texts} texts; span and kind exact", f"{'':14}precision recall    f1  judgements  linked f1"]
    for kind, score in report.exact.items():
        right = f"{score.precision:9.3f} {score.recall:6.3f} {score.f1:5.3f} {score.hits + score.misses:11}"
        lines.append(f"{kind:14}{right} {report.linked[kind].f1:10.3f}")
    if errors:
        for what, found in (("missed", report.missed), ("made up", report.made_up)):
            lines += ["", *(f"{what:8}{each.id} {each.kind} “{each.text}”: … {each.context} …" for each in found)]
    return "\n".join(lines)
