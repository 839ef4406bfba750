"""What one batch of papers does to a store: who is new, who is known already, what has to be written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from graph.merging import all_concepts, known_ids, merge_concepts, merge_papers, same_paper
from graph.model import AnnotatedPaper, Annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.model import Paper
    from graph.store import Transaction


@dataclass(slots=True)
class Tally:
    """How many records brought a new paper, said more of a known one, or nothing new."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.new += other.new
        self.updated += other.updated
        self.unchanged += other.unchanged
        return self


@dataclass(slots=True)
class _Gathering:
    """The papers of a batch and the stored ones they may be, each id leading to the papers that claim it."""

    papers: dict[str, Paper] = field(default_factory=dict)
    claims: dict[str, set[str]] = field(default_factory=dict)

    def put(self, paper: Paper) -> None:
        self.papers[paper.id] = paper
        for each in known_ids(paper):
            self.claims.setdefault(each, set()).add(paper.id)

    def drop(self, paper: Paper) -> None:
        del self.papers[paper.id]
        for each in known_ids(paper):
            self.claims[each].discard(paper.id)

    def claiming(self, paper: Paper) -> list[Paper]:
        keys = {key for each in known_ids(paper) for key in self.claims.get(each, ())}
        return [self.papers[key] for key in sorted(keys)]

    def join(self, paper: Paper) -> None:
        """Takes a paper in: merged with those it is one with; of the others one keeps the shared text id."""
        twins = [each for each in self.claiming(paper) if same_paper(each, paper)]
        for each in twins:
            self.drop(each)
        merged = reduce(merge_papers, twins, paper)
        for rival in self.claiming(merged):
            loser, winner = (rival, merged) if merged.id < rival.id else (merged, rival)
            spared = tuple(each for each in loser.other_ids if each not in known_ids(winner))
            if loser is rival:
                self.drop(rival)
                self.put(replace(rival, other_ids=spared))
            else:
                merged = replace(merged, other_ids=spared)
        self.put(merged)


def write_batch(
    transaction: Transaction,
    papers: Sequence[Paper],
    annotations: Sequence[Annotation],
    annotate: Callable[[Sequence[Paper]], Sequence[Annotation]],
    run: str,
) -> Tally:
    """Brings papers into the store and says what became of them.

    `annotations` belong to `papers`, one each; where two records together give a text that neither had, `annotate`
    is asked again. Nothing is written for what the store says already.
    """
    stored = _stored(transaction, papers)
    gathering = _Gathering()
    for paper in stored.values():
        gathering.put(paper)
    for paper in papers:
        gathering.join(paper)
    found = _annotations(gathering, papers, annotations, annotate)
    before = transaction.mentions(list(stored))
    changed = {
        key: AnnotatedPaper(gathering.papers[key], each.mentions)
        for key, each in found.items()
        if gathering.papers[key] != stored.get(key) or each.mentions != before.get(key)
    }
    for key, paper in gathering.papers.items():  # a stored paper that only gave up an id
        if key not in found and paper != stored.get(key):
            changed[key] = AnnotatedPaper(paper, before[key])
    if changed:
        if gone := [key for key in stored if key not in gathering.papers]:
            transaction.remove_papers(gone)
        _save_concepts(transaction, [found[key] for key in changed if key in found])
        transaction.save_papers(list(changed.values()), run)
        transaction.next_revision()
    known = {own for paper in stored.values() for own in known_ids(paper)}
    new = sum(1 for key in found if known.isdisjoint(known_ids(gathering.papers[key])))
    updated = sum(1 for key in found if key in changed) - new
    return Tally(new, updated, len(papers) - new - updated)


def _stored(transaction: Transaction, papers: Sequence[Paper]) -> dict[str, Paper]:
    asked = list(dict.fromkeys(each for paper in papers for each in known_ids(paper)))
    own = {each for found in transaction.resolve(asked).values() for each in found}
    return transaction.papers(sorted(own))


def _annotations(
    gathering: _Gathering,
    papers: Sequence[Paper],
    annotations: Sequence[Annotation],
    annotate: Callable[[Sequence[Paper]], Sequence[Annotation]],
) -> dict[str, Annotation]:
    """The annotation of every gathered paper that one of these papers is, or is part of."""
    ready = {paper.texts: annotation for paper, annotation in zip(papers, annotations, strict=True)}
    touched = {key for paper in papers for key in gathering.claims[paper.id]}
    again = [gathering.papers[key] for key in sorted(touched) if gathering.papers[key].texts not in ready]
    if again:
        ready |= {paper.texts: annotation for paper, annotation in zip(again, annotate(again), strict=True)}
    return {key: ready[gathering.papers[key].texts] for key in sorted(touched)}


def _save_concepts(transaction: Transaction, annotations: Sequence[Annotation]) -> None:
    named = all_concepts(each.concepts for each in annotations)
    stored = transaction.concepts(list(named))
    merged = {key: merge_concepts(stored[key], each) if key in stored else each for key, each in named.items()}
    transaction.save_concepts([each for key, each in merged.items() if each != stored.get(key)])
