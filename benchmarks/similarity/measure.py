"""How things are measured: in a fresh process, in CPU and wall time, and by who in the code it was spent."""

from __future__ import annotations

import cProfile
import multiprocessing
import os
import pstats
import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.model import Paper
    from graph.store import StoreReader

T = TypeVar("T")
THREADS = f"OPENBLAS_NUM_THREADS {os.environ.get('OPENBLAS_NUM_THREADS', 'not set')}, {os.cpu_count()} cores"
"""How many threads numpy's products may use: CPU time is that of all of them, waiting in a loop included."""

GRAPH = str(Path(__file__).parents[2] / "graph")


def apart(function: Callable[..., T], *arguments: object) -> T:
    """Calls a function in a process of its own, whose memory and caches are nobody else's."""
    sys.stdout.flush()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


@dataclass
class Times:
    """Milliseconds that questions took, one after another in one process."""

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def add(self, ask: Callable[[], object]) -> None:
        cpu, wall = time.process_time(), time.perf_counter()
        ask()
        self.cpu.append((time.process_time() - cpu) * 1000)
        self.wall.append((time.perf_counter() - wall) * 1000)

    def __str__(self) -> str:
        several = (f"{part(each, share):8.2f}" for each in (self.cpu, self.wall) for share in (50, 95))
        return "  ".join(several)


HEADER = f"{'':44}  {'CPU p50':>8}  {'p95':>8}  {'wall p50':>8}  {'p95':>8}   milliseconds"


def part(several: Sequence[float], percent: int) -> float:
    """The value that so many percent of them do not exceed."""
    return sorted(several)[(len(several) - 1) * percent // 100]


def timed(questions: Sequence[T], ask: Callable[[T], object]) -> Times:
    ask(questions[0])
    times = Times()
    for each in questions:
        times.add(lambda each=each: ask(each))
    return times


def megabytes() -> str:
    """What this process has in memory, and how much of that is its own (the rest are files, shared with others)."""
    memory = psutil.Process().memory_info()
    return f"{memory.rss / 1e6:,.0f} MB resident, {(memory.rss - memory.shared) / 1e6:,.0f} MB of it its own"


def drawn(store: StoreReader, ids: Sequence[str], number: int) -> list[Paper]:
    """Some papers that have an abstract, the same every time."""
    chance = random.Random(7)  # noqa: S311
    papers = store.papers(chance.sample(sorted(ids), min(2 * number, len(ids))))
    return [each for each in papers.values() if each.abstract][:number]


def spent(questions: Sequence[T], ask: Callable[[T], object]) -> list[tuple[str, float]]:
    """Where the time of the questions goes: functions of `graph` and their shares, what they call outside included.

    The profiler slows loops down more than it slows numpy, so read these as shares only.
    """
    ask(questions[0])
    profile = cProfile.Profile()
    for each in questions:
        profile.runcall(ask, each)
    calls = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    found: Counter[str] = Counter()

    def charge(function: tuple[str, int, str], time: float, depth: int = 0) -> None:
        file, _, name = function
        if file.startswith(GRAPH) and not name.startswith("<"):
            found[f"{Path(file).relative_to(GRAPH).with_suffix('')}: {name}"] += time
            return
        callers = calls[function][4] if depth < 20 else {}
        whole = sum(each[3] for each in callers.values())
        if not whole:
            found["(the benchmark, and what has no caller)"] += time
        for caller, each in callers.items():
            if whole:
                charge(caller, time * each[3] / whole, depth + 1)

    for function, (_, _, own, _, _) in calls.items():
        charge(function, own)
    total = sum(found.values())
    return [(name, time / total) for name, time in found.most_common() if time / total >= 0.02]
