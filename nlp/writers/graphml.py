"""The graph as GraphML, for Gephi, networkx and their like: papers, concepts and authors, and what links them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from graph.identity import author_id
from nlp.writers.formats import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.model import AnnotatedPaper, Concept, Paper
    from graph.selection import Selection

_NODE_KEYS: Final = {
    "label": "string",
    "kind": "string",
    "year": "int",
    "venue": "string",
    "doi": "string",
    "url": "string",
    "language": "string",
    "cited_by": "int",
    "name_zh": "string",
}
_EDGE_KEYS: Final = {"relation": "string", "count": "int", "position": "int", "weight": "double"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def write(selection: Selection) -> Iterator[str]:
    """Concepts, then paper by paper with its authors; an edge comes as soon as both its ends are written."""
    yield _HEAD
    for whose, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            yield f'  <key id="{whose}_{name}" for="{whose}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph id="litgraph" edgedefault="directed">\n'
    for concept in chain.from_iterable(selection.concepts()):
        yield _concept(concept)
    for concept in chain.from_iterable(selection.concepts()):
        yield from (_edge(concept.id, broader, "BROADER") for broader in concept.broader)
    for batch in selection.batches():
        for each in batch:
            yield from _paper(each)
        yield from (_edge(citing, cited, "CITES") for citing, cited in selection.citations(batch))
    yield "  </graph>\n</graphml>\n"


WRITER: Final = Writer("graphml", (".graphml",), "GraphML, the graph for Gephi and networkx", write)


def _concept(concept: Concept) -> str:
    return _node(concept.id, {"label": concept.name, "kind": concept.kind, "name_zh": concept.name_zh})


def _paper(each: AnnotatedPaper) -> Iterator[str]:
    paper = each.paper
    yield _node(paper.id, _facts(paper))
    for position, name in enumerate(paper.authors):
        author = author_id(paper.id, position)
        yield _node(author, {"label": name, "kind": "AUTHOR"})
        yield _edge(paper.id, author, "AUTHORED_BY", position=position)
    for concept, count in sorted(Counter(mention.concept for mention in each.mentions).items()):
        yield _edge(paper.id, concept, "MENTIONS", count=count, weight=float(count))


def _facts(paper: Paper) -> dict[str, str | int | None]:
    return {
        "label": paper.title,
        "kind": "PAPER",
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "url": paper.url,
        "language": paper.language,
        "cited_by": paper.cited_by,
    }


def _node(own: str, facts: Mapping[str, str | int | None]) -> str:
    return f"    <node id={_quoted(own)}>{_data('node', facts)}</node>\n"


def _edge(source: str, target: str, relation: str, **facts: float) -> str:
    data = _data("edge", {"relation": relation, **facts})
    return f"    <edge source={_quoted(source)} target={_quoted(target)}>{data}</edge>\n"


def _data(whose: str, facts: Mapping[str, str | float | None]) -> str:
    stated = ((name, escape(_NO_XML.sub("", str(value)))) for name, value in facts.items() if value is not None)
    return "".join(f'<data key="{whose}_{name}">{value}</data>' for name, value in stated)


def _quoted(own: str) -> str:
    return quoteattr(_NO_XML.sub("", own))
