"""What can be wrong with a store: links that lead nowhere, counts that lie, mentions outside of their texts.

None of it comes about while programs only write through the port and the disk keeps what it was given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """How many things are wrong in the same way, and a few of them, by what people know them by."""

    name: str
    count: int
    examples: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """What is wrong, in words."""
        return WORDS[self.name]


WORDS: Final = {
    "file": "complaints of the database about its own file",
    "indexes": "constraints or indexes that are not there",
    "mentions": "mentions by papers, or of concepts, that are not there",
    "mention-counts": "mentions that are counted otherwise than they are listed",
    "broader": "wider concepts that are not there",
    "paper-counts": "concepts that count other papers than mention them",
    "author-counts": "papers that count other authors than they list",
    "concepts": "concepts that nothing leads to",
    "authors": "authors that no paper leads to",
    "ids": "papers that do not answer to their own ids",
    "lost-ids": "ids that lead to no paper",
    "sources": "notes of the sources of papers that are not there",
    "references": "references of papers that are not there",
    "citations": "links to cited papers that are not what the references say",
    "similar": "lists of similar papers with gaps, or with papers that are not there",
    "versions": "versions of papers that are not there",
    "vectors": "sentence vectors of papers that are not there",
    "changes": "papers of which nobody knows when they changed",
    "ledger": "sources that were read by runs that are not there",
    "members": "records of runs that are not there",
    "spans": "papers with mentions outside of their texts",
    "filling": "restores or copies into this store that were not finished",
}
"""Every fault by its name, in the order in which they are looked for and mended."""

BEYOND: Final = {
    "spans": "take them out with litgraph remove, and ingest their sources again",
    "filling": "run the restore or the copy again: it goes on",
}
"""What no mending can make good, and what to do about it."""
