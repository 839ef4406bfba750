"""The shared folder beside the repository: the real page and public corpora, which are not ours to ship."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_FOLDER = Path(os.environ.get("LITGRAPH_SHARED") or Path(__file__).parents[2] / "shared")

SHARED: Path | None = _FOLDER if (_FOLDER / "seed").is_dir() else None

# in CI the folder must be there: a test that needs it then fails instead of being skipped
needs_shared = pytest.mark.skipif(
    SHARED is None and not os.environ.get("CI"), reason=f"no shared folder at {_FOLDER}: set LITGRAPH_SHARED"
)


def shared(*parts: str) -> Path:
    """A file or folder in the shared folder."""
    assert SHARED, f"no shared folder at {_FOLDER}: set LITGRAPH_SHARED"
    return SHARED.joinpath(*parts)
