"""What every part of the schema shares: descriptions taken from docstrings, the Node interface, page arguments."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING
from enum import EnumType
from typing import Annotated, Any, TypeVar, dataclass_transform

import strawberry

from api.loaders import Loaders

C = TypeVar("C")

ID = strawberry.ID
Info = strawberry.Info[Loaders, None]


def described(description: str, *, default: object = MISSING) -> Any:
    """A plain field with its description."""
    return strawberry.field(description=description, default=default)


def argument(description: str, name: str | None = None) -> Any:
    """What an argument means, as an annotation."""
    return strawberry.argument(description=description, name=name)


def resolved(resolver: Callable[..., Any]) -> Any:
    """A field answered by a function, whose docstring is its description."""
    return strawberry.field(resolver=resolver, description=inspect.getdoc(resolver))


@dataclass_transform(kw_only_default=True, field_specifiers=(described,))
def output(cls: type[C]) -> type[C]:
    """A class as an object type, its docstring as the description."""
    return strawberry.type(cls, description=inspect.getdoc(cls))


@dataclass_transform(kw_only_default=True, field_specifiers=(described,))
def given(cls: type[C]) -> type[C]:
    """A class as an input type, its docstring as the description."""
    return strawberry.input(cls, description=inspect.getdoc(cls))


def choices(cls: EnumType, name: str, description: str, **values: str) -> None:
    """Registers an enum of the domain, with what each of its values means."""
    strawberry.enum(cls, name=name, description=description)
    for each in cls.__strawberry_definition__.values:  # type: ignore[attr-defined]
        each.description = values[each.name]


@strawberry.interface(description="Anything with a global id: a paper, a concept, an author.")
class Node:
    """Anything with a global id."""

    id: ID = described("The global id; `node(id:)` finds it again.")


First = Annotated[int | None, argument("How many from the front, 1 to 100.")]
Last = Annotated[int | None, argument("How many from the back, 1 to 100; not together with `first`.")]
After = Annotated[
    str | None, argument("Only what comes after this cursor. Error BAD_CURSOR if it is none of this list.")
]
Before = Annotated[str | None, argument("Only what comes before this cursor. Error BAD_CURSOR if it is none.")]
Kinds = Annotated[list[str] | None, argument("Only concepts of these kinds (`conceptKinds` lists them); null: all.")]
Locale = Annotated[
    str | None, argument("A language tag like `en`, `zh`, `de-CH`; English where there is no such name.")
]


@output
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool = described("Whether anything follows this page.")
    has_previous_page: bool = described("Whether anything precedes this page.")
    start_cursor: str | None = described("The cursor of the first edge; null on an empty page.")
    end_cursor: str | None = described("The cursor of the last edge, for `after`; null on an empty page.")
