"""One visit of a page: what was asked for, in which language, and the three things that can come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.web.address import Address
    from api.web.asking import Asking
    from api.web.words import Words


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is made from."""

    address: Address
    words: Words
    ask: Asking
    signed_in: bool = False

    @property
    def locale(self) -> str:
        """The language, as the API takes it."""
        return self.words.language


@dataclass(frozen=True, slots=True)
class Shown:
    """A page to be shown: its template, and what stands in it."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    status: int = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another address, which has what was asked for."""

    address: Address


@dataclass(frozen=True, slots=True)
class File:
    """A file to be kept under a name."""

    body: str
    media: str
    name: str


Page = Callable[[Visit], Shown | Elsewhere | File]
"""Makes a page of a visit; raises LitgraphError for what cannot be shown."""
