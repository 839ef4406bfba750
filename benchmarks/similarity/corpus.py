"""What is measured with: real abstracts, and as many more as wanted, recombined from the sentences of the real ones."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from graph.model import AnnotatedPaper, Concept, Mention, Paper, TextField
from graph.sentences import sentences
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from graph.store import Store

SEED = 7
BATCH = 1000
SMALL = 200
"""Subjects with fewer papers are put on one shelf: among a handful there is nothing to recombine."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A title or a sentence, and what it mentions; spans count from its own start."""

    text: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A real paper in pieces."""

    paper: Paper
    title: Piece
    sentences: tuple[Piece, ...]


def read(path: Path) -> Iterator[Paper]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            abstract = found.get("abstract") or found.get("summary") or ""
            digits = found["id"][:2]
            year = 2000 + int(digits) if digits.isdigit() else None  # an arXiv id begins with year and month
            subject = next(iter(found.get("categories") or ()), None)
            yield Paper(found["id"], found.get("title") or "", abstract, year=year, venue=subject)


def make_real(path: Path, limit: int | None, target: Path) -> None:
    """The papers of a file, as the pipeline reads them, in a new SQLite store."""
    from nlp.pipeline import load_pipeline

    pipeline = load_pipeline()
    with Aside(target) as store:
        papers = islice(read(path), limit)
        while batch := list(islice(papers, BATCH)):
            found = pipeline.annotate(batch)
            annotated = [AnnotatedPaper(paper, each.mentions) for paper, each in zip(batch, found, strict=True)]
            save(store, annotated, {each.id: each for one in found for each in one.concepts}.values())


def make_recombined(real: Path, number: int, target: Path) -> None:
    """Recombined papers in a new SQLite store."""
    source = open_store(str(real))
    papers = [each for batch in source.scan_papers() for each in batch]
    concepts = [each for batch in source.scan_concepts() for each in batch]
    source.close()
    made = recombined(papers, number)
    del papers
    with Aside(target) as store:
        while batch := list(islice(made, BATCH)):
            save(store, batch, concepts)
            concepts = []


class Aside:
    """A store that has its name only once it is whole."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.aside = target.with_name(f"half-{target.name}")

    def __enter__(self) -> Store:
        self.aside.unlink(missing_ok=True)
        self.store = open_store(str(self.aside))
        return self.store

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        self.store.close()
        if error is None:
            self.aside.rename(self.target)


def save(store: Store, papers: Sequence[AnnotatedPaper], concepts: Iterable[Concept]) -> None:
    with store.transaction() as transaction:
        transaction.save_concepts(list(concepts))
        transaction.save_papers(papers, "benchmark")
        transaction.next_revision()


def recombined(real: Iterable[AnnotatedPaper], number: int, seed: int = SEED) -> Iterator[AnnotatedPaper]:
    """New papers in the shape of real ones: the same seed, the same papers.

    Each takes year, subject and number of sentences from a real paper, and its title and every sentence from other
    papers of that subject, a sentence from where it stood in its own abstract. What a sentence mentions comes along.
    The words are those of the real papers, so the vocabulary does not grow; whole sentences recur.
    """
    chance = random.Random(seed)  # noqa: S311
    cuts = [cut(each) for each in real]
    shelves: dict[str | None, list[Cut]] = {}
    for each in cuts:
        shelves.setdefault(each.paper.venue, []).append(each)
    rest = [each for shelf in shelves.values() if len(shelf) < SMALL for each in shelf]

    def one_of(several: Sequence[Cut]) -> Cut:
        return several[int(chance.random() * len(several))]  # the one method that is the same in every Python

    for each in range(number):
        shape = one_of(cuts)
        shelf = shelves[shape.paper.venue]
        shelf = shelf if len(shelf) >= SMALL else rest
        donors = [one_of(shelf).sentences for _ in shape.sentences]
        pieces = [donor[place % len(donor)] for place, donor in enumerate(donors) if donor]
        yield joined(f"recombined-{each:07}", shape.paper, one_of(shelf).title, pieces)


def cut(each: AnnotatedPaper) -> Cut:
    paper, spans = each.paper, sentences(each.paper.abstract)
    title = Piece(paper.title, tuple(one for one in each.mentions if one.field is TextField.TITLE))
    within = [one for one in each.mentions if one.field is TextField.ABSTRACT]
    pieces = tuple(
        Piece(
            paper.abstract[start:end],
            tuple(moved(one, -start) for one in within if start <= one.start and one.end <= end),
        )
        for start, end in spans
    )
    return Cut(paper, title, pieces)


def moved(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def joined(key: str, shape: Paper, title: Piece, pieces: Sequence[Piece]) -> AnnotatedPaper:
    mentions, end = list(title.mentions), 0
    for each in pieces:
        mentions += [moved(one, end) for one in each.mentions]
        end += len(each.text) + 1
    abstract = " ".join(each.text for each in pieces)
    return AnnotatedPaper(Paper(key, title.text, abstract, year=shape.year, venue=shape.venue), tuple(mentions))
