"""What an index is made of: rows from the store, or from the generation before where few changed, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.deadline import check, checked
from graph.model import AnnotatedPaper
from graph.similarity.cited import save_cited
from graph.similarity.fields import save_venue_words
from graph.similarity.latent import save_latent
from graph.similarity.matrix import Matrix, Postings, save_postings, save_weights
from graph.similarity.question import Facet
from graph.similarity.rows import Rows
from graph.similarity.sourced import save_ranks
from graph.similarity.stored import save_stored_concepts
from graph.similarity.strings import Strings
from graph.similarity.versions import save_versions
from graph.similarity.wider import save_wider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.similarity.strings import Arrays
    from graph.store import StoreReader

    Progress = Callable[[int, int], None]

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Before:
    """The generation before: its arrays, the revision of the store they are of, and the model of their vectors."""

    arrays: Arrays
    revision: int
    model: str | None = None


def build(store: StoreReader, arrays: Arrays, progress: Progress, before: Before | None = None) -> dict[str, object]:
    """Writes every array; answers with what the manifest must remember of them.

    With a generation before, only what changed since is read from the store; the arrays are the same either way.
    """
    model = next(iter(store.vector_models()), None)
    rows = _rows(store, progress, before if before and before.model == model else None, model)
    rows.save(arrays)
    papers = len(rows.ids)
    del rows  # a million papers take a gigabyte; what follows reads what was written
    concepts = {each.id: each for batch in store.scan_concepts() for each in batch}
    for name in checked(("text", "concepts", "twins", *(facet.lower() for facet in Facet))):
        save_postings(arrays, name)
    save_venue_words(arrays)
    save_ranks(arrays)
    save_weights(arrays, "text")
    words = Matrix.load(arrays, "text")
    check()
    save_latent(arrays, words, Strings.load(arrays, "ids").all())
    save_versions(arrays, Postings.load(arrays, "twins"), words)
    save_wider(arrays, {each.id: each.broader for each in concepts.values()})
    save_cited(arrays)
    # a concept that was removed while the store was read has no kind; the next revision mends that
    kind_of = {each.id: each.kind for each in concepts.values()}
    mentioned = Strings.load(arrays, "concepts").all()
    kinds = [kind_of.get(each, "") for each in mentioned]
    names = sorted(set(kinds))
    arrays["kinds"] = np.array([names.index(kind) for kind in kinds], dtype=np.uint16)
    save_stored_concepts(arrays, mentioned, concepts)
    return {"papers": papers, "kinds": names, "model": model}


def _rows(store: StoreReader, progress: Progress, before: Before | None, model: str | None) -> Rows:
    if before is None:
        return Rows.of(_heard(store, store.scan_papers(), store.counts().papers, model, progress))
    changed = store.changed_since(before.revision)
    new = Rows.of(_heard(store, _read(store, changed), len(changed), model, progress))
    return Rows.load(before.arrays).changed(changed, new)


def _read(store: StoreReader, ids: Sequence[str]) -> Iterator[list[AnnotatedPaper]]:
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        papers, mentions = store.papers(part), store.mentions(part)
        yield [AnnotatedPaper(papers[each], mentions.get(each, ())) for each in part if each in papers]


def _heard(
    store: StoreReader, batches: Iterator[list[AnnotatedPaper]], total: int, model: str | None, progress: Progress
) -> Iterator[tuple[AnnotatedPaper, bytes]]:
    """Papers with their vectors; `progress` hears after every batch."""
    done = 0
    for batch in batches:
        vectors = store.vectors(model, [each.paper.id for each in batch]) if model else {}
        yield from ((each, vectors.get(each.paper.id, b"")) for each in batch)
        done += len(batch)
        progress(done, max(done, total))
