"""The parts of the pipeline, in the order they work; importing this registers them with spaCy."""

from __future__ import annotations

from nlp.components import (
    abbreviations,
    agencies,
    gazetteer,
    homographs,
    localities,
    normalise,
    organizations,
    products,
    resolve,
    statistical,
    titles,
)

__all__ = [
    "abbreviations",
    "agencies",
    "gazetteer",
    "homographs",
    "localities",
    "normalise",
    "organizations",
    "products",
    "resolve",
    "statistical",
    "titles",
]
