"""The services litgraph can ask: a new one is a file beside this one and a line here."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from nlp.connectors import arxiv, crossref, europepmc, openalex

if TYPE_CHECKING:
    from nlp.connectors.service import Service

SERVICES: Final[dict[str, Service]] = {
    each.name: each for each in (openalex.SERVICE, crossref.SERVICE, arxiv.SERVICE, europepmc.SERVICE)
}


def is_asked(source: str) -> bool:
    """Whether a source is a question to a service (`openalex:…`), and not a file of that name."""
    if source.partition(":")[0] not in SERVICES or ":" not in source:
        return False
    with suppress(OSError):  # a question too long for the name of a file
        return not Path(source).exists()
    return True
