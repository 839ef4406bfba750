"""How good the lists are: systematic reviews, where papers that one review included are like each other.

The folder's own `load_dev.py` reads papers, queries and judgements, its own `score.py` scores. A row is one setting of
the weights; a signal that an index does not hold has no row.
"""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import bm25s
import numpy as np

from benchmarks.similarity.arrays import basis
from benchmarks.similarity.corpus import save
from benchmarks.similarity.exact import Exact, said_by, words
from graph.errors import QueryError
from graph.model import AnnotatedPaper, Paper
from graph.similarity import DEFAULT_WEIGHTS, Seed, Signal, Weights, open_index
from graph.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.similarity.exact import Said
    from graph.similarity import Index

DEEP = 1000
"""How far down a list mean average precision looks."""


def report(reviews: Path, folder: Path) -> None:
    from nlp.pipeline import load_pipeline

    records, queries, judged = imported(reviews / "load_dev.py").load()
    score = imported(reviews / "score.py").score
    papers = [Paper(key, each["title"] or "", each["abstract"] or "") for key, each in records.items()]
    store = open_store(str(folder / "reviews.db"))
    found = load_pipeline().annotate(papers)
    annotated = [AnnotatedPaper(paper, each.mentions) for paper, each in zip(papers, found, strict=True)]
    save(store, annotated, {each.id: each for one in found for each in one.concepts}.values())
    index = open_index(store, folder / "reviews.index")
    judgements = sum(map(len, judged.values()))
    print(f"\n# Quality: {len(papers):,} papers, {len(queries)} queries, {judgements:,} judgements\n")
    print(f"{'':44}  nDCG@20     MAP  queries with a list")

    def row(name: str, runs: Mapping[str, list[str]]) -> None:
        told = score(judged, runs)
        answered = sum(1 for each in runs.values() if each)
        print(f"{name:44}  {told['nDCG@20'][0]:7.4f}  {told['MAP'][0]:6.4f}  {answered:3}")

    for weights in settings(index, queries):
        row(said(weights), runs_of(index, queries, weights))
    by_id = {each.paper.id: said_by(each) for each in annotated}
    exact = Exact.of(store, basis(folder / "reviews.index"))
    for name, scorer in (
        ("every paper scored", exact),
        ("the same without the latent space", replace(exact, latent=None)),
    ):
        row(f"default, {name}", {query: by_exact(scorer, query, by_id[query]) for query in queries})
    row("bm25s on the same words, each once", by_bm25s(papers, queries, once=True))
    row("bm25s on the same words, as they stand", by_bm25s(papers, queries, once=False))
    ablation(index, queries, lambda weights: score(judged, runs_of(index, queries, weights)))
    index.close()
    store.close()


def ablation(index: Index, queries: Sequence[str], score: Callable[[Weights], Mapping[str, Any]]) -> None:
    """Each signal alone, and all by their default weights without it; what that loses is what it is worth."""

    def told(weights: Weights) -> tuple[float, float]:
        found = score(weights)
        return found["nDCG@20"][0], found["MAP"][0]

    held = signals(index, queries)
    default = {each: DEFAULT_WEIGHTS.of(each) for each in held}
    everything = told(scaled(default))
    print(f"\n{'':12}  {'alone':>15}  {'all without it':>15}  {'what it adds':>15}")
    print(f"{'signal':12}" + 3 * f"  {'nDCG@20':>8} {'MAP':>6}")
    print(f"{'all':12}  {everything[0]:8.4f} {everything[1]:6.4f}")
    for signal in held:
        line = "  {:8.4f} {:6.4f}".format(*told(weighted({signal: 1.0})))
        rest = {**default, signal: 0.0}
        if any(rest.values()):
            without = told(scaled(rest))
            line += "  {:8.4f} {:6.4f}".format(*without)
            line += "  {:+8.4f} {:+6.4f}".format(
                *(whole - less for whole, less in zip(everything, without, strict=True))
            )
        print(f"{signal.lower():12}{line}")


def signals(index: Index, queries: Sequence[str]) -> list[Signal]:
    """The signals by which any query has a list."""
    return [each for each in Signal if any(ranked(index, query, weighted({each: 1.0})) for query in queries)]


def settings(index: Index, queries: Sequence[str]) -> list[Weights]:
    """The default, one signal alone, and text against each other signal in steps."""
    held = signals(index, queries)
    default = {each: DEFAULT_WEIGHTS.of(each) for each in held}
    mixed = [default, *({each: 1.0} for each in held)]
    for other in held:
        if other is not Signal.TEXT:
            mixed += [{Signal.TEXT: (10 - tenths) / 10, other: tenths / 10} for tenths in range(1, 10)]
    return list(dict.fromkeys(scaled(each) for each in mixed))


def scaled(parts: Mapping[Signal, float]) -> Weights:
    total = sum(parts.values())
    return weighted({signal: round(part / total, 3) for signal, part in parts.items()})


def weighted(parts: Mapping[Signal, float]) -> Weights:
    return Weights(**{signal.lower(): part for signal, part in parts.items()})


def said(weights: Weights) -> str:
    named = [f"{signal.lower()} {weights.of(signal):g}" for signal in Signal if weights.of(signal)]
    alone = " alone" if len(named) == 1 else ""
    return f"{', '.join(named)}{alone}{' (default)' if weights == DEFAULT_WEIGHTS else ''}"


def runs_of(index: Index, queries: Sequence[str], weights: Weights) -> dict[str, list[str]]:
    return {query: ranked(index, query, weights) for query in queries}


def ranked(index: Index, query: str, weights: Weights) -> list[str]:
    try:
        return [hit.id for hit in index.similar(Seed(papers=(query,)), weights).page(first=DEEP).hits]
    except QueryError:  # a query paper of which the signal says nothing, or a signal that the index does not hold
        return []


def by_exact(exact: Exact, query: str, like: Said) -> list[str]:
    """What the index would answer if it looked at every paper: what its choice of candidates costs."""
    scores = np.round(exact.scores(like, exact.known(DEFAULT_WEIGHTS), without=[query]), 9)
    order = np.argsort(-scores, kind="stable")  # papers are in the order of their ids
    return [exact.ids[each] for each in order[:DEEP] if scores[each] > 0]


def by_bm25s(papers: Sequence[Paper], queries: Sequence[str], *, once: bool) -> dict[str, list[str]]:
    corpus = [list(words(each).elements()) for each in papers]
    retriever = bm25s.BM25(backend="numba")
    retriever.index(corpus, show_progress=False)
    by_id = {each.id: number for number, each in enumerate(papers)}
    runs: dict[str, list[str]] = {}
    for query in queries:
        asked = corpus[by_id[query]]
        found = retriever.retrieve([list(dict.fromkeys(asked)) if once else asked], k=DEEP, show_progress=False)
        runs[query] = [papers[int(each)].id for each in found.documents[0]]
    return runs


def imported(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
