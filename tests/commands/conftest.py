"""Whole commands, run as a user runs them: arguments in, exit status and both streams out."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from api.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


class Run(Protocol):
    """Runs `litgraph` with these arguments."""

    def __call__(self, *arguments: object, stdin: str = "") -> Done: ...


@pytest.fixture
def litgraph(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """The command, in an empty folder of its own."""
    monkeypatch.chdir(tmp_path)
    for name in ("LITGRAPH_STORE", "LITGRAPH_INDEX", "LITGRAPH_LEXICON", "LITGRAPH_CONFIG", "LITGRAPH_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    # a server's index must not go into the home of whoever runs the tests
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run(*arguments: object, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["litgraph", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return Done(int(stop.value.code or 0), out, err)

    return run
