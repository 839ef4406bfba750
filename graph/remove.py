"""Taking papers out of a store, as one batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Store


def remove(store: Store, ids: Sequence[str]) -> tuple[str, ...]:
    """Takes papers out by their own ids, all or none, and says which of them were there, each once and in this order.

    Concepts and citations that only they had go too; the index follows when it is next refreshed. What their texts
    added to the names of a concept that other papers mention stays. The ledger still has them as read: the same source
    does not bring them back. Raises StoreError where the store fails, and nothing is gone then.
    """
    with store.transaction() as transaction:
        there = transaction.papers(ids)
        removed = tuple(each for each in dict.fromkeys(ids) if each in there)
        if removed:
            transaction.remove_papers(removed)
            transaction.next_revision()
    return removed
