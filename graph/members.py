"""What a run keeps of each of its records: which paper it was, and a digest of what it said of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from graph.model import Paper

DIGEST_SIZE: Final = 4
"""Bytes of a digest: of four billion records that say something else, one passes for unchanged."""


@dataclass(frozen=True, slots=True)
class Member:
    """One record of a run: the id of the paper that it was by itself, and 4 bytes that change with what it says.

    The paper may have another id of its own by now; it still answers to this one.
    """

    paper: str
    digest: bytes


def as_member(paper: Paper) -> Member:
    """What is kept of a record, from the paper that it is by itself.

    Its count of citations is no part of the digest: it grows from export to export, and says nothing of the paper.
    """
    facts = [paper.id, paper.other_ids, "" if paper.title_derived else paper.title, paper.abstract, paper.authors]
    facts += [paper.year, paper.venue, paper.volume, paper.issue, paper.pages, paper.doi, paper.url, paper.language]
    line = json.dumps([*facts, paper.references, *paper.orcids], separators=(",", ":"))
    return Member(paper.id, hashlib.blake2b(line.encode(), digest_size=DIGEST_SIZE).digest())
