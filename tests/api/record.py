"""Writes the answers that the recorded queries and the pages under docs/queries are compared with.

    python -m tests.api.record

Read what changed before committing it: an answer that is written down is a promise.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from api.library import Library
from api.respond import execute
from tests.api.corpus import fill, fill_with_sample

RECORDED = Path(__file__).parent / "recorded"
WIDTH = 110
PAGES = Path(__file__).parents[2] / "docs" / "queries"
EXAMPLE = re.compile(r"```graphql\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)


def written(answer: Any, indent: str = "") -> str:
    """An answer as it is written down: JSON, whatever fits on a line on one line, and costs too."""
    line = json.dumps(answer, ensure_ascii=False)
    inner = indent + "  "
    if len(inner + line) <= WIDTH or not isinstance(answer, dict | list) or "budget" in answer:
        return line
    if isinstance(answer, list):
        parts = [written(each, inner) for each in answer]
        return "[\n" + ",\n".join(inner + each for each in parts) + f"\n{indent}]"
    parts = [f"{json.dumps(name)}: {written(value, inner)}" for name, value in answer.items()]
    return "{\n" + ",\n".join(inner + each for each in parts) + f"\n{indent}}}"


def record(six: Library, sample: Library) -> None:
    """Answers every recorded query and every example of the pages anew."""
    for each in sorted(RECORDED.glob("*.graphql")):
        each.with_suffix(".json").write_text(written(execute(six, each.read_text())) + "\n")
    for page in sorted(PAGES.glob("*.md")):
        page.write_text(EXAMPLE.sub(lambda found: _example(sample, found[1]), page.read_text()))


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as the pages show it: without its cost."""
    return {name: value for name, value in answer.items() if name != "extensions"}


def _example(library: Library, query: str) -> str:
    return f"```graphql\n{query}```\n\n```json\n{written(shown(execute(library, query)))}\n```"


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(f"{folder}/six.db", create=True) as papers,
        Library.open(f"{folder}/sample.db", create=True) as corpus,
    ):
        fill(papers.store)
        fill_with_sample(corpus)
        record(papers, corpus)
