"""One short value for what a graph says, equal wherever and however it was loaded."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.model import AnnotatedPaper, Concept
    from graph.store import StoreReader


class Fingerprint:
    """Takes in papers and concepts, in any order; its text is 32 hex digits over every one of them.

    Independent of the store, of the order and size of batches and of the number of workers. Where a paper was read and
    by which run is not part of it: two ways to the same graph give the same value.
    """

    def __init__(self) -> None:
        self._total = 0

    def paper(self, each: AnnotatedPaper) -> None:
        """Takes in a paper with its references and mentions."""
        self._total += _digest(_paper(each))

    def concept(self, each: Concept) -> None:
        """Takes in a concept."""
        self._total += _digest(_concept(each))

    def __str__(self) -> str:
        return f"{self._total % (1 << 128):032x}"


def fingerprint(store: StoreReader, progress: Callable[[int, int], None] | None = None) -> str:
    """The fingerprint of all that a store holds; `progress` hears (papers, of how many)."""
    found, done, papers = Fingerprint(), 0, store.counts().papers if progress else 0
    for batch in store.scan_papers():
        for paper in batch:
            found.paper(paper)
        done += len(batch)
        if progress:
            progress(done, max(done, papers))
    for concepts in store.scan_concepts():
        for concept in concepts:
            found.concept(concept)
    return str(found)


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
