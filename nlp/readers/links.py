"""What a link to a paper says: its address, and the global id in it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from graph.identity import parse_id

_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\.)(?:(?!;\s*(?:https?|ftp)://)\S)+", re.IGNORECASE)
_PUBMED = re.compile(
    r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed|europepmc\.org/(?:abstract|article)/MED)/(\d{1,9})\b",
    re.IGNORECASE,
)
_VIEWS: Final = "abstract asset epdf epub full fullpdf fulltext html meta pdf pdfdirect references summary suppl tables"
_PUBLISHED = re.compile(
    r"/(?P<doi>10\.\d{4,9}/[^\s/?#]+?)(?:(?<=\d{6})v\d+)?(?:\.full)?(?:\.(?:pdf|html?|xml))?"
    rf"(?=[?#]|/?$|/(?:{'|'.join(_VIEWS.split())})\b)",
    re.IGNORECASE,
)
"""A DOI in a publisher's address, up to what names a view of the paper: where anything else follows, it is not read."""


def addresses(text: str) -> list[str]:
    """The addresses in a text; `;` and white space part them, a `;` inside one stays."""
    return [found.rstrip(";,") for found in _ADDRESS.findall(text)]


def linked_id(address: str) -> str | None:
    """The id that the address of a paper names, in its one spelling, or None.

    `…/doi/10.5555/x/abstract` is of 10.5555/x. Known are resolvers, arXiv, PubMed, Europe PMC and the addresses of
    publishers that end in a DOI or in a view of it.
    """
    if found := parse_id(address):
        return found
    if pubmed := _PUBMED.search(address):
        return f"pmid:{pubmed[1]}"
    published = _PUBLISHED.search(unquote(address.partition("?")[0]))
    return parse_id(published["doi"]) if published else None
