"""Quotations: spans of a paper's text, and the mentions of concepts in it."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.schema.base import Info, described, output, resolved
from graph import model
from graph.model import TextField
from graph.sentences import sentence_at, sentences

if TYPE_CHECKING:
    from api.schema.concepts import Concept


@output
class TextSpan:
    """A stretch of a paper's text, in Unicode code points: `field[start:end] == text`."""

    field: TextField = described("The text it lies in.")
    start: int = described("Where it begins, from 0.")
    end: int = described("Where it ends; the character there is not part of it.")
    text: str = described("What stands there.")

    @classmethod
    def of(cls, span: model.TextSpan) -> "TextSpan":
        """The domain's span as the schema shows it."""
        return cls(field=span.field, start=span.start, end=span.end, text=span.text)


@output
class Mention:
    """A place in a text where a concept is named, with the sentence around it."""

    found: strawberry.Private[Mapping[str, model.Concept]]
    concept_id: strawberry.Private[str]
    field: TextField = described("The text it lies in.")
    start: int = described("Where it begins, from 0, in Unicode code points.")
    end: int = described("Where it ends; the character there is not part of it.")
    text: str = described("The words that name the concept: `field[start:end]`, always.")
    sentence: TextSpan = described("The sentence it stands in.")
    rule: str = described("The rule or model that found it.")
    confidence: float = described("How sure that rule is, 0 to 1.")

    @resolved
    async def concept(self, info: Info) -> Annotated["Concept", strawberry.lazy("api.schema.concepts")]:
        """The concept it names; one that is not in the store has a paperCount of 0."""
        from api.schema.concepts import Concept

        stored = await info.context.concepts.load(self.concept_id)
        return Concept.of(stored or self.found[self.concept_id])


def mentions_in(
    paper: model.Paper, mentions: Iterable[model.Mention], concepts: Iterable[model.Concept] = ()
) -> list[Mention]:
    """A paper's mentions, quoted; `concepts` are those that need not be in the store."""
    found = {each.id: each for each in concepts}
    bounds = {where: sentences(paper.text(where)) for where in TextField}
    shown: list[Mention] = []
    for each in mentions:
        start, end = sentence_at(bounds[each.field], each.start)
        text = paper.text(each.field)
        shown.append(
            Mention(
                found=found,
                concept_id=each.concept,
                field=each.field,
                start=each.start,
                end=each.end,
                text=text[each.start : each.end],
                sentence=TextSpan(field=each.field, start=start, end=end, text=text[start:end]),
                rule=each.rule,
                confidence=each.confidence,
            )
        )
    return shown
