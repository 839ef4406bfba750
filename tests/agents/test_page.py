"""The examples of docs/agents.md are answered as the page says, whose `…` stands for more."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from api.agents.tools import TOOLS
from tests.docs.console import ROOT

if TYPE_CHECKING:
    from tests.agents.conftest import Agent

EXAMPLE = re.compile(r"^### (\w+)\n\n```json\n(.*?)```\n```json\n(.*?)```", re.DOTALL | re.MULTILINE)
PAGE = (ROOT / "docs" / "agents.md").read_text("utf-8")
EXAMPLES = EXAMPLE.findall(PAGE)
MORE = "…"


def shown(answer: Any, page: Any) -> Any:
    """An answer without what the page leaves out."""
    if page == MORE:
        return MORE
    if isinstance(page, dict) and isinstance(answer, dict):
        keys = [each for each in page if each != MORE] if MORE in page else list(answer)
        return {each: shown(answer[each], page.get(each)) for each in keys} | ({MORE: MORE} if MORE in page else {})
    if isinstance(page, list) and isinstance(answer, list):
        whole = page[-1:] != [MORE]
        pairs = zip(answer, page if whole else page[:-1], strict=whole)
        return [shown(*each) for each in pairs] + ([] if whole else [MORE])
    return answer


def test_there_is_an_example_of_every_tool() -> None:
    assert [each[0] for each in EXAMPLES] == list(TOOLS)


@pytest.mark.parametrize(("tool", "arguments", "page"), EXAMPLES, ids=[each[0] for each in EXAMPLES])
def test_an_example_is_answered_as_the_page_says(call: Agent, tool: str, arguments: str, page: str) -> None:
    expected = json.loads(page)
    assert shown(call(tool, **json.loads(arguments)), expected) == expected


def test_the_table_names_the_arguments_of_every_tool() -> None:
    table = re.findall(
        r"^\| `(\w+)` \| .* \| ([^|]+) \|$", (ROOT / "docs" / "agents.md").read_text("utf-8"), re.MULTILINE
    )
    assert {tool: re.findall(r"`(\w+)`", named) for tool, named in table} == {
        tool.name: list(tool.arguments["properties"]) for tool in TOOLS.values()
    }
