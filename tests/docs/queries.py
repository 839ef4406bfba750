"""The worked queries of docs/queries as pages in a browser offer them; `python -m tests.docs.queries` writes them anew.

docs/ is not in the wheel: what is written here is. A page's title is its first line, in Chinese the comment below it;
a query is told by the sentence before it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from api.web.graphiql import FILES
from tests.docs.console import ROOT

WRITTEN = FILES["queries.json"]
PAGES = ROOT / "docs" / "queries"
TITLE = re.compile(r"# (?P<en>[^\n]+)\n<!-- zh: (?P<zh>[^\n]+) -->\n")
LISTED = re.compile(r"\(queries/([\w-]+)\.md\)")


def worked() -> list[dict[str, Any]]:
    """Every page in the order of docs/api.md: its titles by language, its queries with what they show."""
    names = LISTED.findall((ROOT / "docs" / "api.md").read_text("utf-8"))
    return [_page((PAGES / f"{name}.md").read_text("utf-8")) for name in names]


def written() -> str:
    """The file as it should be."""
    return json.dumps(worked(), ensure_ascii=False, indent=1) + "\n"


def _page(text: str) -> dict[str, Any]:
    titles = TITLE.match(text)
    assert titles, text[:100]
    queries, end = [], titles.end()
    for block in re.finditer(r"```graphql(?: write)?\n(.*?)```", text, re.DOTALL):
        paragraph = re.sub(r"```\w*\n.*?```", "", text[end : block.start()], flags=re.DOTALL).strip().split("\n\n")[-1]
        queries.append({"shows": _sentence(paragraph), "query": block[1].rstrip()})
        end = block.end()
    english = re.sub(r"^[^\x00-\x7f]+\? ", "", titles["en"])  # one page is titled in both
    return {"title": {"en": english, "zh": titles["zh"]}, "queries": queries}


def _sentence(paragraph: str) -> str:
    """Its first sentence, without marks of Markdown."""
    plain = re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", " ".join(paragraph.split())).replace("`", "")
    return re.split(r"(?<=\.)\s|:$", plain)[0].rstrip(".")


def main() -> None:
    WRITTEN.write_text(written(), "utf-8")


if __name__ == "__main__":
    main()
