"""The end of it: of overlapping candidates the longest stays, and each becomes a mention of its concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.components.found import Found
from nlp.components.gazetteer import RULE as LISTED
from nlp.components.register import register
from nlp.linking import country_of, linker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from nlp.components.found import Candidate
    from nlp.lexicon import Lexicon


class Resolver:
    """Chooses among candidates, always in the same way."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._linker = linker_of(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        """Sets the mentions."""
        coined = doc._.coined
        doc._.mentions = tuple(
            Found(
                each.start,
                each.end,
                each.kind,
                each.concept,
                self._linker.concept(each.concept, coined).name,
                each.rule,
                each.confidence,
            )
            for each in self._choose(doc._.candidates)
        )
        return doc

    def _choose(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        countries = {country_of(each.concept) for each in candidates if each.kind == "COUNTRY"}
        chosen: list[Candidate] = []
        taken = bytearray(max((each.end for each in candidates), default=0))
        for each in sorted(candidates, key=lambda one: self._rank(one, countries)):
            if taken.find(1, each.start, each.end) < 0:
                chosen.append(each)
                taken[each.start : each.end] = b"\x01" * (each.end - each.start)
        return sorted(each for each in chosen if each.kind)

    def _rank(self, each: Candidate, countries: set[str | None]) -> tuple[object, ...]:
        # of two bodies of one name the one whose country the text speaks of
        abroad = each.kind == "AGENCY" and country_of(each.concept) not in {None, *countries}
        kind = self._lexicon.kind(each.kind)
        # an expression gives way to a name the lexicon knows, but not to what only looks like a name
        sure = each.rule != LISTED if each.kind else 0.5
        return (
            kind.yields,
            each.start - each.end,
            sure,
            -kind.priority,
            abroad,
            -each.confidence,
            each.start,
            each.concept,
        )


register("resolve", Resolver)
