"""Vectors of papers: of which text they are, how they are kept, and how missing ones come into a store.

What a text means is for an encoder to say (`nlp/semantic`); the store keeps its answers, so that each text is
encoded once. A store never holds the vector of a text that its paper does not have any more.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from graph.model import Paper
    from graph.store import Store

BATCH: Final = 64
"""Papers encoded between two commits: some seconds of work."""

STEPS: Final = 127
"""The largest part of a vector is kept as this many steps, to fit a byte: docs/performance.md says what that costs."""


@dataclass(frozen=True, slots=True)
class PaperVector:
    """A paper's vector as a store keeps it, and the digest of the text that was encoded (`text_digest`)."""

    digest: str
    values: bytes


class Encoder(Protocol):
    """What filling needs of an encoder."""

    @property
    def name(self) -> str:
        """Changes when the same text would get another vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, as rows."""
        ...


def text_of(paper: Paper) -> str:
    """The text of a paper that is encoded: its title as a sentence, then its abstract; a derived title only alone."""
    title, abstract = paper.title.strip(), paper.abstract.strip()
    if not abstract or not title:
        return title or abstract
    if paper.title_derived:
        return abstract
    return f"{title} {abstract}" if title[-1] in ".?!。？！" else f"{title}. {abstract}"


def text_digest(paper: Paper) -> str:
    """Equal for papers with equal texts to encode (32 hex digits)."""
    return hashlib.blake2b(text_of(paper).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def pack(vector: NDArray[np.float32]) -> bytes:
    """A vector's direction, one signed byte a dimension; its length is not kept."""
    most = float(np.abs(vector).max())
    return np.rint(vector * (STEPS / most if most else 0.0)).astype(np.int8).tobytes()


def unpack(values: Sequence[bytes]) -> NDArray[np.float32]:
    """Packed vectors of one model as unit vectors, one a row (float32); a zero vector stays one."""
    if not values:
        return np.zeros((0, 0), np.float32)
    rows = np.frombuffer(b"".join(values), np.int8).reshape(len(values), -1).astype(np.float32)
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return rows / np.maximum(lengths, 1.0)


def still_true(vectors: Mapping[str, PaperVector], papers: Iterable[Paper]) -> dict[str, PaperVector]:
    """Those of the vectors, by paper id, whose text is what the papers say now."""
    return {
        paper.id: vectors[paper.id]
        for paper in papers
        if paper.id in vectors and vectors[paper.id].digest == text_digest(paper)
    }


def fill(
    store: Store, encoder: Encoder, on_batch: Callable[[int, int], None] | None = None, *, batch: int = BATCH
) -> int:
    """Encodes every paper that has no vector of this encoder, and says how many those were.

    `on_batch` hears how many of how many are safely in. Stopped at any moment, the same call goes on where it stopped.
    The store's revision grows once, with the last batch, so that an index does not follow every step.
    """
    lacking = store.papers_without_vector(encoder.name)
    if on_batch and lacking:
        on_batch(0, len(lacking))
    for start in range(0, len(lacking), batch):
        papers = list(store.papers(lacking[start : start + batch]).values())
        vectors = encoder.encode([text_of(each) for each in papers])
        done = start + batch >= len(lacking)
        with store.transaction() as transaction:
            transaction.save_vectors(
                encoder.name,
                {
                    paper.id: PaperVector(text_digest(paper), pack(vector))
                    for paper, vector in zip(papers, vectors, strict=True)
                },
            )
            if done:
                transaction.next_revision()
        if on_batch:
            on_batch(min(start + batch, len(lacking)), len(lacking))
    return len(lacking)
