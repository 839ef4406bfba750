"""The explorer needs no network: in a namespace without a route every page is whole."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_every_page_is_whole_where_there_is_no_network(tmp_path: Path) -> None:
    ways = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"])
    alone = next((each for each in ways if shutil.which("unshare") and _works(each)), None)
    if alone is None:
        pytest.skip("this machine lets nobody have a network of their own")
    command = [*alone, sys.executable, "-m", "tests.browser.alone", str(tmp_path)]
    walked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert walked.returncode == 0, walked.stderr[-2000:]
    assert walked.stdout.strip() == "19 pages"


def _works(way: list[str]) -> bool:
    return subprocess.run([*way, "true"], capture_output=True).returncode == 0
