"""What Neo4j Browser is given about a graph: questions worked out for it, and the labels of its nodes.

`questions.toml` has the questions, `examples.py` chooses what of the store each is asked about, `questions.py` puts the
two together, `queries.py` writes the files that Neo4j Browser keeps them from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.stores.neo4j.codec import kind_label
from graph.stores.neo4j.schema import RESERVED

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTES: Final = tuple(sorted(RESERVED - {"Paper", "Concept", "Author"}))
"""Labels of the store's own notes, which people who look at the graph seldom want to see."""


def labels(kinds: Iterable[str]) -> dict[str, str]:
    """The label of each kind; of two kinds with the same one the second is left out."""
    found: dict[str, str] = {}
    for kind in kinds:
        if (label := kind_label(kind)) not in found.values():
            found[kind] = label
    return found
