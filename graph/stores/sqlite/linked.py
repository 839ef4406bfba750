"""What rows lead to from papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = Callable[..., list[Any]]

_KNOWN: Final = "SELECT id FROM papers WHERE id IN (SELECT value FROM json_each(?))"


def linked(rows: Rows, statement: str, ids: str) -> dict[str, list[tuple[Any, ...]]]:
    """What a statement leads to from each of the papers, in its order; empty for a paper without.

    `ids` is a JSON list of own ids; the statement answers with an own id and what it leads to.
    """
    found: dict[str, list[tuple[Any, ...]]] = {own: [] for (own,) in rows(_KNOWN, ids)}
    for asked, *other in rows(statement, ids):
        found[asked].append(tuple(other))
    return found


def linked_papers(rows: Rows, statement: str, ids: str) -> dict[str, tuple[str, ...]]:
    """The same for a statement that leads to papers, by their own ids."""
    return {own: tuple(other for (other,) in others) for own, others in linked(rows, statement, ids).items()}
