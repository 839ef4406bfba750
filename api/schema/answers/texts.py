"""Quotations of papers: mentions of concepts with the sentences around them, and what a search finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.model import TextSpan
from graph.sentences import sentence_at

if TYPE_CHECKING:
    from graph.model import Mention


class QuotedMention:
    """A place in a paper where a concept is named."""

    __slots__ = ("_bounds", "_mention", "_text", "concept")

    def __init__(self, mention: Mention, text: str, bounds: list[tuple[int, int]], concept: Any) -> None:
        self._mention = mention
        self._text = text
        self._bounds = bounds
        self.concept = concept

    def __getattr__(self, name: str) -> Any:
        return getattr(self._mention, name)

    @property
    def text(self) -> str:
        """The words that name the concept."""
        return self._text[self._mention.start : self._mention.end]

    @property
    def sentence(self) -> TextSpan:
        """The sentence around them."""
        start, end = sentence_at(self._bounds, self._mention.start)
        return TextSpan(self._mention.field, start, end, self._text[start:end])
