"""The bench's result as the table of docs/performance.md: each of our servers against the better peer of each query."""

from __future__ import annotations

import statistics
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Windows = dict[int, dict[str, Any]]
"""A server's windows of one query, by block."""

HEAD: Final = (
    "| query | server | requests/s | × the better peer | CPU of the server | × less | p95 | CPU of Neo4j |\n"
    "|---|---|---|---|---|---|---|---|"
)


def markdown(result: dict[str, Any], ours: Sequence[str], peers: Sequence[str]) -> str:
    """One table for each concurrency. Milliseconds; ratios are medians over the blocks with their range.

    What is better is decided for each query and each measure by the median over the blocks; a ratio above 1 is to our
    advantage, in requests a second and in CPU.
    """
    cells: dict[tuple[int, str], dict[str, Windows]] = defaultdict(lambda: defaultdict(dict))
    for row in result["windows"]:
        cells[row["concurrency"], row["query"]][row["server"]][row["block"]] = row
    lines: list[str] = []
    for concurrency in sorted({concurrency for concurrency, _ in cells}):
        lines += ["", f"Concurrency {concurrency}:", "", HEAD]
        for query in sorted({query for level, query in cells if level == concurrency}):
            lines += _rows(query, cells[concurrency, query], ours, peers)
    return "\n".join(lines[1:])


def _rows(query: str, servers: dict[str, Windows], ours: Sequence[str], peers: Sequence[str]) -> Iterable[str]:
    fastest = max(peers, key=lambda each: _median(servers[each], "rps"))
    cheapest = min(peers, key=lambda each: _median(servers[each], "server_cpu_ms"))
    for name in (*ours, *peers):
        windows = servers[name]
        faster = _ratios(windows, servers[fastest], lambda one, other: one["rps"] / other["rps"])
        cheaper = _ratios(
            windows, servers[cheapest], lambda one, other: other["server_cpu_ms"] / (one["server_cpu_ms"] or 0.01)
        )
        yield (
            f"| {query} | {name} | {_median(windows, 'rps'):.0f} | {'' if name == fastest else faster}"
            f" | {_median(windows, 'server_cpu_ms'):.2f} | {'' if name == cheapest else cheaper}"
            f" | {_median(windows, 'p95_ms'):.1f} | {_median(windows, 'db_cpu_ms'):.2f} |"
        )


def _median(windows: Windows, measure: str) -> float:
    return statistics.median(each[measure] or 0.0 for each in windows.values())


def _ratios(one: Windows, other: Windows, ratio: Callable[[dict[str, Any], dict[str, Any]], float]) -> str:
    found = [ratio(one[block], other[block]) for block in sorted(one.keys() & other.keys())]
    return f"{statistics.median(found):.2f} ({min(found):.2f}–{max(found):.2f})"
