"""The one place here that knows the index's arrays, those of format 3; all else asks the index as anybody does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from graph.similarity.strings import Strings

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def generation(folder: Path) -> Path:
    """The folder of arrays that an index folder names as its current one."""
    return folder / (folder / "CURRENT").read_text("utf-8").strip()


def load(arrays: Path, name: str) -> NDArray[Any]:
    return np.asarray(np.load(arrays / f"{name}.npy", mmap_mode="r"))


def names(arrays: Path) -> list[str]:
    """The words of the text matrix by their keys."""
    return Strings(*(load(arrays, f"text.{part}") for part in ("data", "ends", "heads"))).all()


def basis(folder: Path) -> dict[str, NDArray[np.float64]]:
    """Each word's row of the latent space's basis; empty for a corpus that has no such space."""
    arrays = generation(folder)
    keys = load(arrays, "latent.keys").tolist()
    words, rows = names(arrays) if keys else [], load(arrays, "latent.basis").astype(np.float64)
    return {words[key]: row for key, row in zip(keys, rows, strict=True)}
