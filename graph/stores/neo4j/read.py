"""Asking in Cypher, answered in the domain's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from graph.errors import StoreDamagedError
from graph.model import AnnotatedPaper, Counts, Progress
from graph.store import ConceptPage
from graph.stores.codec import search_key, unpack_mentions
from graph.stores.neo4j import changes, citations, faults, members, similar, versions
from graph.stores.neo4j.codec import as_concept, as_paper, as_run
from graph.stores.neo4j.fetch import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import LiteralString

    from neo4j import Record

    from graph.faults import Fault
    from graph.members import Member
    from graph.model import Concept, Mention, Paper, Run
    from graph.rows import Fetched, Wanted
    from graph.stores.neo4j.connection import Run as RunStatement

AUTHORS: Final = "COLLECT { MATCH (p)-[r:AUTHORED_BY]->(a:Author) RETURN a.name ORDER BY r.position } AS authors"
MENTIONS: Final = "COLLECT { MATCH (p)-[m:MENTIONS]->(c:Concept) RETURN [c.id, m.spans] } AS mentions"
CONCEPT: Final = "c {.*} AS concept, COLLECT { MATCH (c)-[:BROADER]->(w:Concept) RETURN w.id } AS broader"


class Neo4jReads:
    """Everything that can be asked, inside a batch or outside."""

    def __init__(self, run: RunStatement) -> None:
        self._run = run

    def identity(self) -> str:
        return self._meta()["identity"]

    def revision(self) -> int:
        return self._meta()["revision"]

    def fetch(self, wanted: Wanted) -> Fetched:
        return fetch(self._run, wanted)

    def changed_since(self, revision: int) -> tuple[str, ...]:
        return changes.since(self._run, revision)

    def shortened_since(self, revision: int) -> tuple[str, ...]:
        return changes.shortened_since(self._run, revision)

    def counts(self) -> Counts:
        (row,) = self._run(
            "RETURN COUNT { (:Paper) } AS papers, COUNT { (:Concept) } AS concepts,"
            " COLLECT { MATCH (:Paper)-[m:MENTIONS]->() RETURN sum(m.count) }[0] AS mentions,"
            " COUNT { (:Author) } AS authors, COUNT { (:Paper)-[:CITES]->() } AS citations, COUNT { (:Run) } AS runs"
        )
        return Counts(**row)

    def resolve(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        rows = self._run(
            "MATCH (p:Paper) WHERE p.id IN $ids RETURN p.id AS id, p.id AS paper, true AS global"
            " UNION ALL MATCH (k:PaperId) WHERE k.id IN $ids RETURN k.id AS id, k.paper AS paper, true AS global"
            " UNION ALL MATCH (k:SourceRecord) WHERE k.record IN $ids"
            " RETURN k.record AS id, k.paper AS paper, false AS global",
            ids=list(ids),
        )
        found = {row["id"]: (row["paper"],) for row in rows if row["global"]}
        records: dict[str, list[str]] = {}
        for row in rows:
            if row["id"] not in found:
                records.setdefault(row["id"], []).append(row["paper"])
        return found | {record: tuple(sorted(papers)) for record, papers in records.items()}

    def papers(self, ids: Sequence[str]) -> dict[str, Paper]:
        rows = self._run(f"MATCH (p:Paper) WHERE p.id IN $ids RETURN p {{.*}} AS paper, {AUTHORS}", ids=list(ids))
        return {row["paper"]["id"]: as_paper(row["paper"], row["authors"]) for row in rows}

    def concepts(self, ids: Sequence[str]) -> dict[str, Concept]:
        return {each.id: each for each in self._concepts("WHERE c.id IN $ids", ids=list(ids))}

    def mentions(self, paper_ids: Sequence[str]) -> dict[str, tuple[Mention, ...]]:
        rows = self._run(f"MATCH (p:Paper) WHERE p.id IN $ids RETURN p.id AS id, {MENTIONS}", ids=list(paper_ids))
        return {row["id"]: unpack_mentions(row["mentions"]) for row in rows}

    def papers_mentioning(self, concept_ids: Sequence[str], limit: int) -> dict[str, tuple[tuple[str, int], ...]]:
        rows = self._run(
            "MATCH (c:Concept) WHERE c.id IN $ids RETURN c.id AS id, COLLECT {"
            " MATCH (p:Paper)-[m:MENTIONS]->(c) RETURN [p.id, m.count] ORDER BY m.count DESC, p.id LIMIT $limit"
            " } AS papers",
            ids=list(concept_ids),
            limit=limit,
        )
        return {row["id"]: tuple((paper, count) for paper, count in row["papers"]) for row in rows}

    def narrower(self, concept_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        rows = self._run(
            "MATCH (w:Concept)<-[:BROADER]-(c:Concept) WHERE w.id IN $ids RETURN w.id AS id, collect(c.id) AS narrower",
            ids=list(concept_ids),
        )
        return {row["id"]: tuple(sorted(row["narrower"])) for row in rows}

    def references(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return citations.references(self._run, ids)

    def cited_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return citations.cited_by(self._run, ids)

    def similar(self, ids: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
        return similar.similar(self._run, ids)

    def listed_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return similar.listed_by(self._run, ids)

    def versions(self) -> dict[str, str]:
        return versions.versions(self._run)

    def similar_revision(self) -> int:
        return self._meta()["similar"]

    def find_concepts(
        self, search: str | None, kinds: Sequence[str] | None, after: tuple[int, str] | None, limit: int
    ) -> ConceptPage:
        tests: list[LiteralString] = []
        values: dict[str, Any] = {}
        if search and (values := {"search": search_key(search)})["search"]:
            tests.append("c.searchKey CONTAINS $search")
        if kinds is not None:
            tests.append("c.kind IN $kinds")
            values["kinds"] = list(kinds)
        (row,) = self._run(f"MATCH (c:Concept) {_where(tests)} RETURN count(c) AS total", **values)
        if after is not None:
            tests.append("(c.paperCount < $count OR (c.paperCount = $count AND c.id > $id))")
            values |= {"count": after[0], "id": after[1]}
        page = self._concepts(
            f"{_where(tests)} WITH c ORDER BY c.paperCount DESC, c.id LIMIT $limit", **values, limit=limit
        )
        return ConceptPage(tuple(page), row["total"])

    def concept_kinds(self) -> dict[str, int]:
        rows = self._run("MATCH (c:Concept) RETURN c.kind AS kind, count(*) AS concepts ORDER BY kind")
        return {row["kind"]: row["concepts"] for row in rows}

    def scan_papers(self, batch: int = 1000) -> Iterator[list[AnnotatedPaper]]:
        last = ""
        while rows := self._run(
            "MATCH (p:Paper) WHERE p.id > $last WITH p ORDER BY p.id LIMIT $limit"
            f" RETURN p {{.*}} AS paper, {AUTHORS}, {MENTIONS}",
            last=last,
            limit=batch,
        ):
            yield [
                AnnotatedPaper(as_paper(row["paper"], row["authors"]), unpack_mentions(row["mentions"])) for row in rows
            ]
            last = rows[-1]["paper"]["id"]

    def scan_concepts(self, batch: int = 1000) -> Iterator[list[Concept]]:
        last = ""
        while page := self._concepts("WHERE c.id > $last WITH c ORDER BY c.id LIMIT $limit", last=last, limit=batch):
            yield page
            last = page[-1].id

    def vectors(self, model: str, ids: Sequence[str]) -> dict[str, bytes]:
        rows = self._run(
            "MATCH (v:PaperVector) WHERE v.paper IN $ids AND v.model = $model"
            " RETURN v.paper AS paper, v.content AS content",
            ids=list(ids),
            model=model,
        )
        return {row["paper"]: bytes(row["content"]) for row in rows}

    def scan_vectors(self, model: str, batch: int = 1000) -> Iterator[dict[str, bytes]]:
        last = ""
        while rows := self._run(
            "MATCH (v:PaperVector) WHERE v.paper > $last AND v.model = $model"
            " RETURN v.paper AS paper, v.content AS content ORDER BY paper LIMIT $limit",
            last=last,
            model=model,
            limit=batch,
        ):
            yield {row["paper"]: bytes(row["content"]) for row in rows}
            last = rows[-1]["paper"]

    def vector_models(self) -> tuple[str, ...]:
        rows = self._run(
            "MATCH (v:PaperVector) RETURN v.model AS model, count(*) AS papers ORDER BY papers DESC, model"
        )
        return tuple(row["model"] for row in rows)

    def papers_without_vector(self, model: str) -> list[str]:
        rows = self._run(
            "MATCH (p:Paper) WHERE NOT EXISTS { (v:PaperVector) WHERE v.paper = p.id AND v.model = $model }"
            " RETURN p.id AS id ORDER BY id",
            model=model,
        )
        return [row["id"] for row in rows]

    def progress(self, sources: Sequence[str]) -> dict[str, Progress]:
        rows = self._run(
            "MATCH (e:Progress) WHERE e.source IN $sources"
            " RETURN e.source AS source, e.records AS records, e.complete AS complete, e.run AS run",
            sources=list(sources),
        )
        return {row["source"]: Progress(**row) for row in rows}

    def ledger(self) -> tuple[Progress, ...]:
        rows = self._run(
            "MATCH (e:Progress) RETURN e.source AS source, e.records AS records, e.complete AS complete, e.run AS run"
            " ORDER BY source"
        )
        return tuple(Progress(**row) for row in rows)

    def written_by(self, ids: Sequence[str]) -> dict[str, str]:
        rows = self._run(
            "MATCH (p:Paper)-[m:MENTIONS]->(:Concept) WHERE p.id IN $ids RETURN p.id AS id, max(m.run) AS run",
            ids=list(ids),
        )
        return {row["id"]: row["run"] for row in rows}

    def runs(self) -> tuple[Run, ...]:
        rows = self._run("MATCH (r:Run) RETURN r {.*} AS run ORDER BY r.startedAt, r.id")
        return tuple(as_run(row["run"]) for row in rows)

    def faults(self) -> Iterator[Fault]:
        return faults.faults(self._run)

    def members(self, run: str) -> tuple[Member, ...]:
        return members.members(self._run, run)

    def _concepts(self, wanted: LiteralString, **values: Any) -> list[Concept]:
        rows = self._run(f"MATCH (c:Concept) {wanted} RETURN {CONCEPT}", **values)
        return [as_concept(row["concept"], row["broader"]) for row in rows]

    def _meta(self) -> Record:
        rows = self._run(
            "MATCH (m:Litgraph {id: 'store'})"
            " RETURN m.identity AS identity, m.revision AS revision, coalesce(m.similar, 0) AS similar"
        )
        if not rows:
            raise StoreDamagedError("the Neo4j database was emptied meanwhile", "run the command again")
        return rows[0]


def _where(tests: Sequence[LiteralString]) -> LiteralString:
    return f"WHERE {' AND '.join(tests)}" if tests else ""
