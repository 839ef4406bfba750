"""The formats litgraph reads: a new one is a file beside this one and a line here."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from graph.errors import SourceError
from nlp.readers import bibtex, cassette, endnote, jsonl, medline, portal, ris, sheets, table, wos
from nlp.readers.xml import acl, atom, jats, oai, pubmed

if TYPE_CHECKING:
    from nlp.readers.formats import Format

FORMATS: Final[dict[str, Format]] = {
    each.name: each
    for each in (
        portal.FORMAT,
        jsonl.FORMAT,
        bibtex.FORMAT,
        ris.FORMAT,
        medline.FORMAT,
        endnote.FORMAT,
        wos.FORMAT,
        table.FORMAT,
        sheets.FORMAT,
        pubmed.FORMAT,
        jats.FORMAT,
        acl.FORMAT,
        oai.FORMAT,
        atom.FORMAT,
        cassette.FORMAT,
    )
}

COMPRESSED = (".gz", ".xz", ".bz2")


def find_format(name: str, sample: str, chosen: str | None = None) -> Format:
    """The chosen format, else one that knows the content, of those that own the file's extension if it can be.

    What no format knows is read in one that owns the extension: it says what is wrong.

    Raises SourceError, which lists the formats, if there is none.
    """
    listed = f"the formats are {', '.join(FORMATS)}"
    if chosen:
        if chosen not in FORMATS:
            raise SourceError(f"{chosen} is no format", listed)
        return FORMATS[chosen]
    suffixes = [each.lower() for each in PurePath(name).suffixes if each.lower() not in COMPRESSED]
    owners = [each for each in FORMATS.values() if suffixes and suffixes[-1] in each.extensions]
    known = (each for each in (*owners, *FORMATS.values()) if each.sniff(sample))
    found = next(known, None) or next(iter(owners), None)
    if not found:
        raise SourceError(f"{name} is in no format that a reader knows", f"{listed}; choose one with --format")
    return found
