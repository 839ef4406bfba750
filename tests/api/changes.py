"""The changes that can be asked for, and literature to ask them with, in every format that is read."""

from __future__ import annotations

import json
import re

EXAMPLE = re.compile(r"```graphql write\n(.*?)```\n\n```json\n(.*?)```", re.DOTALL)
"""A change on a page, and its answer: made on a store of its own, not on the one that all the pages share."""

INGEST = """
mutation Ingest($content: String!, $format: String, $name: String = "graphql") {
  ingest(content: $content, format: $format, name: $name) {
    source new updated unchanged rejected { line reason advice }
  }
}
"""
REMOVE = "mutation Remove($id: ID!) { removePaper(id: $id) { id papers } }"
CHANGES = (INGEST, REMOVE)
"""Together they ask for everything that a change answers."""

DONKEYS = "doi:10.1000/donkeys.1"
TITLE = "Donkeys over the hills of Ghana"
ABSTRACT = "Donkeys carry medicine to villages in Ghana. Their drivers tell on Twitter when they will come."

BIBTEX = f"""@article{{donkeys,
  title = {{{TITLE}}},
  author = {{Mensah, Ama and Pool, Marta}},
  year = {{2024}},
  journal = {{Caravan Notes}},
  doi = {{10.1000/donkeys.1}},
  abstract = {{{ABSTRACT}}},
}}
"""


def lines(*papers: dict[str, object]) -> str:
    """Papers as JSON lines."""
    return "".join(json.dumps(each) + "\n" for each in papers)


def paper(number: int) -> dict[str, object]:
    """A paper of its own, with a word in its title that no other has."""
    return {
        "doi": f"10.1000/caravan.{number}",
        "title": f"Caravan {number}",
        "abstract": f"Caravan number{number} walks to Kenya and says so on Twitter.",
        "year": 2024,
    }


JSONL = lines({"doi": "10.1000/donkeys.1", "title": TITLE, "abstract": ABSTRACT, "year": 2024})

PORTAL = f"""相似文献
 共查询到1条相似文献,搜索用时 31 毫秒
1.
Mensah  Ama 《Caravan Notes》2024,1(2):3-9

{ABSTRACT}

  相似文献
"""
"""The portal gives no title and no DOI."""
