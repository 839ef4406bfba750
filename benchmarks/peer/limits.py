"""What the driver alone costs: the statements that each question comes down to, and nothing done with the rows.

One row of nested lists for each question, for the driver pays for every row; a session for each call, which sends the
statement as it is, and `execute_query`, which begins and commits a transaction around it.
"""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING, Any, Final, LiteralString

import psutil
from neo4j import READ_ACCESS, GraphDatabase, NotificationMinimumSeverity, RoutingControl

from benchmarks.peer.graph import CONCEPT_ID, PAPER_ID, SEED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neo4j import Driver

STATEMENTS: Final[dict[str, LiteralString]] = {
    "G1: a paper and its concepts": """
        MATCH (p:Paper {id: $paper}) RETURN p.id, p.title, p.year,
        COLLECT { MATCH (p)-[m:MENTIONS]->(c) RETURN [m.count, c.id, c.name, c.kind] }""",
    "G3: 20 papers by id, authors and concepts": """
        RETURN COLLECT { MATCH (p:Paper) WHERE p.id IN $papers RETURN [p.id, p.title, p.year,
        COLLECT { MATCH (p)-[m:MENTIONS]->(c) RETURN [m.count, c.id, c.name] },
        COLLECT { MATCH (p)-[r:AUTHORED_BY]->(a) RETURN [r.position, a.id, a.name] }] }""",
    "G4: a concept's first 20 papers and their concepts": """
        MATCH (k:Concept {id: $concept}) RETURN k.id, k.name,
        COLLECT { MATCH (k)<-[:MENTIONS]-(p:Paper) WITH p ORDER BY p.id LIMIT 20
        RETURN [p.id, p.title, COLLECT { MATCH (p)-[m:MENTIONS]->(c) RETURN [m.count, c.id, c.name] }] }""",
    "nothing: RETURN 1": "RETURN 1",
}
INPUTS: Final = 500
FIRST: Final = 20

Ask = tuple[str, str]


def report(url: str, process: int | None, papers: int, inputs: Sequence[dict[str, str]], seconds: float) -> str:
    """A table: CPU milliseconds a request of this process and of Neo4j, and wall time; medians of three turns."""
    lot = random.Random(SEED)  # noqa: S311
    asked = [_values(each, lot, papers) for each in inputs]
    with GraphDatabase.driver(url, notifications_min_severity=NotificationMinimumSeverity.OFF) as driver:
        ways = {"session.run": _by_session(driver), "execute_query": _by_query(driver)}
        cells = {(name, way): (statement, ask) for name, statement in STATEMENTS.items() for way, ask in ways.items()}
        found: dict[Ask, list[tuple[float, float, float]]] = {cell: [] for cell in cells}
        order = list(cells)
        for turn in range(4):
            lot.shuffle(order)
            for cell in order:
                measured = _measured(*cells[cell], asked, process, seconds)
                if turn:  # the first one warms up
                    found[cell].append(measured)
    lines = ["| statement | asked by | CPU of the client | CPU of Neo4j | wall |", "|---|---|---|---|---|"]
    for (name, way), turns in found.items():
        own, theirs, wall = (statistics.median(each) for each in zip(*turns, strict=True))
        lines.append(f"| {name} | {way} | {own:.2f} | {theirs:.2f} | {wall:.2f} |")
    return "\n".join(lines)


def _measured(
    statement: str, ask: Callable[..., object], asked: Sequence[dict[str, Any]], process: int | None, seconds: float
) -> tuple[float, float, float]:
    server, own, wall, number = _seconds_of(process), time.process_time(), time.perf_counter(), 0
    while time.perf_counter() - wall < seconds:
        ask(statement, asked[number % len(asked)])
        number += 1
    spent = time.process_time() - own, _seconds_of(process) - server, time.perf_counter() - wall
    return spent[0] * 1000 / number, spent[1] * 1000 / number, spent[2] * 1000 / number


def _by_session(driver: Driver) -> Callable[..., object]:
    def ask(statement: LiteralString, values: dict[str, Any]) -> object:
        with driver.session(default_access_mode=READ_ACCESS, fetch_size=-1) as session:
            return session.run(statement, values).values()

    return ask


def _by_query(driver: Driver) -> Callable[..., object]:
    def ask(statement: LiteralString, values: dict[str, Any]) -> object:
        return driver.execute_query(statement, values, routing_=RoutingControl.READ).records

    return ask


def _values(given: dict[str, str], lot: random.Random, papers: int) -> dict[str, Any]:
    some = [PAPER_ID.format(paper=f"p{at}") for at in lot.sample(range(papers), FIRST)]
    return {
        "paper": PAPER_ID.format(paper=given["paper"]),
        "concept": CONCEPT_ID.format(concept=given["concept"]),
        "papers": some,
    }


def _seconds_of(process: int | None) -> float:
    return sum(psutil.Process(process).cpu_times()[:2]) if process else 0.0
