"""What a store takes to be kept: backup, restore, copies to Neo4j and back, check; seconds, sizes, fingerprints.

    python -m benchmarks.keeping STORE.db

STORE.db is a store that is there, and is only read. Commands run one after another, each from its start to its end,
into a folder that is gone afterwards and into a Neo4j from Maven jars. All fingerprints must be equal, and the backups
of all three stores, but for their first and last lines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from time import perf_counter

from tests.neo4j_server import restartable


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    store = str(Path(parser.parse_args().store).absolute())
    with tempfile.TemporaryDirectory() as name, restartable(heap="2g", page_cache="512m", measured=True) as server:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = name  # where a server's index goes
        steps = {
            "backup of SQLite": ("backup", "a.backup", "--store", store),
            "restore into SQLite": ("restore", "a.backup", "--store", "restored.db"),
            "copy of SQLite to Neo4j": ("copy", store, server.url),
            "backup of Neo4j": ("backup", "b.backup", "--store", server.url),
            "copy of Neo4j to SQLite": ("copy", server.url, "back.db"),
            "backup of that": ("backup", "c.backup", "--store", "back.db"),
            "check of SQLite": ("check", "--store", store),
            "check of Neo4j": ("check", "--store", server.url),
            "check of what came back": ("check", "--store", "back.db"),
        }
        found = set[str]()
        for what, command in steps.items():
            seconds, said = timed(command, folder)
            found.update({said["fingerprint"]} if "fingerprint" in said else ())
            size = f", {said['bytes'] / 1e6:,.1f} MB" if "bytes" in said else ""
            print(f"{what}: {seconds:.1f} s, {said['papers'] / seconds:,.0f} papers a second{size}", flush=True)
        same = all(a == b for a, b in pairwise([digest(folder / f"{each}.backup") for each in "abc"]))
    print(f"fingerprints: {', '.join(sorted(found))}; backups are {'equal' if same else 'NOT EQUAL'}")
    sys.exit(0 if same and len(found) == 1 else 1)


def timed(command: tuple[str, ...], folder: Path) -> tuple[float, dict[str, object]]:
    """The seconds that a command takes, and what it says."""
    began = perf_counter()
    program = [sys.executable, "-c", "from api.cli import main; main()"]
    done = subprocess.run([*program, *command, "--json"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return perf_counter() - began, json.loads(done.stdout)


def digest(backup: Path) -> str:
    """Of the lines between the first and the last."""
    found, held = blake2b(), b""
    with gzip.open(backup) as lines:
        next(lines)
        for line in lines:
            found.update(held)
            held = line
    return found.hexdigest()


if __name__ == "__main__":
    main()
