"""A first load at once: a store's whole graph as this package would have stored it, for Neo4j's import tool.

What is written batch by batch in `write.py` is written here in one pass, by the same rows of the codec. What the tool
cannot do (constraints, indexes, empty lists) is made up for when the database is first opened: `schema.prepare`.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from graph.errors import LitgraphError
from graph.ingest import BATCH
from graph.stores.codec import pack_members
from graph.stores.neo4j.codec import concept_row, mention_rows, paper_row, run_row
from graph.stores.neo4j.schema import VERSION
from graph.stores.neo4j.tables import DELIMITERS, DelimiterInUseError, Tables
from graph.vectors import text_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from graph.model import AnnotatedPaper, Paper
    from graph.store import StoreReader
    from graph.stores.neo4j.tables import Table

PAPERS: Final = 1000


def write_tables(store: StoreReader, folder: Path, progress: Callable[[int, int], None] | None = None) -> Sequence[str]:
    """Writes all that a store holds into CSV files in a folder; gives the import tool's arguments to read them.

    The database is the store under its own name (`identity`) and revision; every paper counts as changed at that
    revision. Of sentence vectors those of the most used model are taken along. `progress` hears (papers, of how many).
    Raises LitgraphError where lists hold every character that could stand between their elements.
    """
    for delimiter in DELIMITERS:
        tables = Tables(folder, delimiter)
        try:
            _Writer(store, tables).write(progress)
        except DelimiterInUseError:
            continue
        finally:
            tables.close()
        return tables.arguments()
    raise LitgraphError("lists hold every character that could divide them", "ingest without --bulk")


class _Writer:
    """One pass over a store."""

    def __init__(self, store: StoreReader, tables: Tables) -> None:
        self._store = store
        self._tables = tables
        self._papers = tables.nodes("Paper", id="id:ID(Paper)")
        self._authors = tables.nodes("Author", id="id:ID(Author)")
        self._authored = tables.relationships("AUTHORED_BY", "Paper", "Author")
        self._mentions = tables.relationships("MENTIONS", "Paper", "Concept")
        self._cites = tables.relationships("CITES", "Paper", "Paper")
        self._similar = tables.relationships("SIMILAR_TO", "Paper", "Paper")
        self._notes = {each: tables.nodes(each) for each in ("PaperId", "SourceRecord", "Reference", "PaperVector")}

    def write(self, progress: Callable[[int, int], None] | None) -> None:
        self._concepts()
        model, done, total = next(iter(self._store.vector_models()), None), 0, self._store.counts().papers
        for papers in self._store.scan_papers(PAPERS):
            self._batch(papers, model)
            done += len(papers)
            if progress:
                progress(done, total)
        self._versions()
        self._runs()
        self._state()

    def _concepts(self) -> None:
        concepts = self._tables.nodes("Concept", id="id:ID(Concept)", label=":LABEL")
        broader = self._tables.relationships("BROADER", "Concept", "Concept")
        for batch in self._store.scan_concepts():
            for each in batch:
                row = concept_row(each)
                own = {"id": each.id, "label": row["label"], "paperCount": each.paper_count}
                concepts.add(own | row["properties"])
                _add(broader, [{"start": each.id, "end": wide} for wide in row["broader"]])

    def _batch(self, papers: Sequence[AnnotatedPaper], model: str | None) -> None:
        ids = [each.paper.id for each in papers]
        runs, cited, similar = self._store.written_by(ids), self._store.references(ids), self._store.similar(ids)
        vectors = self._store.vectors(model, ids) if model else {}
        for each in papers:
            own = each.paper.id
            self._paper(each.paper)
            for row in mention_rows(each, runs.get(own, "")):
                self._mentions.add({"start": own, "end": row["concept"]} | row["properties"])
            _add(self._cites, [{"start": own, "end": other} for other in cited[own]])
            _add(
                self._similar,
                [
                    {"start": own, "end": other, "score": score, "rank": rank}
                    for rank, (other, score) in enumerate(similar[own], 1)
                ],
            )
            if own in vectors:
                noted = {"paper": own, "model": model, "digest": text_digest(each.paper), "content": vectors[own]}
                self._notes["PaperVector"].add(noted)

    def _paper(self, paper: Paper) -> None:
        row, own = paper_row(paper), paper.id
        self._papers.add(row["properties"])
        for author in row["authors"]:
            self._authors.add(author["properties"])
            self._authored.add({"start": own, "end": author["properties"]["id"], "position": author["position"]})
        _add(self._notes["PaperId"], [{"id": each, "paper": own} for each in row["properties"]["otherIds"]])
        _add(self._notes["SourceRecord"], [{"record": each, "paper": own} for each in row["records"]])
        _add(self._notes["Reference"], [{"id": each, "paper": own} for each in row["properties"]["references"]])

    def _versions(self) -> None:
        versions = self._tables.relationships("VERSION_OF", "Paper", "Paper")
        _add(versions, [{"start": paper, "end": main} for paper, main in self._store.versions().items()])

    def _runs(self) -> None:
        runs, parts = self._tables.nodes("Run"), self._tables.nodes("RunPart")
        for run in self._store.runs():
            runs.add(run_row(run))
            members = iter(self._store.members(run.id))
            for part, kept in enumerate(iter(lambda of=members: list(islice(of, BATCH)), [])):
                parts.add({"run": run.id, "part": part, "content": pack_members(kept)})
        _add(
            self._tables.nodes("Progress"),
            [
                {"source": each.source, "records": each.records, "complete": each.complete, "run": each.run}
                for each in self._store.ledger()
            ],
        )

    def _state(self) -> None:
        revision = self._store.revision()
        changes = [{"paper": each, "revision": revision} for each in self._store.changed_since(0)]
        _add(self._tables.nodes("PaperChange"), changes)
        self._tables.nodes("Litgraph").add(
            {
                "id": "store",
                "format": VERSION,
                "identity": self._store.identity(),
                "revision": revision,
                "similar": self._store.similar_revision() or None,
                "imported": True,
            }
        )


def _add(table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    for each in rows:
        table.add(each)
