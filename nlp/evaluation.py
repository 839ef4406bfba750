"""How well the pipeline reads: precision, recall and F1 per kind against texts that people annotated.

A gold line is {"id", "text", "spans": [{"start", "end", "label", "id", "name"}]}, or what `litgraph annotate` prints
with its text: {"id", "text", "mentions": [{"start", "end", "kind", "concept", "name"}]}. A mention counts if span and
kind are exactly right; `linked` counts it only if it also names the right concept.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from graph.errors import SourceError
from graph.identity import slug
from graph.model import KINDS
from nlp.linking import country_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nlp.pipeline import Pipeline

_KIND_OF: Final = {"ORG": "ORGANIZATION"}
_ALPHA2 = re.compile("[A-Z]{2}")
_THE = re.compile(r"^the\s+")


class Span(NamedTuple):
    """A mention as people or the pipeline see it; `key` is equal for equal concepts."""

    start: int
    end: int
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Text:
    """One annotated text."""

    id: str
    text: str
    spans: frozenset[Span]


@dataclass(slots=True)
class Score:
    """Hits, misses and false alarms of one kind."""

    hits: int = 0
    misses: int = 0
    false_alarms: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 if nothing was found."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found; 1 if nothing is there."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else 1.0

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


@dataclass(slots=True)
class Evaluation:
    """The scores by kind, by exact span and with the concept, and every error."""

    texts: int = 0
    exact: dict[str, Score] = field(default_factory=dict[str, Score])
    linked: dict[str, Score] = field(default_factory=dict[str, Score])
    missed: list[Error] = field(default_factory=list[Error])
    made_up: list[Error] = field(default_factory=list[Error])


def evaluate(gold: Path, pipeline: Pipeline) -> Evaluation:
    """Reads the gold texts with the pipeline and compares. Raises SourceError with file and line for a bad line."""
    texts = list(read_gold(gold))
    report = Evaluation(len(texts))
    kinds = {*KINDS[:-1], *(span.kind for each in texts for span in each.spans)} & set(KINDS)
    order = [kind for kind in KINDS if kind in kinds]
    readings = pipeline.read(each.text for each in texts)
    for gold_text, reading in zip(texts, readings, strict=True):
        found = {
            Span(each.start, each.end, each.kind, _key(each.kind, each.concept, each.name)) for each in reading.mentions
        }
        for kind in order:
            mine = {each for each in found if each.kind == kind}
            theirs = {each for each in gold_text.spans if each.kind == kind}
            _count(report.linked.setdefault(kind, Score()), theirs, mine)
            exact, spans = {each[:3] for each in theirs}, {each[:3] for each in mine}
            _count(report.exact.setdefault(kind, Score()), exact, spans)
            report.missed += [_error(gold_text, *each) for each in sorted(exact - spans)]
            report.made_up += [_error(gold_text, *each) for each in sorted(spans - exact)]
    return report


def read_gold(path: Path) -> Iterator[Text]:
    """The annotated texts of a JSONL file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot read {path}: {error}", "give a JSONL file of annotated texts") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _text(json.loads(line), number)
            except (ValueError, KeyError, TypeError) as error:
                reason = f"no {error}" if isinstance(error, KeyError) else str(error)
                raise SourceError(
                    f"{path}, line {number}: {reason}", 'a line is {"id", "text", "spans": [{"start", "end", "label"}]}'
                ) from error


def _text(line: Any, number: int) -> Text:
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
    return Text(str(entry.get("id", number)), text, frozenset(spans))


def _key(kind: str, concept: str, name: str) -> str:
    """What makes two concepts of different id schemes one: the country's code, an agency's or a technology's name."""
    if kind in {"COUNTRY", "PLACE"}:
        country = concept if _ALPHA2.fullmatch(concept) else country_of(concept)
        return country or slug(name)
    if kind in {"AGENCY", "ORGANIZATION"}:
        return slug(_THE.sub("", name.casefold()))
    return slug(name)


def _count(score: Score, gold: set[Any], found: set[Any]) -> None:
    score.hits += len(gold & found)
    score.misses += len(gold - found)
    score.false_alarms += len(found - gold)


def _error(text: Text, start: int, end: int, kind: str) -> Error:
    context = " ".join(text.text[max(0, start - 40) : end + 40].split())
    return Error(text.id, start, end, kind, text.text[start:end], context)
