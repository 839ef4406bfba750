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
    wanted = {*pairs}
    surest: dict[tuple[str, str], Mention] = {}
    for paper in papers:
        for each in sorted(mentions.get(paper, ()), key=lambda one: (-one.confidence, one.place)):
            if (paper, each.concept) in wanted:
                surest.setdefault((paper, each.concept), each)
    bounds = {
        where: sentences(papers[where[0]].text(where[1]))
        for where in {(paper, each.field) for (paper, _), each in surest.items()}
    }
    return {
        pair: _sentence(papers[pair[0]], each, bounds[pair[0], each.field])
        for pair in pairs
        if (each := surest.get(pair))
    }


def _sentence(paper: Paper, mention: Mention, bounds: list[tuple[int, int]]) -> TextSpan:
    text = paper.text(mention.field)
    start, end = sentence_at(bounds, mention.start)
    return TextSpan(mention.field, start, end, text[start:end])
