from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations, pairwise
from math import hypot, inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.web.picture import Layout, Line, Words, draw, forces, sign
from tests.unit.web.pictures import KINDS, dot, parsed, piece, shown

LAYOUTS = list(Layout)
SIZES = [0, 1, 2, 12, 41, 150, 300]
WORDS = Words("no year", "concepts")
TEXTS = st.text(max_size=90) | st.text("אبجםA1 \u202e\u0301\u200d👩🏽\x00\ud800<&>\"'…\n", max_size=60)


def drawn(count: int, layout: Layout, **how: object) -> str:
    dots, lines = piece(count)
    return draw(dots, lines, layout, words=WORDS, title="Around it", **how)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_input_gives_the_same_bytes_in_another_process(layout: Layout) -> None:
    here = drawn(40, layout)
    code = (
        "import sys; from tests.unit.web.test_picture import drawn; from api.web.picture import Layout;"
        f"sys.stdout.buffer.write(drawn(40, Layout({layout.value!r})).encode())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert there.stdout.decode() == here
    assert drawn(40, layout) == here


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_dots_lie_apart_and_in_sight(layout: Layout, count: int) -> None:
    svg = drawn(count, layout)
    _, _, width, height = map(float, parsed(svg).get("viewBox", "").split())
    dots = shown(svg)
    assert sorted(each.id for each in dots) == sorted(f"id:{number}" for number in range(count))
    for each in dots:
        assert all(0 <= x <= width and 0 <= y <= height for x, y in each.points), each
    for one, other in combinations(dots, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= one.reach + other.reach - 0.2, (one, other)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dots_that_a_pointer_can_hit_lie_apart(layout: Layout) -> None:
    dots = shown(drawn(40, layout))
    assert min(hypot(one.x - other.x, one.y - other.y) for one, other in combinations(dots, 2)) >= 27.5


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("standalone", [False, True])
@settings(deadline=None, max_examples=60)
@given(label=TEXTS, says=TEXTS, title=TEXTS, href=TEXTS, kind=TEXTS)
def test_whatever_the_texts_are_it_is_xml(
    layout: Layout, standalone: bool, label: str, says: str, title: str, href: str, kind: str
) -> None:
    dots = [dot(0, label=label, says=says, href=href, year=2020), dot(1, label=label, kind=kind), dot(2, kind="LAW")]
    lines = [Line("id:0", "id:1", kind, 1.0, says), Line("id:2", "id:1", "CITES", 1.0, label)]
    svg = draw(dots, lines, layout, words=Words(label, says), title=title, path=["id:0"], standalone=standalone)
    tree = parsed(svg)
    tags = {each.tag.rpartition("}")[2] for each in tree.iter()}
    assert tags <= {"svg", "g", "a", "title", "circle", "polygon", "path", "text", "tspan", "rect"}
    assert not any(name.startswith("on") or name == "style" for each in tree.iter() for name in each.attrib)


def test_a_label_is_cut_between_characters_as_people_count_them() -> None:
    family, accented = "👩\u200d👩\u200d👧", "e\u0301"
    for label, unit in ((family * 60, family), (accented * 60, accented)):
        texts = "".join(parsed(draw([dot(0, label=label)], [], Layout.FORCE, words=WORDS, title="")).itertext())
        visible = texts.removeprefix(f"{label}, paper")
        assert visible.endswith("…")
        assert set(visible.removesuffix("…").split(unit)) == {""}


def test_what_is_seen_is_said() -> None:
    tree = parsed(draw([dot(0, label="Rivers of Portugal and the sea")], [], Layout.FORCE, words=WORDS, title=""))
    (label,) = tree.iter("text")
    assert len([*label]) == 2
    assert "".join(label.itertext()) in (next(tree.iter("a")).get("aria-label") or "")


def test_marks_do_not_pile_up() -> None:
    svg = draw([dot(0, label="Z" + "\u0335" * 50 + "algo", says="x")], [], Layout.FORCE, words=WORDS, title="")
    assert svg.count("\u0335") <= 3


def test_a_text_that_runs_to_the_left_stays_beside_its_dot() -> None:
    # its start is its right end: left of the dot, the right end is next to it
    svg = draw([dot(0, label="ספרייה עירונית")], [], Layout.COLUMNS, words=WORDS, title="")
    (label,) = parsed(svg).iter("text")
    assert (label.get("direction"), label.get("text-anchor")) == ("rtl", "start")
    assert float(label.get("x", "")) < shown(svg)[0].x


@given(weights=st.lists(st.floats(0, 1e6), min_size=2, max_size=12), kind=st.sampled_from([*KINDS, "paper"]))
@settings(deadline=None, max_examples=40)
def test_who_is_heavier_is_no_smaller(weights: list[float], kind: str) -> None:
    dots = [dot(at, kind=kind, weight=weight, seed=False) for at, weight in enumerate(weights)]
    sizes = {each.id: each.reach for each in shown(draw(dots, [], Layout.COLUMNS, words=WORDS, title=""))}
    ordered = sorted(dots, key=lambda each: each.weight)
    assert all(sizes[one.id] <= sizes[other.id] + 0.15 for one, other in pairwise(ordered))


@pytest.mark.parametrize("weight", [nan, inf, -inf, -3.0])
def test_a_weight_that_is_none_counts_as_nothing(weight: float) -> None:
    dots = [dot(0, weight=weight), dot(1, weight=4.0)]
    line = Line("id:0", "id:1", "SIMILAR_TO", weight, "")
    assert "nan" not in draw(dots, [line], Layout.FORCE, words=WORDS, title="")


def test_years_stand_in_order_and_those_without_apart() -> None:
    dots, lines = piece(60)
    svg = draw(dots, lines, Layout.YEARS, words=WORDS, title="")
    places = {each.id: each for each in shown(svg)}
    years = sorted({each.year for each in dots if each.year})
    spans = [[places[each.id].x for each in dots if each.year == year] for year in years]
    assert all(max(one) < min(other) for one, other in pairwise(spans))
    undated = [places[each.id].x for each in dots if each.is_paper and each.year is None]
    assert max(undated) < min(spans[0])
    lowest = max(places[each.id].y for each in dots if each.is_paper)
    assert lowest < min(places[each.id].y for each in dots if not each.is_paper)
    said = ["".join(each.itertext()) for each in parsed(svg).iter("text") if each.get("class") == "caption"]
    assert {"no year", "concepts", "2015", "2022"} <= set(said)


@pytest.mark.parametrize(("first", "last"), [(2020, 2021), (1950, 2024), (1, 9999), (-300, 2024), (2020, 2020)])
def test_an_axis_has_few_years_whatever_it_spans(first: int, last: int) -> None:
    svg = draw([dot(0, year=first), dot(1, year=last)], [], Layout.YEARS, words=WORDS, title="")
    captions = [float(each.get("x", "")) for each in parsed(svg).iter("text") if each.get("class") == "caption"]
    assert 1 <= len(captions) <= 13
    assert captions == sorted(captions)


def test_papers_stand_left_and_concepts_by_kind() -> None:
    dots, lines = piece(40)
    places = {each.id: each for each in shown(draw(dots, lines, Layout.COLUMNS, words=WORDS, title=""))}
    assert {places[each.id].x for each in dots if each.is_paper} == {330.0}
    kinds = [each.kind for each in sorted(dots, key=lambda each: places[each.id].y) if not each.is_paper]
    assert len([one for one, other in pairwise(kinds) if one != other]) == len(set(kinds)) - 1


def test_columns_are_ordered_so_that_lines_need_not_cross() -> None:
    papers, concepts = [dot(each) for each in range(8)], [dot(8 + each, kind="TOPIC") for each in range(8)]
    lines = [Line(f"id:{each}", f"id:{8 + each * 3 % 8}", "MENTIONS", 1.0, "") for each in range(8)]
    places = {
        each.id: each.y for each in shown(draw([*papers, *concepts], lines, Layout.COLUMNS, words=WORDS, title=""))
    }
    heights = sorted((places[each.source], places[each.target]) for each in lines)
    assert heights == sorted(heights, key=lambda each: each[1])


def test_what_is_alike_is_near() -> None:
    # two bunches, and one line between them
    dots = [dot(each, seed=False) for each in range(12)]
    within = [(one, other) for half in (range(6), range(6, 12)) for one, other in combinations(half, 2)]
    lines = [Line(f"id:{one}", f"id:{other}", "SIMILAR_TO", 1.0, "") for one, other in within]
    lines.append(Line("id:0", "id:6", "SIMILAR_TO", 0.1, ""))
    places = {each.id: each for each in shown(draw(dots, lines, Layout.FORCE, words=WORDS, title=""))}
    far = {
        (one, other): hypot(
            places[f"id:{one}"].x - places[f"id:{other}"].x, places[f"id:{one}"].y - places[f"id:{other}"].y
        )
        for one, other in combinations(range(12), 2)
    }
    near = [far[pair] for pair in within]
    between = [each for pair, each in far.items() if pair not in set(within)]
    assert sum(near) / len(near) < 0.5 * sum(between) / len(between)


def test_a_picture_is_turned_so_that_it_lies_flat() -> None:
    for turn in (0.3, 1.5, -0.8, 3.0):
        along = np.linspace(-1, 1, 5)
        fitted = forces.fit(np.stack([along * np.cos(turn), along * np.sin(turn)], axis=1))
        assert np.ptp(fitted[:, 0]) > 100 * np.ptp(fitted[:, 1])


def test_the_room_is_used() -> None:
    dots = shown(drawn(40, Layout.FORCE))
    assert max(each.x for each in dots) - min(each.x for each in dots) > 800
    assert max(each.y for each in dots) - min(each.y for each in dots) > 500


def test_a_path_is_brought_out() -> None:
    dots, lines = piece(12)
    tree = parsed(draw(dots, lines, Layout.FORCE, words=WORDS, title="", path=["id:3", "id:1", "id:0"]))
    assert "followed" in tree.get("class", "").split()
    on_path = [each for each in tree.iter() if "on-path" in each.get("class", "").split()]
    assert {each.get("data-id") for each in on_path if each.tag == "a"} == {"id:0", "id:1", "id:3"}
    ends = {(each.get("data-from"), each.get("data-to")) for each in on_path if each.tag == "path"}
    assert ends == {("id:3", "id:1"), ("id:1", "id:0")}


def test_doubles_and_loose_ends_are_left_out() -> None:
    dots = [dot(0), replace(dot(0), label="again"), dot(1)]
    lines = [Line("id:0", "id:7", "CITES", 1.0, ""), Line("id:1", "id:1", "CITES", 1.0, "")]
    tree = parsed(draw(dots, lines, Layout.FORCE, words=WORDS, title=""))
    assert [each.get("data-id") for each in tree.iter("a")] == ["id:0", "id:1"]
    assert "again" not in "".join(tree.itertext())
    assert not [*tree.iter("path")]


def test_a_file_of_its_own_needs_no_style_sheet_and_leads_nowhere() -> None:
    svg = drawn(12, Layout.YEARS, standalone=True)
    tree = parsed(svg)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert tree.get("width") == "1000.0"
    assert "class=" not in svg
    assert "href" not in svg
    assert all(each.get("fill") for each in tree.iter("{http://www.w3.org/2000/svg}polygon"))


def test_every_kind_has_its_sign() -> None:
    signs = {kind: sign(kind) for kind in (*KINDS, "paper")}
    assert signs["COUNTRY"] == signs["PLACE"]
    assert len(set(signs.values())) == len(signs) - 1
    assert sign("MY_OWN") == sign("LAW")
