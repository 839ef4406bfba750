"""Concepts by their Chinese names, looked up without spaCy: what a search in Chinese is read with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.similarity import Named
from graph.similarity.analysis import unspaced
from nlp.lexicon import NOTHING
from nlp.lexicon.folding import fold, inside_word, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.model import Concept
    from nlp.lexicon import Lexicon


class ChineseNames:
    """Every name in Chinese that the lexicon has, and those of `more` concepts that it does not know.

    Names are in simplified characters, as the lexicon has them, and nothing is converted.
    """

    def __init__(self, lexicon: Lexicon, more: Iterable[Concept] = ()) -> None:
        # beside the concepts, those of them that need the text to speak for them
        self._names: dict[str, tuple[set[str], set[str]]] = {}
        self._by_head: dict[str, list[str]] = {}
        for folded, forms in lexicon.forms.items():
            if unspaced(folded):
                for form in forms:
                    self._add(folded, form.concept, doubtful=bool(form.mark))
        for concept in more:
            if concept.name_zh and concept.id not in lexicon.concepts:
                self._add(fold(plain(concept.name_zh)), concept.id)

    def find(self, text: str) -> tuple[Named, ...]:
        """The names in a text, in order; of overlapping ones the longest, then the first.

        A name of other meanings, which the pipeline would want supported, counts where it stands alone between spaces.
        """
        folded = fold(plain(text))
        taken = bytearray(len(folded))
        found: list[Named] = []
        for start, end in sorted(self._spans(folded), key=lambda each: (each[0] - each[1], each)):
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            concepts, doubtful = self._names[folded[start:end]]
            alone = not unspaced(folded[max(0, start - 1) : start] + folded[end : end + 1])
            # an expression wins its span, and names nothing
            if meant := (concepts if alone else concepts - doubtful) - {NOTHING}:
                found.append(Named(start, end, tuple(sorted(meant))))
        return tuple(sorted(found, key=lambda each: each.start))

    def _add(self, name: str, concept: str, *, doubtful: bool = False) -> None:
        if len(name) < 2:
            return
        if name not in self._names:
            self._names[name] = (set(), set())
            self._by_head.setdefault(name[:2], []).append(name)
        for one, told in zip(self._names[name], (True, doubtful), strict=True):
            if told:
                one.add(concept)

    def _spans(self, text: str) -> Iterable[tuple[int, int]]:
        for start in range(len(text) - 1):
            for name in self._by_head.get(text[start : start + 2], ()):
                end = start + len(name)
                if text.startswith(name, start) and not (_cut(text, start) or _cut(text, end)):
                    yield start, end


def _cut(text: str, at: int) -> bool:
    """Whether a word of a script with spaces goes on here."""
    return 0 < at < len(text) and inside_word(text[at - 1]) and inside_word(text[at])
