"""How well the shipped pipeline reads, as it was last judged: the report card of `quality.toml`.

docs/quality.md says on which texts, and how to read the figures. Nothing heavy is imported here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one kind is read; every figure but `judgements` (annotated mentions) is from 0 to 1."""

    kind: str
    precision: float
    recall: float
    f1: float
    f1_low: float
    f1_high: float
    linked_f1: float
    judgements: int


@dataclass(frozen=True, slots=True)
class ReportCard:
    """When, by which rules and on how many texts of which domains the pipeline was judged, and each judged kind."""

    date: date
    rules: str
    texts: int
    domains: tuple[str, ...]
    kinds: tuple[Quality, ...]


@cache
def report_card() -> ReportCard:
    """The report card of the pipeline as it ships, without a statistical model or anybody's own lexicon."""
    return read_card(files("nlp").joinpath("quality.toml").read_text("utf-8"))


def read_card(text: str) -> ReportCard:
    """The report card that a TOML text holds."""
    card = tomllib.loads(text)
    return ReportCard(
        card["date"],
        card["rules"],
        card["texts"],
        tuple(card["domains"]),
        tuple(Quality(**each) for each in card["kinds"]),
    )
