"""`litgraph link`: which concept a name stands for, and which features decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.docs.console import BLOCK, ROOT, run_block

if TYPE_CHECKING:
    from tests.commands.conftest import Run

HOMELAND = "agency:US/department-of-homeland-security"


def test_a_name_written_short_is_the_known_one(litgraph: Run) -> None:
    done = litgraph("link", "Dept. of Homeland Security")

    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"“Dept. of Homeland Security” is {HOMELAND}\n")
    assert "  decides   the same as “Department of Homeland Security” once both are written out\n" in done.out


def test_every_candidate_gives_its_features(litgraph: Run) -> None:
    answer = litgraph("link", "Dept. of Homeland Security", "--country", "us", "--kind", "agency", "--json").json

    assert (answer["decision"], answer["concept"]["id"]) == ("known", HOMELAND)
    assert (answer["kind"], answer["country"]) == ("AGENCY", "US")
    first = answer["candidates"][0]
    assert (first["concept"]["id"], first["decides"]) == (HOMELAND, True)
    assert [(each["feature"], each["effect"]) for each in first["features"]] == [
        ("expansion", "decides"),
        ("country", "tells"),
    ]


@pytest.mark.parametrize(
    ("arguments", "decision", "concept", "why"),
    [
        (["UK Department of Homeland Security"], "coined", "agency:GB/department-of-homeland-security", "GB"),
        (["Department of State", "--country", "CA"], "coined", "agency:CA/department-of-state", "CA"),
        (["Dept. of Widgets", "--kind", "AGENCY"], "coined", "agency:ZZ/department-of-widgets", "nothing known"),
        (["Ministry of Widget Health"], "coined", "agency:ZZ/ministry-of-widget-health", "nothing known"),
        (["University of Gotham"], "coined", "organization:university-of-gotham", "nothing known"),
        (["Nigerya"], "none", None, "never merged by itself"),
        (["DHS"], "none", None, "in another way too"),
        (["Georgia"], "none", None, "the text must speak for the place"),
        (["zyx"], "none", None, "nothing known has this name, or looks like it"),
    ],
)  # fmt: skip
def test_what_is_not_known_says_why(
    litgraph: Run, arguments: list[str], decision: str, concept: str | None, why: str
) -> None:
    answer = litgraph("link", *arguments, "--json").json

    assert (answer["decision"], answer["concept"] and answer["concept"]["id"]) == (decision, concept)
    assert why in answer["why"]
    assert not any(each["decides"] for each in answer["candidates"])


@pytest.mark.parametrize(
    "name", ["Department of State", "UK Ministry of Widget Health", "South Korea", "University of Gotham"]
)
def test_the_answer_is_what_the_pipeline_says_of_a_text(litgraph: Run, name: str) -> None:
    read = litgraph("annotate", stdin=f'{{"id": 1, "text": "{name}"}}').json

    concept = litgraph("link", name, "--json").json["concept"]["id"]
    assert concept in {each["concept"] for each in read["mentions"]}


def test_first_says_how_many_candidates(litgraph: Run) -> None:
    assert len(litgraph("link", "National Archives", "--first", 2, "--json").json["candidates"]) == 2
    assert " more (--first " in litgraph("link", "National Archives", "--first", 2).out


def test_a_lexicon_of_ones_own_takes_part(litgraph: Run) -> None:
    Path("mine.tsv").write_text("id\tkind\tname\nagency:GH/widget-bureau\tAGENCY\tWidget Bureau\n")

    answer = litgraph("link", "The Widget Bureau of Ghana", "--lexicon", "mine.tsv", "--json").json
    assert (answer["decision"], answer["concept"]["id"]) == ("known", "agency:GH/widget-bureau")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["x", "--kind", "foo"], "there is no kind foo; kinds are COUNTRY, AGENCY"),
        (["x", "--country", "XX"], "there is no country XX; give an ISO 3166 code"),
        ([" "], "give a name"),
    ],
)
def test_wrong_usage_says_what_is_right(litgraph: Run, arguments: list[str], complaint: str) -> None:
    done = litgraph("link", *arguments)

    assert done.status == 2
    assert complaint in done.err


def test_the_page_on_linking_shows_what_is_printed(tmp_path: Path) -> None:
    blocks = BLOCK.findall((ROOT / "docs" / "linking.md").read_text("utf-8"))

    assert len(blocks) > 1
    for block in blocks:
        assert run_block(block, tmp_path) == block
