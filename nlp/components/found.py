"""What the components hand to one another on a Doc: its plain text, its candidates, and in the end its mentions.

    doc._.plain       the text with simple spaces, quotes and dashes; offsets are those of the original
    doc._.sentences   (start, end) of each sentence
    doc._.candidates  spans that may be mentions, in no order, overlapping
    doc._.coined      concepts no lexicon knows, by id: agencies and organizations found by their form
    doc._.mentions    the Found that are left, in reading order, never overlapping
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

if TYPE_CHECKING:
    from graph.model import Concept


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
        return {"start": self.start, "end": self.end, "text": text[self.start : self.end]} | asdict(self)


class Candidate(NamedTuple):
    """A span that may be a mention; `mark` is "?" or "!" where it still needs support from its context."""

    start: int
    end: int
    kind: str
    concept: str
    rule: str
    confidence: float
    mark: str = ""


@dataclass(slots=True)
class Draft:
    """The work on one text."""

    plain: str
    candidates: list[Candidate] = field(default_factory=list[Candidate])
    coined: dict[str, Concept] = field(default_factory=dict[str, "Concept"])


def overlaps(one: Candidate, start: int, end: int) -> bool:
    """Whether a candidate shares a character with a span."""
    return one.start < end and start < one.end


for name, default in (("plain", ""), ("sentences", ()), ("candidates", None), ("coined", None), ("mentions", ())):
    Doc.set_extension(name, default=default, force=True)
