"""An index is a folder of arrays: built aside, made current by one rename, rebuilt when it no longer fits its store.

<index>/CURRENT          the name of the generation in use
<index>/LOCK             held by whoever builds
<index>/generation-…/    manifest.json and *.npy, never changed once they are here
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import secrets
import shutil
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graph.errors import IndexBuildError
from graph.similarity.analysis import ANALYSIS
from graph.similarity.build import build
from graph.similarity.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.store import StoreReader

FORMAT: Final = 2
"""Grows when the arrays change their names, types or meaning."""

_MANIFEST: Final = "manifest.json"


def open_index(
    store: StoreReader, folder: Path, progress: Callable[[int, int], None] | None = None, *, rebuild: bool = False
) -> Index:
    """The store's similarity index, read from its folder; built first if it is missing, damaged or out of date.

    `progress` hears (papers done, papers in all) while building. Others may read the index meanwhile, and whoever
    else wants to build it waits and takes what was built. Raises IndexBuildError if the folder cannot be used.
    """
    if not rebuild and (index := _current(store, folder)):
        return index
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder):
            if not rebuild and (index := _current(store, folder)):
                return index
            _replace(store, folder, progress or (lambda _done, _total: None))
            index = _current(store, folder, anyway=True)
    except OSError as error:
        raise IndexBuildError(
            f"the similarity index in {folder} cannot be written: {error.strerror or error}",
            "free some space on the disk" if error.errno == errno.ENOSPC else "name a folder that can be written",
        ) from error
    if index is None:
        raise IndexBuildError(f"the similarity index in {folder} changed while it was built", "try again")
    return index


def _current(store: StoreReader, folder: Path, *, anyway: bool = False) -> Index | None:
    """The current generation, if it is whole and of this store; `anyway` takes it at an older revision too."""
    try:
        generation = folder / (folder / "CURRENT").read_text(encoding="utf-8").strip()
        manifest = _manifest(generation)
        if not anyway and manifest["of"] != _stamp(store, store.revision()):
            return None
        for name, checksum in manifest["files"].items():
            if _checksum(generation / name) != checksum:
                return None
        return Index(lambda name: _load(generation / f"{name}.npy"), manifest["of"]["revision"], manifest["kinds"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _stamp(store: StoreReader, revision: int) -> dict[str, object]:
    return {"format": FORMAT, "analysis": ANALYSIS, "store": store.identity(), "revision": revision}


def _replace(store: StoreReader, folder: Path, progress: Callable[[int, int], None]) -> None:
    _sweep(folder, keep=None)
    building = folder / f"building-{secrets.token_hex(4)}"
    building.mkdir()
    files: dict[str, str] = {}

    def save(name: str, values: NDArray[Any]) -> None:
        path = building / f"{name}.npy"
        np.save(path, values, allow_pickle=False)
        files[path.name] = _checksum(path)

    try:
        # read first: if the store changes meanwhile, the index counts as out of date
        stamp = _stamp(store, store.revision())
        found = build(store, save, progress)
        content = json.dumps({"of": stamp, "files": files, **found}, sort_keys=True)
        sealed = json.dumps({"content": content, "checksum": _of_bytes(content.encode())})
        (building / _MANIFEST).write_text(sealed, encoding="utf-8")
        generation = folder / building.name.replace("building", "generation")
        for path in (*building.iterdir(), building):
            _flush(path)
        building.rename(generation)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    _flush(folder)
    pointer = folder / "CURRENT.new"
    pointer.write_text(generation.name, encoding="utf-8")
    _flush(pointer)
    pointer.replace(folder / "CURRENT")
    _flush(folder)
    _sweep(folder, keep=generation.name)


def _sweep(folder: Path, keep: str | None) -> None:
    """Removes what builders left who were stopped, and with `keep` the other generations; open maps live on."""
    for each in folder.iterdir():
        old = keep is not None and each.name.startswith("generation-") and each.name != keep
        if old or each.name.startswith("building-"):
            shutil.rmtree(each, ignore_errors=True)


def _manifest(generation: Path) -> dict[str, Any]:
    sealed = json.loads((generation / _MANIFEST).read_text(encoding="utf-8"))
    if sealed["checksum"] != _of_bytes(sealed["content"].encode()):
        raise ValueError
    return json.loads(sealed["content"])


def _load(path: Path) -> NDArray[Any]:
    # a plain array over the map: slices of numpy's own memmap class are slow
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _checksum(path: Path) -> str:
    checksum = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
        return f"{file.tell()}-{checksum:08x}"


def _of_bytes(content: bytes) -> str:
    return f"{len(content)}-{zlib.crc32(content):08x}"


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    with (folder / "LOCK").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
