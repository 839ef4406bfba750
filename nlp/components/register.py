"""How a component gets known to spaCy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from nlp.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

    from nlp.lexicon import Lexicon


def register(step: str, build: Callable[[Lexicon], Callable[[Doc], Doc]]) -> None:
    """Registers `litgraph_<step>`, which is built from the lexicons that its `config` names."""

    def factory(nlp: Language, name: str, lexicons: list[str]) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's names
        return build(load_lexicon(tuple(lexicons)))

    Language.factory(f"litgraph_{step}", default_config={"lexicons": []}, func=factory)
