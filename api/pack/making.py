"""The files of the pack, from what a store says now."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from api.pack import check_neo4j
from api.web.marked import clean
from api.web.picture.ink import LINES
from api.web.picture.shapes import rank_of, shape_of
from graph.stores.neo4j.pack import NOTES, labels
from graph.stores.neo4j.pack.queries import all_of, packed, queries
from graph.stores.neo4j.pack.questions import worked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Counts
    from graph.store import StoreReader
    from graph.stores.neo4j.pack.questions import Worked


@dataclass(frozen=True, slots=True)
class Pack:
    """What the files say, as the store was at one revision."""

    revision: int
    counts: Counts
    kinds: Mapping[str, int]
    questions: tuple[Worked, ...]

    @classmethod
    def of(cls, store: StoreReader) -> Self:
        """The pack of a store; raises StoreMissingError where that is no Neo4j."""
        check_neo4j(store.url)
        revision = store.revision()  # first: what comes in meanwhile makes the next one
        kinds = store.concept_kinds()
        return cls(revision, store.counts(), {each: kinds[each] for each in sorted(kinds, key=rank_of)}, worked(store))

    @property
    def asked(self) -> int:
        """How many questions are asked of this graph."""
        return sum(each.cypher is not None for each in self.questions)

    def file(self, name: str, api: str = "") -> bytes:
        """One of the files of the pack; `api` is where the guide's readers find the explorer, if they do."""
        match name:
            case "guide.html":
                return self._guide(api)
            case "style.grass":
                return self._style()
            case "queries.cypher":
                return all_of(self.questions).encode()
            case "queries.zip":
                return packed(self.questions)
            case _:
                raise KeyError(name)

    def each_query(self) -> Mapping[str, str]:
        """The files of `queries.zip`, for those who want one alone."""
        return queries(self.questions)

    def _guide(self, api: str) -> bytes:
        groups = {name: list(each) for name, each in groupby(self.questions, lambda each: each.group)}
        values = {"counts": self.counts, "kinds": self.kinds, "groups": groups, "asked": self.asked, "explorer": api}
        return self._filled("guide.html", **values)

    def _style(self) -> bytes:
        lines = {name: colour for name, (_, colour, _) in LINES.items() if name != "SIMILAR_TO"}
        return self._filled("style.grass", notes=NOTES, lines=lines)

    def _filled(self, template: str, **values: Any) -> bytes:
        given = {"labels": labels(self.kinds), "colour": _colour, **values}
        return _templates.get_template(template).render(given).encode("utf-8", "replace")


def _colour(kind: str) -> str:
    return shape_of(kind).light


def _safe(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


_templates: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    finalize=_safe,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
