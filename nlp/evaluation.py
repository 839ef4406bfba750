"""How well the pipeline reads: precision, recall and F1 per kind against annotated texts.

A gold line is {"id", "text", "spans": [{"start", "end", "label", "id", "name"}]}, or what `litgraph annotate` prints
with its text: {"id", "text", "mentions": [{"start", "end", "kind", "concept", "name"}]}; it may name its "source". A
mention counts if span and kind are exactly right; `linked` counts it only if it also names the right concept.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from graph.errors import SourceError
from graph.identity import slug
from graph.model import KINDS
from nlp.lexicon.folding import fold
from nlp.linking import country_of, linker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from nlp.components.found import Found
    from nlp.lexicon import Lexicon
    from nlp.pipeline import Pipeline

RESAMPLES: Final = 2000
"""How often the texts are drawn anew for an interval."""

_KIND_OF: Final = {"ORG": "ORGANIZATION"}
_ALPHA2 = re.compile("[A-Z]{2}")
_THE = re.compile(r"^the\s+")


class Span(NamedTuple):
    """A mention as people or the pipeline see it; `key` is equal for equal concepts."""

    start: int
    end: int
    kind: str
    key: str


class Score(NamedTuple):
    """Hits, misses and false alarms of one kind."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0

    @property
    def judgements(self) -> int:
        """How many mentions the annotations hold."""
        return self.hits + self.misses

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 if nothing was found."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 if nothing is there."""
        return self.hits / self.judgements if self.judgements else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = 2 * self.hits + self.misses + self.false_alarms
        return 2 * self.hits / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Error:
    """A mention that was missed or made up, with the words around it."""

    id: str
    start: int
    end: int
    kind: str
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class Text:
    """One annotated text, and where it is from if that is known."""

    id: str
    text: str
    spans: frozenset[Span]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One annotated text beside what the pipeline found in it."""

    text: Text
    found: frozenset[Span]

    def exact(self, kind: str) -> Score:
        """The score of a kind by span alone."""
        return _score(_places(self.text.spans, kind), _places(self.found, kind))

    def linked(self, kind: str) -> Score:
        """The score of a kind by span and concept."""
        return _score(_of(self.text.spans, kind), _of(self.found, kind))

    def missed(self, kind: str) -> list[Error]:
        """What is annotated and the pipeline did not find."""
        return self._errors(kind, _places(self.text.spans, kind) - _places(self.found, kind))

    def made_up(self, kind: str) -> list[Error]:
        """What the pipeline found and people did not annotate."""
        return self._errors(kind, _places(self.found, kind) - _places(self.text.spans, kind))

    def _errors(self, kind: str, places: set[tuple[int, int]]) -> list[Error]:
        text = self.text.text
        return [
            Error(
                self.text.id,
                start,
                end,
                kind,
                text[start:end],
                " ".join(text[max(0, start - 40) : end + 40].split()),
            )
            for start, end in sorted(places)
        ]


@dataclass(frozen=True)
class Evaluation:
    """The scores by kind, by exact span and with the concept, and every error."""

    judged: tuple[Judged, ...]

    @property
    def texts(self) -> int:
        """How many texts were judged."""
        return len(self.judged)

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds that are scored: all but TOPIC, and that too where topics are annotated."""
        annotated = {span.kind for each in self.judged for span in each.text.spans}
        return [kind for kind in KINDS if kind in annotated or kind != "TOPIC"]

    @cached_property
    def exact(self) -> dict[str, Score]:
        """By span alone."""
        return {kind: total(each.exact(kind) for each in self.judged) for kind in self.kinds}

    @cached_property
    def linked(self) -> dict[str, Score]:
        """By span and concept."""
        return {kind: total(each.linked(kind) for each in self.judged) for kind in self.kinds}

    @property
    def missed(self) -> list[Error]:
        """What is annotated and the pipeline did not find."""
        return [error for each in self.judged for kind in self.kinds for error in each.missed(kind)]

    @property
    def made_up(self) -> list[Error]:
        """What the pipeline found and people did not annotate."""
        return [error for each in self.judged for kind in self.kinds for error in each.made_up(kind)]

    def interval(self, kind: str) -> tuple[float, float]:
        """Where the F1 of a kind would lie 95 times in 100 on other texts like these: a bootstrap over the texts."""
        scores = [each.exact(kind) for each in self.judged]
        lot = random.Random(f"litgraph {kind}")  # noqa: S311 - the same interval every time
        drawn = sorted(total(lot.choices(scores, k=len(scores))).f1 for _ in range(RESAMPLES))
        tail = RESAMPLES // 40
        return drawn[tail], drawn[-tail - 1]

    def by_source(self) -> dict[str, Evaluation]:
        """The evaluation of each source's texts by themselves."""
        sources = sorted({each.text.source for each in self.judged})
        return {
            source: Evaluation(tuple(each for each in self.judged if each.text.source == source)) for source in sources
        }


def evaluate(gold: Path, pipeline: Pipeline) -> Evaluation:
    """Reads the gold texts with the pipeline and compares. Raises SourceError with file and line for a bad line."""
    return judge(list(read_gold(gold)), pipeline)


def judge(texts: Sequence[Text], pipeline: Pipeline) -> Evaluation:
    """Reads annotated texts with the pipeline and compares."""
    readings = pipeline.read(each.text for each in texts)
    return Evaluation(
        tuple(
            Judged(
                text,
                frozenset(_span(each, text, pipeline.lexicon) for each in found),
            )
            for text, found in zip(texts, (reading.mentions for reading in readings), strict=True)
        )
    )


def _span(found: Found, text: Text, lexicon: Lexicon) -> Span:
    """A mention as a span; its key is that of the annotation if the annotated name is one of its concept."""
    key = _key(found.kind, found.concept, found.name)
    for each in text.spans:
        if (each.start, each.end, each.kind) == (found.start, found.end, found.kind) and each.key != key:
            name = each.key.replace("-", " ")
            known = {form.concept for form in (*lexicon.forms.get(fold(each.key), ()), *lexicon.forms.get(name, ()))}
            chosen = linker_of(lexicon).chosen(found.kind, name, country_of(found.concept))
            key = each.key if found.concept in known or (chosen and chosen.id == found.concept) else key
    return Span(found.start, found.end, found.kind, key)


def total(scores: Iterable[Score]) -> Score:
    """Several scores as one."""
    return Score(*map(sum, zip(*scores, strict=True)))


def read_gold(path: Path) -> Iterator[Text]:
    """The annotated texts of a JSONL file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot read {path}: {error}", "give a JSONL file of annotated texts") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield gold_text(json.loads(line), number)
            except (ValueError, KeyError, TypeError) as error:
                reason = f"no {error}" if isinstance(error, KeyError) else str(error)
                raise SourceError(
                    f"{path}, line {number}: {reason}", 'a line is {"id", "text", "spans": [{"start", "end", "label"}]}'
                ) from error


def gold_text(line: Any, number: int = 0) -> Text:
    """One gold line, decoded; `number` is its id where it has none. Raises ValueError, KeyError or TypeError."""
    if not isinstance(line, dict):
        raise TypeError("not a JSON object")
    entry = cast("dict[str, Any]", line)
    text = entry["text"]
    if not isinstance(text, str):
        raise TypeError("its text is no string")
    spans: set[Span] = set()
    for each in entry["spans"] if "spans" in entry else entry["mentions"]:
        start, end = each["start"], each["end"]
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise ValueError(f"the span {start}–{end} is not in the text")
        label = str(each["kind"] if "kind" in each else each["label"])
        kind = _KIND_OF.get(label, label)
        concept = str(each.get("concept") or each.get("id") or "")
        spans.add(Span(start, end, kind, _key(kind, concept, str(each.get("name") or text[start:end]))))
    return Text(str(entry.get("id", number)), text, frozenset(spans), str(entry.get("source", "")))


def _key(kind: str, concept: str, name: str) -> str:
    """What makes two concepts of different id schemes one: the country's code, an agency's or a technology's name."""
    if kind in {"COUNTRY", "PLACE"}:
        country = concept if _ALPHA2.fullmatch(concept) else country_of(concept)
        return country or slug(name)
    if kind in {"AGENCY", "ORGANIZATION"}:
        return slug(_THE.sub("", name.casefold()))
    return slug(name)


def _of(spans: Iterable[Span], kind: str) -> set[Span]:
    return {each for each in spans if each.kind == kind}


def _places(spans: Iterable[Span], kind: str) -> set[tuple[int, int]]:
    return {(each.start, each.end) for each in spans if each.kind == kind}


def _score(gold: set[Any], found: set[Any]) -> Score:
    return Score(len(gold & found), len(gold - found), len(found - gold))
