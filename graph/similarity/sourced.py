"""The order that the sources have their papers in: by the source's name, then by its own id of the record."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.packed import Packed

if TYPE_CHECKING:
    from graph.model import Paper
    from graph.similarity.strings import Arrays

RECORDS: Final = "records"
RANKS: Final = "record-ranks"

_NUMBER: Final = re.compile("([0-9]+)")

Place = tuple[bool, tuple[str | tuple[int, str], ...]]


def first_record(paper: Paper) -> bytes:
    """Under which id the source whose name comes first has a paper: the first such id, empty where it has none."""
    name = min((each.name for each in paper.sources), default="")
    return min((each.record for each in paper.sources if each.name == name), key=_place, default="").encode()


def save_ranks(arrays: Arrays) -> None:
    """Writes the rank of each paper in this order; equal ones share one, and papers without a source are the last."""
    records, starts = Packed.load(arrays, RECORDS), arrays["source.paper-starts"]
    nowhere = starts[1:] == starts[:-1]
    # of a row the first name: they ascend
    names = np.where(nowhere, 0, np.append(arrays["source.paper-keys"], 0)[starts[:-1]])
    found = zip(nowhere.tolist(), names.tolist(), records.rows(np.arange(len(names))), strict=True)
    places = [(without, name, _place(record.decode())) for without, name, record in found]
    ranks = np.empty(len(names), np.int32)
    for rank, (_, equal) in enumerate(groupby(sorted(range(len(names)), key=places.__getitem__), places.__getitem__)):
        ranks[[*equal]] = rank
    arrays[RANKS] = ranks


def _place(record: str) -> Place:
    """What an id of a record is sorted by: the numbers in it by their value; none comes after all others."""
    parts = _NUMBER.split(record)
    return not record, tuple(
        (len(digits := part.lstrip("0")), digits) if at % 2 else part for at, part in enumerate(parts)
    )
