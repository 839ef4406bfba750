"""When two records are one paper, and what is then said of it.

Two records are one paper only on an equal id. A `text:` id is weaker than the others: it joins two records only where
no better id speaks against it (two DOIs, say). What is kept of each field does not depend on which record came first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from graph.identity import SCHEMES, derive_title, order_ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.model import Concept, Paper, Source

T = TypeVar("T")


def known_ids(paper: Paper) -> tuple[str, ...]:
    """Every id a paper answers to, its own first."""
    return (paper.id, *paper.other_ids)


def same_paper(one: Paper, other: Paper) -> bool:
    """Whether two papers are one: an equal id, and if only the text is equal, no better id against it."""
    shared = set(known_ids(one)) & set(known_ids(other))
    if not shared:
        return False
    if any(not each.startswith("text:") for each in shared):
        return True
    return not any(
        (mine := _of_scheme(one, scheme)) and (theirs := _of_scheme(other, scheme)) and not mine & theirs
        for scheme in SCHEMES[:-1]
    )


def merge_papers(one: Paper, other: Paper) -> Paper:
    """What two records say together of one paper; the order of the two makes no difference."""
    own, *others = order_ids((*known_ids(one), *known_ids(other)))
    abstract = _fullest(one.abstract, other.abstract) or ""
    titles = [each.title for each in (one, other) if not each.title_derived]
    return replace(
        one,
        id=own,
        other_ids=tuple(sorted(others)),
        title=(_fullest(*titles) if titles else derive_title(abstract)) or "",
        title_derived=not titles,
        abstract=abstract,
        authors=max(one.authors, other.authors, key=lambda names: (len(names), sum(map(len, names)), names)),
        year=_least(one.year, other.year),
        venue=_fullest(one.venue, other.venue),
        volume=_fullest(one.volume, other.volume),
        issue=_fullest(one.issue, other.issue),
        pages=_fullest(one.pages, other.pages),
        doi=_least(one.doi, other.doi),
        url=_fullest(one.url, other.url),
        language=_least(one.language, other.language),
        cited_by=max((each for each in (one.cited_by, other.cited_by) if each is not None), default=None),
        sources=_sources(one, other),
        references=tuple(sorted({*one.references, *other.references})),
        orcids=tuple(sorted({*one.orcids, *other.orcids})),
    )


def merge_concepts(one: Concept, other: Concept) -> Concept:
    """What two annotations say together of one concept; the order of the two makes no difference."""
    if one == other:
        return one
    name = min(one.name, other.name, key=lambda each: (each.isupper(), -len(each), each))
    spare = {one.name, other.name, *one.aliases, *other.aliases} - {name}
    return replace(
        one,
        name=name,
        name_zh=_least(one.name_zh, other.name_zh),
        aliases=tuple(sorted(spare)),
        same_as=tuple(sorted({*one.same_as, *other.same_as})),
        broader=tuple(sorted({*one.broader, *other.broader})),
    )


def _of_scheme(paper: Paper, scheme: str) -> set[str]:
    return {each for each in known_ids(paper) if each.startswith(f"{scheme}:")}


def _fullest(*values: str | None) -> str | None:
    return max((each for each in values if each), key=lambda each: (len(each), each), default=None)


def _least(*values: T | None) -> T | None:
    return min((each for each in values if each is not None), default=None)  # type: ignore[type-var]


def _sources(*papers: Paper) -> tuple[Source, ...]:
    # one entry per source and record: the run that read it first stays
    found: dict[tuple[str, str], Source] = {}
    for each in sorted(source for paper in papers for source in paper.sources):
        found.setdefault((each.name, each.record), each)
    return tuple(found.values())


def all_concepts(groups: Iterable[Iterable[Concept]]) -> dict[str, Concept]:
    """Concepts of many annotations by id, merged."""
    merged: dict[str, Concept] = {}
    for concepts in groups:
        for each in concepts:
            before = merged.get(each.id)
            merged[each.id] = each if before is None else merge_concepts(before, each)
    return merged
