"""GraphQL over HTTP to the letter, as its own audit judges it: the npm package graphql-http."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.app import create_app
from tests.api.server import serving
from tests.neo4j_server import cannot_test

if TYPE_CHECKING:
    from api.library import Library

SOURCE = Path(__file__).parent / "audit"
PLACE = Path(__file__).parents[2] / "build" / "audit"


@pytest.fixture(scope="module")
def audit() -> Path:
    """The audit, installed from its lock file in build/ once."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        cannot_test("NO AUDIT OF HTTP: it needs npm and node")
    PLACE.mkdir(parents=True, exist_ok=True)
    locked = (SOURCE / "package-lock.json").read_bytes()
    done = PLACE / "installed.json"
    if not done.exists() or done.read_bytes() != locked:
        for each in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / each, PLACE)
        installed = subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=PLACE, capture_output=True, text=True)
        if installed.returncode:
            cannot_test(f"NO AUDIT OF HTTP: npm cannot install it: {installed.stderr.strip()}")
        done.write_bytes(locked)
    return shutil.copy(SOURCE / "audit.mjs", PLACE)


def test_the_audit_finds_nothing(audit: Path, sample: Library) -> None:
    with serving(create_app(sample)) as port:
        ran = subprocess.run(
            ["node", audit, f"http://127.0.0.1:{port}/graphql"], capture_output=True, text=True, timeout=120
        )
    assert ran.returncode == 0, ran.stderr
    results = json.loads(ran.stdout)
    assert [each for each in results if each["status"] != "ok"] == []
    assert len(results) == 61
