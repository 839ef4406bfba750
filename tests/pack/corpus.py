"""The sample, and papers that cite one another, in two versions, under a law of our own: all that the pack asks for.

They are also what the Cypher in docs/*.md is asked of: hence the ids.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.library import Library
from graph.ingest import ingest
from nlp.readers import read_source
from tests.api.corpus import fill_with_sample
from tests.neo4j_server import wipe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEXICON = """
[kinds.LEGAL_ACT]
label = "Legal act"

[[concepts]]
kind = "LEGAL_ACT"
name = "Clean Counters Act"
"""

QUOTED = 'The "Counter" of O\\u0027Neill; <script>alert(1)</script> `a` \\" // and \u2028 :style'
"""A title that would break out of HTML, of Cypher, and of a style."""

FRONT = "Residents of Canada ask Immigration, Refugees and Citizenship Canada on Twitter, and are answered there."
PAPERS = (
    {
        "doi": "10.5555/a",
        "title": "Immigration questions, asked in public",
        "abstract": f"{FRONT} Facebook is asked less often. The Clean Counters Act wants an answer within a day.",
        "year": 2019,
        "authors": ["Ines Roy", "Tomas Berg"],
        "references": ["10.5555/base", "10.5555/nowhere"],
    },
    {
        "doi": "10.5555/b",
        "title": "Who answers whom on Twitter",
        "abstract": "Agencies of South Korea and of Canada answer residents on Twitter; chatbots answer the rest.",
        "year": 2022,
        "authors": ["Ines Roy"],
        "references": ["10.5555/base", "10.5555/nowhere"],
    },
    {
        "doi": "10.5555/base",
        "title": "Front counters without a glass screen",
        "abstract": "Before social media, residents of South Korea and Canada asked at front counters of ministries.",
        "year": 2011,
        "authors": ["Tomas Berg"],
    },
    {
        "id": "arXiv:1901.00009",
        "title": "Immigration questions, asked in public",
        "abstract": f"{FRONT} Facebook is asked less often. The Clean Counters Act wants answers within one day.",
        "year": 2018,
    },
    {"doi": '10.5555/q"uote\\u0027', "title": QUOTED, "abstract": "Twitter in Kenya.", "year": 2020},
)


@contextmanager
def library_on(url: str, folder: Path) -> Iterator[Library]:
    """The papers in a store that held nothing, as an ingest leaves it."""
    lexicon, papers = folder / "acts.toml", folder / "papers.jsonl"
    lexicon.write_text(LEXICON, "utf-8")
    papers.write_text("".join(json.dumps(each) + "\n" for each in PAPERS), "utf-8")
    if "://" in url:
        wipe(url)
    with Library.open(url, folder / "index", create=True, lexicons=[lexicon]) as library:
        fill_with_sample(library)
        ingest(library.store, read_source(papers), library.annotator(workers=1))
        library.refresh()
        library.link()
        yield library
