"""Lists of similar papers: the weights that an address asks for, and the entries with their reasons in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from api.web.narrowing import Turns, turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.web.address import Address

SIGNALS: Final = ("text", "concepts", "citations", "semantic", "overlap")
PARAMETERS: Final = tuple(f"w_{each}" for each in SIGNALS)
"""What their weights are called in an address, in hundredths."""

TERMS: Final = 4
CONCEPTS: Final = 5


class Part(NamedTuple):
    """What one signal gives to a score, in hundredths of the best paper's score."""

    signal: str
    share: float
    start: float


class Ranked(NamedTuple):
    """A list of similar papers, as a page shows it."""

    entries: Sequence[Mapping[str, Any]]
    total: int
    took_ms: float
    weights: Mapping[str, int]
    turns: Turns


def weights(address: Address) -> dict[str, float] | None:
    """The weights of the signals, from hundredths; None where the address says nothing, or all of them are nought."""
    given = {each: address.number(f"w_{each}", 0, 100, 0) / 100 for each in SIGNALS}
    return given if any(given.values()) else None


def unweighted(address: Address) -> Address:
    """The same with the default weights."""
    return address.having(**dict.fromkeys(PARAMETERS))


def ranked(address: Address, found: Mapping[str, Any]) -> Ranked:
    """The list that the API found, each entry with the parts of its score and what it shares."""
    edges = found["edges"]
    best = max((each["score"] for each in edges), default=0.0)
    entries = [{**each, "parts": _parts(each["why"], best), **_shared(each["why"])} for each in edges]
    shown = {name: round(100 * weight) for name, weight in found["weights"].items()}
    return Ranked(entries, found["totalCount"], found["tookMs"], shown, turns(address, found["pageInfo"], len(edges)))


def _parts(why: Sequence[Mapping[str, Any]], best: float) -> list[Part]:
    parts: list[Part] = []
    start = 0.0
    for signal in SIGNALS:
        given = sum(each["contribution"] for each in why if each["signal"] == signal.upper())
        if given > 0 and best > 0:
            share = 100 * given / best
            parts.append(Part(signal, round(share, 1), round(start, 1)))
            start += share
    return parts


def _shared(why: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    concepts = {each["concept"]["id"]: each["concept"] for each in why if each["concept"]}
    terms = dict.fromkeys(each["term"] for each in why if each["term"])
    return {"concepts": list(concepts.values())[:CONCEPTS], "terms": list(terms)[:TERMS]}
