"""What runs on the workers of a cluster: each loads its pipeline once, and makes sure that it sees the same file."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from distributed import get_worker

from graph.errors import LitgraphError
from graph.identity import identify
from graph.records import Record
from nlp.pipeline import Pipeline, load_pipeline
from nlp.readers.pieces import read_piece
from nlp.readers.source import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from graph.model import Annotation
    from graph.records import Reject
    from nlp.readers.pieces import Piece, Stretch

_guard = threading.Lock()
_pipelines: dict[tuple[str | None, tuple[Path, ...]], Pipeline] = {}
_seen: dict[Path, tuple[int, int, str]] = {}
"""Of each file its size, the time of its last change (ns), and its digest."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker is to read texts by: the pipeline to load, and the rules that it must come to."""

    rules: str
    model: str | None
    lexicons: tuple[Path, ...]


def rules_of(setup: Setup) -> str:
    """The rules of this worker's pipeline, loaded now if need be; raises LitgraphError where it cannot be."""
    return _loaded(setup).rules


def count_piece(setup: Setup, piece: Piece) -> Stretch:
    """The rejects of a piece, and how many records it has; annotates nothing."""
    del setup
    return _read(piece, piece.size)


def annotate_piece(setup: Setup, piece: Piece, skip: int) -> tuple[Stretch, list[Annotation]]:
    """The entries of a piece without its first `skip` records, and an annotation for each record."""
    stretch = _read(piece, skip)
    return stretch, annotate(setup, [each for each in stretch.entries if isinstance(each, Record)])


def annotate(setup: Setup, records: Sequence[Record | Reject]) -> list[Annotation]:
    """An annotation for each record. Raises LitgraphError where this worker reads by other rules."""
    try:
        pipeline = _loaded(setup)
    except LitgraphError as error:
        raise LitgraphError(f"worker {_here()}: {error.message}", error.advice) from error
    if pipeline.rules != setup.rules:
        raise other_rules(_here())
    return pipeline.annotate([identify(each, "") for each in records if isinstance(each, Record)])


def other_rules(worker: str) -> LitgraphError:
    """What is said of a worker whose litgraph, lexicons or model are not those of who asks it."""
    return LitgraphError(
        f"worker {worker} finds concepts by other rules than this process",
        "install the same version of litgraph there, and let it see the same lexicons and the same model",
    )


def _loaded(setup: Setup) -> Pipeline:
    key = setup.model, setup.lexicons
    with _guard:
        if key not in _pipelines:
            _pipelines[key] = load_pipeline(setup.model, setup.lexicons)
        return _pipelines[key]


def _read(piece: Piece, skip: int) -> Stretch:
    advice = "workers read files themselves: keep them where every worker has them under the same path"
    try:
        stat = piece.path.stat()
        with _guard:
            known = _seen.get(piece.path)
            if not known or known[:2] != (stat.st_size, stat.st_mtime_ns):
                known = stat.st_size, stat.st_mtime_ns, digest_of(piece.path, piece.format)
                _seen[piece.path] = known
        if known[2] != piece.digest:
            raise LitgraphError(f"worker {_here()} sees another file than this process at {piece.path}", advice)
        return read_piece(piece, skip)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LitgraphError(f"worker {_here()} cannot read {piece.path}: {reason}", advice) from error


def _here() -> str:
    return get_worker().address
