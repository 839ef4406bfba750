"""What ingest promises: nothing twice, nothing lost, one paper for one identity, in any order and any batch size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.fingerprint import fingerprint
from graph.ingest import Report, ingest
from graph.records import Record, Reject
from graph.stores import open_store
from tests.unit.graph.words import Listed, Words

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

TOWNS = Record(1, "3", abstract="Dutch towns use Twitter. Mayors like it.")
TITLED = replace(TOWNS, record="towns", title="Towns on Twitter", ids=("https://doi.org/10.5555/TOWNS",), year=2019)
OTHER = Record(9, "4", title="Libraries", abstract="Kenyan libraries go online.", ids=("arXiv:2503.00001v2",))


def load(store: Store, *entries: Record | Reject, name: str = "list", batch: int = 200) -> Report:
    return ingest(store, Listed(list(entries), name), Words(), batch=batch)


def test_a_source_comes_in_once(sqlite_store: Store) -> None:
    source, words = Listed([TOWNS, OTHER]), Words()
    first = ingest(sqlite_store, source, words)
    before = fingerprint(sqlite_store), sqlite_store.revision(), sqlite_store.runs()
    second = ingest(sqlite_store, source, words)
    assert (first.tally.new, second.tally.new, second.known) == (2, 0, 2)
    assert (fingerprint(sqlite_store), sqlite_store.revision(), sqlite_store.runs()) == before
    assert words.asked == 2


def test_other_rules_read_a_source_anew(sqlite_store: Store) -> None:
    source = Listed([TOWNS, OTHER])
    ingest(sqlite_store, source, Words())
    again = ingest(sqlite_store, source, Words("words-2"))
    assert (again.known, again.tally.unchanged) == (0, 2)


def test_rejects_are_reported_and_stop_nobody(sqlite_store: Store) -> None:
    bad = Reject(5, "no JSON", "mend the line")
    report = load(sqlite_store, TOWNS, bad, OTHER)
    assert (report.tally.new, report.rejects) == (2, [bad])
    assert dict(sqlite_store.runs()[0].counts) == {"new": 2, "updated": 0, "unchanged": 0, "rejected": 1}
    assert load(sqlite_store, TOWNS, bad, OTHER).rejects == [bad]


def test_a_stopped_ingest_goes_on_where_it_stopped(sqlite_store: Store, tmp_path: Path) -> None:
    source = Listed([replace(OTHER, ids=(f"arXiv:2503.{number:05}",), record=str(number)) for number in range(1, 8)])

    class Stopping(Words):
        def batches(self, batches):
            for number, each in enumerate(super().batches(batches)):
                if number == 2:
                    raise KeyboardInterrupt
                yield each

    with pytest.raises(KeyboardInterrupt):
        ingest(sqlite_store, source, Stopping(), batch=2)
    words = Words()
    report = ingest(sqlite_store, source, words, batch=2)
    assert (report.known, report.tally.new, words.asked) == (4, 3, 3)
    undisturbed = open_store(str(tmp_path / "other.db"))
    ingest(undisturbed, source, Words())
    assert fingerprint(sqlite_store) == fingerprint(undisturbed)


def test_a_better_id_takes_over_and_the_old_one_still_leads_there(sqlite_store: Store) -> None:
    load(sqlite_store, TOWNS, name="page")
    old = next(iter(sqlite_store.resolve(["3"])["3"]))
    report = load(sqlite_store, TITLED, name="bib")
    assert (report.tally.new, report.tally.updated) == (0, 1)
    assert sqlite_store.resolve([old, "3", "towns"]) == dict.fromkeys((old, "3", "towns"), ("doi:10.5555/towns",))
    paper = sqlite_store.papers(["doi:10.5555/towns"])["doi:10.5555/towns"]
    assert (paper.title, paper.title_derived, paper.other_ids) == ("Towns on Twitter", False, (old,))
    assert [each.name for each in paper.sources] == ["bib", "page"]
    assert sqlite_store.counts().papers == 1


def test_a_record_can_join_two_papers_into_one(sqlite_store: Store) -> None:
    by_doi = Record(1, "a", title="One", abstract="First text.", ids=("10.5555/a",))
    by_arxiv = Record(2, "b", title="One, again", abstract="Second, longer text.", ids=("arXiv:2503.00009",))
    both = Record(3, "c", title="One", ids=("10.5555/a", "arXiv:2503.00009"), year=2020)
    load(sqlite_store, by_doi, by_arxiv)
    assert sqlite_store.counts().papers == 2
    load(sqlite_store, both, name="later")
    assert sqlite_store.counts().papers == 1
    paper = sqlite_store.papers(["doi:10.5555/a"])["doi:10.5555/a"]
    assert (paper.abstract, paper.year) == ("Second, longer text.", 2020)


def test_equal_texts_with_two_dois_stay_two_papers(sqlite_store: Store) -> None:
    load(sqlite_store, TITLED, replace(TITLED, ids=("10.5555/other",)))
    assert sqlite_store.counts().papers == 2
    text = next(each for each in sqlite_store.papers(["doi:10.5555/other"])["doi:10.5555/other"].other_ids)
    assert sqlite_store.resolve([text]) == {text: ("doi:10.5555/other",)}


@st.composite
def _entries(draw: st.DrawFn) -> list[Record]:
    number = draw(st.integers(1, 4))
    record = Record(
        1,
        draw(st.sampled_from(["", "r1", "r2"])),
        title=draw(st.sampled_from(["", "Title One", "Another Title"])),
        abstract=f"Abstract {number} names Things. {draw(st.sampled_from(['', 'More words.']))}",
        authors=draw(st.sampled_from([(), ("Ann",), ("Ann", "Bob")])),
        year=draw(st.sampled_from([None, 2019, 2020])),
        ids=draw(st.sampled_from([(), (f"10.5555/{number}",), (f"10.5555/{number}", f"arXiv:2503.0000{number}")])),
    )
    return [record]


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(), records=st.lists(_entries(), max_size=6).map(lambda lists: [each for few in lists for each in few])
)
def test_order_and_batches_make_no_difference(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, records: list[Record]
) -> None:
    shuffled = data.draw(st.permutations(records))
    batch = data.draw(st.integers(1, 3))
    folder = tmp_path_factory.mktemp("order")
    one, other = open_store(str(folder / "one.db")), open_store(str(folder / "other.db"))
    load(one, *records)
    load(other, *shuffled, batch=batch)
    assert fingerprint(one) == fingerprint(other)
    one.close()
    other.close()
