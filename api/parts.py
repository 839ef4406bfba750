"""What a selection returns at most: a sum, of which variables complete what they decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from api.sizes import ARGUMENTS, CHARACTERS, STEPS, Rule, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence


class Variable(NamedTuple):
    """The value that a variable will have."""

    name: str


Pages = tuple[tuple[str, object], ...]
"""The arguments that say how long a list or a text is, with their values."""


class Load(NamedTuple):
    """What a selection returns: for the object it is made on, and beside that for each item of the page it holds."""

    nodes: int = 0
    rankings: int = 0
    values: int = 0
    item_nodes: int = 0
    item_rankings: int = 0
    item_values: int = 0


class Term(NamedTuple):
    """A field or a fragment whose load depends on variables: its page, its text, whether it is there, what is in it."""

    rule: Rule
    pages: Pages
    texts: Pages
    unless: Sequence[tuple[str, bool]]
    inner: Part


class Part(NamedTuple):
    """A selection: the load that is certain, and what depends on variables."""

    fixed: Load
    terms: tuple[Term, ...]


NO_LOAD: Final = Load()
NO_PART: Final = Part(NO_LOAD, ())


def measured(part: Part, variables: Mapping[str, object], known: dict[int, Load]) -> Load:
    """The load of a part with these variables; `known` keeps that of parts which stand in several places."""
    load = known.get(id(part))
    if load is None:
        load = part.fixed
        for term in part.terms:
            if not any(variables.get(name) is gone for name, gone in term.unless):
                inner = measured(term.inner, variables, known)
                size = size_of(term.rule, term.pages, variables)
                load = added(load, term.rule, size, inner, rankings_of(term.rule, size, term.texts, variables))
        known[id(part)] = load
    return load


def added(load: Load, rule: Rule, size: int, inner: Load, ranked: int) -> Load:
    """The load with that of one more field or fragment, behind which there are `size` objects of the load `inner`."""
    nodes, rankings, values, item_nodes, item_rankings, item_values = load
    rankings += ranked
    values += 1
    match rule.shape:
        case Shape.SPREAD:
            return Load(*(before + more for before, more in zip(load, inner, strict=True)))
        case Shape.ITEMS:
            item_nodes += size * (1 + inner.nodes)
            item_rankings += size * inner.rankings
            item_values += size * inner.values
        case Shape.HELD:
            nodes += inner.nodes + size * inner.item_nodes
            rankings += inner.rankings + size * inner.item_rankings
            values += inner.values + size * inner.item_values
        case _:
            nodes += size * (inner.nodes + (rule.shape is not Shape.PART))
            rankings += size * inner.rankings
            values += size * inner.values
    return Load(nodes, rankings, values, item_nodes, item_rankings, item_values)


def size_of(rule: Rule, pages: Pages, variables: Mapping[str, object]) -> int:
    """How many objects there are: the most that an argument says, the default where all are null."""
    sizes: list[int] = []
    for argument, value in pages:
        told = variables.get(value.name) if isinstance(value, Variable) else value
        if told is not None:
            sizes.append(_told(argument, told))
    return max(sizes, default=rule.size)


def rankings_of(rule: Rule, size: int, texts: Pages, variables: Mapping[str, object]) -> int:
    """How often a field itself ranks."""
    if not rule.ranked:
        return 0
    read = sum(_characters(value, variables) for _, value in texts) // CHARACTERS
    return rule.ranked + read + (size // STEPS if rule.walks else 0)


def _characters(value: object, variables: Mapping[str, object]) -> int:
    value = variables.get(value.name) if isinstance(value, Variable) else value
    if isinstance(value, Mapping):
        value = value.get("text")
        value = variables.get(value.name) if isinstance(value, Variable) else value
    return len(value) if isinstance(value, str) else 0


def _told(argument: str, value: object) -> int:
    """The length that a value says, between 0 and the most; what is no number counts as the most, and is refused."""
    most = ARGUMENTS[argument]
    if argument == "ids":
        return min(len(value), most) if isinstance(value, list | tuple) else 1
    if isinstance(value, bool) or not isinstance(value, int | float) or value % 1 != 0:
        return most
    return int(min(max(value, 0), most))
