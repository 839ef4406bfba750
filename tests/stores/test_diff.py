"""What each run's records were, on each adapter, and what two runs differ in."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.diff import diff, titles
from graph.errors import NotFoundError
from graph.fingerprint import fingerprint
from graph.ingest import ingest, ledger_key
from graph.members import Member, as_member
from graph.model import Paper, Progress, Run
from graph.records import Record
from graph.remove import remove, remove_brought
from graph.stores import migrate_store, open_store
from tests.stores.aged import age, formats
from tests.unit.graph.words import Listed, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Store

TOWNS = Record(1, title="Towns", abstract="Dutch towns use Twitter.", ids=("10.5555/towns",), cited_by=3)
VOTES = Record(2, title="Votes", abstract="Kenyan voters use WhatsApp.", ids=("10.5555/votes",))
FLOODS = Record(3, title="Floods", abstract="Floods are seen by satellites.", ids=("10.5555/floods",))
UNNAMED = Record(4, title="Libraries", abstract="Kenyan libraries go online.")
towns, votes, floods = (f"doi:10.5555/{each}" for each in ("towns", "votes", "floods"))
A, B, C = (Member(f"doi:10.5555/{each}", bytes([0, 10, 255, number])) for number, each in enumerate("abc"))

_numbers = count()


class Stopping(Words):
    """Is killed before its second batch, or when all batches are in."""

    def __init__(self, *, at_the_end: bool = False) -> None:
        super().__init__()
        self.at_the_end = at_the_end

    def batches(self, batches):
        for number, each in enumerate(super().batches(batches)):
            if number and not self.at_the_end:
                raise KeyboardInterrupt
            yield each
        raise KeyboardInterrupt


def load(store: Store, name: str, *records: Record, batch: int = 200) -> str:
    """Ingests a list; the id of the run that it left."""
    ingest(store, Listed(list(records), name, digest=str(next(_numbers))), Words(), batch=batch)
    return store.runs()[-1].id


def sides(store: Store, before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    found = diff(store, before, after)
    return found.new, found.gone, found.changed, found.unchanged


def test_members_come_back_in_order_and_change_nothing_that_the_graph_says(store: Store) -> None:
    before = fingerprint(store), store.revision(), store.counts()
    with store.transaction() as transaction:
        transaction.save_members("run-1", 1, [C])
        transaction.save_members("run-1", 0, [B, A, A])
        transaction.save_members("run-10", 0, [A])
    assert store.members("run-1") == (B, A, A, C)
    assert (store.members("run-10"), store.members("run-2")) == ((A,), ())
    with store.transaction() as transaction:
        transaction.save_members("run-1", 0, [B])
    assert store.members("run-1") == (B, C)
    assert (fingerprint(store), store.revision(), store.counts()) == before


def test_members_of_a_batch_that_failed_are_not_there(store: Store) -> None:
    def fail() -> None:
        with store.transaction() as transaction:
            transaction.save_members("run-1", 0, [A])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert store.members("run-1") == ()


def test_a_run_says_which_one_it_went_on_from(store: Store) -> None:
    first = Run("run-1", "a.bib", "2026-01-02T03:04:05+00:00")
    second = replace(first, id="run-2", started_at="2026-01-02T03:05:05+00:00", continues="run-1")
    with store.transaction() as transaction:
        transaction.save_run(second)
        transaction.save_run(first)
    assert store.runs() == (first, second)


def test_what_is_new_gone_changed_or_as_it_was(store: Store) -> None:
    july = load(store, "july.bib", TOWNS, VOTES, UNNAMED, batch=2)
    august = load(store, "august.bib", replace(TOWNS, abstract="Dutch towns use it."), FLOODS, UNNAMED, batch=2)
    assert sides(store, july, august) == ((floods,), (votes,), (towns,), 1)
    assert sides(store, august, july) == ((votes,), (floods,), (towns,), 1)
    assert sides(store, july, july) == ((), (), (), 3)
    assert sides(store, "july.bib", "august.bib") == sides(store, july, august)
    assert titles(store, [votes, towns, "doi:10.5555/none"]) == {votes: "Votes", towns: "Towns"}


def test_a_count_of_citations_is_no_change_and_any_other_field_is(store: Store) -> None:
    first = load(store, "first", TOWNS)
    assert sides(store, first, load(store, "cited", replace(TOWNS, cited_by=9, line=7, record="9"))) == ((), (), (), 1)
    for number, said in enumerate(({"year": 2020}, {"authors": ("A",)}, {"references": ("pmid:3",)}, {"title": ""})):
        assert sides(store, first, load(store, f"other-{number}", replace(TOWNS, **said))) == ((), (), (towns,), 0)


def test_a_source_name_means_its_last_run(store: Store) -> None:
    july = load(store, "export.csv", TOWNS, VOTES)
    august = load(store, "export.csv", VOTES)
    other = load(store, "other.csv", VOTES, FLOODS)
    assert sides(store, "export.csv", other) == ((floods,), (), (), 1)
    assert sides(store, july, "export.csv") == sides(store, july, august) == ((), (towns,), (), 1)


def test_papers_are_compared_as_the_store_knows_them_today(store: Store) -> None:
    july = load(store, "july.bib", UNNAMED, replace(VOTES, ids=("pmid:7",)))
    august = load(store, "august.bib", replace(UNNAMED, ids=("10.5555/libraries",)), replace(VOTES, ids=("pmid:7",)))
    found = diff(store, july, august)
    assert (found.new, found.gone, found.changed) == ((), (), ("doi:10.5555/libraries",))
    load(store, "twins.bib", replace(VOTES, ids=("10.5555/votes", "pmid:7")))
    assert set(diff(store, july, august).after.papers) == {"doi:10.5555/libraries", votes}


def test_several_records_of_one_paper_are_compared_as_a_whole(store: Store) -> None:
    shorter = replace(TOWNS, abstract="Towns.")
    july = load(store, "july.bib", TOWNS, shorter, TOWNS)
    assert sides(store, july, load(store, "august.bib", shorter, TOWNS)) == ((), (), (), 1)
    assert sides(store, july, load(store, "september.bib", TOWNS)) == ((), (), (towns,), 0)


def test_papers_that_were_removed_are_counted_and_come_back(store: Store) -> None:
    july, august = load(store, "july.bib", TOWNS, VOTES), load(store, "august.bib", TOWNS, FLOODS)
    remove(store, [votes, floods])
    found = diff(store, july, august)
    assert (found.before.gone, found.after.gone, found.unchanged) == (1, 1, 1)
    assert sides(store, july, august) == ((), (), (), 1)
    load(store, "september.bib", VOTES)
    assert sides(store, july, august) == ((), (votes,), (), 1)


def test_a_run_that_went_on_has_what_the_stopped_one_read(store: Store) -> None:
    source = Listed([TOWNS, VOTES, FLOODS], "july.bib", digest="july")
    with pytest.raises(KeyboardInterrupt):
        ingest(store, source, Stopping(), batch=1)
    ingest(store, source, Words(), batch=1)
    stopped, went_on = store.runs()
    assert [len(store.members(each.id)) for each in (stopped, went_on)] == [1, 2]
    assert went_on.continues == stopped.id
    found = diff(store, stopped.id, went_on.id)
    assert (found.before.runs, found.after.runs) == ((stopped.id,), (stopped.id, went_on.id))
    assert (found.new, found.gone, found.unchanged) == ((floods, votes), (), 1)
    assert sides(store, "july.bib", load(store, "august.bib", TOWNS, VOTES, FLOODS)) == ((), (), (), 3)


def test_a_run_that_found_nothing_left_is_not_in_the_ledger(store: Store) -> None:
    source = Listed([TOWNS, VOTES], "july.bib", digest="july")
    with pytest.raises(KeyboardInterrupt):
        ingest(store, source, Stopping(at_the_end=True))
    ingest(store, source, Words())
    (run,) = store.runs()
    key = ledger_key(source, Words())
    assert store.progress([key]) == {key: Progress(key, 2, complete=True, run=run.id)}
    remove_brought(store, source="july.bib")  # which the ledger forgets only if it knows the run
    ingest(store, source, Words())
    assert (store.counts().papers, store.runs()[-1].continues) == (2, None)


@pytest.mark.parametrize("name", ["july.bub", "20260101T000000.000000-00000000"])
def test_a_run_that_never_was_is_told(store: Store, name: str) -> None:
    run = load(store, "july.bib", TOWNS)
    with pytest.raises(NotFoundError, match=r"did you mean july\.bib\?|litgraph runs"):
        diff(store, run, name)


def test_a_run_of_which_no_members_are_known_is_told(store: Store) -> None:
    run = load(store, "july.bib", TOWNS)
    with store.transaction() as transaction:
        transaction.save_run(Run("old", "june.bib", "2026-01-01T00:00:00+00:00"))
        for name, earlier in (("went-on", "old"), ("lost", "never saved")):
            transaction.save_run(Run(name, "june.bib", "2026-01-02T00:00:00+00:00", continues=earlier))
            transaction.save_members(name, 0, [A])
    for name in ("old", "went-on", "lost"):
        with pytest.raises(NotFoundError, match=f"litgraph remove --run {name}, ingest june.bib again"):
            diff(store, name, run)


_works = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1)), max_size=7, unique_by=lambda each: each[0])


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(before=_works, after=_works, batch=st.integers(1, 3))
@example(before=[(number, 0) for number in range(7)], after=[(number, number % 2) for number in range(1, 7)], batch=2)
def test_it_is_the_difference_of_two_sets(
    store_url: str, before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]], batch: int
) -> None:
    store = open_store(store_url)
    runs: list[str] = []
    for works in (before, after):
        read = [
            Record(1, title=f"Work {number}", abstract=f"Text {number}.", year=2020 + year, ids=(f"10.5555/{number}",))
            for number, year in works
        ]
        # each has one paper more: a source without records leaves no run
        runs.append(load(store, "works", replace(TOWNS, line=1), *read, batch=batch))
    one, other = ({f"doi:10.5555/{number}": year for number, year in works} for works in (before, after))
    both = one.keys() & other.keys()
    changed = {each for each in both if one[each] != other[each]}
    assert sides(store, *runs) == (
        tuple(sorted(other.keys() - one.keys())),
        tuple(sorted(one.keys() - other.keys())),
        tuple(sorted(changed)),
        len(both - changed) + 1,
    )
    store.close()


def test_an_older_store_is_brought_up_to_date_and_its_runs_can_be_read_anew(store_url: str) -> None:
    source = Listed([TOWNS, VOTES], "july.bib", digest="july")
    store = open_store(store_url)
    ingest(store, source, Words())
    before = fingerprint(store), store.revision(), store.runs(), store.identity()
    store.close()
    age(store_url, formats(store_url)[0])
    migrate_store(store_url)
    for _ in range(2):
        store = open_store(store_url)
        assert (fingerprint(store), store.revision(), store.runs(), store.identity()) == before
        assert ingest(store, source, Words()).known == 2  # the ledger is as it was
        (old,) = store.runs()
        with pytest.raises(NotFoundError, match=f"litgraph remove --run {old.id}"):
            diff(store, "july.bib", old.id)
        store.close()
    store = open_store(store_url)
    remove_brought(store, run=old.id)
    ingest(store, source, Words())
    assert sides(store, "july.bib", load(store, "august.bib", TOWNS)) == ((), (votes,), (), 1)
    store.close()


def test_a_record_is_digested_by_all_it_says_of_the_paper() -> None:
    paper = Paper("doi:10.5555/a", "A", "Text.", other_ids=("pmid:1",), year=2020)
    same = replace(paper, cited_by=5)
    assert as_member(paper) == as_member(same)
    others = [
        replace(paper, **each)
        for each in ({"title": "B"}, {"abstract": ""}, {"other_ids": ()}, {"venue": "V"}, {"language": "en"})
    ]
    assert len({as_member(each).digest for each in (paper, *others)}) == 6
