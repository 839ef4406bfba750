"""The index alone: what building, opening and asking it costs, what of the exact list it finds, and where time goes."""

from __future__ import annotations

import random
import resource
import shutil
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from benchmarks.similarity.arrays import basis, generation
from benchmarks.similarity.exact import Exact, said_by
from benchmarks.similarity.measure import HEADER, THREADS, drawn, megabytes, part, spent, timed
from graph.model import AnnotatedPaper, Paper
from graph.similarity import DEFAULT_WEIGHTS, PaperFilter, Seed, Signal, open_index
from graph.similarity.analysis import terms
from graph.stores import open_store
from nlp.lexicon import load_lexicon
from nlp.lexicon.chinese import ChineseNames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.model import Mention
    from graph.similarity import Index, Weights
    from graph.store import StoreReader

FIRST = 20
DEEPER = 100
OPENED = 10
ADDED = 100
SAMPLE = 20_000


def report_build(store_path: Path, folder: Path) -> None:
    """Builds the index in this process, and says what each phase took."""
    store = open_store(str(store_path))
    papers = store.counts().papers
    process = psutil.Process()
    read_at: list[float] = []
    read_memory: list[int] = []

    def progress(_done: int, _total: int) -> None:
        read_at.append(time.time())
        read_memory.append(process.memory_info().rss)

    began, cpu = time.time(), time.process_time()
    index = open_index(store, folder, progress, rebuild=True)
    ended, cpu = time.time(), time.process_time() - cpu
    assert index.papers == papers
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"\n{papers:,} papers: built in {cpu:.1f} CPU seconds ({ended - began:.1f} of wall time); {THREADS}")
    print(f"  disk {disk(folder) / 1e6:,.0f} MB; memory {max(read_memory) / 1e6:,.0f} MB when all is read,", end=" ")
    print(f"{peak * 1024 / 1e6:,.0f} MB at the peak; the store has {store_path.stat().st_size / 1e6:,.0f} MB")
    index.close()
    print("  of wall seconds:")
    print(f"    reading, words and counting                {read_at[-1] - began:8.1f}", end="")
    print(f"   (of it {' + '.join(reading(store, papers))})")
    for name, seconds in arrays(folder, read_at[-1]):
        print(f"    {name:42} {seconds:8.1f}")
    written = max(each.stat().st_mtime for each in generation(folder).iterdir())
    print(f"    flushing, renaming, checking               {ended - written:8.1f}")
    store.close()


def reading(store: StoreReader, papers: int) -> list[str]:
    """What reading the store and finding words take by themselves, from the first papers on to all."""
    sample: list[AnnotatedPaper] = []
    began = time.perf_counter()
    for batch in store.scan_papers():
        sample += batch
        if len(sample) >= SAMPLE:
            break
    read = time.perf_counter()
    for each in sample:
        for _, text in each.paper.texts:
            terms(text)
    found = time.perf_counter()
    scale = papers / len(sample)
    return [f"{(read - began) * scale:.1f} reading the store", f"{(found - read) * scale:.1f} finding words"]


def arrays(folder: Path, since: float) -> list[tuple[str, float]]:
    """Seconds by group of arrays, from when each file was finished; the first of a group waits for its sorting."""
    groups: dict[str, float] = defaultdict(float)
    files = sorted(generation(folder).glob("*.npy"), key=lambda each: each.stat().st_mtime_ns)
    for each in files:
        groups[f"arrays of {each.name.split('.')[0]}"] += each.stat().st_mtime - since
        since = each.stat().st_mtime
    return [(name, seconds) for name, seconds in groups.items() if seconds >= 0.05]


def report_refresh(store_path: Path, folder: Path) -> None:
    """Adds papers to a copy of a store, takes them out again, and says what bringing the index up to date took."""
    with tempfile.TemporaryDirectory(dir=store_path.parent) as name:
        refresh(Path(shutil.copy(store_path, name)), Path(shutil.copytree(folder, Path(name) / folder.name)))


def refresh(store_path: Path, folder: Path) -> None:
    store = open_store(str(store_path))
    index = open_index(store, folder)
    ids = ids_of(index)[:ADDED]
    papers, mentions = store.papers(ids), store.mentions(ids)
    new = [AnnotatedPaper(replace(papers[each], id=f"new-{each}", other_ids=()), mentions[each]) for each in ids]
    print(f"\n{index.papers:,} papers: the index brought up to date; {THREADS}")
    for name, change in (
        ("added", lambda transaction: transaction.save_papers(new, "benchmark")),
        ("taken out again", lambda transaction: transaction.remove_papers([each.paper.id for each in new])),
    ):
        with store.transaction() as transaction:
            change(transaction)
            transaction.next_revision()
        began, cpu = time.time(), time.process_time()
        index = open_index(store, folder)
        cpu, ended = time.process_time() - cpu, time.time()
        print(f"  {ADDED} papers {name:16} {cpu:8.1f} CPU seconds, {ended - began:.1f} of wall time, of it:")
        for group, seconds in arrays(folder, began):
            print(f"    {group:42} {seconds:8.1f}")
    print(f"  {megabytes()}, at the peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6:,.0f} MB")
    index.close()
    store.close()


def disk(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())


def report_questions(store_path: Path, folder: Path, number: int) -> None:
    """Opens the index in this process and asks it."""
    store = open_store(str(store_path))
    open_index(store, folder).close()  # built by now, and its files are in memory
    before = megabytes()
    opened = timed([store] * OPENED, lambda each: open_index(each, folder).close())
    index = open_index(store, folder)
    print(f"\n{index.papers:,} papers: {number} questions of each sort, drawn with a fixed seed; {THREADS}\n{HEADER}")
    print(f"{'open':44}  {opened}")
    print(f"  memory before: {before}")
    print(f"  memory, open:  {megabytes()}")
    papers = drawn(store, ids_of(index), number)
    mentioned = store.mentions([each.id for each in papers])
    stored = [Seed(papers=(each.id,)) for each in papers]
    pasted = [pasted_text(each, mentioned[each.id]) for each in papers]
    chance = random.Random(7)  # noqa: S311
    searches = [" ".join(chance.sample(each, min(3, len(each)))) for each in (terms(one.title) for one in papers)]
    wanted = usual_filter(index)
    names = ChineseNames(load_lexicon())
    named = sorted({each.name_zh for batch in store.scan_concepts() for each in batch if each.name_zh})
    chinese = ["的".join(chance.sample(named or ["韩国", "社交媒体"], 2)) for _ in papers]

    def explained(seed: Seed) -> None:
        ranking = index.similar(seed)
        index.explain(ranking, [hit.id for hit in ranking.page(FIRST).hits], store)

    asked: list[tuple[str, Sequence[object], Callable[..., object]]] = [
        ("stored paper, top 20 with reasons", stored, explained),
        ("stored paper, top 20", stored, lambda seed: index.similar(seed).page(FIRST)),
        ("pasted text, top 20 with reasons", pasted, explained),
        ("pasted text, top 20", pasted, lambda seed: index.similar(seed).page(FIRST)),
        ("keyword search, 3 words, top 20", searches, lambda text: index.search(text).page(FIRST)),
        ("the same with a filter", searches, lambda text: index.search(text, wanted).page(FIRST)),
        ("two names in Chinese, found in the text", chinese, names.find),
        (
            "search of two names in Chinese",
            chinese,
            lambda text: index.search(text, named=names.find(text)).page(FIRST),
        ),
        ("list of all, newest first, top 20", searches, lambda _: index.search(None).page(FIRST)),
    ]
    for name, questions, ask in asked:
        print(f"{name:44}  {timed(questions, ask)}")
    print(f"  memory, asked: {megabytes()}")
    print(f"  filter: from {wanted.year_from}, mentions {' or '.join(wanted.any_concepts) or 'anything'}")
    for name, questions, ask in (asked[0], asked[2], asked[4]):
        print(f"  where the time of '{name}' goes:")
        for function, share in spent(questions, ask):
            print(f"    {share:4.0%}  {function}")
    index.close()
    store.close()


def usual_filter(index: Index) -> PaperFilter:
    """The newest year, and the two concepts that most papers mention."""
    everything = index.search(None)
    years = [int(value) for value, _ in index.facets(everything, "YEAR", 1000)]
    kinds = ("COUNTRY", "ORGANIZATION", "TECHNOLOGY", "TOPIC")
    counted = [each for kind in kinds for each in index.facets(everything, kind, 2)]
    common = sorted(counted, key=lambda each: -each[1])[:2]
    return PaperFilter(max(years, default=None), any_concepts=tuple(name for name, _ in common))


def ids_of(index: Index) -> list[str]:
    return [hit.id for hit in index.search(None).page(first=index.papers).hits]


def pasted_text(paper: Paper, mentions: Sequence[Mention]) -> Seed:
    """A paper's abstract as if somebody pasted it, with the concepts that the pipeline finds in it."""
    return Seed(text=paper.abstract, mentions=tuple(each for each in mentions if each.field == "ABSTRACT"))


def report_recall(store_path: Path, folder: Path, number: int) -> None:
    """Holds the index's lists against the exact scores, worked out anew from the store."""
    store = open_store(str(store_path))
    index = open_index(store, folder)
    papers = drawn(store, ids_of(index), number)
    mentioned = store.mentions([each.id for each in papers])
    exact = Exact.of(store, basis(folder))
    compared = compare(index, exact, papers, mentioned)
    print(f"\n{index.papers:,} papers: recall against the exact score of all, {said(exact.known(DEFAULT_WEIGHTS))}")
    for name, found in compared.items():
        print(f"  {name:20}", end="")
        for first, recalls in ((FIRST, [each.recall for each in found]), (DEEPER, [each.deeper for each in found])):
            print(f"@{first} mean {sum(recalls) / len(recalls):.4f}, least {part(recalls, 0):.2f}", end="   ")
        print(f"scores off by {max(each.off for each in found):.0e} at most   ({len(found)} questions)")
    index.close()
    store.close()


def said(weights: Weights) -> str:
    return ", ".join(f"{signal.lower()} {weights.of(signal):g}" for signal in Signal if weights.of(signal))


class Compared(NamedTuple):
    """A list held against the exact one: how much of its beginning it has, and by how much a score is off at most."""

    recall: float
    deeper: float
    off: float


def compare(
    index: Index, exact: Exact, papers: Sequence[Paper], mentioned: Mapping[str, Sequence[Mention]]
) -> dict[str, list[Compared]]:
    weights = exact.known(DEFAULT_WEIGHTS)

    def compared(seed: Seed, like: AnnotatedPaper) -> Compared:
        scores = exact.scores(said_by(like), weights, without=seed.papers)
        hits = index.similar(seed, weights).page(DEEPER).hits
        off = max((abs((hit.score or 0) - scores[exact.numbers[hit.id]]) for hit in hits), default=0.0)
        ids = [hit.id for hit in hits]
        return Compared(exact.recall(ids, scores, FIRST), exact.recall(ids, scores, DEEPER), off)

    found: dict[str, list[Compared]] = {"of a stored paper": [], "of a pasted text": []}
    for paper in papers:
        stored = AnnotatedPaper(paper, tuple(mentioned[paper.id]))
        found["of a stored paper"].append(compared(Seed(papers=(paper.id,)), stored))
        seed = pasted_text(paper, stored.mentions)
        found["of a pasted text"].append(compared(seed, AnnotatedPaper(Paper("", "", seed.text), seed.mentions)))
    return found
