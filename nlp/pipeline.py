"""One spaCy pipeline from a text to its mentions; `load_pipeline` puts it together."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import spacy
from spacy.vocab import Vocab

from graph.deadline import held
from graph.errors import LitgraphError
from graph.model import Annotation, Concept, Mention, TextField
from nlp.components.normalise import WholeText
from nlp.lexicon import load_lexicon
from nlp.linking import linker_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

    from graph.model import Paper
    from nlp.components.found import Found

RULES_VERSION: Final = "3"
"""Raised when the rules change: papers read before are then read anew."""

BETWEEN: Final = "\n\n"
"""What stands between title and abstract: no name reaches over a paragraph's end."""

_STEPS: Final = (
    "normalise",
    "sentences",
    "gazetteer",
    "localities",
    "agencies",
    "organizations",
    "titles",
    "products",
    "abbreviations",
    "homographs",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one text: mentions in reading order, and the concepts they name with all broader ones."""

    mentions: tuple[Found, ...]
    concepts: tuple[Concept, ...]


class Pipeline:
    """Reads texts and papers. What it finds in one depends on nothing but that one."""

    def __init__(self, model: str | None, lexicons: tuple[str, ...]) -> None:
        self.lexicon = lexicon = load_lexicon(lexicons)
        self.model = model
        self.language = _language(model, lexicons)
        parts = (RULES_VERSION, version("litgraph"), lexicon.digest, model or "", self.language.meta.get("version", ""))
        self.rules: str = hashlib.blake2b("\n".join(parts).encode(), digest_size=6).hexdigest()
        self._linker = linker_of(lexicon)
        self._lock = threading.Lock()

    def annotate_text(self, text: str) -> Reading:
        """The mentions of one text."""
        return self.read([text])[0]

    def read(self, texts: Iterable[str]) -> list[Reading]:
        """The mentions of each text, in order; threads wait for one another, as long as their deadlines let them."""
        # spaCy keeps every string it has seen; the zone forgets those of these texts
        with held(self._lock), self.language.memory_zone():
            return [self._reading(doc) for doc in self.language.pipe(texts)]

    def annotate(self, papers: Sequence[Paper]) -> list[Annotation]:
        """The annotation of each paper. Title and abstract are read together, so that abbreviations carry over."""
        readings = self.read([BETWEEN.join(text for _, text in paper.texts) for paper in papers])
        return [_annotation(paper, reading) for paper, reading in zip(papers, readings, strict=True)]

    def batches(self, batches: Iterable[Sequence[Paper]]) -> Iterator[tuple[Sequence[Paper], list[Annotation]]]:
        """Each batch with its annotations, in order."""
        for batch in batches:
            yield batch, self.annotate(batch)

    def _reading(self, doc: Doc) -> Reading:
        found: tuple[Found, ...] = doc._.mentions
        return Reading(found, self._linker.with_broader({each.concept for each in found}, doc._.coined))


def load_pipeline(model: str | None = None, lexicons: Sequence[Path] = ()) -> Pipeline:
    """The pipeline, with a statistical model as one more voter if one is named, and with the user's own lexicons.

    Raises LitgraphError if the model is not installed, SourceError if a lexicon cannot be read.
    """
    return Pipeline(model, tuple(str(each.resolve()) for each in lexicons))


def _language(model: str | None, lexicons: tuple[str, ...]) -> Language:
    # a vocabulary of its own: the English one works out a dozen attributes of every new token, here of every text
    language = spacy.blank("en", vocab=Vocab()) if model is None else spacy.blank("en")
    language.max_length = 1 << 30
    if model is None:
        language.tokenizer = WholeText(language.vocab)
    for step in _STEPS:
        _add(language, step, lexicons)
    if model is not None:
        _add_model(language, model, lexicons)
    _add(language, "resolve", lexicons)
    return language


def _add(language: Language, step: str, lexicons: tuple[str, ...]) -> None:
    language.add_pipe(f"litgraph_{step}", name=step, config={"lexicons": list(lexicons)})


def _add_model(language: Language, model: str, lexicons: tuple[str, ...]) -> None:
    try:
        source = spacy.load(model)
    except OSError as error:
        raise LitgraphError(
            f"the spaCy model {model} is not installed", "install it, or leave --model out: the rules work without one"
        ) from error
    if "ner" not in source.pipe_names:
        raise LitgraphError(f"the spaCy model {model} has no entity recogniser", "name a model with an ner component")
    for listened in ("tok2vec", "transformer"):
        if listened in source.pipe_names and "ner" in getattr(source.get_pipe(listened), "listening_components", ()):
            source.replace_listeners(listened, "ner", ["model.tok2vec"])
    language.tokenizer = source.tokenizer
    language.add_pipe("ner", source=source)
    # a batch is in the model's memory at once
    language.batch_size = 32
    _add(language, "votes", lexicons)


def _annotation(paper: Paper, reading: Reading) -> Annotation:
    """The reading of a paper's joined texts, with spans that point into each of them."""
    (field, first), *rest = paper.texts
    shift = len(first) + len(BETWEEN)
    mentions = [
        Mention(each.concept, field, each.start, each.end, each.rule, each.confidence)
        if not rest or each.end <= len(first)
        else Mention(each.concept, TextField.ABSTRACT, each.start - shift, each.end - shift, each.rule, each.confidence)
        for each in reading.mentions
    ]
    return Annotation(tuple(mentions), reading.concepts)
