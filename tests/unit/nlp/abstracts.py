"""Real abstracts to try the pipeline on."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from typing import TYPE_CHECKING

from graph.model import Paper
from tests.shared import shared

if TYPE_CHECKING:
    from collections.abc import Iterator


def arxiv(limit: int | None = None) -> Iterator[Paper]:
    """The arXiv papers of the shared folder, or the first of them."""
    with gzip.open(shared("corpora", "arxiv", "arxiv_60000.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for entry in map(json.loads, islice(lines, limit)):
            yield Paper(f"arxiv:{entry['id']}", entry["title"], entry["summary"])
