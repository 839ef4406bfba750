"""The tools: the query that each asks of the API, what is told of it (`tools.toml`), and what it makes of an answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from api.agents.schemas import Json, answered, taken
from api.schema.whole import schema_with
from api.web.asking import query_of
from graph.errors import AmbiguousIdError, NotFoundError, QueryError

FOLDER: Final = Path(__file__).parent
QUERIES: Final = FOLDER / "queries"
NEAR: Final = 3
"""So many concepts are named instead of one that is not there."""

Ask = Callable[[str, Json], Json]
"""The data that the query of a name answers to its variables; raises LitgraphError."""


@dataclass(frozen=True)
class Tool:
    """One tool: its arguments are the variables of the query of its name, its answer is what that answers."""

    name: str
    title: str
    purpose: str
    method: str
    told: Mapping[str, str]

    @cached_property
    def arguments(self) -> Json:
        """The JSON Schema of its arguments."""
        return taken(schema_with(()).underlying, query_of(self.name, QUERIES), self.told)

    @cached_property
    def answers(self) -> Json:
        """The JSON Schema of its answers."""
        schema = answered(schema_with(()).underlying, query_of(self.name, QUERIES))
        weights: Json = {"type": "null"}
        if similar := schema["properties"].get("similar"):
            similar["required"].remove("weights")
            weights = similar["properties"].pop("weights")
        how = {
            "method": {"type": "string", "description": "How the answer was arrived at."},
            "weights": {**weights, "description": "How much each signal counted; null where nothing is weighed."},
            "version": {"type": "string", "description": "The version of litgraph that answered."},
        }
        return {**schema, "properties": schema["properties"] | how, "required": [*schema["required"], *how]}

    def answer(self, ask: Ask, arguments: Json, version: str) -> Json:
        """What it answers, and how that came about; raises LitgraphError with what to do about it."""
        known = self.arguments["properties"]
        if odd := sorted(set(arguments) - set(known)):
            raise QueryError(f"{self.name} takes no argument {odd[0][:100]}", f"it takes {', '.join(known)}")
        data = _SPECIAL.get(self.name, lambda ask, given: ask(self.name, given))(ask, arguments)
        weights = data["similar"].pop("weights") if "similar" in data else None
        return {**data, "method": self.method, "weights": weights, "version": version}


def _search(ask: Ask, arguments: Json) -> Json:
    given = arguments.get("query")
    if isinstance(given, str) and not given.strip() and not arguments.get("filter"):
        raise QueryError("there is nothing to search for", "give words in `query`, or say in `filter` which papers")
    return ask("search", arguments)


def _paper(ask: Ask, arguments: Json) -> Json:
    data = ask("paper", arguments)
    if data["paper"] is None:
        ask("nearest", {"id": arguments["id"]})  # of an id that nothing has, it says which are near
        raise NotFoundError(f"{arguments['id']} is no paper", "ask the tools concept or path about it")
    return data


def _concept(ask: Ask, arguments: Json) -> Json:
    data = ask("concept", arguments)
    if data["concept"] is None:
        data = ask("concept", {**arguments, "concept": _called(ask, str(arguments["concept"]))})
    return data


def _called(ask: Ask, name: str) -> str:
    """The id of the one concept of this name; raises NotFoundError with those whose names have it as a part."""
    found, wanted = _with(ask, name), name.strip().casefold()
    own = [each["id"] for each in found if wanted in {each["name"].casefold(), each["chinese"].casefold()}]
    other = [each["id"] for each in found if wanted in map(str.casefold, each["aliases"])]
    ids = own or other
    if len(ids) > 1:
        raise AmbiguousIdError(f"several concepts are called {name}", f"use one of: {', '.join(ids)}")
    if ids:
        return ids[0]
    near = found or _with(ask, re.split("[:/]", name)[-1])
    told = " or ".join(f"{each['id']} ({each['name']})" for each in near[:NEAR])
    advice = f"did you mean {told}?" if told else "the tool search names the concepts of the papers that it finds"
    raise NotFoundError(f"no concept has the id or the name {name}", advice)


def _with(ask: Ask, part: str) -> list[Json]:
    """The concepts that have this as a part of a name, the most frequent first."""
    return ask("called", {"name": part})["concepts"]["nodes"] if part.strip() else []


_SPECIAL: Final[dict[str, Callable[[Ask, Json], Json]]] = {"search": _search, "paper": _paper, "concept": _concept}
"""The tools that do more than to ask their query."""


def _tool(name: str, said: Json) -> Tool:
    title, purpose, method = (said[each].strip() for each in ("title", "purpose", "method"))
    return Tool(name, title, purpose, method, said.get("told", {}))


_SAID: Final = tomllib.loads((FOLDER / "tools.toml").read_text("utf-8"))

TOOLS: Final = {name: _tool(name, each) for name, each in _SAID["tools"].items()}
"""Every tool by its name, in the order in which they are listed."""

INSTRUCTIONS: Final[str] = _SAID["instructions"].strip()
"""What an agent is told of all of them together."""
