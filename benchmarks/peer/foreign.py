"""The peers' own modules, from the folder they lie in: nothing of them is copied."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def module(peers: Path, name: str) -> Any:
    """`load.py` or `bench.py` as a module."""
    sys.path.insert(0, str(peers))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(peers))
