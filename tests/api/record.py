"""Writes the answers that the recorded queries and the pages under docs/queries are compared with.

    python -m tests.api.record

Read what changed before committing it: an answer that is written down is a promise.

Queries stand in recorded/<papers>/<subject>.graphql, each with the question that it answers, and its variables and its
operation if there are any; an empty line ends it. The answers are in the file beside it, by question.

    # Which papers name this country?
    # variables: {"country": "country:KR"}
    query ($country: ID!) { concept(id: $country) { papers { nodes { title } } } }
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from api.library import Library
from api.respond import execute
from tests.api.corpus import fill, fill_with_sample
from tests.api.wide import fill_wide

if TYPE_CHECKING:
    from collections.abc import Iterator

RECORDED = Path(__file__).parent / "recorded"
WIDTH = 110
PAGES = Path(__file__).parents[2] / "docs" / "queries"
EXAMPLE = re.compile(r"```graphql\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)


class Asked(NamedTuple):
    """A recorded query, with the question that it answers."""

    question: str
    query: str
    variables: dict[str, Any]
    operation: str | None


def read(file: Path) -> Iterator[Asked]:
    """The queries of a file."""
    for block in file.read_text("utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        notes = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
        said = dict(note.split(": ", 1) for note in notes[1:])
        query = "\n".join(line for line in lines if not line.startswith("# "))
        yield Asked(notes[0], query, json.loads(said.get("variables", "{}")), said.get("operation"))


def answer(library: Library, asked: Asked) -> Any:
    """The answer to a recorded query, without what differs from run to run."""
    return _steady(execute(library, asked.query, asked.variables, asked.operation))


def _steady(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_steady(each) for each in answer]
    if isinstance(answer, dict):
        # of a time it is only told whether there is one, of a store's url nothing
        steady = {"tookMs": lambda took: float(took > 0), "store": lambda _: "…"}
        return {name: steady.get(name, _steady)(value) for name, value in answer.items()}
    return answer


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


def record(six: Library, wide: Library, sample: Library) -> None:
    """Answers every recorded query and every example of the pages anew."""
    for library, papers in ((six, "six"), (wide, "wide")):
        for each in sorted((RECORDED / papers).glob("*.graphql")):
            parts = [
                f"{json.dumps(asked.question, ensure_ascii=False)}: {_answered(library, asked)}" for asked in read(each)
            ]
            each.with_suffix(".json").write_text("{\n" + ",\n\n".join(parts) + "\n}\n", "utf-8")
    for page in sorted(PAGES.glob("*.md")):
        page.write_text(EXAMPLE.sub(lambda found: _example(sample, found[1]), page.read_text()))


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as the pages show it: without its cost."""
    return {name: value for name, value in answer.items() if name != "extensions"}


def _answered(library: Library, asked: Asked) -> str:
    return written(answer(library, asked))


def _example(library: Library, query: str) -> str:
    return f"```graphql\n{query}```\n\n```json\n{written(shown(execute(library, query)))}\n```"


if __name__ == "__main__":
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(f"{folder}/six.db", create=True) as papers,
        Library.open(f"{folder}/wide.db", create=True) as more,
        Library.open(f"{folder}/sample.db", create=True) as corpus,
    ):
        fill(papers.store)
        fill_wide(more.store)
        fill_with_sample(corpus)
        record(papers, more, corpus)
