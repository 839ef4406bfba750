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
from graph.similarity.build import Before, build
from graph.similarity.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from numpy.typing import NDArray

    from graph.store import StoreReader

FORMAT: Final = 6
"""Grows when the arrays change their names, types or meaning."""

_MANIFEST: Final = "manifest.json"
_PART: Final = 1 << 16


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
            _replace(store, folder, progress or (lambda _done, _total: None), rebuild=rebuild)
            index = _current(store, folder, anyway=True)
    except OSError as error:
        raise IndexBuildError(
            f"the similarity index in {folder} cannot be written: {error.strerror or error}",
            "free some space on the disk" if error.errno == errno.ENOSPC else "name a folder that can be written",
        ) from error
    if index is None:
        raise IndexBuildError(f"the similarity index in {folder} changed while it was built", "try again")
    return index


def wrong_with(store: StoreReader, folder: Path) -> str:
    """Why the index in a folder cannot answer for its store as it is now; nothing where it can."""
    if not (folder / "CURRENT").is_file():
        return "is not there"
    found = _whole(folder, lambda _: True)
    if found is None:
        return "is damaged"
    of, revision = found[1]["of"], store.revision()
    if of["store"] != store.identity():
        return "is that of another store"
    if of != _stamp(store, of["revision"]):
        return "was built by another version"
    if of["revision"] > revision:
        return "is of a later state of the store"
    return f"is at revision {of['revision']} of {revision}" if of["revision"] < revision else ""


class _Folder:
    """Arrays as files, each read as a map; what is written is remembered with its checksum."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, str] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        # a plain array over the map: slices of numpy's own memmap class are slow
        return np.asarray(np.load(self.path / f"{name}.npy", mmap_mode="r", allow_pickle=False))

    def __setitem__(self, name: str, values: NDArray[Any]) -> None:
        file = self.path / f"{name}.npy"
        np.save(file, values, allow_pickle=False)
        self.files[file.name] = _checksum(file)


def _current(store: StoreReader, folder: Path, *, anyway: bool = False) -> Index | None:
    """The current generation, if it is whole and of this store; `anyway` takes it at an older revision too."""
    found = _whole(folder, lambda of: _fits(of, store) if anyway else of == _stamp(store, store.revision()))
    if found is None:
        return None
    generation, manifest = found
    of = manifest["of"]
    return Index(_Folder(generation), of["revision"], manifest["kinds"], manifest["model"])


def _whole(folder: Path, fits: Callable[[dict[str, Any]], bool]) -> tuple[Path, dict[str, Any]] | None:
    """The current generation and its manifest, if its stamp fits and nothing in it is damaged or missing."""
    try:
        generation = folder / (folder / "CURRENT").read_text(encoding="utf-8").strip()
        manifest = _manifest(generation)
        # the stamp first: of an index that does not fit, nobody need read every file
        if fits(manifest["of"]) and all(
            _checksum(generation / name) == checksum for name, checksum in manifest["files"].items()
        ):
            return generation, manifest
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        pass
    return None


def _stamp(store: StoreReader, revision: int) -> dict[str, object]:
    return {"format": FORMAT, "analysis": ANALYSIS, "store": store.identity(), "revision": revision}


def _fits(of: dict[str, Any], store: StoreReader) -> bool:
    """Whether an index is of this store and of this version, and no newer than the store."""
    return of == _stamp(store, of["revision"]) and of["revision"] <= store.revision()


def _replace(store: StoreReader, folder: Path, progress: Callable[[int, int], None], *, rebuild: bool) -> None:
    _sweep(folder, keep=None)
    found = None if rebuild else _whole(folder, lambda of: _fits(of, store))
    before = _before(*found) if found else None
    building = _Folder(folder / f"building-{secrets.token_hex(4)}")
    building.path.mkdir()
    try:
        # read first: if the store changes meanwhile, the index counts as out of date
        stamp = _stamp(store, store.revision())
        made = build(store, building, progress, before)
        content = json.dumps({"of": stamp, "files": building.files, **made}, sort_keys=True)
        sealed = json.dumps({"content": content, "checksum": _of_bytes(content.encode())})
        (building.path / _MANIFEST).write_text(sealed, encoding="utf-8")
        generation = folder / building.path.name.replace("building", "generation")
        for path in (*building.path.iterdir(), building.path):
            _flush(path)
        building.path.rename(generation)
    except BaseException:
        shutil.rmtree(building.path, ignore_errors=True)
        raise
    _flush(folder)
    pointer = folder / "CURRENT.new"
    pointer.write_text(generation.name, encoding="utf-8")
    _flush(pointer)
    pointer.replace(folder / "CURRENT")
    _flush(folder)
    _sweep(folder, keep=generation.name)


def _before(generation: Path, manifest: dict[str, Any]) -> Before:
    return Before(_Folder(generation), manifest["of"]["revision"], manifest["model"])


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


def _checksum(path: Path) -> str:
    """Of a file: its length, and the sums of its parts as numbers: many times faster than a checksum of every byte."""
    if not path.stat().st_size:
        return "0"
    content = np.memmap(path, np.uint8, "r")
    whole = len(content) // _PART * _PART
    sums = content[:whole].view(np.uint64).reshape(-1, _PART // 8).sum(axis=1, dtype=np.uint64)
    return f"{len(content)}-{zlib.crc32(content[whole:].tobytes(), zlib.crc32(sums.tobytes())):08x}"


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
