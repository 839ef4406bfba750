"""Kinds of concepts: what people call them, and how their names are matched. Light: whoever asks needs no pipeline."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.identity import SCHEMES
from graph.similarity import Facet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHIPPED_KINDS: Final = Path(__file__).parent / "kinds.toml"
KIND_NAME: Final = re.compile(r"[A-Z][A-Z0-9_]*")

# papers are counted by the first, the next are nodes of other sorts, and ids of papers begin with the last
_TAKEN: Final = frozenset({*Facet, "PAPER", "CONCEPT", "AUTHOR", "RUN", *map(str.upper, SCHEMES)})
_CASES: Final = ("any", "written")
_MEANINGS: Final[dict[type, str]] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number from 0 to 1",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind as `kinds.toml` says; without a label it is called by its name. The defaults are those of a user's."""

    label: str = ""
    label_zh: str = ""
    case: str = "any"
    plural: bool = True
    yields: bool = False
    priority: int = 80
    confidence: float = 0.9

    def updated(self, table: Mapping[str, Any]) -> Kind:
        """The kind with what a table says; the rest stays as it was."""
        return replace(self, **table)


@lru_cache(maxsize=1)
def shipped_kinds() -> Mapping[str, Kind]:
    """The kinds of the shipped lexicon by name."""
    tables = tomllib.loads(SHIPPED_KINDS.read_text(encoding="utf-8"))
    return {name: Kind().updated(table) for name, table in tables.items()}


def name_fault(name: str) -> str:
    """What is wrong with the name of a kind; empty for a good one."""
    if not KIND_NAME.fullmatch(name):
        return f"{name!r} is no name of a kind: capitals, digits and _, a capital first, like LAW"
    return f"{name} has a meaning of its own here: choose another name for the kind" if name in _TAKEN else ""


def table_faults(table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each key of a kind's table that is not as agreed, and what is wrong with it."""
    types: dict[str, type] = {each.name: type(each.default) for each in fields(Kind)}
    for key, value in table.items():
        wanted = types.get(key)
        if wanted is None:
            yield key, f"unknown key {key} (a kind has {', '.join(types)})"
        elif type(value) is not wanted and not (wanted is float and type(value) is int):
            yield key, f"{key} is {_MEANINGS[wanted]}"
        elif key == "case" and value not in _CASES:
            yield key, f"case is {' or '.join(map(repr, _CASES))}"
        elif isinstance(value, float | int) and wanted is float and not 0 <= value <= 1:
            yield key, f"{key} is {_MEANINGS[wanted]}"
