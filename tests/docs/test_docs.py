"""The documentation tells the truth: its examples run, its commands exist, its links lead somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from api.cli import COMMANDS
from tests.docs import queries
from tests.docs.console import BLOCK, PAGES, ROOT, masked, run_block, workplace

if TYPE_CHECKING:
    from pathlib import Path

DOCS = [*PAGES, *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_console_examples_print_what_the_page_says(page: Path, tmp_path: Path) -> None:
    folder = workplace(tmp_path)
    blocks = BLOCK.findall(page.read_text("utf-8"))
    assert blocks
    for block in blocks:
        assert masked(run_block(block, folder)) == masked(block)


def test_every_command_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert re.findall(r"^\| `litgraph (\w+)", page, re.MULTILINE) == list(COMMANDS)


def test_every_page_of_queries_is_listed() -> None:
    listed = re.findall(r"\(queries/([\w-]+\.md)\)", (ROOT / "docs" / "api.md").read_text("utf-8"))
    assert sorted(listed) == sorted(page.name for page in (ROOT / "docs" / "queries").glob("*.md"))


def test_pages_in_a_browser_offer_the_worked_queries() -> None:
    assert queries.WRITTEN.read_text("utf-8") == queries.written(), "python -m tests.docs.queries"
    assert sum(len(each["queries"]) for each in queries.worked()) == sum(
        len(re.findall(r"^```graphql", page.read_text("utf-8"), re.MULTILINE)) for page in queries.PAGES.glob("*.md")
    )


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
        assert "://" in target or (page.parent / target).exists(), target
