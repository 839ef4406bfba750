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
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from api.library import Library
from api.respond import execute
from graph.ingest import ingest
from nlp.readers import read_source
from tests.api.corpus import fill, fill_with_sample
from tests.api.wide import fill_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

RECORDED = Path(__file__).parent / "recorded"
WIDTH = 110
PAGES = Path(__file__).parents[2] / "docs" / "queries"
SOURCE = re.compile(r"```jsonl\n(.*?)```", re.DOTALL)
"""A page that shows a file is about the papers in it, the others are about the sample."""

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
    return steady(execute(library, asked.query, asked.variables, asked.operation))


def steady(answer: Any) -> Any:
    """An answer without what differs from run to run."""
    if isinstance(answer, list):
        return [steady(each) for each in answer]
    if isinstance(answer, dict):
        # of a time it is only told whether there is one, of a store's url nothing
        told = {"tookMs": lambda took: float(took > 0), "store": lambda _: "…"}
        return {name: told.get(name, steady)(value) for name, value in answer.items()}
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


def example(library: Library, query: str) -> Any:
    """The answer to an example of a page, as it is written there: without its cost."""
    return steady(shown(execute(library, query)))


def pages() -> dict[str, list[str]]:
    """The pages with examples, by the papers they are about: `sample`, or the page that shows the papers itself."""
    found: dict[str, list[str]] = {"sample": []}
    for page in sorted(PAGES.glob("*.md")):
        about = page.stem if SOURCE.search(page.read_text("utf-8")) else "sample"
        found.setdefault(about, []).append(page.stem)
    return found


def fill_from_page(library: Library, page: str) -> None:
    """Ingests the file that a page shows."""
    shown = SOURCE.search((PAGES / f"{page}.md").read_text("utf-8"))
    assert shown
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "papers.jsonl"
        file.write_text(shown[1], "utf-8")
        ingest(library.store, read_source(file), library.annotator(workers=1))


def record(libraries: Mapping[str, Library]) -> None:
    """Answers every recorded query and every example of the pages anew; libraries by what they hold."""
    for papers in ("six", "wide"):
        for each in sorted((RECORDED / papers).glob("*.graphql")):
            parts = [
                f"{json.dumps(asked.question, ensure_ascii=False)}: {_answered(libraries[papers], asked)}"
                for asked in read(each)
            ]
            each.with_suffix(".json").write_text("{\n" + ",\n\n".join(parts) + "\n}\n", "utf-8")
    for papers, names in pages().items():
        for name in names:
            page = PAGES / f"{name}.md"
            page.write_text(EXAMPLE.sub(_example(libraries[papers]), page.read_text("utf-8")), "utf-8")


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as the pages show it: without its cost."""
    return {name: value for name, value in answer.items() if name != "extensions"}


def _answered(library: Library, asked: Asked) -> str:
    return written(answer(library, asked))


def _example(library: Library) -> Callable[[re.Match[str]], str]:
    def written_anew(found: re.Match[str]) -> str:
        return f"```graphql\n{found[1]}```\n\n```json\n{written(example(library, found[1]))}\n```"

    return written_anew


FILL: dict[str, Callable[[Library], None]] = {
    "six": lambda library: fill(library.store),
    "wide": lambda library: fill_wide(library.store),
    "sample": fill_with_sample,
    **{each: partial(fill_from_page, page=each) for each in pages() if each != "sample"},
}
"""What a library can hold, and how it comes in."""

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        opened: dict[str, Library] = {}
        for number, (papers, into) in enumerate(FILL.items()):
            opened[papers] = stack.enter_context(Library.open(f"{folder}/{number}.db", create=True))
            into(opened[papers])
        record(opened)
