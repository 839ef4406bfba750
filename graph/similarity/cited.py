"""Who cites what, as one matrix: coupling, co-citation and direct citation are all keys that two papers share.

A paper has as keys the works it cites, itself (as if it cited itself, so that it shares a key with who cites it), and
the papers that cite it, marked as such. A paper that neither cites nor is cited has no key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.matrix import save_postings, save_weights
from graph.similarity.strings import Strings, running
from graph.similarity.table import Table

if TYPE_CHECKING:
    from graph.similarity.strings import Arrays

CITING: Final = "<"
"""Marks a key: not a work that is cited, but a paper that cites. No id begins like this."""

UNNAMED: Final = 4.0
"""The `unnamed` of citations: one work that two papers cite, and nothing else, does not make them one."""


def save_cited(arrays: Arrays) -> None:
    """Writes the matrix `cited` of the tables `references` and `known`."""
    ids, given = Strings.load(arrays, "ids").all(), Strings.load(arrays, "references").all()
    owner = {name: number for number, name in enumerate(ids)}
    known = Strings.load(arrays, "known").all()
    if given:
        owners = np.repeat(np.arange(len(ids)), np.diff(arrays["known.paper-starts"])).tolist()
        for paper, key in zip(owners, arrays["known.paper-keys"].tolist(), strict=True):
            owner.setdefault(known[key], paper)
    paper_of = np.array([owner.get(each, -1) for each in given], np.int64)
    works = sorted({each for each, paper in zip(given, paper_of.tolist(), strict=True) if paper < 0})
    citing = np.repeat(np.arange(len(ids)), np.diff(arrays["references.paper-starts"]))
    cited = arrays["references.paper-keys"]
    inside = (paper_of[cited] >= 0) & (paper_of[cited] != citing)
    outside = paper_of[cited] < 0
    links = np.unique(np.stack([citing[inside], paper_of[cited[inside]]]), axis=1)
    number = {name: at for at, name in enumerate(works)}
    work_of = np.array([number.get(each, -1) for each in given], np.int64)
    # numbered for now: works that are no papers here, papers as works, papers as citing
    here, there = len(works), len(works) + len(ids)  # where their numbers begin
    alive = np.unique(np.concatenate([citing[outside], *links]))
    rows = np.concatenate([citing[outside], links[0], links[1], alive]).astype(np.int64)
    keys = np.concatenate([work_of[cited[outside]], links[1] + here, links[0] + there, alive + here]).astype(np.int64)
    used = np.unique(keys)
    names = [
        works[key] if key < here else ids[key - here] if key < there else CITING + ids[key - there] for key in used
    ]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    final = rank[np.searchsorted(used, keys)]
    by_row = np.lexsort((final, rows))
    starts = running(np.bincount(rows, minlength=len(ids)))
    once = np.ones(len(final), np.uint8)
    Table([names[each] for each in order], starts, final[by_row], once).save(arrays, "cited")
    save_postings(arrays, "cited")
    save_weights(arrays, "cited", UNNAMED)
