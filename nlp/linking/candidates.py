"""What may stand for a name, and the features that decide. The rule is short: one decides, and none forbids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from graph.model import Concept


class Effect(StrEnum):
    """What a feature does to its candidate; to propose is all that likeness ever does."""

    DECIDES = "decides"
    FORBIDS = "forbids"
    PROPOSES = "proposes"
    TELLS = "tells"


class Feature(NamedTuple):
    """One thing that a name and a concept have to do with each other, and how people are told of it."""

    name: str
    effect: Effect
    told: str


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A concept that a name may stand for, and why, or why not."""

    concept: Concept
    features: tuple[Feature, ...]

    @property
    def decides(self) -> bool:
        """Whether the name is taken for this concept."""
        effects = {each.effect for each in self.features}
        return Effect.DECIDES in effects and Effect.FORBIDS not in effects
