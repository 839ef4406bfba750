"""litgraph evaluate: the extraction against annotated texts."""

from __future__ import annotations

import click

from api.console import echo_json, json_option, model_option


@click.command("evaluate", short_help="Score the extraction against annotated texts.")
@click.argument("gold", metavar="GOLD.jsonl")
@click.option("--errors", is_flag=True, help="List every miss and every false alarm.")
@model_option
@json_option
def command(gold: str, errors: bool, model: str | None, as_json: bool) -> None:
    """Score the extraction: precision, recall and F1 per kind, span and kind exact.

    GOLD.jsonl holds one text a line: {"id", "text", "spans": [{"start", "end", "label"}]}. Kinds that the gold file
    does not annotate are not scored.
    """
    from nlp.evaluation import evaluate
    from nlp.pipeline import load_pipeline

    report = evaluate(gold, load_pipeline(model))
    if as_json:
        echo_json(report.as_dict(errors=errors))
    else:
        click.echo(report.as_text(errors=errors))
