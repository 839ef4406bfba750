"""What is known of one request, where it is kept meanwhile, and which requests nobody has to know of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from api.exchange import Noted

GRAPHQL_PATH: Final = "/graphql"

KEY: Final = "litgraph.record"
"""The record's place in the scope of a request."""

PROBES: Final = ("/health/", "/metrics")
"""Below these paths machines ask all day."""


@dataclass(slots=True)
class Record:
    """What is known of one request beside its bytes: what the endpoint tells of it."""

    operation: str = ""
    token: str = ""
    role: str = ""
    codes: tuple[str, ...] = ()
    cost: int | None = None
    limit: str = ""
    query: str = ""
    noted: Noted = field(default_factory=Noted)

    @property
    def outcome(self) -> str:
        """The code of the first error, or OK."""
        return self.codes[0] if self.codes else "OK"
