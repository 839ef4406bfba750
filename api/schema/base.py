"""What every part of the schema shares: descriptions taken from docstrings, the Node interface, page arguments."""

import inspect
from collections.abc import Callable
from dataclasses import MISSING
from enum import EnumType
from typing import Annotated, Any, TypeVar, dataclass_transform

import strawberry

from api.execution.fields import ANSWER, Answer

C = TypeVar("C")

ID = strawberry.ID


def described(description: str, *, default: object = MISSING) -> Any:
    """A field of an input with its description."""
    return strawberry.field(description=description, default=default)


def column(description: str, attribute: str = "", name: str | None = None) -> Any:
    """A field that is an attribute of what has it, by its own name or another; `name` is another one in the schema."""
    return strawberry.field(description=description, name=name, metadata={ANSWER: attribute} if attribute else {})


def argument(description: str, name: str | None = None) -> Any:
    """What an argument means, as an annotation."""
    return strawberry.argument(description=description, name=name)


def answered(
    function: Callable[..., Any],
    *needs: str,
    mentioned: tuple[str, ...] = (),
    plain: Callable[..., str | None] | None = None,
) -> Any:
    """A field answered by a function of what has it, the request, and arguments; its docstring is the description.

    `needs` are the attributes of the paper or the concept, `mentioned` those of the concepts that the paper mentions;
    `plain` names the attribute that is the answer, for arguments with which there is one.
    """
    signature = inspect.signature(function)
    arguments = list(signature.parameters.values())[2:]

    def stub() -> None:
        """Says to the schema which arguments the field has; it is never called."""

    stub.__signature__ = signature.replace(parameters=arguments)  # type: ignore[attr-defined]
    stub.__annotations__ = {each.name: each.annotation for each in arguments}
    stub.__module__ = function.__module__
    answer = Answer(function, needs, mentioned, plain)
    return strawberry.field(resolver=stub, description=inspect.getdoc(function), metadata={ANSWER: answer})


@dataclass_transform(kw_only_default=True, field_specifiers=(column, answered))
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

    id: ID = column("The global id; `node(id:)` finds it again.")


@output
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool = column("Whether anything follows this page.")
    has_previous_page: bool = column("Whether anything precedes this page.")
    start_cursor: str | None = column("The cursor of the first edge; null on an empty page.")
    end_cursor: str | None = column("The cursor of the last edge, for `after`; null on an empty page.")


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
