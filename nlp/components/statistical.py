"""A statistical model as one more voter: what only it sees is proposed, with little confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nlp.components.found import Candidate
from nlp.components.register import register
from nlp.linking import Linker

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from nlp.lexicon import Lexicon

RULE: Final = "model"
CONFIDENCE: Final = 0.4
# what the usual models call places; of agencies they find a third and make up as many
LABELS: Final = {"GPE": "PLACE", "LOC": "PLACE"}


class Votes:
    """Turns the model's entities into candidates, where no rule has found anything."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._linker = Linker(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Adds the model's places."""
        for entity in doc.ents:
            kind = LABELS.get(entity.label_)
            start = entity.start_char + 4 * entity.text.lower().startswith("the ")
            if not kind or any(each.overlaps(start, entity.end_char) for each in doc._.candidates):
                continue
            place = self._linker.place(doc._.plain[start : entity.end_char])
            doc._.coined.setdefault(place.id, place)
            doc._.candidates.append(Candidate(start, entity.end_char, kind, place.id, RULE, CONFIDENCE))
        return doc


register("votes", Votes)
