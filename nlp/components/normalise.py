"""The first look at a text: its plain form and its sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from graph.sentences import sentences
from nlp.components.abbreviations import definitions
from nlp.components.register import register
from nlp.lexicon.folding import plain

if TYPE_CHECKING:
    from spacy.vocab import Vocab


_CAPITALISED = re.compile(r"[A-Z][A-Za-z]+")


class WholeText:
    """A tokenizer that leaves the text in one piece.

    All our rules work on characters, because a mention may end inside a token (`U.S.-based`, `AI技术`); real tokens
    would cost more than all rules together. A statistical model brings its own tokenizer.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """A Doc of one token."""
        return Doc(self.vocab, words=[text], spaces=[False]) if text else Doc(self.vocab)


def normalise(doc: Doc) -> Doc:
    """Sets the plain text and what is told of it at a glance, and opens the list of candidates."""
    found, text = doc._, plain(doc.text)
    found.plain = text
    found.capitals = frozenset(_CAPITALISED.findall(text))
    found.definitions = tuple(definitions(text))
    found.candidates = []
    found.coined = {}
    return doc


def split(doc: Doc) -> Doc:
    """Sets the sentences, as quoted evidence has them."""
    doc._.sentences = sentences(doc.text)
    return doc


register("normalise", lambda _: normalise)
register("sentences", lambda _: split)
