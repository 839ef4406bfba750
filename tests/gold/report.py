"""Judges the pipeline and writes its report card: nlp/quality.toml, and the marked tables of docs/quality.md.

    python -m tests.gold.report

The card is that of the blind set; the development set has a table of its own, by source.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.evaluation import gold_text, judge, total
from nlp.pipeline import RULES_VERSION, load_pipeline
from nlp.quality import Quality, ReportCard
from tests.gold.texts import annotated

if TYPE_CHECKING:
    from datetime import date

    from nlp.evaluation import Evaluation, Score
    from nlp.pipeline import Pipeline

ROOT = Path(__file__).parents[2]
CARD = ROOT / "nlp" / "quality.toml"
PAGE = ROOT / "docs" / "quality.md"
MARKED = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
DOMAINS = {
    "acl": "computational linguistics",
    "arxiv": "computer science",
    "bannach-brown": "animal models of depression",
    "kitchenham": "software engineering",
    "nagtegaal": "nudging health workers",
    "s2orc": "all sciences",
    "scholar": "AI in government",
    "schoot": "post-traumatic stress",
}


def judged(name: str, pipeline: Pipeline) -> Evaluation:
    """A set ("development" or "blind") as the pipeline reads it."""
    return judge([gold_text(line) for line in annotated(name)], pipeline)


def card(evaluation: Evaluation, day: date) -> ReportCard:
    """The report card of an evaluation: the kinds that have judgements, three decimals."""
    return ReportCard(
        day,
        RULES_VERSION,
        evaluation.texts,
        tuple(sorted(DOMAINS.get(source, source) for source in evaluation.by_source())),
        tuple(_quality(evaluation, kind) for kind in evaluation.kinds if evaluation.exact[kind].judgements),
    )


def _quality(evaluation: Evaluation, kind: str) -> Quality:
    score = evaluation.exact[kind]
    figures = (score.precision, score.recall, score.f1, *evaluation.interval(kind), evaluation.linked[kind].f1)
    return Quality(kind, *(round(each, 3) for each in figures), score.judgements)


def toml(card: ReportCard) -> str:
    """The card as `nlp.quality` reads it."""
    lines = [
        "# How well the pipeline reads the blind set, written by `python -m tests.gold.report`; see docs/quality.md.",
        f"date = {card.date}",
        f"rules = {json.dumps(card.rules)}",
        f"texts = {card.texts}",
        f"domains = {json.dumps(card.domains)}",
    ]
    for each in card.kinds:
        lines += [
            "",
            "[[kinds]]",
            *(f"{field.name} = {json.dumps(getattr(each, field.name))}" for field in fields(each)),
        ]
    return "\n".join(lines) + "\n"


def kinds_table(card: ReportCard) -> str:
    """The kinds of a card as a Markdown table."""
    rows = [
        f"| {each.kind} | {each.precision:.3f} | {each.recall:.3f} | **{each.f1:.3f}** "
        f"| {each.f1_low:.3f} – {each.f1_high:.3f} | {each.linked_f1:.3f} | {each.judgements:,} |"
        for each in card.kinds
    ]
    return "\n".join(
        ["| kind | precision | recall | F1 | 95 % | linked F1 | judgements |", "|---|---|---|---|---|---|---|", *rows]
    )


def sources_table(evaluation: Evaluation) -> str:
    """Precision, recall and F1 over all kinds, and the F1 of each, for each source of texts."""
    kinds = [kind for kind in evaluation.kinds if evaluation.exact[kind].judgements]
    heads = ["domain", "texts", "judgements", "precision", "recall", "F1", *kinds]
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for source, part in evaluation.by_source().items():
        every = total(part.exact[kind] for kind in kinds)
        figures = [f"{every.precision:.3f}", f"{every.recall:.3f}", f"{every.f1:.3f}"]
        cells = [
            DOMAINS.get(source, source),
            part.texts,
            every.judgements,
            *figures,
            *(_f1(part.exact[kind]) for kind in kinds),
        ]
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(rows)


def _f1(score: Score) -> str:
    return f"{score.f1:.3f} ({score.judgements})" if any(score) else "–"


def main() -> None:
    pipeline = load_pipeline()
    blind, development = judged("blind", pipeline), judged("development", pipeline)
    today = datetime.now(UTC).date()
    blind_card = card(blind, today)
    said = f"Judged on {today} with rules {RULES_VERSION}: {{}} abstracts.\n\n{{}}\n"
    parts = {
        "blind": said.format(blind.texts, kinds_table(blind_card)),
        "development": said.format(development.texts, kinds_table(card(development, today))),
        "domains": sources_table(development) + "\n",
    }
    CARD.write_text(toml(blind_card), "utf-8")
    PAGE.write_text(MARKED.sub(lambda mark: mark[1] + parts[mark[2]] + mark[3], PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(parts["blind"])


if __name__ == "__main__":
    main()
