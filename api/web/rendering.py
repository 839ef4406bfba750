"""Templates filled in: everything that is put into one is escaped, whoever wrote it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.web.likeness import PARAMETERS, unweighted
from api.web.marked import clean, derived, highlights, marked, mentions, shortened, spoken, spots
from api.web.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.web.address import Address
    from api.web.visit import Visit

HERE: Final = Path(__file__).parent
STATIC: Final = {
    "explorer.css": "text/css; charset=utf-8",
    "picture.css": "text/css; charset=utf-8",
    "live.js": "text/javascript; charset=utf-8",
    "picture.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that pages load, and what they are."""


@cache
def static(name: str) -> bytes:
    """The bytes of one of the STATIC files."""
    return (HERE / "static" / name).read_bytes()


@cache
def static_address(name: str) -> str:
    """Where a file is got, in this version of it: what was got there can be kept for ever."""
    return f"/static/{name}?{hashlib.sha256(static(name)).hexdigest()[:12]}"


def rendered(template: str, visit: Visit, values: Mapping[str, Any]) -> str:
    """The page that a template makes for a visit."""
    address = visit.address

    def place(concept: str) -> Address:
        return address.to("/concept", id=concept)

    given = {
        "t": visit.words,
        "address": address,
        "to": address.to,
        "languages": LANGUAGES,
        "asked": visit.ask.asked,
        "signed_in": visit.signed_in,
        "static": static_address,
        "weighing": PARAMETERS,
        **_HELPERS,
        "place": place,
        **values,
    }
    return _templates.get_template(template).render(given)


_HELPERS: Final[Mapping[str, Any]] = {
    each.__name__: each for each in (derived, highlights, marked, mentions, shortened, spoken, spots, unweighted)
}
"""Functions that templates call."""


def _safe(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_templates: Final = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=_safe,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
