"""Two stores, the same calls, equal answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.fingerprint import fingerprint
from graph.rows import CONCEPT_FIELDS, MENTIONED_FIELDS, PAPER_FIELDS, Wanted
from graph.stores import open_store
from graph.vectors import PaperVector, text_digest
from tests.stores.examples import all_concepts, papers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.model import AnnotatedPaper, Concept
    from graph.store import Store, Transaction

_save = st.tuples(st.just("save"), st.lists(papers(), max_size=4, unique_by=lambda each: each.paper.id))
_remove = st.tuples(st.just("remove"), st.lists(st.integers(0, 7).map(lambda key: f"doi:10.5555/{key}"), max_size=3))
_encode = st.tuples(st.just("encode"), st.lists(st.integers(0, 7).map(lambda key: f"doi:10.5555/{key}"), max_size=4))
_batches = st.lists(st.lists(_save | _remove | _encode, min_size=1, max_size=3), min_size=1, max_size=3)
_IDS = [f"doi:10.5555/{key}" for key in range(8)]
_CONCEPTS = [f"topic:{key}" for key in range(8)]


@pytest.fixture
def both(tmp_path: Path, empty_neo4j: str) -> Iterator[tuple[Store, Store]]:
    stores = open_store(str(tmp_path / "a.db")), open_store(empty_neo4j)
    yield stores
    for each in stores:
        each.close()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(concepts=all_concepts, batches=_batches, search=st.text(max_size=2), limit=st.integers(1, 5))
def test_equal_calls_have_equal_answers(
    both: tuple[Store, Store],
    concepts: tuple[Concept, ...],
    batches: list[list[tuple[str, list[AnnotatedPaper] | list[str]]]],
    search: str,
    limit: int,
) -> None:
    for store in both:
        with store.transaction() as transaction:
            transaction.remove_papers(_IDS)
        for batch in batches:
            with store.transaction() as transaction:
                for step in batch:
                    _do(transaction, step, concepts)
    one, other = (_everything(store, search, limit) for store in both)
    assert one == other


def _do(
    transaction: Transaction, step: tuple[str, list[AnnotatedPaper] | list[str]], concepts: tuple[Concept, ...]
) -> None:
    what, content = step
    if what == "save":
        transaction.save_concepts(concepts)
        transaction.save_papers(content, "run-1")  # type: ignore[arg-type]
    elif what == "encode":
        papers = transaction.papers(content)  # type: ignore[arg-type]
        vectors = {key: PaperVector(text_digest(each), each.title.encode()) for key, each in papers.items()}
        transaction.save_vectors("model", vectors)
    else:
        transaction.remove_papers(content)  # type: ignore[arg-type]


def _fetched(store: Store) -> list[object]:
    found = store.fetch(Wanted(_IDS, PAPER_FIELDS, MENTIONED_FIELDS, _CONCEPTS, CONCEPT_FIELDS))
    papers = {
        own: row._replace(mentioned=sorted(row.mentioned, key=lambda each: each.id))
        for own, row in found.papers.items()
    }
    return [dict(sorted(papers.items())), dict(sorted(found.concepts.items()))]


def _everything(store: Store, search: str, limit: int) -> list[object]:
    page = store.find_concepts(search, None, None, limit)
    after = (page.concepts[-1].paper_count, page.concepts[-1].id) if page.concepts else (0, "")
    found = store.concepts(_CONCEPTS)
    return [
        fingerprint(store),
        list(store.scan_papers(batch=3)),
        found,
        {key: each.paper_count for key, each in found.items()},
        store.papers_mentioning(_CONCEPTS, limit),
        store.narrower(_CONCEPTS),
        page,
        store.find_concepts(None, ["LAW", "TOPIC"], after, limit),
        store.concept_kinds(),
        store.resolve(["1", "2", *_IDS, *(f"text:{key}{each}" for key in range(8) for each in range(4))]),
        store.references(_IDS),
        store.cited_by(_IDS),
        store.counts(),
        _fetched(store),
        store.changed_since(0),
        store.vectors("model", _IDS),
        list(store.scan_vectors("model", batch=2)),
        store.papers_without_vector("model"),
    ]
