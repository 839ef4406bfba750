"""Reading the tables back into the domain's values."""

from __future__ import annotations

import json
from time import perf_counter
from typing import TYPE_CHECKING, Any

from graph import spending
from graph.model import AnnotatedPaper, Concept, Counts, Paper, Progress, Run, Source
from graph.store import ConceptPage, missing
from graph.stores.codec import search_key, unpack_mentions
from graph.stores.sqlite import changes, citations, faults, members, similar, versions
from graph.stores.sqlite.errors import translated
from graph.stores.sqlite.fetch import fetch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from graph.faults import Fault
    from graph.members import Member
    from graph.model import Mention
    from graph.rows import Fetched, Wanted

IN = "IN (SELECT value FROM json_each(?))"
PAPER = (
    "pk, id, title, abstract, title_derived, authors, orcids, year, venue, volume, issue, pages, doi, url, language,"
    " cited_by"
)
CONCEPT = "pk, id, kind, name, name_zh, aliases, same_as, paper_count"


class SqliteReads:
    """Everything that can be asked, over whichever connection the caller has."""

    def __init__(self, path: Path, connection: Callable[[], sqlite3.Connection]) -> None:
        self._path = path
        self._open = connection

    def _rows(self, statement: str, *values: object) -> list[Any]:
        spent, start = spending.current(), perf_counter()
        try:
            with translated(self._path):
                return self._open().execute(statement, values).fetchall()
        finally:
            if spent is not None:
                spent.add("sqlite", perf_counter() - start)

    def _value(self, statement: str, *values: object) -> Any:
        return self._rows(statement, *values)[0][0]

    def identity(self) -> str:
        return self._value("SELECT value FROM meta WHERE key = 'identity'")

    def revision(self) -> int:
        return self._value("SELECT value FROM meta WHERE key = 'revision'")

    def fetch(self, wanted: Wanted) -> Fetched:
        if (connection := self._open()).in_transaction:
            return fetch(self._rows, wanted)
        with translated(self._path):
            connection.execute("BEGIN")
            try:
                return fetch(self._rows, wanted)
            finally:
                connection.execute("COMMIT")

    def changed_since(self, revision: int) -> tuple[str, ...]:
        return changes.since(self._rows, revision)

    def shortened_since(self, revision: int) -> tuple[str, ...]:
        return changes.shortened_since(self._rows, revision)

    def counts(self) -> Counts:
        return Counts(
            *self._rows(
                "SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM concepts),"
                " (SELECT coalesce(sum(count), 0) FROM mentions), (SELECT coalesce(sum(author_count), 0) FROM papers),"
                f" ({citations.COUNT}), (SELECT count(*) FROM runs)"
            )[0]
        )

    def resolve(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found = {
            known: (own,)
            for known, own in self._rows(
                f"SELECT i.id, p.id FROM paper_ids i JOIN papers p ON p.pk = i.paper WHERE i.id {IN}", as_json(ids)
            )
        }
        records: dict[str, list[str]] = {}
        for record, own in self._rows(
            f"SELECT DISTINCT s.record, p.id FROM sources s JOIN papers p ON p.pk = s.paper WHERE s.record {IN}"
            " AND s.record <> '' ORDER BY p.id",
            as_json(missing(ids, found)),
        ):
            records.setdefault(record, []).append(own)
        return found | {record: tuple(papers) for record, papers in records.items()}

    def papers(self, ids: Sequence[str]) -> dict[str, Paper]:
        return {paper.id: paper for paper in self._papers(f"id {IN}", as_json(ids)).values()}

    def concepts(self, ids: Sequence[str]) -> dict[str, Concept]:
        return {concept.id: concept for concept in self._concepts(f"id {IN}", as_json(ids))}

    def mentions(self, paper_ids: Sequence[str]) -> dict[str, tuple[Mention, ...]]:
        keys = dict(self._rows(f"SELECT pk, id FROM papers WHERE id {IN}", as_json(paper_ids)))
        return {keys[key]: mentions for key, mentions in self._mentions(list(keys)).items()}

    def papers_mentioning(self, concept_ids: Sequence[str], limit: int) -> dict[str, tuple[tuple[str, int], ...]]:
        return {
            concept: tuple(
                self._rows(
                    "SELECT p.id, m.count FROM mentions m JOIN papers p ON p.pk = m.paper WHERE m.concept = ?"
                    " ORDER BY m.count DESC, p.id LIMIT ?",
                    key,
                    limit,
                )
            )
            for key, concept in self._rows(f"SELECT pk, id FROM concepts WHERE id {IN}", as_json(concept_ids))
        }

    def narrower(self, concept_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for wide, narrow in self._rows(
            "SELECT w.id, n.id FROM broader b JOIN concepts w ON w.pk = b.broader JOIN concepts n ON n.pk = b.concept"
            f" WHERE w.id {IN} ORDER BY n.id",
            as_json(concept_ids),
        ):
            found[wide] = (*found.get(wide, ()), narrow)
        return found

    def references(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return citations.references(self._rows, as_json(ids))

    def cited_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return citations.cited_by(self._rows, as_json(ids))

    def similar(self, ids: Sequence[str]) -> dict[str, tuple[tuple[str, float], ...]]:
        return similar.similar(self._rows, as_json(ids))

    def listed_by(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return similar.listed_by(self._rows, as_json(ids))

    def versions(self) -> dict[str, str]:
        return versions.versions(self._rows)

    def similar_revision(self) -> int:
        return self._value("SELECT coalesce((SELECT value FROM meta WHERE key = 'similar'), 0)")

    def find_concepts(
        self, search: str | None, kinds: Sequence[str] | None, after: tuple[int, str] | None, limit: int
    ) -> ConceptPage:
        tests, values = ["1"], []
        if search and search_key(search):
            tests.append("instr(search_key, ?) > 0")
            values.append(search_key(search))
        if kinds is not None:
            tests.append(f"kind {IN}")
            values.append(as_json(kinds))
        total = self._value(f"SELECT count(*) FROM concepts WHERE {' AND '.join(tests)}", *values)
        if after is not None:
            tests.append("(paper_count < ? OR (paper_count = ? AND id > ?))")
            values += [after[0], after[0], after[1]]
        wanted = f"{' AND '.join(tests)} ORDER BY paper_count DESC, id LIMIT ?"
        return ConceptPage(tuple(self._concepts(wanted, *values, limit)), total)

    def concept_kinds(self) -> dict[str, int]:
        return dict(self._rows("SELECT kind, count(*) FROM concepts GROUP BY kind ORDER BY kind"))

    def scan_papers(self, batch: int = 1000) -> Iterator[list[AnnotatedPaper]]:
        last = ""
        while papers := self._papers("id > ? ORDER BY id LIMIT ?", last, batch):
            mentions = self._mentions(list(papers))
            yield [AnnotatedPaper(paper, mentions[key]) for key, paper in papers.items()]
            last = next(reversed(papers.values())).id

    def scan_concepts(self, batch: int = 1000) -> Iterator[list[Concept]]:
        last = ""
        while concepts := self._concepts("id > ? ORDER BY id LIMIT ?", last, batch):
            yield concepts
            last = concepts[-1].id

    def vectors(self, model: str, ids: Sequence[str]) -> dict[str, bytes]:
        return dict(
            self._rows(f"SELECT paper, content FROM vectors WHERE paper {IN} AND model = ?", as_json(ids), model)
        )

    def scan_vectors(self, model: str, batch: int = 1000) -> Iterator[dict[str, bytes]]:
        last = ""
        while rows := self._rows(
            "SELECT paper, content FROM vectors WHERE model = ? AND paper > ? ORDER BY paper LIMIT ?",
            model,
            last,
            batch,
        ):
            yield dict(rows)
            last = rows[-1][0]

    def vector_models(self) -> tuple[str, ...]:
        rows = self._rows("SELECT model FROM vectors GROUP BY model ORDER BY count(*) DESC, model")
        return tuple(model for (model,) in rows)

    def papers_without_vector(self, model: str) -> list[str]:
        rows = self._rows(
            "SELECT id FROM papers WHERE NOT EXISTS"
            " (SELECT 1 FROM vectors WHERE vectors.paper = papers.id AND vectors.model = ?) ORDER BY id",
            model,
        )
        return [own for (own,) in rows]

    def progress(self, sources: Sequence[str]) -> dict[str, Progress]:
        rows = self._rows(f"SELECT source, records, complete, run FROM ledger WHERE source {IN}", as_json(sources))
        return {source: Progress(source, records, bool(complete), run) for source, records, complete, run in rows}

    def ledger(self) -> tuple[Progress, ...]:
        rows = self._rows("SELECT source, records, complete, run FROM ledger ORDER BY source")
        return tuple(Progress(source, records, bool(complete), run) for source, records, complete, run in rows)

    def written_by(self, ids: Sequence[str]) -> dict[str, str]:
        return dict(
            self._rows(
                "SELECT p.id, max(m.run) FROM papers p JOIN mentions m ON m.paper = p.pk"
                f" WHERE p.id {IN} GROUP BY p.pk",
                as_json(ids),
            )
        )

    def runs(self) -> tuple[Run, ...]:
        rows = self._rows(
            "SELECT id, source, started_at, finished_at, rules, model, counts, continues FROM runs"
            " ORDER BY started_at, id"
        )
        return tuple(Run(*row[:6], counts=tuple(json.loads(row[6]).items()), continues=row[7]) for row in rows)

    def faults(self) -> Iterator[Fault]:
        return faults.faults(self._rows)

    def members(self, run: str) -> tuple[Member, ...]:
        return members.members(self._rows, run)

    def _papers(self, wanted: str, *values: object) -> dict[int, Paper]:
        rows = self._rows(f"SELECT {PAPER} FROM papers WHERE {wanted}", *values)
        keys = as_json([row[0] for row in rows])
        others: dict[int, list[str]] = {}
        for key, known in self._rows(f"SELECT paper, id FROM paper_ids WHERE paper {IN} ORDER BY paper, id", keys):
            others.setdefault(key, []).append(known)
        sources: dict[int, list[Source]] = {}
        for key, *source in self._rows(
            f"SELECT paper, name, record, run FROM sources WHERE paper {IN} ORDER BY paper, name, record", keys
        ):
            sources.setdefault(key, []).append(Source(*source))
        references = citations.given(self._rows, keys)
        return {
            key: Paper(
                own,
                title,
                abstract,
                bool(derived),
                tuple(json.loads(authors)),
                *rest,
                other_ids=tuple(each for each in others.get(key, ()) if each != own),
                sources=tuple(sources.get(key, ())),
                references=tuple(references.get(key, ())),
                orcids=tuple(json.loads(orcids)),
            )
            for key, own, title, abstract, derived, authors, orcids, *rest in rows
        }

    def _concepts(self, wanted: str, *values: object) -> list[Concept]:
        rows = self._rows(f"SELECT {CONCEPT} FROM concepts WHERE {wanted}", *values)
        broader: dict[int, list[str]] = {}
        for key, wide in self._rows(
            "SELECT b.concept, c.id FROM broader b JOIN concepts c ON c.pk = b.broader"
            f" WHERE b.concept {IN} ORDER BY c.id",
            as_json([row[0] for row in rows]),
        ):
            broader.setdefault(key, []).append(wide)
        return [
            Concept(
                own,
                kind,
                name,
                name_zh,
                tuple(json.loads(aliases)),
                tuple(json.loads(same)),
                tuple(broader.get(key, ())),
                count,
            )
            for key, own, kind, name, name_zh, aliases, same, count in rows
        ]

    def _mentions(self, keys: list[int]) -> dict[int, tuple[Mention, ...]]:
        found: dict[int, list[tuple[str, list[str]]]] = {key: [] for key in keys}
        for key, concept, spans in self._rows(
            f"SELECT m.paper, c.id, m.spans FROM mentions m JOIN concepts c ON c.pk = m.concept WHERE m.paper {IN}",
            as_json(keys),
        ):
            found[key].append((concept, json.loads(spans)))
        return {key: unpack_mentions(pairs) for key, pairs in found.items()}


def as_json(values: Iterable[object]) -> str:
    """Values as the JSON list that a column holds, or that `IN` looks into."""
    return json.dumps(list(values), ensure_ascii=False)
