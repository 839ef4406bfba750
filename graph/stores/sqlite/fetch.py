"""Some columns of some rows, in as few statements as there are tables to walk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from graph.model import Source
from graph.rows import Fetched, maker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.rows import Wanted
    from graph.stores.sqlite.linked import Rows

    Column = tuple[str, Callable[[Any], Any] | None]


def _sorted(packed: str) -> tuple[Any, ...]:
    return tuple(sorted(json.loads(packed)))


def _as_listed(packed: str) -> tuple[Any, ...]:
    return tuple(json.loads(packed))


def _sources(packed: str) -> tuple[Source, ...]:
    return tuple(sorted(Source(*each) for each in json.loads(packed)))


_PAPER: Final[dict[str, Column]] = {
    **{
        name: (f"p.{name}", None)
        for name in (
            *("id", "title", "abstract", "year", "venue", "volume", "issue", "pages", "doi", "url", "language"),
            "cited_by",
        )
    },
    "title_derived": ("p.title_derived", bool),
    "authors": ("p.authors", _as_listed),
    "orcids": ("p.orcids", _as_listed),
    "other_ids": ("(SELECT json_group_array(id) FROM paper_ids WHERE paper = p.pk AND id <> p.id)", _sorted),
    "sources": ("(SELECT json_group_array(json_array(name, record, run)) FROM sources WHERE paper = p.pk)", _sources),
    "references": ("(SELECT json_group_array(cited) FROM citations WHERE paper = p.pk)", _sorted),
    "cites": (
        "(SELECT json_group_array(DISTINCT q.id) FROM citations c CROSS JOIN paper_ids i ON i.id = c.cited"
        " CROSS JOIN papers q ON q.pk = i.paper WHERE c.paper = p.pk AND q.pk <> p.pk)",
        _sorted,
    ),
    "citing": (
        "(SELECT json_group_array(DISTINCT q.id) FROM paper_ids i CROSS JOIN citations c ON c.cited = i.id"
        " CROSS JOIN papers q ON q.pk = c.paper WHERE i.paper = p.pk AND q.pk <> p.pk)",
        _sorted,
    ),
}

_CONCEPT: Final[dict[str, Column]] = {
    **{name: (f"c.{name}", None) for name in ("id", "kind", "name", "name_zh", "paper_count")},
    "aliases": ("c.aliases", _as_listed),
    "same_as": ("c.same_as", _as_listed),
    "broader": (
        "(SELECT json_group_array(w.id) FROM broader b JOIN concepts w ON w.pk = b.broader WHERE b.concept = c.pk)",
        _sorted,
    ),
    "narrower": (
        "(SELECT json_group_array(n.id) FROM broader b JOIN concepts n ON n.pk = b.concept WHERE b.broader = c.pk)",
        _sorted,
    ),
}

_MENTIONED: Final[dict[str, Column]] = {
    **_CONCEPT,
    "count": ("m.count", None),
    "spans": ("m.spans", _as_listed),
}

_ASKED: Final = "IN (SELECT value FROM json_each(?))"


def fetch(rows: Rows, wanted: Wanted) -> Fetched:
    """What is wanted; the caller sees to it that all statements see one state."""
    ((revision,),) = rows("SELECT value FROM meta WHERE key = 'revision'")
    papers: dict[str, Any] = {}
    if wanted.papers:
        papers = _papers(rows, wanted)
    concepts: dict[str, Any] = {}
    if wanted.concepts:
        statement = f"SELECT {_columns(_CONCEPT, wanted.of_concepts)} FROM concepts c WHERE c.id {_ASKED}"
        made = _maker(_CONCEPT, wanted.of_concepts)
        concepts = {row[0]: made(row) for row in rows(statement, _json(wanted.concepts))}
    return Fetched(revision, papers, concepts)


def _papers(rows: Rows, wanted: Wanted) -> dict[str, Any]:
    asked = _json(wanted.papers)
    found = rows(f"SELECT {_columns(_PAPER, wanted.of_papers)} FROM papers p WHERE p.id {_ASKED}", asked)
    if not wanted.of_mentioned:
        made = _maker(_PAPER, wanted.of_papers)
        return {row[0]: made(row) for row in found}
    mentioned: dict[str, list[Any]] = {row[0]: [] for row in found}
    named = _maker(_MENTIONED, wanted.of_mentioned)
    statement = (
        f"SELECT p.id, {_columns(_MENTIONED, wanted.of_mentioned)} FROM papers p"
        f" CROSS JOIN mentions m ON m.paper = p.pk CROSS JOIN concepts c ON c.pk = m.concept WHERE p.id {_ASKED}"
    )
    for own, *row in rows(statement, asked):
        mentioned[own].append(named(row))
    made = _maker({**_PAPER, "mentioned": ("", None)}, (*wanted.of_papers, "mentioned"))
    return {row[0]: made((*row, mentioned[row[0]])) for row in found}


def _columns(table: dict[str, Column], names: tuple[str, ...]) -> str:
    return ", ".join(table[each][0] for each in names)


def _maker(table: dict[str, Column], names: Sequence[str]) -> Callable[[Sequence[Any]], Any]:
    return maker(names, [table[each][1] for each in names])


def _json(ids: Sequence[str]) -> str:
    return json.dumps(ids if isinstance(ids, list) else list(ids), ensure_ascii=False)
