"""Where papers name concepts: one sentence for each pair of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import TextSpan
from graph.sentences import sentence_at, sentences

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.model import Mention, Paper
    from graph.store import StoreReader


def evidence(store: StoreReader, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], TextSpan]:
    """For each pair of a paper and a concept, by their ids, a sentence of the paper that names the concept.

    It is that of the surest mention, of equally sure ones the first. Pairs that the store does not know are left out.
    Two batches of reads, however many the pairs.
    """
    ids = sorted({paper for paper, _ in pairs})
    if not ids:
        return {}
    papers, mentions = store.papers(ids), store.mentions(ids)
    found: dict[tuple[str, str], TextSpan] = {}
    for paper, concept in pairs:
        named = [each for each in mentions.get(paper, ()) if each.concept == concept]
        if named and paper in papers:
            found[paper, concept] = _sentence(
                papers[paper], min(named, key=lambda each: (-each.confidence, each.place))
            )
    return found


def _sentence(paper: Paper, mention: Mention) -> TextSpan:
    text = paper.text(mention.field)
    start, end = sentence_at(sentences(text), mention.start)
    return TextSpan(mention.field, start, end, text[start:end])
