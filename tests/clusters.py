"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

ROOT = Path(__file__).parents[1]
SECONDS = 60
"""How long a process may take to start."""


class LocalCluster:
    """A scheduler, and workers that are started as they are needed; all of them end with the context."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._contact = folder / "scheduler.json"

    def __enter__(self) -> Self:
        self.scheduler = self._started("scheduler", "--scheduler-file", self._contact, "--port", "0")
        until = time.monotonic() + SECONDS
        while not self._contact.exists() or not self._contact.read_text():
            assert self.scheduler.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        self.address: str = json.loads(self._contact.read_text())["address"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.kill()
            process.wait()

    def start_worker(self, name: str, *options: object) -> subprocess.Popen[bytes]:
        """A worker with a name, which the scheduler may not know yet."""
        alone = ("--nthreads", 1, "--no-nanny", "--name", name, "--local-directory", self._folder / name)
        return self._started("worker", self.address, *alone, *options)

    def _started(self, role: str, *options: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", role, *map(str, options), "--host", "127.0.0.1", "--no-dashboard"]
        with (self._folder / f"{role}-{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )
        self._processes.append(process)
        return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process at once, as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait()
