"""What planning saves: the same queries by the planned way and by the library's own executor, in turn, in one process.

    python benchmarks/planned.py STORE [--rounds 30]

STORE is a store that was ingested into, by its url. What is printed is milliseconds of CPU for each answer, JSON
included: the median of each way and their ratio. Answers are compared first.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from api.library import Library
from api.respond import execute

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERIES = {
    "a paper with its concepts": "query ($paper: ID!) { paper(id: $paper) { title concepts { nodes { id name kind } } } }",
    "20 papers of a concept with their concepts": """query ($concept: ID!) { concept(id: $concept) { name
        papers(first: 20, orderBy: ID) { nodes { id title concepts { nodes { id name } } } } } }""",
    "20 papers of a search with authors and concepts": """query ($words: String!) { papers(search: $words, first: 20) {
        nodes { id title year authors { nodes { id name } } concepts { nodes { id name } } } } }""",
    "20 similar papers": "query ($paper: ID!) { paper(id: $paper) { similar { edges { score node { id title } } } } }",
    "20 similar papers, explained": """query ($paper: ID!) { paper(id: $paper) { similar { edges { score
        node { id title } why { contribution term concept { name } here { text } there { text } } } } } }""",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    parser.add_argument("--rounds", type=int, default=30)
    asked = parser.parse_args()
    with Library.open(asked.store) as library:
        library.refresh()
        given = list(inputs(library, asked.rounds))
        print("| query | planned | library's own | times less |\n|---|---|---|---|")
        for name, query in QUERIES.items():
            for each in given[:3]:
                assert answer(library, query, each, planned=True) == answer(library, query, each, planned=False), name
            spent: dict[bool, list[float]] = {True: [], False: []}
            for each in given:
                for planned, times in spent.items():
                    start = time.process_time()
                    answer(library, query, each, planned=planned)
                    times.append((time.process_time() - start) * 1000)
            ours, theirs = (statistics.median(spent[planned]) for planned in (True, False))
            print(f"| {name} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.1f} |")
    return 0


def inputs(library: Library, rounds: int) -> Iterator[dict[str, str]]:
    """Papers of the store, each with one of its concepts and two words of its title."""
    for batch in library.store.scan_papers():
        for each in batch:
            words = [word for word in each.paper.title.split() if len(word) > 4]
            if each.mentions and len(words) > 1:
                yield {"paper": each.paper.id, "concept": each.mentions[0].concept, "words": " ".join(words[:2])}
                rounds -= 1
                if not rounds:
                    return


def answer(library: Library, query: str, given: dict[str, str], *, planned: bool) -> str:
    """The response in JSON, without the time that differs."""
    needed = {name: value for name, value in given.items() if f"${name}" in query}
    response: dict[str, Any] = execute(library, query, needed, planned=planned)
    assert "errors" not in response, response
    return json.dumps(response)


if __name__ == "__main__":
    sys.exit(main())
