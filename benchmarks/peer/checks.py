"""What must hold of searches whose rankings differ: as many papers on each side, each with a word of the search."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

from graph.similarity.analysis import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.peer.queries import Queries
    from benchmarks.peer.servers import Served


def check_searches(
    servers: Sequence[tuple[Served, Queries]], asked: Sequence[Mapping[str, str]], texts: Mapping[str, str], fill: Any
) -> str:
    """One line on the searches of all servers, the first being the one that the others are held against.

    Raises SystemExit for a list that has a paper without any word of its search, or fewer papers than another's.
    """
    shared: list[float] = []
    for values in asked:
        lists: list[set[str]] = []
        for server, queries in servers:
            query = queries["G3"]
            variables = fill(query["variables"], values)
            found = _ids(server.ask(query["query"], variables))
            words = set(terms(variables["text"]))
            wrong = [each for each in found if words.isdisjoint(terms(texts[each]))]
            if wrong:
                raise SystemExit(f"{server.name}: {variables['text']!r} finds {wrong[0]}, which has no such word")
            lists.append(set(found))
        if len({len(each) for each in lists}) > 1:
            raise SystemExit(f"{values}: lists of {[len(each) for each in lists]} papers")
        shared += [len(each & lists[0]) / max(1, len(lists[0])) for each in lists[1:]]
    most = f"{statistics.mean(shared):.0%}" if shared else "-"
    return f"G3: {len(asked)} searches, {len(servers)} servers: equally many papers, each has a word; {most} in common"


def _ids(data: Any) -> list[str]:
    papers = data["searchPapers"] if "searchPapers" in data else data["papers"]["nodes"]
    return [each["id"] for each in papers]
