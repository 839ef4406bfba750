"""The smallest annotator: each capitalised word of a paper is a concept. Enough to see what ingest does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identity import slug
from graph.model import Annotation, Concept, Mention, Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.records import Record, Reject


class Words:
    """Finds capitalised words; counts how many papers it was asked about."""

    model = None

    def __init__(self, rules: str = "words-1") -> None:
        self.rules = rules
        self.asked = 0

    def annotate(self, papers: Sequence[Paper]) -> list[Annotation]:
        self.asked += len(papers)
        return [_annotation(each) for each in papers]

    def batches(self, batches: Iterable[Sequence[Paper]]) -> Iterator[tuple[Sequence[Paper], list[Annotation]]]:
        for batch in batches:
            yield batch, self.annotate(batch)


class Listed:
    """A source that is a list."""

    def __init__(self, entries: list[Record | Reject], name: str = "list", digest: str = "") -> None:
        self.entries = entries
        self.name = name
        self.digest = digest or str(hash(tuple(entries)))

    def records(self) -> Iterator[Record | Reject]:
        yield from self.entries


def _annotation(paper: Paper) -> Annotation:
    mentions = [
        Mention(f"topic:{slug(match.group())}", where, match.start(), match.end(), "word", 1.0)
        for where, text in paper.texts
        for match in re.finditer(r"\b[A-Z][a-z]+", text)
    ]
    concepts = {each.concept: Concept(each.concept, "TOPIC", each.concept.removeprefix("topic:")) for each in mentions}
    return Annotation(tuple(mentions), tuple(concepts[key] for key in sorted(concepts)))
