"""Why a paper is similar: what it shares with the seed, how much of the score that is, and where both say it."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph.deadline import checked
from graph.model import AnnotatedPaper, Mention, TextField, TextSpan
from graph.sentences import sentences
from graph.similarity.analysis import term_spans
from graph.similarity.cited import CITING
from graph.similarity.paging import NANO
from graph.similarity.question import Reason, Signal, Tie
from graph.similarity.rank import known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence, Set

    from graph.similarity.question import Seed
    from graph.similarity.rank import Compared
    from graph.similarity.spaces import Space
    from graph.store import StoreReader


class Part(NamedTuple):
    """A part of a score in whole nanos: a shared term, concept or work, or (without a name) the rest of a signal."""

    signal: Signal
    name: str | None
    nanos: int

    @property
    def contribution(self) -> float:
        """How much of the score it is."""
        return self.nanos / NANO

    @property
    def concept(self) -> str | None:
        """The concept, if it is one."""
        return self.name if self.signal in {Signal.CONCEPTS, Signal.OVERLAP} else None

    @property
    def work(self) -> str | None:
        """The work, if it is one."""
        return self.name.removeprefix(CITING) if self.name and self.signal is Signal.CITATIONS else None

    def tie(self, seed: Seed, paper: str) -> Tie | None:
        """How the work ties the seed and a paper."""
        if not self.work:
            return None
        if self.name != self.work:
            return Tie.CITES_BOTH
        return Tie.CITES if self.work == paper else Tie.CITED_BY if self.work in seed.papers else Tie.BOTH_CITE


@dataclass(slots=True)
class _Reading:
    """The sentences of some texts, and where they name each shared term or concept: (sentence, spelling)."""

    sentences: list[tuple[TextField, int, int, str]] = field(default_factory=list[tuple[TextField, int, int, str]])
    places: dict[str, list[tuple[int, str]]] = field(default_factory=dict[str, list[tuple[int, str]]])

    def take(self, texts: Iterable[tuple[TextField, str]], mentions: Sequence[Mention], things: Set[str]) -> None:
        """Reads on."""
        for where, text in texts:
            named = [(term, start, text[start:end]) for start, end, term in term_spans(text, things)]
            named += [
                (each.concept, each.start, "") for each in mentions if each.field is where and each.concept in things
            ]
            if not named:
                continue
            spans, before = sentences(text), len(self.sentences)
            starts = [start for start, _ in spans]
            self.sentences += [(where, start, end, text) for start, end in spans]
            for name, start, spelt in named:
                self.places.setdefault(name, []).append((before + bisect_right(starts, start) - 1, spelt))


def explain(
    compared: Compared, spaces: Mapping[Signal, Space], papers: Mapping[str, int], store: StoreReader
) -> dict[str, tuple[Reason, ...]]:
    """Each paper's reasons, strongest first; their contributions sum to its score.

    `papers` are numbers in the index by id. A paper that has left the store since has reasons without sentences.
    """
    found = parts(compared, spaces, papers)
    wanted = list(dict.fromkeys((*compared.seed.papers, *papers)))
    stored, mentioned = store.papers(wanted), store.mentions(wanted)
    return quoted(
        compared.seed, found, {key: AnnotatedPaper(each, mentioned.get(key, ())) for key, each in stored.items()}
    )


def parts(compared: Compared, spaces: Mapping[Signal, Space], papers: Mapping[str, int]) -> dict[str, list[Part]]:
    """What the score of each paper is made of, strongest first; `papers` are numbers in the index by id."""
    wholes = known(compared, spaces, np.array(list(papers.values()), np.int64)).tolist()
    return {
        key: _parts(compared, spaces, number, whole)
        for (key, number), whole in checked(zip(papers.items(), wholes, strict=True))
    }


def quoted(
    seed: Seed, parts: Mapping[str, Sequence[Part]], papers: Mapping[str, AnnotatedPaper]
) -> dict[str, tuple[Reason, ...]]:
    """The parts as reasons, with sentences of the seed's papers and of those it is compared with, if they are given."""
    things = {key: {each.name for each in found if each.name} for key, found in parts.items()}
    here = _Reading()
    everything = set[str]().union(*things.values())
    for each in seed.papers:
        if each in papers:
            here.take(papers[each].paper.texts, papers[each].mentions, everything)
    here.take([(TextField.ABSTRACT, seed.text)], seed.mentions, everything)
    reasons: dict[str, tuple[Reason, ...]] = {}
    for key, found in checked(parts.items()):
        there = _Reading()
        if key in papers:
            there.take(papers[key].paper.texts, papers[key].mentions, things[key])
        ours, theirs = _best(here, things[key]), _best(there, things[key])
        spelt = _spellings((here, there), things[key])
        reasons[key] = tuple(
            Reason(
                each.signal,
                each.contribution,
                concept=each.concept,
                term=spelt.get(each.name, each.name) if each.name and each.signal is Signal.TEXT else None,
                here=ours.get(each.name),
                there=theirs.get(each.name),
                work=each.work,
                tie=each.tie(seed, key),
            )
            for each in found
        )
    return reasons


def _parts(compared: Compared, spaces: Mapping[Signal, Space], paper: int, whole: float) -> list[Part]:
    found: list[tuple[Signal, str | None, float]] = []
    for signal, share in compared.shares.items():
        parts = spaces[signal].parts(compared.places[signal], paper)
        found += [(signal, name, share * part / whole) for name, part in parts.shared]
        found.append((signal, None, share * parts.rest / whole))
    # rounded like the score; what rounding lost or won goes to the strongest
    nanos = [round(part * NANO) for *_, part in found]
    nanos[nanos.index(max(nanos))] += round(math.fsum(part for *_, part in found) * NANO) - sum(nanos)
    split = [Part(signal, name, each) for (signal, name, _), each in zip(found, nanos, strict=True)]
    return sorted((each for each in split if each.name or each.nanos), key=lambda each: -each.nanos)


def _best(reading: _Reading, things: Collection[str]) -> dict[str | None, TextSpan]:
    """For each thing the sentence that names most of what is shared, then the first."""
    named: dict[int, set[str]] = {}
    for thing in things:
        for sentence, _ in reading.places.get(thing, ()):
            named.setdefault(sentence, set()).add(thing)
    best: dict[str | None, TextSpan] = {}
    for sentence in sorted(named, key=lambda each: (-len(named[each]), each)):
        where, start, end, text = reading.sentences[sentence]
        span = TextSpan(where, start, end, text[start:end])
        for thing in named[sentence]:
            best.setdefault(thing, span)
    return best


def _spellings(readings: Sequence[_Reading], things: Collection[str]) -> dict[str, str]:
    """Terms as people write them: in lower case if anybody does, then the commonest spelling."""
    counted = Counter(
        (thing, spelt) for each in readings for thing in things for _, spelt in each.places.get(thing, ()) if spelt
    )
    ranked = sorted(counted, key=lambda each: (each[1] != each[1].lower(), -counted[each], each[1]), reverse=True)
    return dict(ranked)
