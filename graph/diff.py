"""What two runs differ in: the papers that only one of them read, and those that they tell differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import NotFoundError
from graph.rows import Wanted
from graph.runs import find_run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.model import Run
    from graph.store import StoreReader

BATCH: Final = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a run read of its source, with what the runs before it had read that it went on from.

    `runs` are their ids, the oldest first. `papers` has the papers by the ids that are their own today, each with the
    digests of its records. `gone` papers were read too, and are in the store no more.
    """

    source: str
    runs: tuple[str, ...]
    papers: Mapping[str, frozenset[bytes]]
    gone: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two readings side by side; the papers by their own ids, sorted.

    `changed` are in both, and a record says something else of them, or there are more records or fewer that do.
    """

    before: Reading
    after: Reading
    new: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def unchanged(self) -> int:
        """How many papers are in both, and are told alike."""
        return len(self.after.papers) - len(self.new) - len(self.changed)


def diff(store: StoreReader, before: str, after: str) -> Difference:
    """What changed from one run to another, each named by its id, or by its source: then its last run is meant.

    Papers are compared as the store knows them today: one that got a better id, or turned out to be one with another,
    is still itself. A paper that was removed from the store is in neither run.

    Raises NotFoundError for a name that the store never heard of, and for a run of which it does not know the papers.
    """
    runs = store.runs()
    chains = [_chain(runs, find_run(runs, name)) for name in (before, after)]
    one, other = (_reading(store, chain) for chain in chains)
    return Difference(
        one,
        other,
        new=tuple(sorted(other.papers.keys() - one.papers.keys())),
        gone=tuple(sorted(one.papers.keys() - other.papers.keys())),
        changed=tuple(
            sorted(each for each in one.papers.keys() & other.papers.keys() if one.papers[each] != other.papers[each])
        ),
    )


def titles(store: StoreReader, ids: Sequence[str]) -> dict[str, str]:
    """The titles of papers, by their own ids."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), BATCH):
        fetched = store.fetch(Wanted(ids[start : start + BATCH], ("id", "title")))
        found |= {own: row.title for own, row in fetched.papers.items()}
    return found


def _chain(runs: Sequence[Run], run: Run) -> list[Run]:
    """The run and those that it went on from, the oldest first."""
    by_id = {each.id: each for each in runs}
    chain = [run]
    while (earlier := chain[0].continues) is not None:
        if earlier not in by_id:
            raise _not_kept(run)
        chain.insert(0, by_id[earlier])
    return chain


def _reading(store: StoreReader, chain: Sequence[Run]) -> Reading:
    read: dict[str, set[bytes]] = {}
    for run in chain:
        members = store.members(run.id)
        if not members:
            raise _not_kept(chain[-1])
        for each in members:
            read.setdefault(each.paper, set()).add(each.digest)
    papers: dict[str, set[bytes]] = {}
    gone, ids = 0, list(read)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        known = store.resolve(batch)
        for each in batch:
            # a global id has one paper; what several answer to is by now but a record id of some source
            if len(owners := known.get(each, ())) == 1:
                papers.setdefault(owners[0], set()).update(read[each])
            else:
                gone += 1
    fixed = {own: frozenset(digests) for own, digests in papers.items()}
    return Reading(chain[-1].source, tuple(each.id for each in chain), fixed, gone)


def _not_kept(run: Run) -> NotFoundError:
    return NotFoundError(
        f"which papers the run {run.id} of {run.source} read is not known: an earlier version read them",
        f"litgraph remove --run {run.id}, ingest {run.source} again, and compare the run of that",
    )
