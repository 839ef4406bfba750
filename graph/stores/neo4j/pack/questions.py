"""The questions of the pack, worked out for a store."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph.stores.neo4j.pack.examples import choose

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import StoreReader
    from graph.stores.neo4j.pack.examples import Example, Value

FILE: Final = Path(__file__).parent / "questions.toml"

_NAME: Final = re.compile(r"\$([a-z]+)")


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the file has it; `$name` stands for an example in `answers` and `cypher`."""

    name: str
    group: str
    title: str
    answers: str
    without: str
    cypher: str


@dataclass(frozen=True, slots=True)
class Worked:
    """A question about this very graph: what it answers, and the Cypher to run; without that, why it is left out."""

    name: str
    group: str
    title: str
    answers: str
    cypher: str | None = None


@cache
def questions() -> tuple[Question, ...]:
    """Every question there is, in the order in which they are shown."""
    found = tomllib.loads(FILE.read_text("utf-8"))["question"]
    return tuple(Question(**{**each, "cypher": each["cypher"].strip()}) for each in found)


def worked(store: StoreReader) -> tuple[Worked, ...]:
    """Every question with examples from a store, the same as long as the store says the same."""
    examples = choose(store)
    return tuple(_worked(each, examples.get(each.name)) for each in questions())


def literal(value: Value) -> str:
    """A value as Cypher has it; nothing in a text ends it early, whatever the version of Cypher."""
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return f"[{', '.join(map(literal, value))}]"
    return '"' + "".join(map(_written, value)) + '"'


def _worked(question: Question, examples: Mapping[str, Example] | None) -> Worked:
    if examples is None:
        return Worked(question.name, question.group, question.title, question.without)
    answers = _NAME.sub(lambda name: examples[name[1]].words, question.answers)
    cypher = _NAME.sub(lambda name: literal(examples[name[1]].value), question.cypher)
    return Worked(question.name, question.group, question.title, answers, cypher)


def _written(char: str) -> str:
    # \u is read anywhere by Cypher 5, in comments too: only here, and only with four digits
    if char in '"\\':
        return f"\\{char}"
    units = char.encode("utf-16-be", "replace")
    return char if char.isprintable() else "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
