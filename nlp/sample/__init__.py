"""The sample corpus: invented papers about social media, AI and ICT in government, written for litgraph (CC0 1.0)."""

from __future__ import annotations

from pathlib import Path


def sample_paths() -> list[Path]:
    """The sample's files: a portal page of 24 abstracts, and 8 BibTeX entries, 5 of which are on the page too."""
    folder = Path(__file__).parent
    return [folder / "portal.txt", folder / "papers.bib"]
