"""Writing one batch: what a transaction can change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from graph.stores.codec import concept_search_key, group_mentions, pack_mention
from graph.stores.sqlite import changes, citations, similar, versions
from graph.stores.sqlite.members import save as save_members
from graph.stores.sqlite.read import IN, SqliteReads, as_json
from graph.vectors import still_true, text_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from graph.members import Member
    from graph.model import AnnotatedPaper, Concept, Paper, Progress, Run
    from graph.vectors import PaperVector


class SqliteTransaction(SqliteReads):
    """One batch on a connection that holds the write lock."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        super().__init__(path, lambda: connection)
        self._connection = connection
        self._upcoming = self.revision() + 1

    def save_concepts(self, concepts: Sequence[Concept]) -> None:
        self._connection.executemany(
            "INSERT INTO concepts (id, kind, name, name_zh, aliases, same_as, search_key) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, name_zh = excluded.name_zh,"
            " aliases = excluded.aliases, same_as = excluded.same_as, search_key = excluded.search_key",
            [
                (
                    each.id,
                    each.kind,
                    each.name,
                    each.name_zh,
                    as_json(each.aliases),
                    as_json(each.same_as),
                    concept_search_key(each),
                )
                for each in concepts
            ],
        )
        keys = self._concept_keys({each.id for each in concepts} | {wide for each in concepts for wide in each.broader})
        self._connection.executemany("DELETE FROM broader WHERE concept = ?", [(keys[each.id],) for each in concepts])
        self._connection.executemany(
            "INSERT OR IGNORE INTO broader VALUES (?, ?)",
            [(keys[each.id], keys[wide]) for each in concepts for wide in each.broader],
        )

    def save_papers(self, papers: Sequence[AnnotatedPaper], run: str) -> None:
        replaced = self._strip(self._keys(each.paper.id for each in papers).values())
        self._connection.executemany(
            "INSERT INTO papers (id, title, abstract, title_derived, authors, author_count, year, venue, volume, issue,"
            " pages, doi, url, language, cited_by, orcids) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            # a paper that is there keeps its key, and with it what is linked to it
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract,"
            " title_derived = excluded.title_derived, authors = excluded.authors, author_count = excluded.author_count,"
            " year = excluded.year, venue = excluded.venue, volume = excluded.volume, issue = excluded.issue,"
            " pages = excluded.pages, doi = excluded.doi, url = excluded.url, language = excluded.language,"
            " cited_by = excluded.cited_by, orcids = excluded.orcids",
            [_row(each.paper) for each in papers],
        )
        keys = self._keys(each.paper.id for each in papers)
        changes.note(self._connection, self._upcoming, as_json(keys))
        self._connection.executemany(
            "INSERT INTO paper_ids VALUES (?, ?)",
            [(known, keys[p.id]) for p in (each.paper for each in papers) for known in (p.id, *p.other_ids)],
        )
        self._connection.executemany(
            "INSERT INTO sources VALUES (?, ?, ?, ?)",
            [(keys[each.paper.id], s.name, s.record, s.run) for each in papers for s in each.paper.sources],
        )
        citations.save(self._connection, ((keys[each.paper.id], each.paper.references) for each in papers))
        concepts = self._concept_keys({mention.concept for each in papers for mention in each.mentions})
        rows = [
            (
                keys[each.paper.id],
                concepts[concept],
                len(group),
                as_json(pack_mention(mention) for mention in group),
                run,
            )
            for each in papers
            for concept, group in group_mentions(each.mentions).items()
        ]
        self._connection.executemany("INSERT INTO mentions VALUES (?, ?, ?, ?, ?)", rows)
        self._count((row[1], 1) for row in rows)
        self._connection.executemany(
            "DELETE FROM vectors WHERE paper = ? AND digest <> ?",
            [(each.paper.id, text_digest(each.paper)) for each in papers],
        )
        self._sweep(replaced)

    def remove_papers(self, ids: Sequence[str]) -> None:
        found = self._keys(ids)
        keys = as_json(found.values())
        changes.note(self._connection, self._upcoming, as_json(found))
        changes.note_shortened(self._connection, self._upcoming, as_json(similar.listing(self._rows, keys)))
        mentioned = self._strip(found.values())
        similar.take_out(self._connection, keys)
        versions.take_out(self._connection, keys)
        self._connection.execute(f"DELETE FROM papers WHERE pk {IN}", (keys,))
        self._connection.execute(f"DELETE FROM vectors WHERE paper {IN}", (as_json(ids),))
        self._sweep(mentioned)

    def save_vectors(self, model: str, vectors: Mapping[str, PaperVector]) -> None:
        valid = still_true(vectors, self.papers(list(vectors)).values())
        changes.note(self._connection, self._upcoming, as_json(valid))
        self._connection.executemany(
            "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)",
            [(paper, model, each.digest, each.values) for paper, each in valid.items()],
        )

    def save_run(self, run: Run) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                run.id,
                run.source,
                run.started_at,
                run.finished_at,
                run.rules,
                run.model,
                json.dumps(dict(run.counts)),
                run.continues,
            ),
        )

    def save_members(self, run: str, part: int, members: Sequence[Member]) -> None:
        save_members(self._connection, run, part, members)

    def record(self, progress: Progress) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?)",
            (progress.source, progress.records, progress.complete, progress.run),
        )

    def forget(self, runs: Sequence[str]) -> None:
        self._connection.execute(f"DELETE FROM ledger WHERE run {IN}", (as_json(runs),))

    def save_similar(self, lists: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        named = {*lists, *(other for others in lists.values() for other, _ in others)}
        similar.save(self._connection, lists, self._keys(named))

    def save_versions(self, mains: Mapping[str, str | None]) -> None:
        versions.save(self._connection, mains, self._keys({*mains, *filter(None, mains.values())}))

    def similar_written(self, revision: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('similar', ?)", (revision,))

    def next_revision(self) -> None:
        self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")

    def _strip(self, papers: Iterable[int]) -> set[int]:
        """Takes from papers all that they were saved with; gives the concepts they mentioned."""
        keys = as_json(papers)
        mentioned = [concept for (concept,) in self._rows(f"SELECT concept FROM mentions WHERE paper {IN}", keys)]
        self._count((concept, -1) for concept in mentioned)
        for table in ("mentions", "sources", "paper_ids", "citations"):
            self._connection.execute(f"DELETE FROM {table} WHERE paper {IN}", (keys,))
        return set(mentioned)

    def _sweep(self, concepts: set[int]) -> None:
        """Deletes those of the concepts that nothing leads to, and then what only they led to."""
        while concepts:
            gone = as_json(
                key
                for (key,) in self._rows(
                    f"SELECT pk FROM concepts WHERE pk {IN} AND paper_count = 0"
                    " AND NOT EXISTS (SELECT 1 FROM broader WHERE broader.broader = concepts.pk)",
                    as_json(concepts),
                )
            )
            concepts = {key for (key,) in self._rows(f"SELECT broader FROM broader WHERE concept {IN}", gone)}
            self._connection.execute(f"DELETE FROM broader WHERE concept {IN}", (gone,))
            self._connection.execute(f"DELETE FROM concepts WHERE pk {IN}", (gone,))

    def _count(self, changes: Iterable[tuple[int, int]]) -> None:
        sums: dict[int, int] = {}
        for concept, change in changes:
            sums[concept] = sums.get(concept, 0) + change
        self._connection.executemany(
            "UPDATE concepts SET paper_count = paper_count + ? WHERE pk = ?",
            [(change, key) for key, change in sums.items()],
        )

    def _keys(self, ids: Iterable[str]) -> dict[str, int]:
        return dict(self._rows(f"SELECT id, pk FROM papers WHERE id {IN}", as_json(ids)))

    def _concept_keys(self, ids: Iterable[str]) -> dict[str, int]:
        return dict(self._rows(f"SELECT id, pk FROM concepts WHERE id {IN}", as_json(sorted(ids))))


def _row(p: Paper) -> tuple[object, ...]:
    texts = (p.id, p.title, p.abstract, p.title_derived, as_json(p.authors), len(p.authors))
    where = (p.year, p.venue, p.volume, p.issue, p.pages, p.doi, p.url, p.language)
    return (*texts, *where, p.cited_by, as_json(p.orcids))
