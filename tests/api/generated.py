"""Makes valid requests to any schema: nested, aliased, merged, in fragments, with directives and variables.

`generate` takes its choices from a function `below(n)`: `random.Random(seed).randrange`, or a draw of Hypothesis. A
request may list cursors: `Request.following` puts those of a first answer in. At most one value in a request is one
that resolvers refuse, at a place that is reached once, so that its errors do not depend on who is first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLBoolean,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    Undefined,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_list_type,
)
from graphql.utilities import do_types_overlap

from tests.api import scopes
from tests.api.given import Arguments, Chooser, Values
from tests.api.scopes import PAGES, Entry, Scope, Spent

if TYPE_CHECKING:
    from collections.abc import Callable

    from graphql import GraphQLField, GraphQLOutputType, GraphQLSchema

    Composite = GraphQLObjectType | GraphQLInterfaceType

DIFFERENT = frozenset({"PaperConnection.tookMs", "SimilarPaperConnection.tookMs", "GraphStats.store"})
"""Fields that are not equal from call to call, or from store to store: they are not asked for."""

RANKED = {"PaperConnection", "SimilarPaperConnection"}
"""What takes a ranking to answer; a request may have a limited number of them."""

DEPTH, WIDTH = 9, 120
"""How deep a request goes, and how many objects one field of it may stand on, about."""

DEFAULT, LIST = 20, 6
"""How long a page is taken to be where nobody says it, and a list that has no pages."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is sent; `cursors` names variables that stand for cursors of the lists at these paths."""

    query: str
    variables: dict[str, Any]
    operation: str | None
    cursors: dict[str, tuple[str, ...]]

    def following(self, data: Any) -> Request | None:
        """The request with cursors from its first answer's data; None where that has none."""
        found = {name: cursor for name, path in self.cursors.items() if (cursor := _cursor_at(data, path))}
        return replace(self, variables={**self.variables, **found}) if found else None


def generate(
    schema: GraphQLSchema,
    below: Callable[[int], int],
    values: Values,
    faults: Values,
    without: frozenset[str] = DIFFERENT,
) -> Request:
    """A valid request, of one to three operations of which one is chosen; fields in `without` are not in it.

    `values` must hold for every scalar argument something to ask with, by its place or its name: LookupError if not.
    """
    writer = _Writer(schema, Chooser(below), values, faults, without)
    choose = writer.choose
    count = 1 + (choose.below(3) if choose.chance(15) else 0)
    chosen = choose.below(count)
    operations: list[str] = []
    cursors: dict[str, tuple[str, ...]] = {}
    for number in range(count):
        writer.begin(faulty=number == chosen and choose.chance(15))
        operations.append(writer.operation(f"Q{number}", anonymous=count == 1 and choose.chance(50)))
        if number == chosen:
            cursors = writer.cursors
    named = f"query Q{chosen}" in operations[chosen]
    operation = f"Q{chosen}" if named and (count > 1 or choose.chance(50)) else None
    sent = {each.name: each.value for each in writer.arguments.variables.values() if each.value is not Undefined}
    if choose.chance(3):
        sent["nobodyAsksForThis"] = 1
    if sent and choose.chance(3):
        sent[choose.one(sorted(sent))] = {"no": "such value"}
    return Request(" ".join(operations + writer.definitions(operations)), sent, operation, cursors)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a selection stands: how many objects it is for, how long a page's lists are, and the way to it."""

    depth: int
    width: int = 1
    page: int = LIST
    path: tuple[str, ...] | None = ()
    """None within a named fragment: it may stand in several places."""


@dataclass(frozen=True, slots=True)
class _Fragment:
    name: str
    kind: Composite
    text: str
    used: set[str]
    scope: Scope
    spent: Spent
    place: _Place


class _Writer:
    def __init__(
        self, schema: GraphQLSchema, choose: Chooser, values: Values, faults: Values, without: frozenset[str]
    ) -> None:
        self.schema, self.choose, self.without = schema, choose, without
        self.arguments = Arguments(choose, values, faults)
        self.cursors: dict[str, tuple[str, ...]] = {}
        self._fragments: list[_Fragment] = []
        self._spent = Spent()
        self._names = 0

    def begin(self, *, faulty: bool) -> None:
        """Another operation begins; fragments of earlier ones may be used in it again."""
        self.arguments.faulty, self.cursors, self._spent = faulty, {}, Spent()

    def definitions(self, operations: list[str]) -> list[str]:
        """The fragments that these operations use, directly or through others."""
        texts = {each.name: each.text for each in self._fragments}
        wanted, found = _spreads(" ".join(operations)), set[str]()
        while new := wanted - found:
            found |= new
            wanted = {name for each in new for name in _spreads(texts[each])}
        return [text for name, text in texts.items() if name in found]

    def operation(self, name: str, *, anonymous: bool) -> str:
        root = self.schema.query_type
        assert root
        used: set[str] = set()
        body = self._selection(root, Scope(), _Place(2 + self.choose.below(DEPTH - 1)), used)
        declared = [self.arguments.variables[each].declared for each in sorted(used, key=lambda each: int(each[1:]))]
        head = "query " + ("" if anonymous else name) + (f"({', '.join(declared)})" if declared else "")
        return body if anonymous and not declared else f"{head} {body}"

    def _selection(self, kind: Composite, scope: Scope, place: _Place, used: set[str], first: str = "") -> str:
        parts = [first] if first else []
        for _ in range(1 + self.choose.below(5)):
            way = self.choose.below(100)
            fragments = 40 if is_abstract_type(kind) else 80
            if way >= 94:
                part = self._again(kind, scope, place, used)
            elif way >= 92 and kind is self.schema.query_type:
                part = f'{self._fresh()}: __type(name: "{self.choose.one(self._types()).name}") {{ kind name }}'
            elif way >= fragments:
                part = self._fragment(kind, scope, place, used)
            else:
                part = self._field(kind, scope, place, used)
            parts += [part] if part else []
        if not parts or self.choose.chance(7):
            parts.append(self._typename(scope))
        return "{ " + " ".join(parts) + " }"

    def _typename(self, scope: Scope) -> str:
        signature = ("__typename", "", "String!")
        taken = scope.fields.get("__typename")
        if taken is not None and taken.signature != signature:  # an alias may be named like that
            return f"{self._fresh()}: __typename"
        scope.fields.setdefault("__typename", Entry(signature, "", "__typename", set()))
        self._spent.fields += 1
        return "__typename"

    def _field(self, kind: Composite, scope: Scope, place: _Place, used: set[str]) -> str:
        known = [name for name, each in kind.fields.items() if self._answerable(f"{kind.name}.{name}", each, place)]
        if not known:
            return ""
        name = self.choose.one(known)
        definition = kind.fields[name]
        fixed, size = self._window(definition, place)
        text, own, given = self.arguments.written(f"{kind.name}.{name}", definition.args, fixed, fault=place.width == 1)
        key = self._key(kind, name, scope, (name, text, str(definition.type)))
        pages = ""
        if key not in scope.fields and place.path is not None and place.width == 1 and "after" in fixed:
            text, pages = self._from_cursor(text, own, given, fixed, (*place.path, key))
        entry = scope.fields.setdefault(key, Entry((name, text, str(definition.type)), kind.name, name + text, own))
        if pages:
            entry.inner.take(PAGES)
        if is_list_type(_bare(definition.type)) and "ids" in given:
            size = max(1, len(given["ids"]))
        return self._written(kind, key, entry, place, size, used, pages)

    def _from_cursor(
        self, text: str, own: set[str], given: dict[str, Any], fixed: dict[str, Any], path: tuple[str, ...]
    ) -> tuple[str, str]:
        """Now and then a page from a cursor on, and what is to be selected to have one."""
        way, end = self.choose.one((("after", "endCursor"), ("after", "startCursor"), ("before", "endCursor")))
        if {"after", "before"} & {*given} or way not in fixed or not self.choose.chance(40):
            return text, ""
        cursor = self.arguments.cursor(own)
        self.cursors[cursor[1:]] = (*path, "pageInfo", end)
        more = f"{way}: {cursor})"
        return (f"{text[:-1]}, {more}" if text else f"({more}"), "pageInfo { endCursor startCursor }"

    def _written(
        self, kind: Composite, key: str, entry: Entry, place: _Place, size: int, used: set[str], pages: str = ""
    ) -> str:
        name = entry.signature[0]
        alias = "" if key == name else f"{key}: "
        self._spent = self._spent.plus(Spent(1, int(bool(alias)), self._rankings(name, kind.fields[name], place)))
        used |= entry.used
        text = f"{alias}{entry.text}{self._directive(used)}"
        returned = kind.fields[name].type
        inner = get_named_type(returned)
        if not is_composite_type(inner):
            return text
        many = is_list_type(_bare(returned))
        width = place.width * (place.page if many and kind.name.endswith("Connection") else size if many else 1)
        page = size if inner.name.endswith("Connection") else LIST
        path = None if place.path is None else (*place.path, key)
        below = _Place(place.depth - 1, width, page, path)
        return f"{text} {self._selection(inner, entry.inner, below, used, pages)}"  # type: ignore[arg-type]

    def _again(self, kind: Composite, scope: Scope, place: _Place, used: set[str]) -> str:
        """A field that stands here already, once more: its selections merge."""
        known = [
            (key, each)
            for key, each in scope.fields.items()
            if each.parent == kind.name and self._answerable("", kind.fields[each.signature[0]], place)
        ]
        if not known:
            return ""
        key, entry = self.choose.one(known)
        return self._written(kind, key, entry, place, 20, used)

    def _fragment(self, kind: Composite, scope: Scope, place: _Place, used: set[str]) -> str:
        if place.depth < 2 or not self._spent.within:
            return ""
        conditions = [each for each in self._types() if do_types_overlap(self.schema, kind, each)]
        condition = self.choose.one([kind, *conditions])
        if self.choose.chance(50):
            head = "..." if condition is kind and self.choose.chance(50) else f"... on {condition.name}"
            within = replace(place, depth=place.depth - 1)
            return f"{head}{self._directive(used)} {self._selection(condition, scope, within, used)}"
        return self._named(kind, condition, scope, place, used)

    def _named(self, kind: Composite, condition: Composite, scope: Scope, place: _Place, used: set[str]) -> str:
        again = [
            each
            for each in self._fragments
            if do_types_overlap(self.schema, kind, each.kind)
            and each.place.width >= place.width
            and each.place.page >= place.page
            and each.place.depth <= place.depth
            and self._spent.plus(each.spent).within
            and scope.fits(each.scope)
        ]
        if again and self.choose.chance(60):
            fragment = self.choose.one(again)
            self._spent = self._spent.plus(fragment.spent)
        else:
            fragment = self._defined(condition, place)
            if not scope.fits(fragment.scope):
                return ""
        scope.take(fragment.scope)
        used |= fragment.used
        return f"...{fragment.name}{self._directive(used)}"

    def _defined(self, kind: Composite, place: _Place) -> _Fragment:
        before, faulty = self._spent, self.arguments.faulty
        scope, used = Scope(), set[str]()
        self.arguments.faulty = False  # a fragment may stand in several places
        body = self._selection(kind, scope, replace(place, depth=place.depth - 1, path=None), used)
        self.arguments.faulty = faulty
        name = f"F{len(self._fragments)}"
        text = f"fragment {name} on {kind.name} {body}"
        made = _Fragment(name, kind, text, used, scope, self._spent.plus(before, -1), place)
        self._fragments.append(made)
        return made

    def _window(self, definition: GraphQLField, place: _Place) -> tuple[dict[str, Any], int]:
        """The arguments that say which page, and how long it can be."""
        names = [each for each in ("first", "last", "after", "before") if each in definition.args]
        fixed: dict[str, Any] = dict.fromkeys(names, Undefined)
        most = max(1, WIDTH // place.width)
        if not names or (most >= DEFAULT and self.choose.chance(25)):
            return fixed, DEFAULT if names else LIST
        size = self.choose.one([each for each in (2, 1, 3, 5, 20, 100) if each <= most])
        fixed["last" if "last" in names and self.choose.chance(35) else "first"] = size
        return fixed, min(size, 30)

    def _answerable(self, name: str, definition: GraphQLField, place: _Place) -> bool:
        inner = get_named_type(definition.type)
        return (
            name not in self.without
            and self._spent.within
            and (place.depth > 1 or not is_composite_type(inner))
            and (not is_list_type(_bare(definition.type)) or place.width * place.page <= WIDTH)
            and self._spent.rankings + self._rankings(name.rpartition(".")[2], definition, place) <= scopes.RANKINGS
        )

    def _rankings(self, name: str, definition: GraphQLField, place: _Place) -> int:
        ranked = get_named_type(definition.type).name in RANKED or name == "facets"
        return place.width if ranked else 0

    def _key(self, kind: Composite, name: str, scope: Scope, signature: tuple[str, str, str]) -> str:
        """Under which key a field is answered: its name, an alias, or the name of another field."""
        taken = scope.fields.get(name)
        way = self.choose.below(100)
        if way >= 97 and (other := self.choose.one(list(kind.fields))) not in scope.fields:
            return other
        if way >= 85 or (taken is not None and taken.signature != signature):
            return self._fresh()
        return name

    def _fresh(self) -> str:
        self._names += 1
        return f"a{self._names}"

    def _directive(self, used: set[str]) -> str:
        """Now and then a condition under which a part is there."""
        if not self.choose.chance(10):
            return ""
        name, value = self.choose.one((("include", True), ("skip", False), ("skip", True), ("include", False)))
        return f" @{name}(if: {self.arguments.text(_CONDITION, value, used)})"

    def _types(self) -> list[Composite]:
        roots = (self.schema.query_type, self.schema.mutation_type, self.schema.subscription_type)
        return [
            each
            for name, each in sorted(self.schema.type_map.items())
            if isinstance(each, GraphQLObjectType | GraphQLInterfaceType)
            and not name.startswith("__")
            and each not in roots
        ]


_CONDITION = GraphQLNonNull(GraphQLBoolean)


def _bare(kind: GraphQLOutputType) -> GraphQLOutputType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def _spreads(text: str) -> set[str]:
    return set(re.findall(r"\.\.\.(F\d+)", text))


def _cursor_at(data: Any, path: tuple[str, ...]) -> str | None:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return data
