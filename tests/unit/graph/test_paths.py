"""Paths are the shortest there are, in their order; where a limit cut something off that is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import meeting
from graph.errors import QueryError
from graph.model import TextField, TextSpan
from graph.paths import Hop, Path, Paths, paths
from graph.walk import ALL_RELATIONS, Relation
from tests.unit.graph.web import Web, every_link, shortest, web_of
from tests.unit.similarity.shelf import SAMPLE, Shelf, paper
from tests.unit.similarity.strategies import shelves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Lists = dict[str, list[tuple[str, float]]]


@st.composite
def _questions(draw: st.DrawFn) -> tuple[Web, Lists, str, str, list[Relation], int]:
    web = web_of(draw(shelves()))
    ids = sorted(web.held)
    likes: Lists = {each: [] for each in ids}
    for one, other in draw(st.lists(st.tuples(*[st.sampled_from(ids)] * 2), max_size=4, unique_by=frozenset)):
        score = draw(st.sampled_from([0.25, 0.5, 0.75]))
        if one != other:  # both list each other: who is asked first makes no difference
            likes[one].append((other, score))
            likes[other].append((one, score))
    authors = [f"author:{each}/0" for each in ids if web.held[each].paper.authors]  # paths ask for ends that are there
    nodes = st.sampled_from([*ids, *sorted(web.known), *authors])
    via = draw(st.lists(st.sampled_from(ALL_RELATIONS), min_size=1, unique=True) | st.just([*ALL_RELATIONS]))
    return web, likes, draw(nodes), draw(nodes), via, draw(st.integers(1, 6))


def asked(
    web: Web, likes: Mapping[str, Sequence[tuple[str, float]]], *ends: str, bridged: bool = False, **more: object
) -> Paths:
    return paths(
        web,  # type: ignore[arg-type]
        *ends,
        similar=lambda ids: {each: likes.get(each, ()) for each in ids},
        index=web if bridged else None,
        **more,  # type: ignore[arg-type]
    )


def bare(found: Paths) -> list[Path]:
    return [Path(each.nodes, tuple(replace(hop, evidence=None) for hop in each.hops)) for each in found.paths]


@settings(deadline=None, max_examples=100)
@given(_questions(), st.integers(0, 5), st.booleans())
def test_paths_are_all_the_shortest_in_their_order(
    question: tuple[Web, Lists, str, str, list[Relation], int], first: int, bridged: bool
) -> None:
    web, likes, source, target, via, hops = question
    wanted = shortest(web, every_link(web, likes), source, target, via, hops)
    found = asked(web, likes, source, target, bridged=bridged, via=via, max_hops=hops, first=first)
    assert (bare(found), found.truncated) == (wanted[:first], False)


@settings(deadline=None, max_examples=100)
@given(_questions(), st.booleans(), st.integers(1, 3), st.integers(1, 2))
def test_what_a_limit_cuts_off_is_told(
    question: tuple[Web, Lists, str, str, list[Relation], int], bridged: bool, fan: int, nodes: int
) -> None:
    web, likes, source, target, via, hops = question
    links = every_link(web, likes)
    wanted = shortest(web, links, source, target, via, hops)
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in (("FAN", fan), ("PAPERS", nodes), ("CONCEPTS", nodes), ("LIKED", nodes)):
            patch.setattr(meeting, name, limit)
        found = asked(web, likes, source, target, bridged=bridged, via=via, max_hops=hops, first=100)
    if not found.truncated:
        assert bare(found) == wanted
    known = {(each.relation, each.source, each.target) for each in links}
    for path in found.paths:
        assert len(wanted[0].hops) <= len(path.hops) <= hops
        assert (path.nodes[0], path.nodes[-1]) == (source, target)
        for hop, start, end in zip(path.hops, path.nodes, path.nodes[1:], strict=False):
            assert (hop.source, hop.target) == (start, end)
            assert hop.relation in via
            ends = (end, start) if hop.backwards else (start, end)
            assert (hop.relation, *ends) in known


@pytest.fixture
def web() -> Web:
    return web_of(Shelf().put(*SAMPLE))


def test_a_hop_shows_the_sentence_that_says_so(web: Web) -> None:
    found = asked(web, {}, "doi:10.1/mayors", "doi:10.1/towns")
    here = "A mayor's Twitter network in Seoul joins citizens and officials."
    there = "Dutch towns on Twitter"
    assert found == Paths(
        (
            Path(
                ("doi:10.1/mayors", "technology:twitter", "doi:10.1/towns"),
                (
                    Hop(
                        Relation.MENTIONS,
                        "doi:10.1/mayors",
                        "technology:twitter",
                        backwards=False,
                        evidence=TextSpan(TextField.ABSTRACT, 0, len(here), here),
                    ),
                    Hop(
                        Relation.MENTIONS,
                        "technology:twitter",
                        "doi:10.1/towns",
                        backwards=True,
                        evidence=TextSpan(TextField.TITLE, 0, len(there), there),
                    ),
                ),
            ),
        ),
        truncated=False,
    )


def test_the_surest_mention_is_shown(web: Web) -> None:
    towns = web.held["doi:10.1/towns"]
    sure = [replace(each, confidence=0.5 if each.start < 60 else 0.9) for each in towns.mentions]
    web.put(replace(towns, mentions=tuple(sure)))
    (path,) = asked(web, {}, "doi:10.1/towns", "technology:twitter").paths
    assert path.hops[0].evidence
    assert path.hops[0].evidence.text == "Twitter is free."


def test_a_node_hangs_together_with_itself(web: Web) -> None:
    assert asked(web, {}, "pmid:7", "pmid:7") == Paths((Path(("pmid:7",), ()),), truncated=False)
    assert asked(web, {}, "pmid:7", "pmid:7", first=0).paths == ()


def test_what_nothing_joins_has_no_path(web: Web) -> None:
    assert asked(web, {}, "pmid:7", "doi:10.1/towns", max_hops=6) == Paths((), truncated=False)


def test_rare_concepts_come_before_frequent_ones() -> None:
    both = "[a](topic:a) [b](topic:b)"
    papers = [paper("doi:10.1/1", "", both), paper("doi:10.1/2", "", f"{both} [a](topic:a)")]
    crowd = [paper(f"doi:10.1/9{at}", "", "[a](topic:a)") for at in range(3)]
    found = asked(web_of(Shelf().put(*papers, *crowd)), {}, "doi:10.1/1", "doi:10.1/2")
    assert [each.nodes[1] for each in found.paths] == ["topic:b", "topic:a"]


def test_two_hubs_are_joined_by_a_paper_that_neither_leads_to() -> None:
    often = [paper(f"doi:10.1/{at:03}", "", f"[x](topic:{'ab'[at % 2]}) " * 2) for at in range(2 * meeting.FAN)]
    web = web_of(Shelf().put(*often, paper("doi:10.1/z", "", "[a](topic:a) [b](topic:b)")))
    assert asked(web, {}, "topic:a", "topic:b") == Paths((), truncated=True)
    (path,) = asked(web, {}, "topic:a", "topic:b", bridged=True).paths
    assert path.nodes == ("topic:a", "doi:10.1/z", "topic:b")


@pytest.mark.parametrize("ends", [("topic:a", "doi:10.1/z"), ("doi:10.1/z", "topic:a")])
def test_a_hub_is_met_from_the_other_side(ends: tuple[str, str]) -> None:
    often = [paper(f"doi:10.1/{at:03}", "", "[x](topic:a) [x](topic:a)") for at in range(meeting.FAN + 1)]
    web = web_of(Shelf().put(*often, paper("doi:10.1/z", "", "[a](topic:a)")))
    (path,) = asked(web, {}, *ends, max_hops=1).paths
    assert path.nodes == ends


@pytest.mark.parametrize("more", [{"max_hops": 0}, {"max_hops": 7}, {"first": -1}])
def test_numbers_out_of_range_are_refused(web: Web, more: dict[str, int]) -> None:
    with pytest.raises(QueryError):
        asked(web, {}, "pmid:7", "doi:10.1/towns", **more)
