"""Names the lexicon knows, word for word: one pass of an Aho–Corasick automaton over the folded text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import ahocorasick

from nlp.components.found import Candidate
from nlp.components.register import register
from nlp.lexicon.folding import fold, inside_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from nlp.lexicon import Form, Lexicon

    _Entries = list[tuple[Form, float]]

RULE = "gazetteer"

_SHORT = re.compile(r"(?<![0-9a-z\u00aa-\u2e7f])[0-9a-z]{2,3}(?![0-9a-z\u00aa-\u2e7f])")


class Gazetteer:
    """Finds every form of every concept, the overlapping ones too."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._automaton = ahocorasick.Automaton()
        # two or three letters are inside of every other word: they are looked up word by word
        self._short: dict[str, _Entries] = {}
        for folded, forms in lexicon.forms.items():
            entries = [(form, lexicon.kind(form.kind).confidence) for form in forms]
            if _SHORT.fullmatch(folded):
                self._short[folded] = entries
            else:
                self._automaton.add_word(folded, (len(folded), entries))
        self._automaton.make_automaton()

    def __call__(self, doc: Doc) -> Doc:
        """Adds a candidate for every known name."""
        doc._.candidates.extend(self.find(doc._.plain))
        return doc

    def find(self, plain: str) -> Iterator[Candidate]:
        """The candidates of a plain text, in no order."""
        text, places = fold(plain), None
        if "  " in text:  # a name may be broken over lines
            places = [at for at, char in enumerate(text) if char != " " or text[at - 1 : at] != " "]
            text = "".join(text[at] for at in places)
        for first, past, entries in self._spans(text):
            start, end = (places[first], places[past - 1] + 1) if places else (first, past)
            if _in_address(plain, start, end):
                continue
            surface = plain[start:end].replace("-", " ")
            if places:
                surface = " ".join(surface.split())
            for form, confidence in entries:
                if form.spellings is None or surface in form.spellings:
                    yield Candidate(start, end, form.kind, form.concept, RULE, confidence, form.mark)

    def _spans(self, text: str) -> Iterator[tuple[int, int, _Entries]]:
        size = len(text)
        for last, (length, entries) in self._automaton.iter(text):
            start, end = last + 1 - length, last + 1
            if start and inside_word(text[start - 1]) and inside_word(text[start]):
                continue
            if end < size and inside_word(text[end]) and inside_word(text[last]):
                continue
            yield start, end, entries
        for match in _SHORT.finditer(text):
            if match[0] in self._short:
                yield *match.span(), self._short[match[0]]


def _in_address(plain: str, start: int, end: int) -> bool:
    """Whether a span is part of an address, a path or an amount: github.com, @who, US$5, \\AI."""
    before, after = plain[start - 1 : start], plain[end : end + 2]
    if before == "&" and plain[start - 2 : start - 1].isupper() and plain[start:end].isupper():
        return True  # NH&MRC is not the MRC
    if before and before in "/@.\\$_":
        return before != "/" or plain[start - 2 : start - 1] in {"/", "."} or "://" in plain[max(0, start - 60) : start]
    return after[:1] in {"$", "_", "@"} or (after[:1] == "." and after[1:].isalnum() and after[1:].islower())


register("gazetteer", Gazetteer)
