"""Our server against others over the same Neo4j: same data, same questions, same answers.

    python -m benchmarks.peer PEERS [--quick]

PEERS is a folder with `load.py` (a seeded graph), `bench.py` (the client), `server.mjs` and its lock file (the peers:
@neo4j/graphql on Apollo Server and on graphql-yoga). The graph goes through our port into a Neo4j, which the peers
read too, and into a SQLite file. Then both peers, our server on Neo4j, our server on SQLite, and one that has all
answers in memory, each a process of its own, are asked in paired blocks and random order. What is printed is the table
of docs/performance.md, and what the driver alone costs beside it.

It takes Node 20 and npm, and what `python -m tests.neo4j_server` takes. A Neo4j that LITGRAPH_TEST_NEO4J names must be
empty or hold this graph. --quick is for trying: a small graph, and windows too short to believe.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.peer import limits, memory, servers
from benchmarks.peer.checks import check_searches
from benchmarks.peer.foreign import module
from benchmarks.peer.graph import SEED, Graph, index_full_text
from benchmarks.peer.queries import OURS, peer_queries, write
from benchmarks.peer.report import markdown
from graph.stores import open_store
from tests.neo4j_server import server as neo4j_server

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COMPARED: Final = 20
"""So many answers of each query are compared before anything is measured."""


def main() -> int:
    asked = _arguments()
    graph = Graph(asked.peers, asked.papers, asked.concepts)
    bench = module(asked.peers, "bench")
    inputs = bench.draw_inputs(asked.inputs, asked.papers, asked.concepts, SEED)
    theirs = peer_queries(asked.peers)
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        neo4j = stack.enter_context(neo4j_server(password=False, heap="2g", page_cache="512m", measured=True))
        sqlite = str(folder / f"peer-{asked.papers}.db")
        _fill(graph, neo4j.url, sqlite)

        started = [stack.enter_context(servers.peer(kind, asked.peers, neo4j.url)) for kind in servers.PEERS]
        for name, store in (("litgraph-neo4j", neo4j.url), ("litgraph-sqlite", sqlite)):
            started.append(stack.enter_context(servers.ours(name, store, folder / f"{name}-{asked.papers}.index")))
        requests = [(each["query"], bench.fill(each["variables"], given)) for each in OURS.values() for given in inputs]
        answers = memory.record(started[-1], requests, folder / "answers.json")
        started.append(stack.enter_context(servers.memory(answers)))

        queries = {each.name: theirs if each.name in servers.PEERS else OURS for each in started}
        speaking = [(each, queries[each.name]) for each in started]
        print(check_searches(speaking, inputs[:COMPARED], graph.texts(), bench.fill), flush=True)
        files = {name: write(each, folder / f"queries-{name}.json") for name, each in queries.items()}
        status = _compare(asked, started, files, neo4j.process)
        result = json.loads(asked.out.read_text("utf-8"))
        names = [each.name for each in started if each.name not in servers.PEERS]
        print(f"\n{markdown(result, names, servers.PEERS)}\n\nThe driver alone, milliseconds:\n", flush=True)
        print(limits.report(neo4j.url, neo4j.process, asked.papers, inputs, asked.seconds / 2))
    return status


def _fill(graph: Graph, neo4j: str, sqlite: str) -> None:
    for url in (neo4j, sqlite):
        store = open_store(url)
        graph.save(store)
        print(f"{url} holds {store.counts()}", flush=True)
        store.close()
    index_full_text(neo4j)


def _compare(
    asked: argparse.Namespace, started: Sequence[servers.Served], files: Mapping[str, Path], database: int | None
) -> int:
    """Runs the bench; its exit status, which is 0 if all answers were full, free of errors, and equal."""
    named = [f"{each.name},{each.url},{files[each.name]},{each.process}" for each in started]
    command = [
        *(sys.executable, str(asked.peers / "bench.py")),
        *(part for each in named for part in ("--server", each)),
        *("--concurrency", asked.concurrency, "--blocks", str(asked.blocks), "--seconds", str(asked.seconds)),
        *("--warmup", str(asked.warmup), "--inputs", str(asked.inputs), "--sample", str(COMPARED)),
        *("--papers", str(asked.papers), "--concepts", str(asked.concepts), "--seed", str(SEED)),
        *("--out", str(asked.out)),
        *(("--db-pid", str(database)) if database else ()),
    ]
    return subprocess.run(command, check=False).returncode


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", type=Path, metavar="PEERS")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--papers", type=int, help="20,000 unless --quick")
    parser.add_argument("--concepts", type=int, help="10,000 unless --quick")
    parser.add_argument("--inputs", type=int, help="how many different inputs a query has; 500 unless --quick")
    parser.add_argument("--blocks", type=int, help="5 unless --quick")
    parser.add_argument("--seconds", type=float, help="of a window; 4 unless --quick")
    parser.add_argument("--warmup", type=float, help="seconds for each query and server; 6 unless --quick")
    parser.add_argument("--concurrency", default="8", help="8, or several: 1,8,32")
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite store and the indexes, for the next run")
    parser.add_argument("--out", type=Path, default=Path("result.json"))
    asked = parser.parse_args()
    usual = {"papers": (20_000, 2_000), "concepts": (10_000, 1_000), "inputs": (500, 50)}
    usual |= {"blocks": (5, 2), "seconds": (4.0, 0.5), "warmup": (6.0, 0.5)}
    for name, (whole, quick) in usual.items():
        if getattr(asked, name) is None:
            setattr(asked, name, quick if asked.quick else whole)
    return asked


if __name__ == "__main__":
    sys.exit(main())
