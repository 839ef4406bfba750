"""One short value for what a graph says, equal wherever and however it was loaded."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.model import AnnotatedPaper, Concept
    from graph.store import StoreReader


def fingerprint(store: StoreReader) -> str:
    """32 hex digits over every paper with its references, mention and concept.

    Independent of the store, of the order and size of batches and of the number of workers. Where a paper was read and
    by which run is not part of it: two ways to the same graph give the same value.
    """
    total = 0
    for papers in store.scan_papers():
        total += sum(_digest(_paper(each)) for each in papers)
    for concepts in store.scan_concepts():
        total += sum(_digest(_concept(each)) for each in concepts)
    return f"{total % (1 << 128):032x}"


def _digest(content: list[Any]) -> int:
    line = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    return int.from_bytes(hashlib.blake2b(line.encode(), digest_size=16).digest())


def _paper(each: AnnotatedPaper) -> list[Any]:
    p = each.paper
    facts = [p.id, p.other_ids, p.title, p.title_derived, p.abstract, p.authors, p.year, p.venue, p.volume, p.issue]
    mentions = [[m.field, m.start, m.end, m.concept, m.rule, m.confidence] for m in each.mentions]
    return ["paper", *facts, p.pages, p.doi, p.url, p.language, p.cited_by, p.references, mentions, *p.orcids]


def _concept(c: Concept) -> list[Any]:
    return ["concept", c.id, c.kind, c.name, c.name_zh, c.aliases, c.same_as, c.broader]
