"""What is like this paper, and why: an index of arrays beside the store, the same answers on every store."""

from graph.similarity.folder import open_index, wrong_with
from graph.similarity.index import Index
from graph.similarity.paging import Hit, Page, Ranking
from graph.similarity.question import (
    DEFAULT_WEIGHTS,
    Facet,
    Named,
    Order,
    PaperFilter,
    Reason,
    Seed,
    Signal,
    Tie,
    Weights,
)

__all__ = [
    "DEFAULT_WEIGHTS",
    "Facet",
    "Hit",
    "Index",
    "Named",
    "Order",
    "Page",
    "PaperFilter",
    "Ranking",
    "Reason",
    "Seed",
    "Signal",
    "Tie",
    "Weights",
    "open_index",
    "wrong_with",
]
