"""How two connect: the shortest paths between them, every step with the sentence that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.web.graphs import Node, Piece
from api.web.visit import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.web.address import Address
    from api.web.visit import Visit

VIA: Final = {"concepts": ["MENTIONS", "BROADER"], "papers": ["SIMILAR_TO", "CITES"], "any": None}
"""What a path can lead through, and along which relations that is; through concepts there are sentences to show."""

HOPS: Final = 6
USUAL_HOPS: Final = 4


class Hop(NamedTuple):
    """One step of a path: from where to where, what ties the two, and the sentence that shows it, if one does."""

    start: Node
    end: Node
    tie: str
    evidence: str


def page(visit: Visit) -> Shown:
    """The paths once both ends are chosen; before that, what to choose from."""
    address = visit.address
    asked = {name: address.get(name) for name in ("from", "to")}
    words = {name: address.get(f"{name}_q") for name in asked}
    via = address.choice("via", VIA, "concepts")
    ends = _ends(visit, asked)
    values: dict[str, Any] = {"paths": None, "picture": None}
    if all(ends.values()):
        hops = address.number("hops", 1, HOPS, USUAL_HOPS)
        found = visit.ask("path", locale=visit.locale, **asked, via=VIA[via], maxHops=hops)
        values = _walked(visit, found["paths"], found["conceptKinds"])
    return Shown(
        "path.html",
        {
            "ends": ends,
            "choices": {name: _choices(visit, text) for name, text in words.items() if text and not ends[name]},
            "words": words,
            "vias": list(VIA),
            "via": via,
            **values,
        },
    )


def _ends(visit: Visit, asked: Mapping[str, str]) -> dict[str, Node | None]:
    """The nodes at both ends, None where none is chosen, or none has that id."""
    ids = [each for each in asked.values() if each]
    found = visit.ask("nodes", locale=visit.locale, ids=ids)["nodes"] if ids else []
    nodes = {own: Node.of(each, visit.address) for own, each in zip(ids, found, strict=True) if each}
    return {name: nodes.get(own) for name, own in asked.items()}


def _choices(visit: Visit, text: str) -> list[Node]:
    found = visit.ask("ends", locale=visit.locale, search=text)
    return [Node.of(each, visit.address) for each in (*found["papers"]["nodes"], *found["concepts"]["nodes"])]


def _walked(visit: Visit, paths: Sequence[Any], kinds: Sequence[Any]) -> dict[str, Any]:
    if not paths:
        return {"paths": [], "picture": None}
    nodes = {each["id"]: each for path in paths for each in path["nodes"]}
    links = {tuple(link.values()): link for path in paths for link in map(_link, path["hops"])}
    piece = Piece.of(list(nodes.values()), list(links.values()), kinds, visit.address)
    first = [each["id"] for each in paths[0]["nodes"]]
    named = {each.id: each.name for each in piece.nodes}
    title = visit.words("path.title", a=named[first[0]], b=named[first[-1]])
    return {
        "paths": [[_hop(each, visit.address) for each in path["hops"]] for path in paths],
        "piece": piece,
        "picture": piece.picture(visit.words, title, seeds=(first[0], first[-1]), path=first),
    }


def _link(hop: Mapping[str, Any]) -> dict[str, Any]:
    """The link that a step is walked along, in its own direction."""
    start, end = hop["from"]["id"], hop["to"]["id"]
    if hop["backwards"]:
        start, end = end, start
    return {"relation": hop["relation"], "from": start, "to": end, "weight": 1.0}


def _hop(hop: Mapping[str, Any], address: Address) -> Hop:
    tie = hop["relation"] + ("_back" if hop["backwards"] else "")
    evidence = hop["evidence"]["text"] if hop["evidence"] else ""
    return Hop(Node.of(hop["from"], address), Node.of(hop["to"], address), tie, evidence)
