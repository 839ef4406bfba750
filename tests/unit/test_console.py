"""Progress off a terminal: a plain line now and then, with rate and time left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import console
from api.console import Meter

if TYPE_CHECKING:
    import pytest


def test_a_line_tells_rate_and_time_left(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = [100.0]
    monkeypatch.setattr(console, "monotonic", lambda: clock[0])
    with Meter("papers.bib", "records") as meter:
        meter(200, 1000)  # in the store from an earlier run: no work of this one
        for clock[0], done, total in ((101.0, 250, 1000), (110.0, 700, 1000), (120.0, 900, None)):
            meter(done, total)
    assert capsys.readouterr().err.splitlines() == [
        "papers.bib: 700 of 1,000 records, 50 a second, 6 s left",
        "papers.bib: 900 records, 35 a second",
    ]


def test_a_quiet_meter_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Meter("papers.bib", "records", quiet=True) as meter:
        meter(1, 1)
    assert capsys.readouterr().err == ""
