"""The format of a store: a number that both adapters keep in it, looked at whenever one is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from graph.errors import StoreFormatError

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """What brings a store of one format to the next: `what` it adds, for people, and the statements that `do` it."""

    what: str
    do: T


@dataclass(frozen=True, slots=True)
class Migration:
    """The format that a store had, the one it has now, and what each step from one to the other added."""

    before: int
    after: int
    steps: tuple[str, ...] = ()


def check_format(place: str, found: int, known: int) -> None:
    """Raises StoreFormatError for a store of another format than the one that this program works with."""
    if found == known:
        return
    if found < known:
        raise StoreFormatError(
            f"the store {place} has format {found}, this litgraph works with format {known}",
            f"litgraph migrate --store {place} brings it there; older programs cannot open it then",
        )
    raise StoreFormatError(
        f"the store {place} has format {found}, which a newer litgraph wrote: this one knows formats up to {known}",
        "use the newer one; its backup can be restored by any program that knows how backups are written",
    )


def planned(found: int, known: int, steps: Mapping[int, Step[T]]) -> Migration:
    """What it takes from the one format to the other."""
    return Migration(found, known, tuple(steps[each].what for each in range(found, known)))
