"""The similarity index measured: how fast it is, and how good.

    python benchmarks/similarity.py speed PAPERS.jsonl[.gz] [--limit N] [--questions 200] [--concepts]
    python benchmarks/similarity.py quality PAPERS.jsonl[.gz] QRELS [--concepts]

PAPERS has one paper a line (`id`, `title`, `abstract` or `summary`); QRELS lines are `query paper grade`, a query being
the id of a paper. With --concepts the pipeline reads every paper first, which takes a while. Times are CPU
milliseconds, questions are drawn with a fixed seed; quality is nDCG@20 and MAP of what is like each query.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import resource
import statistics
import tempfile
import time
from collections import defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graph.errors import QueryError
from graph.model import AnnotatedPaper, Annotation, Paper
from graph.similarity import PaperFilter, Seed, Weights, open_index
from graph.similarity.analysis import terms
from graph.stores import open_store
from nlp.lexicon import load_lexicon
from nlp.lexicon.chinese import ChineseNames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.similarity import Index
    from graph.store import Store

T = TypeVar("T")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["speed", "quality"])
    parser.add_argument("papers", type=Path)
    parser.add_argument("qrels", type=Path, nargs="?")
    parser.add_argument("--limit", type=int, help="only the first N papers")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--concepts", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        store = open_store(str(Path(name) / "papers.db"))
        fill(store, islice(read(asked.papers), asked.limit), concepts=asked.concepts)
        if asked.what == "speed":
            speed(store, Path(name) / "index", asked.questions)
        else:
            quality(open_index(store, Path(name) / "index"), asked.qrels)
        store.close()


def read(path: Path) -> Iterator[Paper]:
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)
            abstract = found.get("abstract") or found.get("summary") or ""
            yield Paper(found["id"], found.get("title") or "", abstract, year=found.get("year"))


def fill(store: Store, papers: Iterable[Paper], *, concepts: bool) -> None:
    pipeline = None
    if concepts:
        from nlp.pipeline import load_pipeline

        pipeline = load_pipeline()
    papers = iter(papers)
    while batch := list(islice(papers, 1000)):
        found = pipeline.annotate(batch) if pipeline else [Annotation()] * len(batch)
        with store.transaction() as transaction:
            transaction.save_concepts(list({each.id: each for one in found for each in one.concepts}.values()))
            pairs = zip(batch, found, strict=True)
            transaction.save_papers([AnnotatedPaper(paper, each.mentions) for paper, each in pairs], "benchmark")
            transaction.next_revision()


def speed(store: Store, folder: Path, questions: int) -> None:
    before = time.process_time()
    index = open_index(store, folder)
    print(f"{index.papers:,} papers: built in {time.process_time() - before:.1f} CPU-s,", end=" ")
    size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
    print(f"{size / 1e6:,.0f} MB, peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")
    timed("open", [store], lambda each: open_index(each, folder))
    chance = random.Random(7)  # noqa: S311
    ids = [hit.id for hit in index.search(None).page(first=index.papers).hits]
    chosen = chance.sample(ids, min(questions, len(ids)))
    words = [terms(paper.title) for paper in store.papers(chosen).values()]
    searches = [" ".join(chance.sample(each, min(3, len(each)))) for each in words]
    seeds = [Seed(papers=(each,)) for each in chosen]
    pasted = [Seed(text=paper.abstract) for paper in store.papers(chosen).values()]

    def explained(seed: Seed) -> None:
        ranking = index.similar(seed)
        index.explain(ranking, [hit.id for hit in ranking.page().hits], store)

    timed("similar, top 20", seeds, lambda seed: index.similar(seed).page())
    timed("similar, top 20, with reasons", seeds, explained)
    timed("like a pasted abstract, with reasons", pasted, explained)
    timed("search of three words, top 20", searches, lambda text: index.search(text).page())
    timed("search with a filter", searches, lambda text: index.search(text, PaperFilter(year_from=2000)).page())
    names = ChineseNames(load_lexicon())
    named = sorted(
        {each.name_zh for batch in store.scan_concepts() for each in batch if each.name_zh} or {"韩国", "社交媒体"}
    )
    chinese = ["的".join(chance.sample(named, 2)) for _ in range(questions)]
    timed("names in Chinese, read", chinese, names.find)
    timed("search of two names in Chinese", chinese, lambda text: index.search(text, named=names.find(text)).page())
    timed("list of all, newest first", searches, lambda _: index.search(None).page())
    index.close()


def timed(what: str, questions: Sequence[T], ask: Callable[[T], object]) -> None:
    ask(questions[0])
    spent: list[float] = []
    for each in questions:
        before = time.process_time()
        ask(each)
        spent.append((time.process_time() - before) * 1000)
    print(
        f"  {what:40} median {statistics.median(spent):6.1f} ms   95 % {sorted(spent)[len(spent) * 95 // 100]:6.1f} ms"
    )


def quality(index: Index, qrels: Path) -> None:
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for line in qrels.read_text().splitlines():
        query, paper, grade = line.split()
        judged[query][paper] = int(grade)
    for text in (10, 9, 8, 7, 6, 5, 3, 0):
        runs = [ranked(index, query, Weights(text=text, concepts=10 - text)) for query in judged]
        pairs = list(zip(runs, judged.values(), strict=True))
        gain = statistics.mean(ndcg([grades.get(each, 0) for each in run[:20]], grades) for run, grades in pairs)
        precision = statistics.mean(average_precision(run, grades) for run, grades in pairs)
        print(f"text {text:2} : concepts {10 - text:2}   nDCG@20 {gain:.4f}   MAP {precision:.4f}")


def ranked(index: Index, query: str, weights: Weights) -> list[str]:
    try:
        return [hit.id for hit in index.similar(Seed(papers=(query,)), weights).page(first=1000).hits]
    except QueryError:  # a query paper without any concept
        return []


def ndcg(grades: list[int], judged: dict[str, int]) -> float:
    best = sorted(judged.values(), reverse=True)[:20]
    return gained(grades) / gained(best)


def gained(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def average_precision(run: list[str], judged: dict[str, int]) -> float:
    hits = [place for place, each in enumerate(run, 1) if judged.get(each)]
    return sum(number / place for number, place in enumerate(hits, 1)) / sum(map(bool, judged.values()))


if __name__ == "__main__":
    main()
