"""What is fetched is whole, comes in once, and goes on where it was stopped, whatever the service does meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from graph.errors import SourceError
from graph.records import Record, Reject
from tests.unit.connectors.conftest import PAPERS
from tests.unit.connectors.stand_in import Answer, StandIn, abstract, doi, number

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nlp.connectors import Fetched
    from tests.unit.connectors.conftest import Fetch


def numbers(fetched: Fetched) -> list[int]:
    """Which papers came in."""
    found = [each for each in fetched.records() if isinstance(each, Record)]
    return [int(re.findall(r"\d+", each.title)[0]) for each in found]


def rejects(fetched: Fetched) -> list[str]:
    return [each.reason for each in fetched.records() if isinstance(each, Reject)]


def starts(stand_in: StandIn) -> list[str]:
    """The cursors that were asked for."""
    return [next(value for name, value in each.items() if name in CURSORS) for each in stand_in.asked]


CURSORS = {"cursor", "cursorMark", "start"}
ALL = list(range(1, PAPERS + 1))


def test_a_query_brings_every_paper_once_page_by_page(stand_in: StandIn, fetched_from: Fetch):
    fetched = fetched_from()

    assert numbers(fetched) == ALL
    assert rejects(fetched) == []
    assert len(stand_in.asked) == 3
    assert list(fetched.records()) == list(fetched.records())
    assert [each.line for each in fetched.records()] == ALL
    assert fetched.share == 1


def test_a_record_has_what_the_service_says(stand_in: StandIn, fetched_from: Fetch):
    record = next(fetched_from(limit=1).records())

    assert isinstance(record, Record)
    assert record.title == "Towns & media 1"
    assert record.abstract.endswith(abstract(1))
    assert record.authors == ("Jane Doe", "Richard Roe")
    assert record.year == 2025
    assert record.venue is not None
    assert record.venue.startswith("Journal of Towns")
    assert doi(1) in {each.removeprefix("https://doi.org/") for each in record.ids}
    own = {"openalex": "https://openalex.org/W1", "crossref": doi(1), "arxiv": number(1), "europepmc": "MED:1"}
    assert record.record == own[stand_in.service]
    if stand_in.service != "arxiv":
        assert (record.volume, record.issue, record.pages, record.cited_by) == ("3", "1", "10-20", 4)
    cited = {"openalex": ("https://openalex.org/W1000001",), "crossref": ("10.5555/cited",)}
    assert record.references == cited.get(stand_in.service, ())


def test_the_contact_is_told_in_the_request(stand_in: StandIn, fetched_from: Fetch):
    fetched_from(limit=1)

    assert re.fullmatch(r"litgraph/\S+ \(mailto:you@example\.org\)", stand_in.headers[0]["User-Agent"])
    if stand_in.service != "arxiv":
        assert "you@example.org" in stand_in.asked[0].values()


def test_without_a_contact_those_that_need_it_are_not_asked(stand_in: StandIn, fetched_from: Fetch):
    if stand_in.service in {"openalex", "crossref"}:
        with pytest.raises(SourceError, match="--contact"):
            fetched_from(contact="")
        assert stand_in.asked == []
    else:
        assert len(numbers(fetched_from(contact=""))) == PAPERS


@pytest.mark.parametrize("contact", ["you", "you@example.org\r\nX-Other: 1", "a b@example.org"])
def test_what_is_no_mail_address_is_refused(stand_in: StandIn, fetched_from: Fetch, contact: str):
    with pytest.raises(SourceError, match="mail address"):
        fetched_from(contact=contact)
    assert stand_in.asked == []


def test_a_limit_is_kept_and_what_there_is_is_said(stand_in: StandIn, fetched_from: Fetch):
    assert numbers(fetched_from(limit=12)) == ALL[:12]
    assert len(stand_in.asked) == 2
    assert fetched_from.notices == [f"{stand_in.service}:towns: the first 12 of 25 (--limit 25 fetches all)"]


def test_a_higher_limit_goes_on_from_there(stand_in: StandIn, fetched_from: Fetch):
    first = fetched_from(limit=10)
    second = fetched_from(limit=25)

    assert numbers(second) == ALL
    assert first.digest != second.digest
    assert len(set(starts(stand_in))) == len(stand_in.asked)
    assert numbers(fetched_from(limit=5)) == ALL[:5]


def test_what_was_fetched_is_not_asked_for_again(stand_in: StandIn, fetched_from: Fetch):
    first = fetched_from()
    stand_in.papers.insert(0, 99)
    second = fetched_from()

    assert len(stand_in.asked) == 3
    assert (second.digest, numbers(second)) == (first.digest, ALL)
    assert "--refetch" in fetched_from.notices[-1]


def test_unless_people_wish_it(stand_in: StandIn, fetched_from: Fetch):
    first = fetched_from()
    same = fetched_from(refetch=True)
    stand_in.papers = [*ALL, 99]
    other = fetched_from(refetch=True)

    assert first.digest == same.digest != other.digest
    assert numbers(other) == [*ALL, 99]


def test_a_stopped_fetch_goes_on_from_its_cursor(stand_in: StandIn, fetched_from: Fetch):
    def stop(done: int, _total: int | None) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched_from(progress=stop)
    fetched = fetched_from()

    assert numbers(fetched) == ALL
    assert len(set(starts(stand_in))) == len(stand_in.asked) == 3


def test_a_page_whose_cursor_was_not_written_is_asked_for_again(stand_in: StandIn, fetched_from: Fetch, tmp_path: Path):
    fetched_from(limit=10)
    [folder] = (tmp_path / "fetched").iterdir()
    leftover = folder / next(folder.glob("page-000001*")).name.replace("000001", "000002")
    leftover.write_bytes(b"half a pa")

    assert numbers(fetched_from()) == ALL


def test_a_cursor_that_no_longer_holds_begins_again_and_doubles_nothing(stand_in: StandIn, fetched_from: Fetch):
    fetched_from(limit=10)
    stand_in.faults = [Answer(b"cursor expired", status=400)]
    fetched = fetched_from()

    assert numbers(fetched) == ALL
    assert rejects(fetched) == []
    assert any("begun again" in each for each in fetched_from.notices)


def test_papers_that_come_in_between_are_said_and_none_is_doubled(stand_in: StandIn, fetched_from: Fetch):
    def grow(server: StandIn) -> None:
        if len(server.asked) == 2:
            server.papers.insert(0, 99)

    stand_in.before = grow
    fetched = fetched_from()

    assert numbers(fetched) == ALL
    assert f"{stand_in.service}:towns: 25 in all when the fetch began, 26 by now" in fetched_from.notices
    assert ["announced 1 more" in each for each in rejects(fetched)] == [True]


def test_a_total_that_is_never_reached_is_reported(stand_in: StandIn, fetched_from: Fetch):
    stand_in.total = 30
    fetched = fetched_from()

    assert numbers(fetched) == ALL
    assert ["announced 5 more" in each for each in rejects(fetched)] == [True]


def test_a_page_that_is_empty_for_a_moment(stand_in: StandIn, fetched_from: Fetch):
    papers = stand_in.papers

    def hide(server: StandIn) -> None:
        server.total, server.papers = PAPERS, [] if len(server.asked) == 2 else papers

    stand_in.before = hide
    fetched = fetched_from()

    assert numbers(fetched) == ALL
    assert rejects(fetched) == []


def test_nothing_that_answers_is_said(stand_in: StandIn, fetched_from: Fetch):
    stand_in.papers = []
    fetched = fetched_from()

    assert numbers(fetched) == []
    assert ["nothing that answers" in each for each in rejects(fetched)] == [True]


ASKED: dict[str, Callable[[int], str]] = {
    "openalex": lambda paper: f"W{paper}",
    "crossref": doi,
    "arxiv": number,
    "europepmc": str,
}


def test_ids_are_all_fetched_and_the_unknown_ones_named(stand_in: StandIn, fetched_from: Fetch):
    stand_in.papers = list(range(1, 121))
    wanted = [3, *range(10, 120), 555, 3]
    spelled = ASKED[stand_in.service]
    fetched = fetched_from(",".join(map(spelled, wanted)), limit=2)

    assert sorted(numbers(fetched)) == [3, *range(10, 120)]
    assert ["has no" in each and spelled(555) in each for each in rejects(fetched)] == [True]
    assert len(stand_in.asked) == 3


def test_two_questions_are_kept_apart(stand_in: StandIn, fetched_from: Fetch, tmp_path: Path):
    fetched_from("towns", limit=1)
    fetched_from("villages", limit=1)

    assert len(list((tmp_path / "fetched").iterdir())) == 2


def test_nobody_else_fetches_the_same_meanwhile(stand_in: StandIn, fetched_from: Fetch):
    said: list[str] = []

    def another(_done: int, _total: int | None) -> None:
        with pytest.raises(SourceError) as error:
            fetched_from()
        said.append(str(error.value))

    fetched_from(progress=another)
    assert "in use" in said[0]


def test_pages_that_went_away_are_missed(stand_in: StandIn, fetched_from: Fetch, tmp_path: Path):
    fetched = fetched_from()
    next((tmp_path / "fetched").rglob("page-000002*")).unlink()

    with pytest.raises(SourceError, match="--refetch"):
        list(fetched.records())
    assert numbers(fetched_from(refetch=True)) == ALL


def test_a_question_without_words(fetched_from: Fetch):
    with pytest.raises(SourceError, match="asks for nothing"):
        fetched_from(" ")
