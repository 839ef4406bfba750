"""Walks through a store find the same on both: paths with their evidence, and what surrounds a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import meeting
from graph.model import TextField, TextSpan
from graph.neighbourhood import neighbourhood
from graph.paths import Hop, Path, Paths, paths
from graph.stores import open_store
from graph.walk import ALL_RELATIONS, Relation
from tests.stores.examples import CONCEPTS, DUTCH, MORE, PAPERS, SOCIAL_MEDIA, TWITTER, all_concepts, papers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from graph.model import AnnotatedPaper, Concept
    from graph.store import Store

_ends = st.sampled_from([*(f"doi:10.5555/{key}" for key in range(8)), *(f"topic:{key}" for key in range(8))])


def test_paths_of_a_store(store: Store) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts(CONCEPTS)
        transaction.save_papers(PAPERS, "run-1")
    here, there = DUTCH.paper.id, MORE.paper.id
    cites = Path((here, there), (Hop(Relation.CITES, here, there, backwards=False),))
    assert paths(store, here, there, similar=store.similar) == Paths((cites,), truncated=False)
    (path,) = paths(store, there, here, similar=store.similar, via=[Relation.MENTIONS, Relation.BROADER]).paths
    media, twitter = SOCIAL_MEDIA.id, TWITTER.id
    first, last = "Social media 社交媒体 𝔸 and ‘quotes’.", "Dutch towns on Twitter"
    assert path.hops == (
        Hop(Relation.MENTIONS, there, media, False, TextSpan(TextField.ABSTRACT, 0, len(first), first)),
        Hop(Relation.BROADER, media, twitter, backwards=True),
        Hop(Relation.MENTIONS, twitter, here, True, TextSpan(TextField.TITLE, 0, len(last), last)),
    )
    (path,) = paths(store, f"author:{here}/0", f"author:{here}/1", similar=store.similar).paths
    assert path.nodes == (f"author:{here}/0", here, f"author:{here}/1")


@pytest.fixture
def both(tmp_path: File, empty_neo4j: str) -> Iterator[tuple[Store, Store]]:
    stores = open_store(str(tmp_path / "a.db")), open_store(empty_neo4j)
    yield stores
    for each in stores:
        each.close()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    known=all_concepts,
    saved=st.lists(papers(), min_size=2, max_size=6, unique_by=lambda each: each.paper.id),
    ends=st.lists(st.tuples(_ends, _ends), min_size=1, max_size=6),
    via=st.lists(st.sampled_from(ALL_RELATIONS), min_size=1, unique=True) | st.just([*ALL_RELATIONS]),
    limit=st.sampled_from([1, 2, 100]),
    hops=st.integers(1, 6),
)
def test_both_stores_are_walked_alike(
    both: tuple[Store, Store],
    known: tuple[Concept, ...],
    saved: list[AnnotatedPaper],
    ends: list[tuple[str, str]],
    via: list[Relation],
    limit: int,
    hops: int,
) -> None:
    ids = [each.paper.id for each in saved]
    found: list[object] = []
    for store in both:
        with store.transaction() as transaction:
            transaction.remove_papers([f"doi:10.5555/{key}" for key in range(8)])
            transaction.save_concepts(known)
            transaction.save_papers(saved, "run-1")
            transaction.save_similar({ids[0]: tuple((each, 0.5) for each in ids[1:])})
        there = {
            *store.papers([one for pair in ends for one in pair]),
            *store.concepts([f"topic:{n}" for n in range(8)]),
        }
        with pytest.MonkeyPatch.context() as patch:
            for name in ("FAN", "PAPERS", "CONCEPTS", "LIKED"):
                patch.setattr(meeting, name, limit)
            found.append(
                [
                    (
                        paths(store, *pair, similar=store.similar, via=via, max_hops=hops),
                        neighbourhood(store, pair[0], similar=store.similar, via=via, hops=2, limit=limit),
                    )
                    for pair in ends
                    if there.issuperset(pair)
                ]
            )
    assert found[0] == found[1]
