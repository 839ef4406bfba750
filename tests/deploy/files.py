"""The files that deploy litgraph, read as Docker reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[2]
BASE: Final = ROOT / "docker-compose.yml"
OVERRIDES: Final = sorted((ROOT / "deploy").glob("compose.*.yml"))
VARIABLE: Final = re.compile(r"\$\{(\w+)(:?[-?])([^}]*)\}")


class _Reset:
    """What an override takes away."""


class _Loader(yaml.SafeLoader):
    """YAML with the tag that only compose knows."""


_Loader.add_constructor("!reset", lambda _loader, _node: _Reset)


class MissingError(Exception):
    """A variable that must be set."""


def compose(path: Path, environment: Mapping[str, str]) -> dict[str, Any]:
    """A compose file with its variables filled in; raises MissingError as compose refuses."""

    def value(found: re.Match[str]) -> str:
        name, how, rest = found.groups()
        said = environment.get(name)
        if said is not None and (said or how[0] != ":"):
            return said
        if how[-1] == "?":
            raise MissingError(rest)
        return rest

    text = "\n".join(each for each in path.read_text("utf-8").splitlines() if not each.lstrip().startswith("#"))
    return yaml.load(VARIABLE.sub(value, text), _Loader)  # noqa: S506 - a safe loader with one more tag


def merged(below: Any, above: Any) -> Any:
    """An override laid over what it overrides: mappings merge, lists grow, all else is replaced or taken away."""
    if isinstance(below, dict) and isinstance(above, dict):
        both = {name: merged(below.get(name), above[name]) if name in above else below[name] for name in below | above}
        return {name: each for name, each in both.items() if each is not _Reset}
    if isinstance(below, list) and isinstance(above, list):
        return below + above
    return above


def plain(value: Any) -> Any:
    """Without what is to be taken away, as one file by itself."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not _Reset}
    return value


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile: each instruction and what follows it, on one line."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (each.partition(" ") for each in text.splitlines() if each)]


def said(instruction: str) -> Any:
    """What the last one of a kind says: a list where it is written as one."""
    rest = [rest for word, rest in instructions() if word == instruction][-1]
    return json.loads(rest[rest.index("[") :]) if "[" in rest else rest


def neo4j_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The settings that the image writes into neo4j.conf: NEO4J_a_b__c is a.b_c."""
    return {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in environment.items()
        if name.startswith("NEO4J_") and not name.startswith("NEO4J_AUTH")
    }
