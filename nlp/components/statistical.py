"""A statistical model as one more voter: it proposes places, with little confidence, and decides nothing.

It calls much a place that is none. What it sees counts where the text says so too: a name in its usual form, behind a
word like "in", in a text that speaks of a place we know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nlp.components.found import Candidate
from nlp.components.register import register
from nlp.linking import country_of, linker_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from nlp.lexicon import Lexicon

RULE: Final = "model"
CONFIDENCE: Final = 0.4
# its organizations and products are mostly measures, drugs and headings, its people often technologies
LABELS: Final = frozenset({"GPE", "LOC"})
GROUNDS: Final = frozenset({"COUNTRY", "PLACE"})

_NAME = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*")
_WITHIN = re.compile(r"\b(?:in|at|from|near|around|across|throughout|within|outside)(?: the)? $")
_THE = re.compile(r"the ", re.IGNORECASE)


class Votes:
    """Turns the model's entities into candidates, where no rule has found anything."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._linker = linker_of(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds the model's places."""
        plain, found = doc._.plain, tuple(doc._.candidates)
        around = {country_of(each.concept) for each in found if each.kind in GROUNDS}
        if not around:
            return doc
        # where all else is in one country, so is this
        country = next(iter(around)) if len(around) == 1 else None
        for entity in doc.ents:
            article = _THE.match(plain, entity.start_char)
            start, end = article.end() if article else entity.start_char, entity.end_char
            if entity.label_ not in LABELS or any(each.overlaps(start, end) for each in found):
                continue
            if _NAME.fullmatch(plain, start, end) and _WITHIN.search(plain, max(0, start - 20), start):
                place = self._linker.place(plain[start:end], country)
                doc._.coined.setdefault(place.id, place)
                doc._.candidates.append(Candidate(start, end, "PLACE", place.id, RULE, CONFIDENCE))
        return doc


register("votes", Votes)
