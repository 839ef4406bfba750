"""What an index is made of: rows from the store, or from the generation before where few changed, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from graph.model import AnnotatedPaper
from graph.similarity.cited import save_cited
from graph.similarity.latent import save_latent
from graph.similarity.matrix import Matrix, save_postings, save_weights
from graph.similarity.question import Facet
from graph.similarity.rows import Rows
from graph.similarity.strings import Strings
from graph.similarity.wider import save_wider

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.similarity.strings import Arrays
    from graph.store import StoreReader

    Progress = Callable[[int, int], None]

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True)
class Before:
    """The generation before: its arrays, and the store's revision that they were made of."""

    arrays: Arrays
    revision: int


def build(store: StoreReader, arrays: Arrays, progress: Progress, before: Before | None = None) -> dict[str, object]:
    """Writes every array; answers with what the manifest must remember of them.

    With a generation before, only what changed since is read from the store; the arrays are the same either way.
    """
    rows = _rows(store, progress, before)
    rows.save(arrays)
    papers = len(rows.ids)
    del rows  # a million papers take a gigabyte; what follows reads what was written
    concepts = {each.id: each for batch in store.scan_concepts() for each in batch}
    for name in ("text", "concepts", *(facet.lower() for facet in Facet)):
        save_postings(arrays, name)
    save_weights(arrays, "text")
    save_latent(arrays, Matrix.load(arrays, "text"), Strings.load(arrays, "ids").all())
    save_wider(arrays, {each.id: each.broader for each in concepts.values()})
    save_cited(arrays)
    # a concept that was removed while the store was read has no kind; the next revision mends that
    kind_of = {each.id: each.kind for each in concepts.values()}
    kinds = [kind_of.get(each, "") for each in Strings.load(arrays, "concepts").all()]
    names = sorted(set(kinds))
    arrays["kinds"] = np.array([names.index(kind) for kind in kinds], dtype=np.uint16)
    return {"papers": papers, "kinds": names}


def _rows(store: StoreReader, progress: Progress, before: Before | None) -> Rows:
    if before is None:
        total = store.counts().papers
        return Rows.of(chain.from_iterable(_heard(store.scan_papers(), total, progress)))
    old, changed = Rows.load(before.arrays), store.changed_since(before.revision)
    new = Rows.of(chain.from_iterable(_heard(_read(store, changed), len(changed), progress)))
    return old.changed(changed, new)


def _read(store: StoreReader, ids: Sequence[str]) -> Iterator[list[AnnotatedPaper]]:
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        papers, mentions = store.papers(part), store.mentions(part)
        yield [AnnotatedPaper(papers[each], mentions.get(each, ())) for each in part if each in papers]


def _heard(batches: Iterator[list[AnnotatedPaper]], total: int, progress: Progress) -> Iterator[list[AnnotatedPaper]]:
    done = 0
    for batch in batches:
        yield batch
        done += len(batch)
        progress(done, max(done, total))
