"""A file that appears whole or not at all: written beside its place, then moved there."""

from __future__ import annotations

import gzip
import os
import secrets
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, BinaryIO, cast

from graph.errors import LitgraphError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


def check_free(path: Path, *, force: bool = False) -> None:
    """Raises LitgraphError for a folder, for a place in no folder, and unless `force` for a file that is there."""
    if path.is_dir():
        raise LitgraphError(f"{path} is a folder", "name a file")
    if not path.parent.is_dir():
        raise LitgraphError(f"there is no folder {path.parent}", "make it first")
    if path.is_file() and not force:
        raise LitgraphError(f"{path} is there already", "name another file, or replace it with --force")


@contextmanager
def whole_file(path: Path, *, force: bool = False, packed: bool = True) -> Generator[BinaryIO]:
    """A stream into a new file, which is at `path` once the block has ended; `.gz` in its name compresses.

    With `packed` false nothing does: what is written is so already.
    Where the block raises, what was at `path` before is still there. Devices and pipes are written to as they are.
    Raises as `check_free`, and LitgraphError where the file cannot be written. Equal content gives equal bytes.
    """
    check_free(path, force=force)
    target = path.resolve()  # a link stays a link
    pack = _packed if packed and path.suffix.lower() == ".gz" else nullcontext[BinaryIO]
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream, pack(stream) as packing:
                yield packing
            return
        beside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.part")
        try:
            with beside.open("xb") as stream:
                with pack(stream) as packing:
                    yield packing
                stream.flush()
                os.fsync(stream.fileno())
            check_free(path, force=force)
            beside.replace(target)
        finally:
            with suppress(FileNotFoundError):
                beside.unlink()
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LitgraphError(f"{path} cannot be written: {reason}", "check the folder and the room on it") from error


@contextmanager
def _packed(stream: BinaryIO) -> Generator[BinaryIO]:
    # neither the name nor the time of writing is part of the content
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
        yield cast("BinaryIO", packed)
