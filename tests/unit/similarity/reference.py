"""What similarity and search mean, in dictionaries and loops: slow, and easy to believe."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from graph.model import TextField
from graph.similarity.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import AnnotatedPaper
    from graph.similarity import PaperFilter
    from tests.unit.similarity.shelf import Shelf

Vector = dict[str, float]


def words_of(each: AnnotatedPaper) -> Counter[str]:
    counted: Counter[str] = Counter()
    for field, text in each.paper.texts:
        for term in terms(text):
            counted[term] += 2 if field is TextField.TITLE else 1
    return counted


def concepts_of(each: AnnotatedPaper) -> Counter[str]:
    return Counter(mention.concept for mention in each.mentions)


def vectors(rows: Mapping[str, Counter[str]], unnamed: float = 0.0) -> dict[str, Vector]:
    spread = Counter(name for row in rows.values() for name in row)
    idf = {name: 1 + math.log((1 + len(rows)) / (1 + papers)) for name, papers in spread.items()}
    weighted = {key: {name: (1 + math.log(n)) * idf[name] for name, n in row.items()} for key, row in rows.items()}
    return {key: scaled(vector, unnamed) for key, vector in weighted.items()}


def scaled(vector: Vector, unnamed: float) -> Vector:
    length = math.sqrt(unnamed**2 + math.fsum(weight * weight for weight in vector.values()))
    return {name: weight / length for name, weight in vector.items()}


def mean(several: list[Vector]) -> Vector:
    saying = [each for each in several if each]
    return {name: sum(each.get(name, 0.0) for each in saying) / len(saying) for name in set[str]().union(*saying)}


def similar(shelf: Shelf, seeds: tuple[str, ...], weights: tuple[float, float]) -> dict[str, float] | None:
    """Scores above 0 by paper; None if there is nothing to compare by."""
    spaces = [
        vectors({key: words_of(each) for key, each in shelf.held.items()}),
        vectors({key: concepts_of(each) for key, each in shelf.held.items()}, 4.0),
    ]
    seed = [mean([space[each] for each in seeds]) for space in spaces]
    shares = [weight if vector else 0.0 for weight, vector in zip(weights, seed, strict=True)]
    if not sum(shares):
        return None
    scores = {
        key: sum(
            share / sum(shares) * sum(vector.get(name, 0.0) * weight for name, weight in space[key].items())
            for share, vector, space in zip(shares, seed, spaces, strict=True)
        )
        for key in shelf.held
        if key not in seeds
    }
    return {key: score for key, score in scores.items() if score > 0}


def search(shelf: Shelf, text: str) -> dict[str, float]:
    rows = {key: words_of(each) for key, each in shelf.held.items()}
    spread = Counter(name for row in rows.values() for name in row)
    average = sum(row.total() for row in rows.values()) / len(rows)
    words = set(terms(text))
    known = {
        word: math.log(1 + (len(rows) - spread[word] + 0.5) / (spread[word] + 0.5)) for word in words & set(spread)
    }
    having = {key: row for key, row in rows.items() if words <= set(row)} if words else {}
    having = having or {key: row for key, row in rows.items() if words & set(row)}
    return {
        key: sum(
            idf * row[word] / (row[word] + 1.2 * (0.25 + 0.75 * row.total() / average)) for word, idf in known.items()
        )
        / sum(known.values())
        for key, row in having.items()
    }


def passes(each: AnnotatedPaper, wanted: PaperFilter) -> bool:
    paper, named = each.paper, set(concepts_of(each))
    year = paper.year
    return (
        (wanted.year_from is None or (year is not None and year >= wanted.year_from))
        and (wanted.year_to is None or (year is not None and year <= wanted.year_to))
        and set(wanted.all_concepts) <= named
        and (not wanted.any_concepts or bool(named & set(wanted.any_concepts)))
        and not named & set(wanted.no_concepts)
        and (not wanted.authors or any(author.startswith(f"author:{paper.id}/") for author in wanted.authors))
        and (not wanted.venues or paper.venue in wanted.venues)
        and (not wanted.sources or any(source.name in wanted.sources for source in paper.sources))
        and (wanted.language is None or paper.language == wanted.language)
    )
