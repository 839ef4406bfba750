"""Pieces of the graph: nodes as pages show them, and their picture."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from markupsafe import Markup

from api.web.marked import clean, shortened
from api.web.picture import Dot, Layout, Line, draw, sign
from api.web.picture import Words as Captions
from api.web.words import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.web.address import Address
    from api.web.words import Words

    Data = Mapping[str, Any]

LABEL: Final = 140
PICTURES: Final = 64
"""So many pictures are kept for whoever wants the same."""

OTHERS: Final = ("paper", "author")
"""Kinds of nodes that are no concepts."""


class Node(NamedTuple):
    """A paper, a concept or an author: its kind, what it is called, and its page.

    `weight` is how much there is of it: of a paper how many concepts it mentions, of a concept how many papers mention
    it.
    """

    id: str
    kind: str
    name: str
    place: Address
    year: int | None
    weight: int

    @classmethod
    def of(cls, data: Data, address: Address) -> Node:
        """The node that the API tells of, its page in the language of an address."""
        kind = data.get("kind") or ("paper" if "title" in data else "author")
        name = shortened(data.get("title") or data.get("name") or data["id"], LABEL)
        if kind == "author":
            place = address.to("/search", author=name)
        else:
            place = address.to("/paper" if kind == "paper" else "/concept", id=data["id"])
        weight = data["concepts"]["totalCount"] if "concepts" in data else data.get("paperCount", 1)
        return cls(data["id"], kind, clean(name), place, data.get("year"), weight)


class Link(NamedTuple):
    """A link between two nodes."""

    source: Node
    target: Node
    relation: str
    weight: float


class Piece(NamedTuple):
    """A piece of the graph, and what the kinds of its nodes are called."""

    nodes: Sequence[Node]
    links: Sequence[Link]
    kinds: Mapping[str, str]

    @classmethod
    def of(cls, nodes: Sequence[Data], links: Sequence[Data], kinds: Sequence[Data], address: Address) -> Piece:
        """The piece that the API tells of."""
        made = {each["id"]: Node.of(each, address) for each in nodes}
        joined = [Link(made[each["from"]], made[each["to"]], each["relation"], each["weight"]) for each in links]
        return cls(list(made.values()), joined, {each["name"]: each["label"] for each in kinds})

    def legend(self, words: Words) -> list[tuple[Markup, str]]:
        """The sign of every kind that is there, and what it is called."""
        called = {each: words(f"kinds.{each}") for each in OTHERS} | dict(self.kinds)
        there = {each.kind for each in self.nodes}
        return [(_safe(sign(kind)), called[kind]) for kind in called if kind in there]

    def picture(
        self,
        words: Words,
        title: str,
        *,
        layout: Layout = Layout.FORCE,
        seeds: Sequence[str] = (),
        path: Sequence[str] = (),
        standalone: bool = False,
    ) -> Markup:
        """The picture of it, its dots leading to their pages."""
        dots = tuple(_dot(each, words, seed=each.id in seeds) for each in self.nodes)
        lines = tuple(
            Line(
                each.source.id,
                each.target.id,
                each.relation,
                each.weight,
                words(f"relations.{each.relation}", a=each.source.name, b=each.target.name),
            )
            for each in self.links
        )
        return _drawn(dots, lines, layout, words.language, clean(title), tuple(path), standalone)


def _dot(node: Node, words: Words, *, seed: bool) -> Dot:
    says = words(f"dots.{node.kind if node.kind in OTHERS else 'concept'}", name=node.name, count=node.weight)
    return Dot(node.id, node.kind, node.name, node.weight, node.year, seed, str(node.place), says)


@lru_cache(maxsize=PICTURES)
def _drawn(
    dots: tuple[Dot, ...],
    lines: tuple[Line, ...],
    layout: Layout,
    language: str,
    title: str,
    path: tuple[str, ...],
    standalone: bool,
) -> Markup:
    words = words_of(language)
    captions = Captions(words("map.no_year"), words("map.concepts"))
    return _safe(draw(dots, lines, layout, words=captions, title=title, path=path, standalone=standalone))


def _safe(drawn: str) -> Markup:
    return Markup(drawn)  # noqa: S704 - whoever draws escapes what it is given
