"""Filling an empty store, as `restore` and `copy` do: each step behind a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.console import Meter
from api.loading import refresh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.library import Library
    from graph.backup.items import Item


def fill(library: Library, items: Iterable[Item], of: str, papers: int, *, linked: bool, quiet: bool) -> None:
    """Brings items into the store (`graph.backup.fill_store`)."""
    from graph.backup import fill_store

    with Meter("papers", "papers", quiet=quiet) as meter:
        fill_store(library.store, items, of, linked=linked, papers=papers, progress=meter)


def verify(library: Library, fingerprint: str, *, quiet: bool) -> None:
    """Raises StoreError unless the store has this fingerprint; then builds its index."""
    from graph.backup import verify

    with Meter("check", "papers", quiet=quiet) as meter:
        verify(library.store, fingerprint, meter)
    refresh(library, linked=False, quiet=quiet)
