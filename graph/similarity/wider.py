"""Concepts count for the wider ones too: who mentions Twitter says something of social media.

`concepts` is the table of what papers mention; `wider` is a matrix that has the broader concepts besides, each step up
counted down, and `steps` says for every concept which are wider and by how many steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.similarity.matrix import save_postings, save_weights
from graph.similarity.strings import Strings, running
from graph.similarity.table import MOST, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from graph.similarity.strings import Arrays

FARTHEST: Final = 255 - MOST
"""So many steps up a concept still counts."""

UNNAMED: Final = 4.0
"""The `unnamed` of concepts: as heavy as one that every twentieth paper has.

Without it two papers that name one country and nothing else would be as alike in concepts as can be.
"""

_BLOCK: Final = 50_000


def save_wider(arrays: Arrays, broader: Mapping[str, Sequence[str]]) -> None:
    """Writes the matrix `wider` of the table `concepts`; `broader` names the concepts that are one step wider."""
    mentioned = Strings.load(arrays, "concepts").all()
    above = {each: _above(each, broader) for each in mentioned}
    names = sorted({*mentioned, *(wide for found in above.values() for wide in found)})
    number = {name: at for at, name in enumerate(names)}
    # for each mentioned concept: itself, then what is wider, with the cells they get
    lengths = np.array([1 + len(above[each]) for each in mentioned], np.int64)
    starts = running(lengths)
    keys = np.array([number[name] for each in mentioned for name in (each, *above[each])], np.int32)
    cells = np.array([cell for each in mentioned for cell in (0, *above[each].values())], np.uint8)
    Table(names, *_widened(Table.load(arrays, "concepts"), starts, keys, cells)).save(arrays, "wider")
    save_postings(arrays, "wider")
    save_weights(arrays, "wider", UNNAMED)
    arrays["steps.starts"], arrays["steps.keys"], arrays["steps.cells"] = starts, keys, cells


@dataclass(frozen=True, slots=True)
class Steps:
    """For each mentioned concept the keys of `wider` that it counts for, itself first, and the cells they get."""

    concepts: Strings
    starts: NDArray[np.int64]
    keys: NDArray[np.int32]
    cells: NDArray[np.uint8]

    @classmethod
    def load(cls, arrays: Arrays) -> Steps:
        """What `save_wider` wrote."""
        parts = (arrays[f"steps.{part}"] for part in ("starts", "keys", "cells"))
        return cls(Strings.load(arrays, "concepts"), *parts)

    def widened(self, counted: Mapping[str, int], names: Strings) -> dict[str, int]:
        """Counted concepts as cells of the matrix, with the wider ones; `names` are those of `wider`."""
        found: dict[str, int] = {}
        for name, count in counted.items():
            cells = {name: min(count, MOST)}
            place = self.concepts.find(name)
            if place is not None:
                part = slice(int(self.starts[place]) + 1, int(self.starts[place + 1]))
                above = zip(self.keys[part].tolist(), self.cells[part].tolist(), strict=True)
                cells |= {names[key]: cell for key, cell in above}
            for each, cell in cells.items():
                found[each] = min(cell, found.get(each, cell))
        return found


def _above(concept: str, broader: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The cell of each wider concept, the nearest first."""
    found: dict[str, int] = {}
    step, rim = 0, [concept]
    while rim and step < FARTHEST:
        step += 1
        rim = [wide for each in rim for wide in broader.get(each, ()) if wide != concept and wide not in found]
        for wide in rim:
            found[wide] = MOST + step
    return found


def _widened(
    table: Table, ways: NDArray[np.int64], wider: NDArray[np.int32], cells: NDArray[np.uint8]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """The rows of the table with the wider concepts in them: starts, keys and cells."""
    lengths, all_keys, all_cells = [np.empty(0, np.int64)], [np.empty(0, np.int32)], [np.empty(0, np.uint8)]
    for begin in range(0, len(table.starts) - 1, _BLOCK):
        block = table.starts[begin : begin + _BLOCK + 1]
        part = slice(int(block[0]), int(block[-1]))
        many = np.diff(ways)[table.keys[part]]
        places = np.arange(many.sum()) + np.repeat(ways[table.keys[part]] - np.cumsum(many) + many, many)
        found_keys = wider[places]
        found_cells = np.where(cells[places] > 0, cells[places], np.repeat(table.counts[part], many))
        rows = np.repeat(np.repeat(np.arange(len(block) - 1), np.diff(block)), many)
        # a count is less than any step, and a near step than a far one: of equal keys the first cell is the heaviest
        order = np.lexsort((found_cells, found_keys, rows))
        rows, found_keys, found_cells = rows[order], found_keys[order], found_cells[order]
        first = np.ones(len(rows), np.bool_)
        first[1:] = (rows[1:] != rows[:-1]) | (found_keys[1:] != found_keys[:-1])
        lengths.append(np.bincount(rows[first], minlength=len(block) - 1))
        all_keys.append(found_keys[first])
        all_cells.append(found_cells[first])
    return running(np.concatenate(lengths)), np.concatenate(all_keys), np.concatenate(all_cells)
