"""What the components hand to one another on a Doc: its plain text, its candidates, and in the end its mentions.

doc._.plain       the text with simple spaces, quotes and dashes; offsets are those of the original
doc._.capitals    its capitalised words: who looks for a "Ministry" need not search a text without one
doc._.definitions the Definition of each short form, "long form (SHORT)"
doc._.sentences   (start, end) of each sentence
doc._.candidates  spans that may be mentions, in no order, overlapping
doc._.coined      concepts no lexicon knows, by id: agencies and organizations found by their form
doc._.mentions    the Found that are left, in reading order, never overlapping
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Found:
    """A mention in a text: `text[start:end]` names the concept; `rule` found it, `confidence` is 0 to 1."""

    start: int
    end: int
    kind: str
    concept: str
    name: str
    rule: str
    confidence: float

    def as_dict(self, text: str) -> dict[str, str | int | float]:
        """The mention as `litgraph annotate` prints it."""
        return {
            "start": self.start,
            "end": self.end,
            "text": text[self.start : self.end],
            "kind": self.kind,
            "concept": self.concept,
            "name": self.name,
            "rule": self.rule,
            "confidence": self.confidence,
        }


class Candidate(NamedTuple):
    """A span that may be a mention; `mark` is "?" or "!" where it still needs support from its context."""

    start: int
    end: int
    kind: str
    concept: str
    rule: str
    confidence: float
    mark: str = ""

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with a span."""
        return self.start < end and start < self.end


class Named(NamedTuple):
    """The span of a name found by its form, and its country (ISO 3166) if something beside it says so."""

    start: int
    end: int
    country: str | None


_DEFAULTS: Final = {
    "plain": "",
    "capitals": frozenset[str](),
    "definitions": (),
    "sentences": (),
    "candidates": None,
    "coined": None,
    "mentions": (),
}
for _name, _default in _DEFAULTS.items():
    Doc.set_extension(_name, default=_default, force=True)
