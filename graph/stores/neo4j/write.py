"""Writing one batch: what a transaction can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.stores.neo4j import changes, citations, similar, versions
from graph.stores.neo4j.codec import concept_row, mention_rows, paper_row, run_row
from graph.stores.neo4j.members import save as save_members
from graph.stores.neo4j.read import Neo4jReads
from graph.vectors import still_true, text_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from graph.members import Member
    from graph.model import AnnotatedPaper, Concept, Progress, Run
    from graph.stores.neo4j.connection import Run as RunStatement
    from graph.vectors import PaperVector


class Neo4jTransaction(Neo4jReads):
    """One batch in a transaction that holds the store's lock."""

    def __init__(self, run: RunStatement) -> None:
        super().__init__(run)
        self._upcoming = self.revision() + 1

    def save_concepts(self, concepts: Sequence[Concept]) -> None:
        rows = [concept_row(each) for each in concepts]
        self._run(
            "UNWIND $rows AS row MERGE (c:Concept {id: row.id}) ON CREATE SET c.paperCount = 0"
            " WITH c, row, [each IN labels(c) WHERE each <> 'Concept' AND c.kind <> row.properties.kind] AS former"
            " REMOVE c:$(former) SET c:$(row.label) SET c += row.properties",
            rows=rows,
        )
        self._run(
            "MATCH (c:Concept)-[b:BROADER]->(:Concept) WHERE c.id IN $ids DELETE b", ids=[each["id"] for each in rows]
        )
        self._run(
            "UNWIND $rows AS row MATCH (c:Concept {id: row.id}) UNWIND row.broader AS id"
            " MATCH (w:Concept {id: id}) CREATE (c)-[:BROADER]->(w)",
            rows=[row for row in rows if row["broader"]],
        )

    def save_papers(self, papers: Sequence[AnnotatedPaper], run: str) -> None:
        known, mentioned = self._strip([each.paper.id for each in papers])
        rows = [paper_row(each.paper) for each in papers]
        self._run("UNWIND $rows AS row MERGE (p:Paper {id: row.id}) SET p = row.properties", rows=rows)
        changes.note(self._run, self._upcoming, [each.paper.id for each in papers])
        self._run(
            "UNWIND $rows AS row MATCH (p:Paper {id: row.id}) UNWIND row.authors AS author"
            " CREATE (p)-[:AUTHORED_BY {position: author.position}]->(a:Author) SET a = author.properties",
            rows=rows,
        )
        self._run(
            "UNWIND $rows AS row UNWIND row.properties.otherIds AS id CREATE (:PaperId {id: id, paper: row.id})",
            rows=rows,
        )
        self._run(
            "UNWIND $rows AS row UNWIND row.records AS record CREATE (:SourceRecord {record: record, paper: row.id})",
            rows=rows,
        )
        self._run(
            "UNWIND $rows AS row MATCH (p:Paper {id: row.paper}) MATCH (c:Concept {id: row.concept})"
            " CREATE (p)-[m:MENTIONS]->(c) SET m = row.properties"
            " WITH c, count(m) AS papers SET c.paperCount = c.paperCount + papers",
            rows=[row for each in papers for row in mention_rows(each, run)],
        )
        citations.save(self._run, [each.paper for each in papers])
        if changed := [each.paper for each in papers if each.paper.id in known]:
            self._run(
                "UNWIND $rows AS row MATCH (v:PaperVector {paper: row.paper}) WHERE v.digest <> row.digest DELETE v",
                rows=[{"paper": each.id, "digest": text_digest(each)} for each in changed],
            )
        self._sweep(mentioned)

    def remove_papers(self, ids: Sequence[str]) -> None:
        changes.note(self._run, self._upcoming, ids)
        changes.note_shortened(self._run, self._upcoming, similar.listing(self._run, ids))
        _, mentioned = self._strip(ids)
        self._run("MATCH (p:Paper) WHERE p.id IN $ids DETACH DELETE p", ids=list(ids))
        self._run("MATCH (v:PaperVector) WHERE v.paper IN $ids DELETE v", ids=list(ids))
        self._sweep(mentioned)

    def save_vectors(self, model: str, vectors: Mapping[str, PaperVector]) -> None:
        valid = still_true(vectors, self.papers(list(vectors)).values())
        changes.note(self._run, self._upcoming, list(valid))
        self._run(
            "UNWIND $rows AS row MERGE (v:PaperVector {paper: row.paper})"
            " SET v.model = $model, v.digest = row.digest, v.content = row.content",
            rows=[{"paper": paper, "digest": each.digest, "content": each.values} for paper, each in valid.items()],
            model=model,
        )

    def save_run(self, run: Run) -> None:
        self._run("MERGE (r:Run {id: $run.id}) SET r = $run", run=run_row(run))

    def save_members(self, run: str, part: int, members: Sequence[Member]) -> None:
        save_members(self._run, run, part, members)

    def record(self, progress: Progress) -> None:
        self._run(
            "MERGE (e:Progress {source: $source}) SET e.records = $records, e.complete = $complete, e.run = $run",
            source=progress.source,
            records=progress.records,
            complete=progress.complete,
            run=progress.run,
        )

    def forget(self, runs: Sequence[str]) -> None:
        self._run("MATCH (e:Progress) WHERE e.run IN $runs DELETE e", runs=list(runs))

    def save_similar(self, lists: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        similar.save(self._run, lists)

    def save_versions(self, mains: Mapping[str, str | None]) -> None:
        versions.save(self._run, mains)

    def similar_written(self, revision: int) -> None:
        self._run("MATCH (m:Litgraph {id: 'store'}) SET m.similar = $revision", revision=revision)

    def next_revision(self) -> None:
        self._run("MATCH (m:Litgraph {id: 'store'}) SET m.revision = m.revision + 1")

    def _strip(self, ids: Sequence[str]) -> tuple[set[str], set[str]]:
        """Takes from papers all that hangs on them; gives those that were there, and the concepts they mentioned."""
        known = [row["id"] for row in self._run("MATCH (p:Paper) WHERE p.id IN $ids RETURN p.id AS id", ids=list(ids))]
        if not known:
            return set(), set()
        mentioned = self._run(
            "MATCH (p:Paper)-[m:MENTIONS]->(c:Concept) WHERE p.id IN $ids DELETE m"
            " WITH c, count(*) AS papers SET c.paperCount = c.paperCount - papers RETURN c.id AS id",
            ids=known,
        )
        self._run("MATCH (p:Paper)-[:AUTHORED_BY]->(a:Author) WHERE p.id IN $ids DETACH DELETE a", ids=known)
        self._run("MATCH (k:PaperId) WHERE k.paper IN $ids DELETE k", ids=known)
        self._run("MATCH (k:SourceRecord) WHERE k.paper IN $ids AND k.record IS NOT NULL DELETE k", ids=known)
        citations.take_out(self._run, known)
        return set(known), {row["id"] for row in mentioned}

    def _sweep(self, concepts: Collection[str]) -> None:
        """Deletes those of the concepts that nothing leads to, and then what only they led to."""
        while concepts:
            rows = self._run(
                "MATCH (c:Concept) WHERE c.id IN $ids AND c.paperCount = 0 AND NOT EXISTS { (c)<-[:BROADER]-() }"
                " OPTIONAL MATCH (c)-[:BROADER]->(w:Concept) WITH c, collect(w.id) AS wider"
                " DETACH DELETE c RETURN wider",
                ids=sorted(concepts),
            )
            concepts = {wide for row in rows for wide in row["wider"]}
