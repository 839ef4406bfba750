"""The attacks of tests/api/attacks.py measured: how long each takes, and how much memory the server keeps.

    python -m benchmarks.attacks [--times 5] [--slowest 25]

A server of its own process over the sample corpus is sent each attack several times. Prints the median time of the
slowest ones, sending them included, how many take longer than 100 ms, and how far the server's memory grew. Attacks
that are slow as their sender is (`length: …`) are told apart.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from api.library import Library
from tests.api.attack import PLAIN
from tests.api.attacks import ATTACKS
from tests.api.corpus import fill_with_sample
from tests.api.process import serving
from tests.api.test_attacks import USUAL

GOAL = 100


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--slowest", type=int, default=25)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Library.open(str(folder / "sample.db"), create=True) as library:
            fill_with_sample(library)
        with serving(str(folder / "sample.db"), log=folder / "log") as server:
            for query in (*USUAL, *USUAL):
                server.asked(query)
            before = server.memory()
            times: dict[str, float] = {}
            answers: dict[str, str] = {}
            for attack in ATTACKS:
                spent: list[float] = []
                for _ in range(chosen.times):
                    began = time.perf_counter()
                    answers[attack.name] = str(attack.send(server))
                    spent.append((time.perf_counter() - began) * 1000)
                times[attack.name] = statistics.median(spent)
            grown = server.memory() - before
            assert server.asked(PLAIN).json["data"]
    ranked = sorted(times, key=lambda each: -times[each])
    for each in ranked[: chosen.slowest]:
        print(f"{times[each]:8.1f} ms  {answers[each]:20} {each}")
    late = [each for each in ranked if times[each] > GOAL and not each.startswith("length:")]
    print(f"{len(times)} attacks, {chosen.times} times each; {len(late)} above {GOAL} ms, slow senders apart")
    print(
        f"median {statistics.median(times.values()):.1f} ms; memory grew by {grown / 1e6:.0f} of {before / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
