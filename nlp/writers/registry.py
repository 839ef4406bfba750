"""The formats litgraph exports to: a new one is a file beside this one and a line here."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from graph.errors import LitgraphError
from nlp.writers import graphml, jsonl, jsonld, ris, table
from nlp.writers.bibtex import WRITER as BIBTEX

if TYPE_CHECKING:
    from nlp.writers.formats import Writer

WRITERS: Final[dict[str, Writer]] = {
    each.name: each
    for each in (
        BIBTEX,
        ris.WRITER,
        table.WRITER,
        jsonl.WRITER,
        graphml.WRITER,
        jsonld.WRITER,
    )
}


def find_writer(name: str, chosen: str | None = None) -> Writer:
    """The chosen writer, else the one that owns the extension of the file's name, `.gz` apart.

    Raises LitgraphError, which lists the formats, if there is none.
    """
    if chosen is None:
        suffix = PurePath(name.lower().removesuffix(".gz")).suffix
        found = next((each for each in WRITERS.values() if suffix and suffix in each.extensions), None)
    else:
        found = WRITERS.get(chosen)
    if not found:
        what = f"{name} does not tell the format" if chosen is None else f"{chosen} is no format"
        raise LitgraphError(what, f"choose with --format: {', '.join(WRITERS)}")
    return found
