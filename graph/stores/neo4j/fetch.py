"""Some properties of some nodes, in one statement."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from graph.errors import StoreDamagedError
from graph.model import Source
from graph.rows import Fetched, maker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import LiteralString

    from graph.rows import Wanted
    from graph.stores.neo4j.connection import Run

    Column = tuple[LiteralString, Callable[[Any], Any] | None]


def _listed(values: Sequence[Any] | None) -> tuple[Any, ...]:
    return tuple(values or ())


def _sorted(values: Sequence[Any] | None) -> tuple[Any, ...]:
    return tuple(sorted(values or ()))


def _sources(values: Sequence[str]) -> tuple[Source, ...]:
    return tuple(Source(*json.loads(each)) for each in values)


_PAPER: Final[dict[str, Column]] = {
    "id": ("p.id", None),
    "title": ("p.title", None),
    "abstract": ("p.abstract", None),
    "title_derived": ("p.titleDerived", None),
    "authors": ("COLLECT { MATCH (p)-[r:AUTHORED_BY]->(a:Author) RETURN a.name ORDER BY r.position }", _listed),
    "orcids": ("p.orcids", _listed),
    "year": ("p.year", None),
    "venue": ("p.venue", None),
    "volume": ("p.volume", None),
    "issue": ("p.issue", None),
    "pages": ("p.pages", None),
    "doi": ("p.doi", None),
    "url": ("p.url", None),
    "language": ("p.language", None),
    "cited_by": ("p.citedBy", None),
    "other_ids": ("p.otherIds", _listed),
    "sources": ("p.sources", _sources),
    "references": ("p.references", _listed),
    "cites": ("COLLECT { MATCH (p)-[:CITES]->(q:Paper) RETURN q.id }", _sorted),
    "citing": ("COLLECT { MATCH (p)<-[:CITES]-(q:Paper) RETURN q.id }", _sorted),
}

_CONCEPT: Final[dict[str, Column]] = {
    "id": ("c.id", None),
    "kind": ("c.kind", None),
    "name": ("c.name", None),
    "name_zh": ("c.nameZh", None),
    "aliases": ("c.aliases", _listed),
    "same_as": ("c.sameAs", _listed),
    "paper_count": ("c.paperCount", None),
    "broader": ("COLLECT { MATCH (c)-[:BROADER]->(w:Concept) RETURN w.id }", _sorted),
    "narrower": ("COLLECT { MATCH (c)<-[:BROADER]-(n:Concept) RETURN n.id }", _sorted),
}

_MENTIONED: Final[dict[str, Column]] = {**_CONCEPT, "count": ("m.count", None), "spans": ("m.spans", _listed)}


def fetch(run: Run, wanted: Wanted) -> Fetched:
    """What is wanted, in one round trip."""
    statement, papers_made, concepts_made = _prepared(wanted.of_papers, wanted.of_mentioned, wanted.of_concepts)
    rows = run(statement, papers=list(wanted.papers), concepts=list(wanted.concepts))
    if not rows:
        raise StoreDamagedError("the Neo4j database was emptied meanwhile", "run the command again")
    revision, papers, concepts = rows[0].values()
    return Fetched(
        revision,
        {row[0]: papers_made(row) for row in papers},
        {row[0]: concepts_made(row) for row in concepts},
    )


@lru_cache(maxsize=512)
def _prepared(
    of_papers: tuple[str, ...], of_mentioned: tuple[str, ...], of_concepts: tuple[str, ...]
) -> tuple[LiteralString, Callable[[Sequence[Any]], Any], Callable[[Sequence[Any]], Any]]:
    """The statement for such attributes, and what makes rows of its two lists."""
    table: dict[str, Column] = _PAPER
    names = of_papers
    if of_mentioned:
        named = _maker(_MENTIONED, of_mentioned)
        mentioned = f"COLLECT {{ MATCH (p)-[m:MENTIONS]->(c:Concept) RETURN [{_values(_MENTIONED, of_mentioned)}] }}"

        def unpack(rows: Sequence[Any]) -> list[Any]:
            return [named(each) for each in rows]

        table = {**_PAPER, "mentioned": (mentioned, unpack)}
        names = (*of_papers, "mentioned")
    papers = _collected("(p:Paper) WHERE p.id IN $papers", _values(table, names))
    concepts = _collected("(c:Concept) WHERE c.id IN $concepts", _values(_CONCEPT, of_concepts))
    statement: LiteralString = (
        f"MATCH (s:Litgraph {{id: 'store'}}) RETURN s.revision AS revision, {papers} AS papers, {concepts} AS concepts"
    )
    return statement, _maker(table, names), _maker(_CONCEPT, of_concepts)


def _collected(wanted: LiteralString, values: LiteralString) -> LiteralString:
    return f"COLLECT {{ MATCH {wanted} RETURN [{values}] }}" if values else "[]"


def _values(table: dict[str, Column], names: Sequence[str]) -> LiteralString:
    return ", ".join([table[each][0] for each in names])


def _maker(table: dict[str, Column], names: Sequence[str]) -> Callable[[Sequence[Any]], Any]:
    return maker(names, [table[each][1] for each in names])
