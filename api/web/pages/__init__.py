"""The pages of the explorer: one module each, and the address that it answers at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from api.web.pages import advanced, concept, concepts, home, map, paper, path, search, similar, why  # noqa: A004

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.web.visit import Page

PAGES: Final[Mapping[str, Page]] = {
    "/": home.page,
    "/search": search.page,
    "/advanced": advanced.page,
    "/paper": paper.page,
    "/paper.bib": paper.bibtex,
    "/paper.ris": paper.ris,
    "/similar": similar.page,
    "/why": why.page,
    "/concept": concept.page,
    "/concepts": concepts.page,
    "/map": map.page,
    "/map.svg": map.file,
    "/path": path.page,
}
