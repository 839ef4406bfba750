"""What similarity and search mean, in dictionaries and loops: slow, and easy to believe."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from graph.model import TextField
from graph.similarity.analysis import name_words, terms

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


def vectors(rows: Mapping[str, Vector], unnamed: float = 0.0) -> dict[str, Vector]:
    spread = Counter(name for row in rows.values() for name in row)
    idf = {name: 1 + math.log((1 + len(rows)) / (1 + papers)) for name, papers in spread.items()}
    weighted = {key: {name: weight * idf[name] for name, weight in row.items()} for key, row in rows.items()}
    return {key: scaled(vector, unnamed) if vector else {} for key, vector in weighted.items()}


def scaled(vector: Vector, unnamed: float) -> Vector:
    length = math.sqrt(unnamed**2 + math.fsum(weight * weight for weight in vector.values()))
    return {name: weight / length for name, weight in vector.items()}


def mean(several: list[Vector]) -> Vector:
    saying = [each for each in several if each]
    return {name: sum(each.get(name, 0.0) for each in saying) / len(saying) for name in set[str]().union(*saying)}


def wider(concept: str, shelf: Shelf) -> dict[str, int]:
    """How many steps up each wider concept is."""
    steps: dict[str, int] = {}
    rim = {concept}
    for step in range(1, 9):
        rim = {wide for each in rim for wide in shelf.known[each].broader} - set(steps) - {concept}
        steps |= dict.fromkeys(rim, step)
    return steps


def widened(row: Counter[str], shelf: Shelf) -> Vector:
    """What each concept of a paper counts: mentioned ones as often as they are, wider ones half for every step."""
    counted: Vector = {}
    for concept in row:
        for wide, step in wider(concept, shelf).items():
            counted[wide] = max(counted.get(wide, 0.0), 0.5**step)
    return counted | {concept: 1 + math.log(n) for concept, n in row.items()}


def ties(shelf: Shelf) -> dict[str, Vector]:
    """Each paper's citations: what it cites, itself, and who cites it; nothing for a paper without any."""
    owner = {known: key for key, each in shelf.held.items() for known in each.paper.other_ids}
    owner |= {key: key for key in shelf.held}
    cites = {key: {owner.get(work, work) for work in each.paper.references} - {key} for key, each in shelf.held.items()}
    cited = {key: {f"cited by {other}" for other in cites if key in cites[other]} for key in cites}
    return {
        key: dict.fromkeys(cites[key] | cited[key] | {key}, 1.0) if cites[key] | cited[key] else {} for key in cites
    }


def meanings(shelf: Shelf) -> dict[str, Vector]:
    """Each paper's sentence vector at length 1; nothing for a paper without."""
    whole = {key: [value - 256 * (value > 127) for value in shelf.encoded.get(key, b"")] for key in shelf.held}
    return {
        key: scaled({str(at): float(value) for at, value in enumerate(values)}, 0.0) if any(values) else {}
        for key, values in whole.items()
    }


def similar(shelf: Shelf, seeds: tuple[str, ...], weights: tuple[float, ...]) -> dict[str, float] | None:
    """Scores above 0 by paper; None if there is nothing to compare by."""
    words = {key: words_of(each) for key, each in shelf.held.items()}
    spaces = [
        vectors({key: {name: 1 + math.log(n) for name, n in row.items()} for key, row in words.items()}),
        vectors({key: widened(concepts_of(each), shelf) for key, each in shelf.held.items()}, 4.0),
        vectors(ties(shelf), 4.0),
        meanings(shelf),
        {key: dict.fromkeys(concepts_of(each), 1.0) for key, each in shelf.held.items()},
    ]
    seed = [mean([space[each] for each in seeds]) for space in spaces]
    seed[4] = mean([dict.fromkeys(row, 1 / len(row)) if row else {} for row in (spaces[4][each] for each in seeds)])
    if math.hypot(*seed[3].values()) < 1e-9:
        seed[3] = {}
    shares = [weight if vector else 0.0 for weight, vector in zip(weights, seed, strict=True)]
    if not sum(shares):
        return None
    scores = {}
    for key in shelf.held.keys() - seeds:
        rows = [space[key] for space in spaces]
        # of a paper without citations, or without a sentence vector, nobody knows
        whole = sum(share for share, row, always in zip(shares, rows, (1, 1, 0, 0, 1), strict=True) if row or always)
        likeness = [
            sum(vector.get(name, 0.0) * row[name] for name in row) for vector, row in zip(seed, rows, strict=True)
        ]
        alike = sum(share * each for share, each in zip(shares, likeness, strict=True))
        scores[key] = alike / whole if whole else 0.0
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
        and (wanted.ids is None or paper.id in wanted.ids)
        and stands(wanted.title, terms(paper.title))
        and stands(wanted.abstract, terms(paper.abstract))
        and stands(wanted.venue, terms(paper.venue or ""))
        and (not wanted.author or any(called(name_words(wanted.author), name_words(each)) for each in paper.authors))
    )


def stands(asked: str, words: list[str]) -> bool:
    """Whether all words of a text are among these; a text without any asks for what nothing has."""
    return not asked or (bool(terms(asked)) and set(terms(asked)) <= set(words))


def called(asked: list[str], name: list[str]) -> bool:
    """Whether a name has all words asked for, each once, and for each single letter one more that begins with it."""
    left = list(name)
    for each in sorted({word for word in asked if len(word) > 1}):
        if each not in left:
            return False
        left.remove(each)
    for letter in (each for each in asked if len(each) == 1):
        if not (found := [word for word in left if word.startswith(letter)]):
            return False
        left.remove(found[0])
    return bool(asked)


def recorded(each: AnnotatedPaper) -> tuple[object, ...]:
    """Where a paper stands among those of its sources: name, whether it has no record there, numbers by value."""
    places = [
        (source.name, not source.record, [int(part) if part.isdigit() else part for part in _parts(source.record)])
        for source in each.paper.sources
    ]
    return (not places, *min(places, default=()))


def _parts(record: str) -> list[str]:
    return re.split("([0-9]+)", record)
