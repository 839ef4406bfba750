"""Console examples in the documentation: found, run, compared; `python -m tests.docs.console` writes them anew.

A ```console block holds commands (`$ litgraph …`), each followed by what it prints. Milliseconds and temporary folders
differ from run to run and are compared as such.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nlp.sample import sample_paths

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md"]
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


_PROGRESS = re.compile(r"^[\w.]+: [\d,]+ of [\d,]+ \w+(?:, .*)?\n", re.MULTILINE)


def run_block(block: str, folder: Path) -> str:
    """The block as it would read if it were typed now."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    # a busy machine takes long enough to tell its progress
    return "".join(f"{command}\n{_PROGRESS.sub('', _output(command[2:], folder))}" for command in commands)


def masked(text: str) -> str:
    """The text without what differs from run to run."""
    return re.sub(r"\d+\.\d+ ms", "N ms", text)


def workplace(folder: Path) -> Path:
    """A folder with the sample's files in it."""
    for each in sample_paths():
        shutil.copy(each, folder)
    return folder


def _output(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LITGRAPH_")}
    done = subprocess.run(
        [Path(sys.executable).parent / program, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )
    return done.stdout


def main() -> None:
    for page in PAGES:
        with tempfile.TemporaryDirectory() as name:
            folder = workplace(Path(name))
            text = BLOCK.sub(lambda block, folder=folder: run_block(block.group(), folder), page.read_text("utf-8"))
        page.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
