from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph import selection
from graph.model import AnnotatedPaper, Concept, Mention, Paper, TextField
from graph.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Store

IDS = [f"doi:10.5555/{letter}" for letter in "abcdef"]
CITES = {"a": "bf", "b": "a", "c": "ce", "e": "abd", "f": "e"}
REGION = Concept("place:region", "PLACE", "Region")
LAND = Concept("country:XX", "COUNTRY", "Land", broader=("place:region",))
TOOL = Concept("technology:tool", "TECHNOLOGY", "Tool")


@pytest.fixture
def filled(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Six papers that cite one another, read two at a time."""
    monkeypatch.setattr(selection, "BATCH", 2)
    with sqlite_store.transaction() as transaction:
        transaction.save_concepts([REGION, LAND, TOOL])
        transaction.save_papers(
            [
                AnnotatedPaper(
                    Paper(each, "Land", references=tuple(f"doi:10.5555/{cited}" for cited in CITES.get(each[-1], ""))),
                    (Mention("country:XX" if each[-1] < "e" else "technology:tool", TextField.TITLE, 0, 4, "r", 1.0),),
                )
                for each in IDS
            ],
            "run-1",
        )
    return sqlite_store


def pairs(chosen: Selection) -> list[str]:
    found = [pair for batch in chosen.batches() for pair in chosen.citations(batch)]
    return [f"{citing[-1]}{cited[-1]}" for citing, cited in found]


def test_all_papers_come_in_the_order_of_their_ids_and_are_counted(filled: Store) -> None:
    heard: list[tuple[int, int]] = []
    chosen = Selection(filled, progress=lambda done, total: heard.append((done, total)))
    batches = [[each.paper.id for each in batch] for batch in chosen.batches()]
    assert batches == [IDS[:2], IDS[2:4], IDS[4:]]
    assert heard == [(2, 6), (4, 6), (6, 6)]
    assert chosen.papers == 6


def test_chosen_papers_come_in_their_order_each_once(filled: Store) -> None:
    chosen = Selection(filled, [IDS[4], IDS[0], IDS[4], "doi:10.5555/gone", IDS[2]])
    batches = [[each.paper.id for each in batch] for batch in chosen.batches()]
    assert batches == [[IDS[4], IDS[0]], [IDS[2]]]
    assert all(each.mentions for batch in chosen.batches() for each in batch)
    assert chosen.papers == 3
    assert list(Selection(filled, []).batches()) == []


@pytest.mark.parametrize("letters", ["abcdef", "fedcba", "ea", "cbf", "d", ""])
def test_each_citation_between_two_of_them_comes_once(filled: Store, letters: str) -> None:
    chosen = Selection(filled, [f"doi:10.5555/{each}" for each in letters])
    expected = [f"{own}{each}" for own, cited in CITES.items() for each in cited if {own, each} <= {*letters}]
    assert sorted(pairs(chosen)) == sorted(each for each in expected if each[0] != each[1])


def test_each_citation_comes_when_both_papers_were_handed_out(filled: Store) -> None:
    chosen = Selection(filled)
    known: set[str] = set()
    found: list[tuple[str, str]] = []
    for batch in chosen.batches():
        known |= {each.paper.id for each in batch}
        new = list(chosen.citations(batch))
        assert all({*pair} <= known for pair in new)
        found += new
    assert len(found) == len(set(found)) == 8


def test_concepts_are_those_of_the_papers_and_what_they_belong_to(filled: Store) -> None:
    def ids(of: Sequence[str] | None) -> list[str]:
        return [each.id for batch in Selection(filled, of).concepts() for each in batch]

    assert ids(None) == ["country:XX", "place:region", "technology:tool"]
    assert ids(IDS[:3]) == ["country:XX", "place:region"]
    assert ids(IDS[4:]) == ["technology:tool"]
    assert ids([]) == []
