"""What of a store each question is asked about, so that it can be run at once and is not answered by nothing.

Only so much of a store is looked at, however large it is: the most mentioned concepts of each kind, papers that mention
them, and those with the first ids. The same store gives the same examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graph.model import Concept, Paper
    from graph.store import StoreReader

CONCEPTS: Final = 12
"""So many concepts of each kind are looked at, the most mentioned ones."""

PAPERS: Final = 400
"""So many papers at most."""

EACH: Final = 20
"""So many of the papers that mention a concept."""

CROWD: Final = 10
"""More concepts around a paper make no better example."""

WIDEST: Final = 3
"""So many steps up tell enough of wider concepts."""

WORDS: Final = 90
"""A longer title is cut."""

FIRST_KINDS: Final = ("TECHNOLOGY", "TOPIC")
"""Kinds that questions about a concept are asked of before any other."""

Value = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """What a question is asked about: its value in Cypher, and what people call it."""

    value: Value
    words: str


Examples = dict[str, Example]


def choose(store: StoreReader) -> Mapping[str, Examples]:
    """The examples of each question by its name; a question that nothing here would answer has none."""
    sight = Sight(store)
    chosen = {name: chooser(sight) for name, chooser in _CHOOSERS.items()}
    return {name: examples for name, examples in chosen.items() if examples}


class Sight:
    """The part of a store that examples are chosen from, read when it is first needed."""

    def __init__(self, store: StoreReader) -> None:
        self.store = store
        self.kinds = tuple(store.concept_kinds())
        pages = (store.find_concepts(None, [kind], None, CONCEPTS).concepts for kind in self.kinds)
        found = [each for page in pages for each in page if each.paper_count]
        self.concepts = sorted(found, key=lambda each: (-each.paper_count, each.id))
        """The most mentioned first."""

    @cached_property
    def papers(self) -> Sequence[Paper]:
        """Papers to choose from: those with a title of their own first, then those that mention most."""

        def order(paper: Paper) -> tuple[bool, int, str]:
            return paper.title_derived, -len(self.mentioned[paper.id]), paper.id

        return sorted(self._found.values(), key=order)

    @cached_property
    def mentioned(self) -> Mapping[str, frozenset[str]]:
        """The concepts that each of the papers mentions."""
        found = self.store.mentions(list(self._found))
        return {paper: frozenset(each.concept for each in mentions) for paper, mentions in found.items()}

    @cached_property
    def _found(self) -> Mapping[str, Paper]:
        mentioning = self.store.papers_mentioning([each.id for each in self.concepts], EACH)
        ids = dict.fromkeys(paper for each in self.concepts for paper, _ in mentioning.get(each.id, ()))
        ids |= dict.fromkeys(each.paper.id for each in next(self.store.scan_papers(EACH), []))
        return self.store.papers(list(ids)[:PAPERS])

    @cached_property
    def similar(self) -> Mapping[str, tuple[str, ...]]:
        """The papers that each is most like, best first."""
        lists = self.store.similar([each.id for each in self.papers])
        return {paper: tuple(other for other, _ in others) for paper, others in lists.items()}

    @cached_property
    def cites(self) -> Mapping[str, frozenset[str]]:
        """What each of the papers cites, and what cites them."""
        cited = self.store.references([each.id for each in self.papers])
        return {paper: frozenset(others) for paper, others in cited.items()}

    def shared(self, one: str, other: str) -> int:
        """How many concepts two of the papers share, up to a crowd."""
        none: frozenset[str] = frozenset()
        return min(CROWD, len(self.mentioned.get(one, none) & self.mentioned.get(other, none)))

    def about(self) -> Iterator[tuple[Concept, list[Paper]]]:
        """Each concept with those of the papers that mention it: kinds that are asked of first, then the others."""
        papers = self.papers
        for each in sorted(self.concepts, key=lambda each: each.kind not in FIRST_KINDS):
            yield each, [paper for paper in papers if each.id in self.mentioned[paper.id]]


def _mentions(sight: Sight) -> Examples | None:
    return _best(sight.papers, lambda each: min(CROWD, len(sight.mentioned[each.id])))


def _similar(sight: Sight) -> Examples | None:
    def worth(each: Paper) -> int:
        best = sight.similar[each.id][:3]
        return bool(best) + sum(sight.shared(each.id, other) for other in best)

    return _best(sight.papers, worth)


def _uncited(sight: Sight) -> Examples | None:
    linked = [each for each in sight.papers if sight.cites[each.id]]
    citing = sight.store.cited_by([each.id for each in linked])

    def worth(each: Paper) -> int:
        return len({*sight.similar[each.id]} - sight.cites[each.id] - {*citing[each.id]})

    return _best(linked, worth)


def _paths(sight: Sight) -> Examples | None:
    for one in sight.papers:
        near = {one.id, *sight.similar[one.id], *sight.cites[one.id]}
        others = [each for each in sight.papers if each is not one and sight.shared(one.id, each.id)]
        # ways between papers that nobody would have put side by side tell most
        if others:
            other = max(others, key=lambda each: (each.id not in near, sight.shared(one.id, each.id)))
            return {"paper": _paper(one), "other": _paper(other)}
    return None


def _cited(sight: Sight) -> Examples | None:
    works = sorted({cited for each in sight.papers for cited in sight.cites[each.id]})[:PAPERS]
    pairs = [citing[:2] for citing in sight.store.cited_by(works).values() if len(citing) > 1]
    cites = sight.store.references([each for pair in pairs for each in pair])
    best = max(sorted(pairs), key=lambda pair: len({*cites[pair[0]]} & {*cites[pair[1]]}), default=())
    found = sight.store.papers(best)
    return {name: _paper(found[each]) for name, each in zip(("paper", "other"), best, strict=False)} or None


def _versions(sight: Sight) -> Examples | None:
    mains = sorted(set(sight.store.versions().values()))
    found = sight.store.papers(mains[:1])
    return {"paper": _paper(found[mains[0]])} if found else None


def _kinds(sight: Sight) -> Examples | None:
    kinds = tuple(each for each in sight.kinds if any(each == concept.kind for concept in sight.concepts))
    return {"kinds": Example(kinds, ", ".join(kinds))} if kinds else None


def _wider(sight: Sight) -> Examples | None:
    heights = _heights(sight)
    best = max(sight.concepts, key=lambda each: heights[each.id], default=None)
    return {"concept": _concept(best)} if best and heights[best.id] else None


def _agencies(sight: Sight) -> Examples | None:
    agencies = [each for each in sight.concepts if each.kind == "AGENCY"]
    wider = sight.store.concepts([key for each in agencies for key in each.broader])
    countries = [wider[key] for each in agencies for key in each.broader if wider[key].kind == "COUNTRY"]
    # how many of the most mentioned agencies it has; of equals, the one whose agency is mentioned most
    best = max(countries, key=lambda each: sum(each.id in agency.broader for agency in agencies), default=None)
    return {"country": _concept(best)} if best else None


def _years(sight: Sight) -> Examples | None:
    countries = frozenset(each.id for each in sight.concepts if each.kind == "COUNTRY")
    for concept, papers in sight.about():
        dated = (each for each in papers if each.year is not None)
        if concept.kind != "COUNTRY" and any(sight.mentioned[each.id] & countries for each in dated):
            return {"concept": _concept(concept)}
    return None


def _rising(sight: Sight) -> Examples | None:
    for concept, papers in sight.about():
        years = sorted(each.year for each in papers if each.year is not None and len(sight.mentioned[each.id]) > 1)
        later = [year for year in years if year > years[0]]
        if later:
            since = max(later[0], years[len(years) // 2])
            return {"concept": _concept(concept), "since": Example(since, str(since))}
    return None


def _authors(sight: Sight) -> Examples | None:
    for concept, papers in sight.about():
        if any(each.authors for each in papers):
            return {"concept": _concept(concept)}
    return None


_CHOOSERS: Final[Mapping[str, Callable[[Sight], Examples | None]]] = {
    "mentions": _mentions,
    "similar": _similar,
    "uncited": _uncited,
    "paths": _paths,
    "cited": _cited,
    "versions": _versions,
    "kinds": _kinds,
    "wider": _wider,
    "agencies": _agencies,
    "years": _years,
    "rising": _rising,
    "authors": _authors,
}


def _best(papers: Iterable[Paper], worth: Callable[[Paper], int]) -> Examples | None:
    """The paper that is worth most, of equals the first; None where none is worth anything."""
    best = max(papers, key=lambda each: (not each.title_derived and worth(each) > 0, worth(each)), default=None)
    return {"paper": _paper(best)} if best and worth(best) else None


def _heights(sight: Sight) -> Mapping[str, int]:
    """How many steps lead up from each concept, as far as that is worth knowing."""
    heights = dict.fromkeys((each.id for each in sight.concepts), 0)
    above = {each.id: frozenset(each.broader) for each in sight.concepts}
    for step in range(1, WIDEST + 1):
        above = {low: wide for low, wide in above.items() if wide}
        heights |= dict.fromkeys(above, step)
        wider = sight.store.concepts(sorted({key for wide in above.values() for key in wide}))
        above = {low: frozenset(up for key in wide for up in wider[key].broader) for low, wide in above.items()}
    return heights


def _paper(paper: Paper) -> Example:
    return Example(paper.id, f"“{_short(paper.title) or paper.id}”")


def _concept(concept: Concept) -> Example:
    return Example(concept.id, _short(concept.name) or concept.id)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= WORDS else f"{words[:WORDS].rpartition(' ')[0] or words[:WORDS]} …"
