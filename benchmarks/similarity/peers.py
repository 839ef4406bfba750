"""The same top 20 by others: same texts, same words, one process, one thread; ratios to the index.

scipy      the exact scores: a query row times the sparse matrix, words by papers, and the projections times its own;
           then the 20 largest
words      the first of these products alone
bm25s      its own BM25, not the same score; with numpy and with numba
bare sums  the words alone, by numba over the index's own arrays: what the arithmetic costs with nothing added

Everybody gets the text of a stored paper and answers with numbers or ids of papers; only the index makes a ranking that
can be paged through, and only it can give reasons.
"""

from __future__ import annotations

import statistics
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bm25s
import numpy as np
from numba import njit
from scipy import sparse

from benchmarks.similarity.arrays import basis, generation, load, names
from benchmarks.similarity.exact import WORDS, Exact, words
from benchmarks.similarity.measure import HEADER, THREADS, Times, drawn, part
from benchmarks.similarity.speed import FIRST, ids_of
from graph.similarity import Seed, Signal, Weights, open_index
from graph.similarity.analysis import terms
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from graph.model import Paper
    from graph.similarity import Index
    from graph.store import Store, StoreReader

    Ask = Callable[[Paper], Sequence[str]]

TEXT = Weights(text=1)


def report(store_path: Path, folder: Path, number: int, repeats: int) -> None:
    store = open_store(str(store_path))
    index = open_index(store, folder)
    papers = drawn(store, ids_of(index), number)
    exact = Exact.of(store, basis(folder))
    asks: dict[str, Ask] = {
        "index": lambda paper: [hit.id for hit in index.similar(pasted(paper), TEXT).page(FIRST).hits],
        "index, words and concepts, with reasons": with_reasons(index, store),
        "scipy product, words and latent space": by_scipy(exact),
        "scipy product, words": by_scipy(replace(exact, latent=None)),
        "bare sums, words, numba": by_bare_sums(folder, exact.ids),
        **by_bm25s(store, exact.ids),
    }
    print(f"\n{index.papers:,} papers: top {FIRST} like a text, {len(papers)} texts, median of {repeats} runs in turn")
    print(f"{THREADS}\n{HEADER}   to the index (CPU)   shared with the exact list")
    measured = in_turn(asks, papers, repeats)
    scores = {paper.id: exact.scores({Signal.TEXT: words(paper)}, TEXT) for paper in papers}
    for name, runs in measured.items():
        ratio = statistics.median(
            part(one.cpu, 50) / part(base.cpu, 50) for one, base in zip(runs, measured["index"], strict=True)
        )
        recall = statistics.mean(exact.recall(asks[name](paper), scores[paper.id], FIRST) for paper in papers)
        print(f"{name:44}  {middle(runs)}   x {ratio:<16.3f}   {recall:.3f}")
    index.close()
    store.close()


def in_turn(asks: Mapping[str, Ask], papers: Sequence[Paper], repeats: int) -> dict[str, list[Times]]:
    """Asks everybody everything, as often as told, forwards and backwards in turn."""
    for ask in asks.values():
        ask(papers[0])
    measured: dict[str, list[Times]] = {name: [] for name in asks}
    for repeat in range(repeats):
        for name in list(asks)[:: -1 if repeat % 2 else 1]:
            times = Times()
            for paper in papers:
                times.add(lambda ask=asks[name], paper=paper: ask(paper))
            measured[name].append(times)
    return measured


def middle(runs: Sequence[Times]) -> str:
    """The medians over the runs of what one run prints."""
    columns = (
        [(each.cpu, share) for each in runs for share in (50, 95)],
        [(each.wall, share) for each in runs for share in (50, 95)],
    )
    numbers = [
        statistics.median(part(values, share) for values, share in column if share == wanted)
        for column in columns
        for wanted in (50, 95)
    ]
    return "  ".join(f"{each:8.2f}" for each in numbers)


def pasted(paper: Paper) -> Seed:
    return Seed(text=f"{paper.title}\n{paper.title}\n{paper.abstract}")


def with_reasons(index: Index, store: StoreReader) -> Ask:
    def ask(paper: Paper) -> list[str]:
        ranking = index.similar(Seed(papers=(paper.id,)))
        hits = [hit.id for hit in ranking.page(FIRST).hits]
        index.explain(ranking, hits, store)
        return hits

    return ask


def by_scipy(exact: Exact) -> Ask:
    space = exact.spaces[Signal.TEXT]
    by_word = space.by_name()

    def ask(paper: Paper) -> list[str]:
        keys, weights = space.vector(words(paper))
        row = sparse.csr_array((weights, keys, np.array([0, len(keys)])), shape=(1, by_word.shape[0]))
        found = row @ by_word
        company = exact.latent.cosines(keys, weights) if exact.latent else None
        scores = found.data if company is None else WORDS * found.data + (1 - WORDS) * company[found.indices]
        best = np.argpartition(scores, -FIRST)[-FIRST:] if found.nnz > FIRST else np.arange(found.nnz)
        return [exact.ids[each] for each in found.indices[best[np.argsort(-scores[best])]]]

    return ask


def by_bm25s(store: Store, ids: Sequence[str]) -> dict[str, Ask]:
    numbers: dict[str, int] = {}
    corpus = [
        [numbers.setdefault(word, len(numbers)) for word in words(each.paper).elements()]
        for batch in store.scan_papers()
        for each in batch
    ]
    slow, fast = bm25s.BM25(backend="numpy"), bm25s.BM25(backend="numba")
    slow.index((corpus, numbers), show_progress=False)
    for each in ("scores", "vocab_dict", "unique_token_ids_set", "nonoccurrence_array"):
        setattr(fast, each, getattr(slow, each))  # one index, asked in two ways

    def asking(retriever: Any) -> Ask:
        def ask(paper: Paper) -> list[str]:
            # each word once: half the work, and better lists (see quality)
            asked = list(dict.fromkeys(terms(f"{paper.title}\n{paper.abstract}")))
            found = retriever.retrieve([asked], k=FIRST, show_progress=False, n_threads=0)
            return [ids[int(each)] for each in found.documents[0]]

        return ask

    return {"bm25s, numpy": asking(slow), "bm25s, numba": asking(fast)}


@njit(cache=False)
def sum_up(  # type: ignore[no-untyped-def]
    starts, papers, counts, keys, weights, table, norms, sums, first
):
    """The best papers of a query; `sums` is all zero before and after."""
    for at in range(len(keys)):
        weight = weights[at]
        for place in range(starts[keys[at]], starts[keys[at] + 1]):
            sums[papers[place]] += weight * table[counts[place]]
    best, which = np.zeros(first), np.zeros(first, np.int64)
    for paper in range(len(sums)):
        if sums[paper] == 0.0:
            continue
        score = sums[paper] / norms[paper]
        sums[paper] = 0.0
        if score > best[first - 1]:
            at = first - 1
            while at > 0 and best[at - 1] < score:
                best[at], which[at] = best[at - 1], which[at - 1]
                at -= 1
            best[at], which[at] = score, paper
    return which, best


def by_bare_sums(folder: Path, ids: Sequence[str]) -> Ask:
    arrays = generation(folder)
    numbers = {name: key for key, name in enumerate(names(arrays))}
    starts, papers, counts = (load(arrays, f"text.key-{each}") for each in ("starts", "papers", "counts"))
    idf, norms = load(arrays, "text.idf"), load(arrays, "text.norms")
    table = np.concatenate([[0.0], 1 + np.log(np.arange(1, 256))])
    sums = np.zeros(len(norms))

    def ask(paper: Paper) -> list[str]:
        found = sorted((numbers[word], count) for word, count in words(paper).items() if word in numbers)
        keys = np.array([key for key, _ in found], np.int64)
        weights = table[[min(count, 255) for _, count in found]] * idf[keys]
        weights /= np.sqrt(weights @ weights) or 1.0
        which, best = sum_up(starts, papers, counts, keys, weights * idf[keys], table, norms, sums, FIRST)
        return [ids[each] for each in which[best > 0]]

    return ask
