"""How the tests of the rules say what is found: `[name|concept]` around every name, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

_BRACKET = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


def cases(*tables: str) -> list[str]:
    """The lines of tables."""
    return [line for table in tables for line in table.strip().splitlines()]


def told(pipeline: Pipeline, line: str) -> str:
    """A line with brackets around what is found in it when it has none."""
    text = _BRACKET.sub(r"\1", line)
    marked, end = "", 0
    for each in pipeline.annotate_text(text).mentions:
        marked += f"{text[end : each.start]}[{text[each.start : each.end]}|{each.concept}]"
        end = each.end
    return marked + text[end:]
