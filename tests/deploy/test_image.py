"""What is left of the packages in the image: enough to do the main job, and not much more."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

from tests.deploy.files import ROOT
from tests.neo4j_server import cannot_test

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTES = 255
"""So much the packages may weigh with the bytecode of what is used; litgraph's own files are a dozen more."""


def test_the_packages_of_the_image(tmp_path: Path) -> None:
    if not shutil.which("strip"):
        cannot_test("symbols are taken out by strip: install the package binutils")
    packages = tmp_path / "packages"
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements" / "mcp.txt").read_text(), re.MULTILINE)
    for name in (*pinned, "litgraph"):
        _copy(name, packages)
    subprocess.run([ROOT / "deploy" / "slim.sh", packages], check=True)
    # -S: nothing of the environment that the tests run in
    script = f"{(ROOT / 'deploy' / 'touch.py').read_text()}\nfrom api.cli import main; main()"
    environment = {"PYTHONPATH": f"{packages}:{ROOT}", "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-S", "-c", script, "demo", "--no-serve"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "27 papers" in done.stdout
    assert sum(each.stat().st_size for each in packages.rglob("*") if each.is_file()) < MEGABYTES * 1e6


def _copy(name: str, folder: Path) -> None:
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:  # for another Python or another system
        return
    for each in files:
        source = each.locate()
        if ".." in each.parts or "__pycache__" in each.parts or not source.is_file():
            continue
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder / each)
