"""litgraph annotate: what the pipeline finds in texts."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING

import click

from api.console import lexicon_option, model_option
from graph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@click.command("annotate")
@click.argument("file", default="-", metavar="[FILE|-]")
@model_option
@lexicon_option
def command(file: str, model: str | None, lexicons: tuple[Path, ...]) -> None:
    """Find countries, agencies, technologies and other concepts in texts, without storing anything.

    Reads JSON lines {"id": …, "text": …} and writes JSON lines {"id": …, "mentions": [{"start", "end", "text", "kind",
    "concept", "name", "rule", "confidence"}]}. Offsets are Unicode code points into the text; end is exclusive.

    \b
    Examples:
      echo '{"id": 1, "text": "Dutch towns use Twitter."}' | litgraph annotate
      litgraph annotate texts.jsonl --lexicon laws.toml
    """
    from nlp.pipeline import load_pipeline

    with ExitStack() as stack:
        try:
            lines = sys.stdin.buffer if file == "-" else stack.enter_context(open(file, "rb"))  # noqa: PTH123
        except OSError as error:
            raise SourceError(f"{file} cannot be read: {error.strerror}", "give a file of JSON lines, or -") from error
        texts = _texts(lines)
        pipeline = load_pipeline(model, lexicons)
        rejected = False
        for line, entry in texts:
            if isinstance(entry, str):
                rejected = True
                click.echo(f"{'stdin' if file == '-' else file}:{line}: rejected: {entry}", err=True)
                continue
            own, text = entry
            mentions = [each.as_dict(text) for each in pipeline.annotate_text(text).mentions]
            click.echo(json.dumps({"id": own, "mentions": mentions}, ensure_ascii=False))
    if rejected:
        sys.exit(3)


def _texts(lines: Iterable[bytes] | IO[bytes]) -> Iterator[tuple[int, tuple[object, str] | str]]:
    """Each line's id and text with its number, or why it has none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line.decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            yield number, f"no JSON: {error} (one object a line)"
            continue
        if not isinstance(entry, dict) or not isinstance(entry.get("text"), str):
            yield number, 'no text (a line is {"id": …, "text": …})'
            continue
        yield number, (entry.get("id"), entry["text"])
