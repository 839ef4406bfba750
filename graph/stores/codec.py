"""How both stores write down what no column or property holds as it is."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from graph.identity import normalise
from graph.members import DIGEST_SIZE, Member
from graph.model import Mention, TextField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Concept


def pack_mention(mention: Mention) -> str:
    """A mention without its concept, as people read it in the graph: `ABSTRACT:12:17:gazetteer:0.95`."""
    return f"{mention.field}:{mention.start}:{mention.end}:{mention.rule}:{mention.confidence!r}"


def unpack_mentions(pairs: Iterable[tuple[str, Iterable[str]]]) -> tuple[Mention, ...]:
    """A paper's mentions in reading order, from each concept's id and its packed mentions."""
    found = (_unpacked(concept, each) for concept, packed in pairs for each in packed)
    return tuple(sorted(found, key=lambda each: (each.place, each.concept)))


def group_mentions(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    """A paper's mentions by concept: concepts sorted, each one's mentions in reading order."""
    groups: dict[str, list[Mention]] = {}
    for each in sorted(mentions, key=lambda mention: (mention.concept, mention.place)):
        groups.setdefault(each.concept, []).append(each)
    return groups


def search_key(text: str) -> str:
    """A text as concept search compares it: case and white space folded."""
    return normalise(text).casefold()


def concept_search_key(concept: Concept) -> str:
    """Every name of a concept, folded, one a line."""
    return "\n".join(search_key(each) for each in (concept.name, concept.name_zh or "", *concept.aliases) if each)


def pack_members(members: Sequence[Member]) -> bytes:
    """Members of a run in few bytes: their ids compressed, one a line, and their digests as they are."""
    ids = zlib.compress("\n".join(each.paper for each in members).encode())
    return ids + b"".join(each.digest for each in members)


def unpack_members(packed: bytes) -> list[Member]:
    """The members that were packed, in their order."""
    inflate = zlib.decompressobj()
    ids = inflate.decompress(packed).decode().split("\n")
    digests = inflate.unused_data
    return [Member(paper, digests[place * DIGEST_SIZE : (place + 1) * DIGEST_SIZE]) for place, paper in enumerate(ids)]


def _unpacked(concept: str, packed: str) -> Mention:
    where, start, end, rule, confidence = packed.split(":")
    return Mention(concept, TextField(where), int(start), int(end), rule, float(confidence))
