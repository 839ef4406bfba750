"""A soak: recorded queries asked of a server on Neo4j for minutes, Neo4j killed and started again in the middle.

    python -m benchmarks.soak [--minutes 10] [--clients 32] [--away 20]

The server is `litgraph serve` in a process of its own over the thirty papers of the tests; clients on raw sockets ask
the queries recorded for them, each in an order of its own. Every 10 seconds it prints what was answered and how much
memory the server holds. Fails on an answer that is not the recorded one, on a code other than STORE_UNAVAILABLE or
TIMEOUT while the store is away, on any code soon after it is back, on memory that grew by a tenth, and on a traceback.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.library import Library
from tests.api.process import serving
from tests.api.record import FILL, RECORDED, read, steady
from tests.api.test_recorded import agree
from tests.neo4j_server import restartable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.process import Server
    from tests.neo4j_server import Restartable

EVERY_SECONDS = 10
SETTLE_SECONDS = 15
"""So long after the store is back the server may still say that it is away."""

AWAY = {"STORE_UNAVAILABLE", "TIMEOUT"}


@dataclass
class Seen:
    """What the clients were told, shared by all of them."""

    guard: threading.Lock = field(default_factory=threading.Lock)
    told: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    last_failure: float = 0.0
    first_failure: float = 0.0
    away: bool = False
    over: bool = False


def questions() -> Iterator[tuple[dict[str, Any], Any]]:
    """Each recorded query about the thirty papers with its answer."""
    for file in sorted((RECORDED / "wide").glob("*.graphql")):
        answers = json.loads(file.with_suffix(".json").read_text("utf-8"))
        for each in read(file):
            request = {"query": each.query, "variables": each.variables, "operationName": each.operation}
            yield request, answers[each.question]


def client(server: Server, asked: list[tuple[dict[str, Any], Any]], seen: Seen, seed: int) -> None:
    """Asks until it is over."""
    order = random.Random(seed)  # noqa: S311
    while not seen.over:
        request, answer = order.choice(asked)
        began = time.monotonic()
        try:
            got = server.posted(json.dumps(request).encode())
        except OSError as error:
            with seen.guard:
                seen.faults.append(f"no answer: {error}")
            continue
        judge(request, answer, got, began, seen)


def judge(request: dict[str, Any], answer: Any, got: Any, began: float, seen: Seen) -> None:
    """Counts an answer: right, or the store is away, or a fault."""
    body = got.json if got.body.startswith(b"{") else {}
    codes = {each["extensions"]["code"] for each in body.get("errors", ())}
    now = time.monotonic()
    with seen.guard:
        if agree(steady(body), answer):
            seen.told["right"] += 1
            seen.times.append(now - began)
        elif codes and codes <= AWAY:
            seen.told[min(codes)] += 1
            if seen.away:
                seen.first_failure = seen.first_failure or now
                seen.last_failure = now
            else:
                seen.faults.append(f"{codes} though the store is there")
        else:
            seen.told["wrong"] += 1
            seen.faults.append(f"{got!s} {got.body[:300]!r} for {request['query'][:200]}")


def watch(seconds: float, server: Server, seen: Seen, started: float) -> list[int]:
    """Prints the figures every so often; the server's memory at each."""
    memory: list[int] = []
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(EVERY_SECONDS, left))
        memory.append(server.memory())
        with seen.guard:
            told, seen.told, times, seen.times = seen.told, Counter(), seen.times, []
            faults = len(seen.faults)
        middle = f"median {statistics.median(times) * 1000:6.1f} ms, slowest {max(times) * 1000:7.1f}" if times else ""
        counts = ", ".join(f"{name} {number}" for name, number in sorted(told.items()))
        print(
            f"{time.monotonic() - started:6.0f} s  {memory[-1] / 1e6:6.0f} MB  {counts}  {middle}  faults {faults}",
            flush=True,
        )
    return memory


def interrupted(minutes: float, away: float, neo4j: Restartable, server: Server, seen: Seen) -> bool:
    """The soak, in two halves around the time without a store; says whether the memory stayed."""
    started = time.monotonic()
    before = watch(minutes * 30, server, seen, started)
    seen.away = True
    neo4j.kill()
    killed = time.monotonic()
    print("Neo4j is killed")
    gone = watch(away, server, seen, started)
    neo4j.start()
    back = time.monotonic()
    print(f"Neo4j is back after {back - killed:.0f} s")
    settling = watch(SETTLE_SECONDS, server, seen, started)
    seen.away = False
    after = watch(max(minutes * 30 - away, 2 * EVERY_SECONDS), server, seen, started)
    print(
        f"said that it was away {seen.first_failure - killed:.1f} s after the kill,"
        f" last {seen.last_failure - back:+.1f} s after the return"
    )
    usual = statistics.median(before[len(before) // 2 :])
    grown = statistics.median(after[len(after) // 2 :]) - usual
    print(f"memory: {usual / 1e6:.0f} MB before, {grown / 1e6:+.1f} MB since; {max(gone + settling) / 1e6:.0f} at most")
    return grown < 0.1 * usual


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--clients", type=int, default=32)
    options.add_argument("--away", type=float, default=20)
    chosen = options.parse_args()
    asked = list(questions())
    seen = Seen()
    with tempfile.TemporaryDirectory() as name, restartable(measured=True) as neo4j:
        folder = Path(name)
        with Library.open(neo4j.url, folder / "index", create=True) as library:
            FILL["wide"](library)
        options_of = ("--index", str(folder / "index"), "--access-log", "off")
        with serving(neo4j.url, *options_of, log=folder / "log") as server:
            for request, _ in asked:  # Neo4j plans each statement when it first sees it
                server.posted(json.dumps(request).encode())
            clients = [
                threading.Thread(target=client, args=(server, asked, seen, seed)) for seed in range(chosen.clients)
            ]
            for each in clients:
                each.start()
            try:
                flat = interrupted(chosen.minutes, chosen.away, neo4j, server, seen)
            finally:
                seen.over = True
                for each in clients:
                    each.join()
        log = (folder / "log").read_text()
    for fault, number in Counter(seen.faults).most_common(10):
        print(f"{number} × {fault}")
    print(f"{len(asked)} queries; {len(seen.faults)} faults; {log.count('Traceback')} tracebacks in the log")
    if seen.faults or "Traceback" in log or not flat:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
